"""What a line shows by its place on the page: its neighbours, and how the page is built."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.features import Features

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
    "above the article",
    "far above",
    "below the article",
    "far below",
    "text before it",
    "near the end",
    "after an end mark",
    "after several end marks",
    "after the comments begin",
    "clean page",
)
_STRONGEST = 3.0
_BEYOND = -1.5
_FAR = 30


class Context(NamedTuple):
    """The stretch of lines with most of the text, and for each line the strengths of `NAMES`."""

    first: int
    last: int
    strengths: Sequence[tuple[float, ...]]


def context(page: Sequence[str], seen: Sequence[Features], adjoins: Sequence[bool]) -> Context:
    """Look at every line among the others; ``adjoins[i]``: no blank line between i and i + 1."""
    number = len(page)
    scores = [max(-_STRONGEST, min(_STRONGEST, line.alone)) for line in seen]
    first, last = _stretch(seen, scores)
    near = _Windows(scores)
    links = _Windows([line.link for line in seen])
    times = _Windows([line.time for line in seen])
    size = _Windows([min(line.length, 500) for line in seen])
    text = [line.length if score > 0 else 0 for line, score in zip(seen, scores, strict=True)]
    before = list(accumulate(text, initial=0))
    whole = before[-1] or 1
    clean = before[-1] / sum(line.length for line in seen)
    times_on_page = Counter(page)
    ends = comments = 0
    strengths = []
    for i in range(number):
        passed = before[i] / whole
        strengths.append(
            (
                scores[i],
                scores[i - 1] if i else -2.0,
                scores[i + 1] if i + 1 < number else -2.0,
                near.mean(i - 3, i, _BEYOND),
                near.mean(i + 1, i + 4, _BEYOND),
                near.mean(i - 10, i, _BEYOND),
                near.mean(i + 1, i + 11, _BEYOND),
                links.mean(i - 8, i + 9, 0),
                times.mean(i - 8, i + 9, 0),
                min(size.mean(i - 6, i + 7, 0), 200) / 100,
                times_on_page[page[i]] > 1,
                adjoins[i],
                first <= i <= last,
                i < first,
                min(first - i, _FAR) / _FAR if i < first else 0.0,
                i > last,
                min(i - last, _FAR) / _FAR if i > last else 0.0,
                passed,
                i > last or passed > 0.9,
                ends > 0,
                ends > 2,
                comments > 0,
                clean,
            )
        )
        cue = seen[i].cue
        if cue and cue.ends and passed > 0.25:
            ends += 1
            comments += "omment" in page[i]
    return Context(first, last, strengths)


class _Windows:
    """Means over stretches of a list, each in constant time."""

    def __init__(self, values: Sequence[float]) -> None:
        self._number = len(values)
        self._sums = list(accumulate(values, initial=0.0))

    def mean(self, start: int, end: int, otherwise: float) -> float:
        start, end = max(0, start), min(self._number, end)
        return (self._sums[end] - self._sums[start]) / (end - start) if end > start else otherwise


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
