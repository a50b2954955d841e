"""Many stretches of a text, of which those that touch a slice are found quickly."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from corpus.text.spans import Span

_PART = 256
"""Code points; stretches are looked up by the parts of this length that they touch."""

Marked = TypeVar("Marked")


class Stretches(Generic[Marked]):
    """Many stretches of a text, of which those on a line are found without a look at the others."""

    def __init__(self, stretches: Iterable[tuple[Span, Marked]]) -> None:
        """They must come in the order of the text."""
        self._parts: defaultdict[int, list[tuple[Span, Marked]]] = defaultdict(list)
        for stretch in stretches:
            for part in _parts(*stretch[0]):
                self._parts[part].append(stretch)

    def touching(self, start: int, end: int) -> list[Marked]:
        """Those that share a character with the slice."""
        found: list[Marked] = []
        for part in (parts := _parts(start, end)):
            for span, marked in self._parts.get(part, ()):
                # One that begins in an earlier part was found there, or in the first part here.
                is_new = part == parts[0] or span.start >= part * _PART
                if is_new and span.start < end and span.end > start:
                    found.append(marked)
        return found


def _parts(start: int, end: int) -> range:
    return range(start // _PART, max(end - 1, start) // _PART + 1)
