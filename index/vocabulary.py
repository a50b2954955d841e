"""The words of an index in memory, in order: completions, patterns and similar spellings.

Whoosh would open a posting list for every word a prefix fits (seconds, with 40,000 articles). Here
the words are found in one sorted list, and only the most frequent of them are looked up.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import NamedTuple

_LAST = "\U0010ffff"


class Found(NamedTuple):
    """The most frequent fitting words, most frequent first, of how many there are."""

    words: list[str]
    total: int


class Vocabulary:
    """Distinct words in order, each with the number of articles it is in."""

    def __init__(self, words: Sequence[str], counts: Sequence[int]) -> None:
        self.words = words
        self.counts = counts

    def count(self, word: str) -> int:
        """In how many articles a word is."""
        at = bisect_left(self.words, word)
        return self.counts[at] if at < len(self.words) and self.words[at] == word else 0

    def complete(self, prefix: str, limit: int) -> Found:
        """Find the words that begin like this."""
        first = bisect_left(self.words, prefix)
        return self._best(range(first, bisect_left(self.words, prefix + _LAST)), limit)

    def match(self, pattern: str, limit: int) -> Found:
        """Find the words of a shape in which ``*`` stands for any letters."""
        beginning = pattern.split("*", 1)[0]
        first = bisect_left(self.words, beginning)
        last = bisect_left(self.words, beginning + _LAST)
        fits = shape(pattern).fullmatch
        return self._best([at for at in range(first, last) if fits(self.words[at])], limit)

    def similar(self, word: str, distance: int, limit: int) -> Found:
        """Find the words that differ by at most `distance` letters (swapping two counts as one)."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extract(
            word, self.words, scorer=OSA.distance, score_cutoff=distance, limit=None
        )
        return self._best([at for _, _, at in found], limit)

    def _best(self, places: Sequence[int] | Iterable[int], limit: int) -> Found:
        places = list(places)
        best = nlargest(limit, places, key=self.counts.__getitem__)
        return Found([self.words[at] for at in best], len(places))


def shape(pattern: str) -> re.Pattern[str]:
    """Give what the words of a shape match in full."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))))
