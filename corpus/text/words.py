"""Words as people select them."""

import re

from corpus.text.spans import Span

_MARKS = "\u0300-\u036f"
WORD = re.compile(
    # A number keeps its points and commas ("1.000"), a compound its hyphens ("US-Beamte"),
    # an elision its apostrophe ("geht's").
    rf"\d+(?:[.,:]\d+)+|\w[\w{_MARKS}]*(?:[-‐‑'’]\w[\w{_MARKS}]*)*"
)


def words_in(text: str, start: int, end: int) -> list[Span]:
    """Return the words of ``text[start:end]`` in order, as spans of code points of `text`."""
    return [Span(*match.span()) for match in WORD.finditer(text, start, end)]
