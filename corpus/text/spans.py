"""A stretch of an article's canonical text."""

from typing import NamedTuple


class Span(NamedTuple):
    """Code points ``text[start:end]``: 0-based, end-exclusive."""

    start: int
    end: int
