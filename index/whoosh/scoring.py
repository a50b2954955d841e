"""What a match is worth: BM25 over the documents of a snapshot, and nearness."""

from collections.abc import Iterable, Sequence

from index.ranking.bm25 import SATURATION, rarity
from index.ranking.proximity import Asked, nearness
from index.whoosh.snapshot import Snapshot

Scores = dict[int, float]
"""Document number to score."""

_NO_END = 2**32


class Scoring:
    """Scores the documents of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._index = snapshot
        self._norms = snapshot.norms

    def weights(
        self, numbers: Iterable[int], frequencies: Iterable[float], having: int
    ) -> list[float]:
        """Return the scores of documents in order.

        `having` is how many documents have what counts as one term.
        """
        peak = self.rarity(having) * (SATURATION + 1)
        norms = self._norms
        return [
            peak * often / (often + norms[number])
            for number, often in zip(numbers, frequencies, strict=True)
        ]

    def rarity(self, having: int) -> float:
        """Return what a term that so many documents have counts."""
        return rarity(having, self._index.size)

    def nearness(self, words: Sequence[Asked], numbers: Iterable[int]) -> Scores:
        """Return what it adds to the scores of documents that words stand near each other there."""
        if len(words) < 2:
            return {}
        starts = self._index.starts
        ends = {number: number + 1 for number in numbers}
        return {
            number: nearness(words, starts[number], starts[end] if end < len(starts) else _NO_END)
            for number, end in ends.items()
        }
