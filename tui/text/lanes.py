"""The signs in the gutter: each passage has a lane that shows where it begins and ends.

Pure: turns marks and a layout into the signs beside each line.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tui.text.layout import Layout
from tui.text.marks import Mark

_GOES_ON, _ENDS, _MORE = "│", "╵", "+"
_SUGGESTED, _SUGGESTED_ON = "·", "┊"


class Sign(NamedTuple):
    """One cell of the gutter; `topic` is "" for a sign of no topic."""

    text: str
    topic: str = ""
    mark: str = ""
    """The id of the passage it belongs to."""


class Lanes:
    """The signs of an article's passages in `width` lanes.

    On its first line a passage shows `?` when its place is uncertain, its topics, and `*` for a
    note; from there a bar runs down to its last line. A suggestion has a dot before its topics and
    a dotted bar. Lane 0 is next to the text.
    """

    def __init__(
        self, marks: Sequence[Mark], layout: Layout, symbols: Mapping[str, str], width: int
    ) -> None:
        self._width = width
        self._beside: defaultdict[int, dict[int, Sign]] = defaultdict(dict)
        free_from: list[int] = []
        for mark in marks:
            first = layout.line_of(mark.span.start)
            last = max(layout.line_of(max(mark.span.end - 1, mark.span.start)), first)
            signs = signs_of(mark, symbols)
            lanes = _take(free_from, first, len(signs))
            self._beside[first].update(zip(lanes, signs, strict=True))
            self._draw_down(mark, lanes, signs, first, last)
            for lane in lanes:
                free_from[lane] = first + 1
            free_from[lanes[_of_bar(signs)]] = last + 1

    def _draw_down(
        self, mark: Mark, lanes: Sequence[int], signs: Sequence[Sign], first: int, last: int
    ) -> None:
        at = _of_bar(signs)
        for line in range(first + 1, last + 1):
            text = _SUGGESTED_ON if mark.is_suggested else _ENDS if line == last else _GOES_ON
            self._beside[line][lanes[at]] = Sign(text, signs[at].topic, mark.id)

    def beside(self, line: int) -> list[Sign | None]:
        """The sign in each cell, from left to right; `+` where there are more lanes than cells."""
        there = self._beside.get(line, {})
        cells = [there.get(lane) for lane in reversed(range(self._width))]
        if any(lane >= self._width for lane in there):
            cells[0] = Sign(_MORE)
        return cells


def signs_of(mark: Mark, symbols: Mapping[str, str]) -> tuple[Sign, ...]:
    """Return the signs on the first line of a passage."""
    shown = tuple((symbols.get(topic, "•"), topic) for topic in mark.topics)
    texts = _texts(shown, mark.has_note, mark.is_sure)
    if mark.is_suggested:
        texts = ((_SUGGESTED, texts[0][1]), *texts)
    return tuple([Sign(text, topic, mark.id) for text, topic in texts])


@lru_cache
def _texts(
    topics: tuple[tuple[str, str], ...], has_note: bool, is_sure: bool
) -> tuple[tuple[str, str], ...]:
    texts = (*([] if is_sure else [("?", "")]), *sorted(topics))
    return (*texts, ("*", "")) if has_note or not texts else texts


def _of_bar(signs: Sequence[Sign]) -> int:
    """The sign above the bar: that of the first topic, if there is one."""
    return next((at for at, sign in enumerate(signs) if sign.topic), 0)


def _take(free_from: list[int], line: int, count: int) -> list[int]:
    """Take lanes that are free from a line on; the leftmost comes first."""
    # Marks are in the order of their beginnings, so a lane that is free here is free below, too.
    free = [lane for lane, begins in enumerate(free_from) if begins <= line][:count]
    while len(free) < count:
        free.append(len(free_from))
        free_from.append(0)
    return free[::-1]
