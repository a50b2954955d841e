"""Folds away what re-scraping changes in a text: for comparing, never for storing.

White space of any kind and length becomes one space, quotation marks and dashes become plain ones,
invisible characters go, and German umlauts are spelt out, since some sites do so.
"""

import functools
import re
from array import array

from msgspec import Struct

_QUOTES = "„“”‟«»‹›‚‘’‛'\"`´"
_DASHES = "‐‑‒–—―−"
_SPELT_OUT = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ß": "ss",
    "…": "...",
}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_FOLDED = {
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_INVISIBLE, ""),
    **_SPELT_OUT,
}
# A plain space on its own is by far the commonest white space, and stays.
_CHANGED = re.compile(rf"[^\S ]\s*| \s+|[{re.escape(''.join(key for key in _FOLDED))}]")


class Folded(Struct, frozen=True):
    """A folded text; character `i` of it came from code point `origin[i]` of the original."""

    text: str
    origin: "array[int]"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span that is not empty stood in the original, 0-based, end-exclusive."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> str:
    """Return the folded text."""
    return _CHANGED.sub(lambda match: _FOLDED.get(match[0], " "), text)


@functools.lru_cache(maxsize=16)
def fold_stripped(text: str) -> str:
    """Return the folded text without white space around it; remembered for a passage's own."""
    return fold(text).strip()


@functools.lru_cache(maxsize=2)
def fold_with_origin(text: str) -> Folded:
    """Return the folded text with the way back; remembered for the articles last asked for."""
    parts: list[str] = []
    origin = array("l")
    done = 0
    for match in _CHANGED.finditer(text):
        start, end = match.span()
        replacement = _FOLDED.get(match[0], " ")
        parts += (text[done:start], replacement)
        origin.extend(range(done, start))
        origin.extend([start] * len(replacement))
        done = end
    parts.append(text[done:])
    origin.extend(range(done, len(text)))
    return Folded("".join(parts), origin)
