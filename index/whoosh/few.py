"""Columns as dictionaries: for folders of few articles, and for a word by itself.

numpy is several times as fast with very many documents, but takes a tenth of a second to import.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain
from math import inf

from index.ranking.bm25 import SATURATION
from index.whoosh.snapshot import Frequencies, Postings, Snapshot


class FewColumns:
    """See Columns."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._index = snapshot

    def of(self, values: Mapping[int, float]) -> Frequencies:
        """See Columns."""
        return dict(values)

    def at(self, numbers: Iterable[int]) -> Frequencies:
        """See Columns."""
        return dict.fromkeys(numbers, 0.0)

    def counted(self, lists: Iterable[tuple[Postings, float]]) -> Frequencies:
        """See Columns."""
        found: Frequencies = {}
        for (numbers, counts), weight in lists:
            for number, count in zip(numbers, counts, strict=True):
                found[number] = found.get(number, 0.0) + weight * count
        return found

    def likeliest(self, lists: Iterable[Postings]) -> Frequencies:
        """See Columns."""
        found: Frequencies = {}
        for numbers, counts in reversed(list(lists)):
            found.update(zip(numbers, counts, strict=True))
        return found

    def count(self, column: Frequencies) -> int:
        """See Columns."""
        return len(column)

    def values(self, column: Frequencies) -> Frequencies:
        """See Columns."""
        return dict(column)

    def any_of(self, columns: Iterable[Frequencies]) -> Frequencies:
        """See Columns."""
        total: Frequencies = {}
        for column in columns:
            # Documents in both are few; the others are taken over at once.
            both = [(number, total[number]) for number in total.keys() & column.keys()]
            total.update(column)
            for number, value in both:
                total[number] += value
        return total

    def all_of(self, columns: Iterable[Frequencies]) -> Frequencies:
        """See Columns."""
        every = list(columns)
        shared = set(every[0]).intersection(*every[1:])
        return {number: sum(column[number] for column in every) for number in shared}

    def in_some(self, columns: Sequence[Frequencies], need: int) -> Frequencies:
        """See Columns. Of any `need` columns one is among the smallest: others are looked up in."""
        smallest_first = sorted(columns, key=len)
        smallest = len(columns) - need + 1
        having = Counter(chain.from_iterable(smallest_first[:smallest]))
        for column in smallest_first[smallest:]:
            for number in having.keys() & column.keys():
                having[number] += 1
        return {number: 0.0 for number, count in having.items() if need <= count < len(columns)}

    def among(self, column: Frequencies, numbers: Sequence[int]) -> set[int]:
        """See Columns."""
        return {number for number in numbers if number in column}

    def first_of(self, column: Frequencies, other: Frequencies) -> Frequencies:
        """See Columns."""
        return other | column

    def without(self, column: Frequencies, other: Frequencies) -> Frequencies:
        """See Columns."""
        return {number: value for number, value in column.items() if number not in other}

    def weighed(self, often: Frequencies, rarity: float) -> Frequencies:
        """See Columns."""
        peak, norms = rarity * (SATURATION + 1), self._index.norms
        return {number: peak * f / (f + norms[number]) for number, f in often.items()}

    def plus(self, column: Frequencies, other: Frequencies, weight: float) -> Frequencies:
        """See Columns."""
        shared = column.keys() & other.keys()
        return column | {number: column[number] + weight * other[number] for number in shared}

    def best(self, column: Frequencies, most: int) -> list[int]:
        """See Columns."""
        return nlargest(most, column, key=column.__getitem__)

    def ranked(self, column: Frequencies, limit: int | None) -> list[tuple[int, float]]:
        """See Columns."""
        if limit is not None and limit < len(column):
            least = nlargest(limit, column.values())[-1] if limit else inf
            column = {number: score for number, score in column.items() if score >= least}
        paths = self._index.paths
        in_order = sorted(column.items(), key=lambda each: (-each[1], paths[each[0]]))
        return in_order[:limit]
