"""The words of an index in memory, in order: completions, patterns and similar spellings.

Whoosh would open a posting list for every word a prefix fits (seconds, with 40,000 articles). Here
the words are found in sorted lists, and only the most frequent of them are looked up.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from typing import NamedTuple

_REMEMBERED = 100
_LAST = "\U0010ffff"

Part = tuple[Sequence[str], Sequence[int]]
"""Distinct words in order, and the number of articles each is in."""


class Found(NamedTuple):
    """The most frequent fitting words, most frequent first; whether they are all."""

    words: list[str]
    complete: bool


class Vocabulary:
    """The words of an index, in one part for each of its segments."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._similar: dict[tuple[str, int, int], Found] = {}

    @property
    def words(self) -> list[str]:
        """All words, in order: for fields that have few."""
        return sorted({word for words, _ in self._parts for word in words})

    def count(self, word: str) -> int:
        """In how many articles a word is."""
        total = 0
        for words, counts in self._parts:
            at = bisect_left(words, word)
            if at < len(words) and words[at] == word:
                total += counts[at]
        return total

    def complete(self, prefix: str, limit: int) -> Found:
        """Find the words that begin like this."""
        return self._best(lambda words: _beginning(words, prefix), limit)

    def match(self, pattern: str, limit: int) -> Found:
        """Find the words of a shape in which ``*`` stands for any letters."""
        pieces = pattern.split("*")
        longest = max(pieces, key=len)
        fits = shape(pattern).fullmatch

        def fitting(words: Sequence[str]) -> list[int]:
            near = _beginning(words, pieces[0])
            return [at for at in near if longest in words[at] and fits(words[at])]

        return self._best(fitting, limit)

    def similar(self, word: str, distance: int, limit: int) -> Found:
        """Find the words that differ by at most `distance` letters (swapping two counts as one)."""
        key = (word, distance, limit)
        if key not in self._similar:  # every word is compared, and asked again at each keystroke
            if len(self._similar) >= _REMEMBERED:
                self._similar.clear()
            self._similar[key] = self._best(lambda words: _within(words, word, distance), limit)
        return self._similar[key]

    def _best(self, places: Callable[[Sequence[str]], Iterable[int]], limit: int) -> Found:
        """Take the most frequent of each part, then the most frequent of those."""
        counted: Counter[str] = Counter()
        complete = True
        for words, counts in self._parts:
            fitting = list(places(words))
            complete = complete and len(fitting) <= limit
            for at in nlargest(limit, fitting, key=counts.__getitem__):
                counted[words[at]] += counts[at]
        found = nlargest(limit, sorted(counted), key=counted.__getitem__)
        return Found(found, complete and len(found) == len(counted))


def _beginning(words: Sequence[str], prefix: str) -> range:
    return range(bisect_left(words, prefix), bisect_left(words, prefix + _LAST))


def _within(words: Sequence[str], word: str, distance: int) -> list[int]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=distance, limit=None)
    return [at for _, _, at in found]


def shape(pattern: str) -> re.Pattern[str]:
    """Give what the words of a shape match in full."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))))
