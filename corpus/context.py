"""What a line shows by its place on the page: its neighbours, and how the page is built."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.features import Features
from corpus.weights import AMONG, WITHIN_BASE

NAMES = (
    "reads by itself",
    "line above",
    "line below",
    "3 lines above",
    "3 lines below",
    "10 lines above",
    "10 lines below",
    "links nearby",
    "times nearby",
    "much text nearby",
    "twice on the page",
    "next line adjoins",
    "inside the article",
    "far above",
    "below the article",
    "far below",
    "text before it",
    "near the end",
    "after an end mark",
    "after several end marks",
)
_STRONGEST = 3.0
_BEYOND = -1.5
_FAR = 30
_MARGIN = 11


class Context(NamedTuple):
    """The stretch of lines with most of the text, and what every line shows by its place.

    `passed` is the share of the text above each line; `columns` holds for each of `NAMES` its
    strength in every line.
    """

    first: int
    last: int
    passed: Sequence[float]
    columns: Sequence[Sequence[float]]

    def weights(self) -> list[float]:
        """Give for each line what its place adds to reading like the article."""
        total = [WITHIN_BASE] * len(self.passed)
        for name, column in zip(NAMES, self.columns, strict=True):
            weight = AMONG.get(name, 0.0)
            total = [
                so_far + weight * strength for so_far, strength in zip(total, column, strict=True)
            ]
        return total


def context(page: Sequence[str], seen: Sequence[Features], adjoins: Sequence[bool]) -> Context:
    """Look at every line among the others; ``adjoins[i]``: no blank line between i and i + 1."""
    lines = range(len(page))
    scores = [max(-_STRONGEST, min(_STRONGEST, line.alone)) for line in seen]
    first, last = _stretch(seen, scores)
    near = _Windows(scores, _BEYOND)
    size = _Windows([min(line.length, 500) for line in seen], 0)
    passed = _passed(seen, scores)
    marks = _end_marks(seen, passed)
    times_on_page = Counter(page)
    columns: Sequence[Sequence[float]] = (
        scores,
        near.means(-1, 0),
        near.means(1, 2),
        near.means(-3, 0),
        near.means(1, 4),
        near.means(-10, 0),
        near.means(1, 11),
        _Windows([line.link for line in seen], 0).means(-8, 9),
        _Windows([line.time for line in seen], 0).means(-8, 9),
        [min(mean, 200) / 100 for mean in size.means(-6, 7)],
        [times_on_page[line] > 1 for line in page],
        adjoins,
        [first <= i <= last for i in lines],
        [min(max(first - i, 0), _FAR) / _FAR for i in lines],
        [i > last for i in lines],
        [min(max(i - last, 0), _FAR) / _FAR for i in lines],
        passed,
        [i > last or passed[i] > 0.9 for i in lines],
        [mark > 0 for mark in marks],
        [mark > 2 for mark in marks],
    )
    return Context(first, last, passed, columns)


class _Windows:
    """Means over a window that moves along a list; beyond its ends there is `pad`."""

    def __init__(self, values: Sequence[float], pad: float) -> None:
        margin = [pad] * _MARGIN
        self._number = len(values)
        self._sums = list(accumulate((*margin, *values, *margin), initial=0.0))

    def means(self, start: int, end: int) -> list[float]:
        """Give for each place i the mean of the values from i + `start` up to before i + `end`."""
        low, high = _MARGIN + start, _MARGIN + end
        lower = self._sums[low : low + self._number]
        upper = self._sums[high : high + self._number]
        width = end - start
        return [(two - one) / width for one, two in zip(lower, upper, strict=True)]


def _passed(seen: Sequence[Features], scores: Sequence[float]) -> list[float]:
    """Give for each line the share of the page's text above it."""
    text = [line.length if score > 0 else 0 for line, score in zip(seen, scores, strict=True)]
    before = list(accumulate(text, initial=0))
    whole = before.pop() or 1
    return [share / whole for share in before]


def _end_marks(seen: Sequence[Features], passed: Sequence[float]) -> list[int]:
    """Count for each line the "Related articles" and the like above it, below some of the text."""
    marks, counts = 0, []
    for line, share in zip(seen, passed, strict=True):
        counts.append(marks)
        if share > 0.25 and line.cue and line.cue.ends:
            marks += 1
    return counts


def _stretch(seen: Sequence[Features], scores: Sequence[float]) -> tuple[int, int]:
    """Give the first and last line of the stretch that holds most text (Kadane's algorithm).

    Lines that read like text add to it, the longer the more; the others take away. When none
    does, the stretch is the whole page.
    """
    best, best_first, best_last = 0.0, 0, -1
    total, first = 0.0, 0
    for index, (line, score) in enumerate(zip(seen, scores, strict=True)):
        if total <= 0:
            total, first = 0.0, index
        total += score * (1 + min(line.length, 600) / 150) - 0.3 if score > 0 else score - 0.3
        if total > best:
            best, best_first, best_last = total, first, index
    if best_last < 0:
        return 0, len(seen) - 1
    return best_first, best_last
