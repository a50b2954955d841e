"""Counts where words stand in a row or near each other, where they have very many places.

The same occurrences as in `positions`, by numpy: a folder of 40,000 articles has millions of places
of `der` and `in`. Lists of places are in order, and without doubles.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Counts = NDArray[np.int64]

_AT_ONCE = 100_000  # places, of all words together: some milliseconds, and few megabytes
_RARE = 0.1  # of all places: what is not near those of so rare a word is soon left out


def counted(
    steps: "Sequence[Sequence[array[int]]]",
    slop: int,
    starts: "array[int]",
    check: Callable[[], None],
) -> dict[int, int]:
    """Return how many occurrences each document has, by the numbers of those that have any.

    Each of `steps` holds the lists of places of one word's terms. Document n begins at
    ``starts[n]``, and none of its occurrences reaches into the next. `check` is called every few
    milliseconds; what it raises ends the counting.
    """
    begins = np.frombuffer(starts, np.uint32)
    lists = [[np.frombuffer(places, np.uint32) for places in step] for step in steps]
    count = _near if slop else _in_a_row
    counts = np.zeros(len(begins), np.int64)
    for first, last in _stretches(lists, begins):
        check()
        here = [_merged([_within(places, first, last) for places in step]) for step in lists]
        if all(map(len, here)):
            counts += count(here, slop, begins)
    having = np.flatnonzero(counts)
    return dict(zip(having.tolist(), counts[having].tolist(), strict=True))


def _stretches(
    lists: Sequence[Sequence[NDArray[np.uint32]]], starts: NDArray[np.uint32]
) -> Iterator[tuple[int, int]]:
    """Divide the places into stretches of whole documents with not too many places in each."""
    total = sum(len(places) for step in lists for places in step)
    pieces = min(-(-total // _AT_ONCE), len(starts)) or 1
    bounds = [starts[len(starts) * piece // pieces] for piece in range(pieces)]
    yield from zip(bounds, [*bounds[1:], 1 << 32], strict=True)


def _within(places: NDArray[np.uint32], first: int, last: int) -> Places:
    return places[slice(*np.searchsorted(places, [first, last]))].astype(np.int64)


def _merged(lists: Sequence[Places]) -> Places:
    return lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))


def _documents(places: Places, starts: NDArray[np.uint32]) -> NDArray[np.intp]:
    return np.searchsorted(starts, places, "right") - 1


def _in_a_row(steps: Sequence[Places], _slop: int, starts: NDArray[np.uint32]) -> Counts:
    rarest, *others = sorted(range(len(steps)), key=lambda step: len(steps[step]))
    firsts = steps[rarest] - rarest
    for offset in others:  # the long lists are only looked through
        places, wanted = steps[offset], firsts + offset
        at = np.searchsorted(places, wanted)
        firsts = firsts[places[np.minimum(at, len(places) - 1)] == wanted]
    return np.bincount(_documents(firsts, starts), minlength=len(starts))


def _near(steps: Sequence[Places], slop: int, starts: NDArray[np.uint32]) -> Counts:
    firsts, lasts = _windows(steps, len(steps) + slop - 1)
    return _apart(firsts, lasts, starts)


def _windows(steps: Sequence[Places], widest: int) -> tuple[Places, Places]:
    """Return the first and last places of the windows that are not too wide, in order.

    Each place begins a window, with the next place of each other word: of two words at one place,
    the first in order comes first.
    """
    bits = len(steps).bit_length()
    close = _close(steps, widest)
    if not all(map(len, close)):
        return close[0][:0], close[0][:0]
    marked = [places << bits | word for word, places in enumerate(close)]
    in_order = np.sort(np.concatenate(marked))
    firsts, words = in_order >> bits, (in_order & ((1 << bits) - 1)).astype(np.uint16)
    found = [np.flatnonzero(words == word) for word in range(len(steps))]
    end = min(int(at[-1]) for at in found) + 1  # no window begins after the last place of a word
    window = [np.repeat(firsts[at], np.diff(at, prepend=-1))[:end] for at in found]
    meet = np.any(firsts[1:] == firsts[:-1])
    firsts, lasts = firsts[:end], reduce(np.maximum, window)
    fits = lasts - firsts <= widest
    if meet:
        for one, other in combinations(window, 2):
            fits &= one != other
    return firsts[fits], lasts[fits]


def _close(steps: Sequence[Places], widest: int) -> Sequence[Places]:
    """Keep only places near those of the rarest word."""
    rarest = min(steps, key=len)
    if len(rarest) > _RARE * sum(map(len, steps)):
        return steps
    kept = []
    for places in steps:
        begin = np.searchsorted(places, rarest - widest)
        end = np.searchsorted(places, rarest + widest, "right")
        begin[1:] = np.maximum(begin[1:], end[:-1])  # what two have near them is kept once
        many = np.maximum(end - begin, 0)
        before = np.cumsum(many) - many
        kept.append(places[np.repeat(begin - before, many) + np.arange(many.sum())])
    return kept


def _apart(firsts: Places, lasts: Places, starts: NDArray[np.uint32]) -> Counts:
    """Count the windows of each document, leaving out those that overlap one before."""
    counts = np.zeros(len(starts), np.int64)
    following = np.searchsorted(firsts, lasts, "right")
    document = _documents(firsts, starts)
    at = np.flatnonzero(np.diff(document, prepend=-1))
    documents, ends = document[at], np.append(at, len(firsts))[1:]
    while len(at):  # the next window in all documents at once
        counts[documents] += 1
        at = following[at]
        left = at < ends
        documents, at, ends = documents[left], at[left], ends[left]
    return counts
