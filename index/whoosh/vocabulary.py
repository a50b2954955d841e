"""The words of an index: completions, wildcards and similar spellings.

Whoosh would open a posting list for every word with a prefix (seconds, with 40,000 articles). Here
the words are found in sorted lists, and only the most frequent are looked up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import accumulate
from typing import NamedTuple

from index.query.wildcards import certain_letters, wildcard_regex
from index.whoosh.posting_lists import FieldLists

_REMEMBERED = 100
_ENOUGH = 500_000  # articles, over all words: the words after those are left out
_TELLING = 3  # letters in a row that few words have
_FREQUENT = 3_000  # words of a segment that are looked through for less telling letters

_Key = tuple[str, str, int, int]  # what is asked, of which word, how far from it, how many at most


class Found(NamedTuple):
    """The fitting words, the most frequent first, and whether they are all."""

    words: list[str]
    complete: bool


class Vocabulary:
    """The words of an index, in one part for each of its segments."""

    def __init__(self, parts: Sequence[FieldLists]) -> None:
        self._parts = [_Part(lists) for lists in parts]
        self._known: dict[_Key, Found] = {}

    @cached_property
    def words(self) -> list[str]:
        """All words, in order: for fields that have few."""
        return sorted(
            {word for part in self._parts for _, words in part.lists.terms() for word in words}
        )

    def complete(self, prefix: str, limit: int) -> Found:
        """Find the words with this prefix."""
        return self._best(("complete", prefix, 0, limit), lambda part: part.lists.beginning(prefix))

    def match(self, pattern: str, limit: int) -> Found:
        """Find the words of a wildcard pattern."""
        return self._best(("match", pattern, 0, limit), lambda part: part.match(pattern))

    def similar(self, word: str, distance: int, limit: int, first: str = "") -> Found:
        """Find the words that differ by at most `distance` letters (swapping two counts as one).

        With `first`, only words that begin with one of these letters.
        """
        key = (f"similar {first}", word, distance, limit)
        return self._best(key, lambda part: part.similar(word, distance, first))

    def _best(self, key: _Key, ranks: Callable[["_Part"], Sequence[int]]) -> Found:
        """Take the most frequent of each part, then the most frequent of those.

        Answers are cached: each keystroke asks again for the words before the one being typed.
        """
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._find(ranks, key[-1])
        return self._known[key]

    def _find(self, ranks: Callable[["_Part"], Sequence[int]], limit: int) -> Found:
        counted: Counter[str] = Counter()
        complete = True
        for part in self._parts:
            fitting = ranks(part)
            complete = complete and len(fitting) <= limit
            documents = part.lists.documents
            for rank in nlargest(limit, fitting, key=documents.__getitem__):
                counted[part.lists.term(rank)] += documents[rank]
        found = nlargest(limit, sorted(counted), key=counted.__getitem__)
        before = accumulate((counted[word] for word in found), initial=0)
        kept = [word for word, had in zip(found, before, strict=False) if had < _ENOUGH]
        return Found(kept, complete and len(kept) == len(counted))


class _Part:
    """The words of one segment, known by their ranks."""

    def __init__(self, lists: FieldLists) -> None:
        self.lists = lists

    def match(self, pattern: str) -> Sequence[int]:
        """Find the words of a pattern; one with few letters is tried on the most frequent words."""
        fits = wildcard_regex(pattern).fullmatch
        pieces = certain_letters(pattern)
        longest = max(pieces, key=len)
        if pieces[0]:
            near: Iterable[int] = self.lists.beginning(pieces[0])
        elif len(longest) < _TELLING:
            return [rank for rank, word in self._frequent if fits(word)]
        else:
            near = self.lists.containing(longest)
        return [rank for rank in near if fits(self.lists.term(rank))]

    def similar(self, word: str, distance: int, first: str) -> Sequence[int]:
        """Find the words that differ by few letters, comparing all with these first letters."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        everything = range(len(self.lists))
        found: list[int] = []
        for ranks in map(self.lists.beginning, first) if first else [everything]:
            for base, words in self.lists.terms(ranks):
                near = process.extract(
                    word, words, scorer=OSA.distance, score_cutoff=distance, limit=None
                )
                found += (base + at for _, _, at in near if base + at in ranks)
        return found

    @cached_property
    def _frequent(self) -> list[tuple[int, str]]:
        """The most frequent words."""
        lists = self.lists
        ranks = nlargest(_FREQUENT, range(len(lists)), key=lists.documents.__getitem__)
        return [(rank, lists.term(rank)) for rank in sorted(ranks)]
