"""The signs of a line's place on the page: its neighbours, and how the page is built."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, repeat
from math import copysign
from operator import mul, sub, truediv
from typing import NamedTuple

from corpus.page.features import Features
from corpus.page.weights import AMONG, WITHIN_BASE
from corpus.text.spans import Span

_STRONGEST = 3.0
_BEYOND = -1.5
_FAR = 30
_MARGIN = 11
_LONG, _MUCH = 60, 1500
_NEAR_ABOVE, _NEAR_BELOW = 16, 8
# Means over the lines from i + start up to before i + end, by what they are means of.
_SCORE_WINDOWS = {
    "line above": (-1, 0),
    "line below": (1, 2),
    "3 lines above": (-3, 0),
    "3 lines below": (1, 4),
    "10 lines above": (-10, 0),
    "10 lines below": (1, 11),
}
_AROUND = (-8, 9)
_NEXT_TO = (-6, 7)


def near_text(spans: Sequence[Span]) -> Sequence[int]:
    """Return the places of the lines worth judging: those with a longer line nearby.

    Web pages have long stretches of short lines, all of them links; more than half of their lines
    are not near any text. A page with little text in long lines (a poem, a recipe) is judged whole.
    """
    long = [place for place, (start, end) in enumerate(spans) if end - start >= _LONG]
    if sum(spans[place].end - spans[place].start for place in long) < _MUCH:
        return range(len(spans))
    near: list[int] = []
    reached = 0
    for place in long:
        until = min(place + _NEAR_BELOW + 1, len(spans))
        near.extend(range(max(reached, place - _NEAR_ABOVE), until))
        reached = until
    return near


class Context(NamedTuple):
    """The stretch of lines with most of the text, and the signs of each line's place.

    `passed` is the share of the text above each line; `columns` holds the strength that each sign
    has in every line.
    """

    first: int
    last: int
    passed: list[float]
    columns: dict[str, Sequence[float]]

    def weights(self) -> list[float]:
        """Return how much each line's place adds to its reading like the article."""
        weighed = [(AMONG[name], column) for name, column in self.columns.items() if name in AMONG]
        weights = [weight for weight, _ in weighed]
        lines = zip(*(column for _, column in weighed), strict=True)
        return [sum(map(mul, strengths, weights), WITHIN_BASE) for strengths in lines]


def context(page: Sequence[str], seen: Sequence[Features], adjoins: Sequence[bool]) -> Context:
    """Judge each line among the others; ``adjoins[i]``: no blank line between i and i + 1."""
    number = len(page)
    scores = [
        alone if -_STRONGEST <= alone <= _STRONGEST else copysign(_STRONGEST, alone)
        for alone in (line.alone for line in seen)
    ]
    first, last = _stretch(seen, scores)
    passed = _passed(seen, scores)
    marks = _end_marks(seen, passed)
    times_on_page = Counter(page)
    near = _Sums(scores, _BEYOND)
    above, inside, below = first, last + 1 - first, number - last - 1
    columns: dict[str, Sequence[float]] = {
        "reads by itself": scores,
        **{name: near.means(*window) for name, window in _SCORE_WINDOWS.items()},
        "links nearby": _Sums([line.link for line in seen], 0).means(*_AROUND),
        "times nearby": _Sums([line.time for line in seen], 0).means(*_AROUND),
        "much text nearby": _Sums([min(500, line.length) for line in seen], 0).means(*_NEXT_TO),
        "twice on the page": [times_on_page[line] > 1 for line in page],
        "next line adjoins": adjoins,
        "inside the article": [0] * above + [1] * inside + [0] * below,
        "far above": [min(first - i, _FAR) / _FAR for i in range(first)] + [0.0] * (inside + below),
        "below the article": [0] * (above + inside) + [1] * below,
        "far below": [0.0] * (above + inside) + [min(i + 1, _FAR) / _FAR for i in range(below)],
        "text before it": passed,
        "near the end": [i > last or share > 0.9 for i, share in enumerate(passed)],
        "after an end mark": [mark > 0 for mark in marks],
        "after several end marks": [mark > 2 for mark in marks],
    }
    columns["much text nearby"] = [
        mean / 100 if mean < 200 else 2.0 for mean in columns["much text nearby"]
    ]
    return Context(first, last, passed, columns)


class _Sums:
    """Means over a window that moves along a list; beyond its ends there is `pad`."""

    def __init__(self, values: Sequence[float], pad: float) -> None:
        margin = [pad] * _MARGIN
        self._number = len(values)
        self._sums = list(accumulate((*margin, *values, *margin), initial=0.0))

    def means(self, start: int, end: int) -> list[float]:
        """Return the mean of ``values[i + start : i + end]`` for each place i."""
        low, high = _MARGIN + start, _MARGIN + end
        lower = self._sums[low : low + self._number]
        upper = self._sums[high : high + self._number]
        return list(map(truediv, map(sub, upper, lower), repeat(end - start)))


def _passed(seen: Sequence[Features], scores: Sequence[float]) -> list[float]:
    """Return the share of the page's text above each line."""
    text = [line.length if score > 0 else 0 for line, score in zip(seen, scores, strict=True)]
    before = list(accumulate(text, initial=0))
    whole = before.pop() or 1
    return [share / whole for share in before]


def _end_marks(seen: Sequence[Features], passed: Sequence[float]) -> list[int]:
    """Count the lines like "Related articles" that stand above each line and below some text."""
    marks, counts = 0, []
    for line, share in zip(seen, passed, strict=True):
        counts.append(marks)
        if share > 0.25 and line.cue and line.cue.ends:
            marks += 1
    return counts


def _stretch(seen: Sequence[Features], scores: Sequence[float]) -> tuple[int, int]:
    """Return the first and last line of the stretch that holds most text (Kadane's algorithm).

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
