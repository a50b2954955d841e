"""Looks up which of many stretches of a text touch a slice."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from corpus.text.spans import Span

_PART = 256
"""Code points; the text is divided into parts of this length, each with what touches it."""

Marked = TypeVar("Marked")


class Stretches(Generic[Marked]):
    """Stretches of a text; those that touch a slice are found without looking at the others."""

    def __init__(self, stretches: Iterable[tuple[Span, Marked]]) -> None:
        """`stretches` must be in the order of the text."""
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
