"""What is claimed about an article, apart from its text."""

from collections.abc import Mapping
from typing import NamedTuple


class Claims(NamedTuple):
    """What one origin claims about an article, by field (title, source, author, date, ...)."""

    origin: str
    fields: Mapping[str, str]
