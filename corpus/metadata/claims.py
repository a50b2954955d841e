"""What is told about an article, apart from its text."""

from collections.abc import Mapping
from typing import NamedTuple


class Told(NamedTuple):
    """What is told about an article, by field (title, source, author, date, ...), and the place."""

    place: str
    fields: Mapping[str, str]
