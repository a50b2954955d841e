"""Where words stand in a row or near each other, by their positions in a text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

BLOCK_GAP = 100
"""Positions left free between the blocks of an article: no phrase reaches into the next block."""

PART_WEIGHT = 0.5
"""What a part of a compound counts, where a whole word counts 1."""

PARTS_SLOP = 6
"""How many other words may stand between the parts of a compound written apart."""

_FEW = 20  # places that are gone through as they are


def in_a_row(steps: Sequence[Sequence[int]]) -> list[int]:
    """Return the positions of the first word wherever the words follow each other directly."""
    rarest, *others = sorted(range(len(steps)), key=lambda step: len(steps[step]))
    starts = {place - rarest for place in steps[rarest]}
    for offset in others:  # the long lists are only looked through
        there = {start + offset for start in starts}.intersection(steps[offset])
        starts = {place - offset for place in there}
    return sorted(starts)


def near(steps: Sequence[Sequence[int]], slop: int) -> Iterator[tuple[int, ...]]:
    """Yield positions that lie close together, one of each word, in order of the words.

    In any order, with at most `slop` other words between the outermost two; windows do not overlap.
    """
    widest = len(steps) + slop - 1
    if max(map(len, steps)) > _FEW:
        steps = _close(steps, widest)
    at = [0] * len(steps)
    after = -1
    while all(place < len(places) for place, places in zip(at, steps, strict=True)):
        window = tuple(places[place] for place, places in zip(at, steps, strict=True))
        first = min(window)
        if first > after and max(window) - first <= widest and len(set(window)) == len(window):
            yield window
            after = max(window)
        at[window.index(first)] += 1


def _close(steps: Sequence[Sequence[int]], widest: int) -> Sequence[Sequence[int]]:
    """Keep only positions near which every word occurs."""
    kept: list[set[int]] = [set() for _ in steps]
    for place in min(steps, key=len):
        first, last = place - widest, place + widest
        around = [step[bisect_left(step, first) : bisect_right(step, last)] for step in steps]
        if all(around):
            for places, near_by in zip(kept, around, strict=True):
                places.update(near_by)
    return [sorted(places) for places in kept]


def occurrences(steps: Sequence[Sequence[int]], slop: int) -> list[tuple[int, ...]]:
    """Return the positions of the words wherever they stand in a row, or near each other."""
    if slop:
        return list(near(steps, slop))
    return [tuple(range(start, start + len(steps))) for start in in_a_row(steps)]
