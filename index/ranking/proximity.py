"""How near each other the words of a query stand: an article with both together is about both.

After Rasolofo and Savoy, "Term Proximity Scoring for Keyword-Based Retrieval Systems" (2003), but
not by all pairs: what counts is how rare the different words in the best window of a few words are.
Only the best articles are looked at; nearness never lowers a score.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

LOOKED_AT = 200
"""The number of articles, the best by their words alone, whose nearness is looked at."""

_WINDOW = 10  # words
_WEIGHT = 0.35


class Asked(NamedTuple):
    """A word of a query: its places through all documents, in order in each list; its rarity."""

    places: Sequence[Sequence[int]]
    rarity: float


def nearness(words: Sequence[Asked], first: int, last: int) -> float:
    """Return what nearness adds to the score of the document at the places [first, last)."""
    there = sorted(
        (place, at)
        for at, word in enumerate(words)
        for places in word.places
        for place in places[bisect_left(places, first) : bisect_left(places, last)]
    )
    counts = [0] * len(words)
    best = value = 0.0
    different = start = 0
    for place, at in there:
        if not counts[at]:
            value += words[at].rarity
            different += 1
        counts[at] += 1
        while there[start][0] <= place - _WINDOW:
            gone = there[start][1]
            counts[gone] -= 1
            if not counts[gone]:
                value -= words[gone].rarity
                different -= 1
            start += 1
        if different > 1 and value > best:
            best = value
    return _WEIGHT * best
