"""What a match is worth: BM25 over the documents of a snapshot, and nearness."""

from collections.abc import Iterable, Sequence
from heapq import nlargest

from index.ranking.bm25 import SATURATION, rarity
from index.ranking.proximity import LOOKED_AT, Asked, nearness
from index.whoosh.snapshot import Frequencies, Snapshot

Scores = dict[int, float]
"""Document number to score."""

_CAUTION = 1 - 1e-9  # against rounding
_LIMIT_WORTH_IT = 2_000  # documents; with fewer, leaving out the unpromising gains nothing
_NO_END = 2**32


class Scoring:
    """Scores the documents of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._index = snapshot
        self._norms = snapshot.norms

    def score(self, frequencies: Frequencies, having: int | None = None) -> Scores:
        """Score documents by how often each has what counts as one term.

        `having` is how many documents have it in all: by default, those in `frequencies`.
        """
        having = len(frequencies) if having is None else having
        weights = self.weights(frequencies, frequencies.values(), having)
        return dict(zip(frequencies, weights, strict=True))

    def weights(
        self, numbers: Iterable[int], frequencies: Iterable[float], having: int
    ) -> list[float]:
        """Return the scores of documents in order; see `score`."""
        peak = self.rarity(having) * (SATURATION + 1)
        norms = self._norms
        return [
            peak * often / (often + norms[number])
            for number, often in zip(numbers, frequencies, strict=True)
        ]

    def rarity(self, having: int) -> float:
        """Return what a term that so many documents have counts."""
        return rarity(having, self._index.size)

    def promising(self, frequencies: Frequencies, count: int) -> Frequencies:
        """Leave out documents that have a term so seldom that `count` others score higher.

        Of those that have it most often, `count` reach a certain part of the highest score; any
        other, however short it is, needs a frequency from which that can be reached.
        """
        if not 0 < count < len(frequencies) or len(frequencies) < _LIMIT_WORTH_IT:
            return frequencies
        norms = self._norms
        often = nlargest(count, frequencies.values())[-1]
        parts = [f / (f + norms[number]) for number, f in frequencies.items() if f >= often]
        reached = nlargest(count, parts)[-1]
        needed = self._index.least_norm * reached / (1 - reached) * _CAUTION
        return {number: f for number, f in frequencies.items() if f >= needed}

    def add_nearness(self, words: Sequence[Asked], scores: Scores) -> None:
        """Raise the best documents in which different words stand near each other."""
        if len(words) < 2:
            return
        starts = self._index.starts
        for number in nlargest(LOOKED_AT, scores, key=scores.__getitem__):
            end = starts[number + 1] if number + 1 < len(starts) else _NO_END
            scores[number] += nearness(words, starts[number], end)
