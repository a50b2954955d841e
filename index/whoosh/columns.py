"""Columns: what each document of a snapshot has, or what that is worth; some do not match at all.

Queries are evaluated by columns. There are two kinds, which compute the same: `few` in plain
Python, `many` by numpy.
"""

from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import Protocol, TypeVar

from index.whoosh.snapshot import Postings

Column = TypeVar("Column", bound=Sized)


class Columns(Protocol[Column]):
    """Makes columns and computes with them; no column is changed once it is made."""

    def of(self, values: Mapping[int, float]) -> Column:
        """Return the column with these values, by document number."""
        ...

    def at(self, numbers: Iterable[int]) -> Column:
        """Return the column of documents that match and are worth nothing."""
        ...

    def counted(self, lists: Iterable[tuple[Postings, float]]) -> Column:
        """Add up how often each document has any of some terms, each given with its weight."""
        ...

    def likeliest(self, lists: Iterable[Postings]) -> Column:
        """Count each document by the first of the words that it has."""
        ...

    def count(self, column: Column) -> int:
        """Return how many documents match."""
        ...

    def values(self, column: Column) -> dict[int, float]:
        """Return the values of the documents that match, by document number."""
        ...

    def any_of(self, columns: Iterable[Column]) -> Column:
        """Return the sum of columns for documents that match one or more."""
        ...

    def all_of(self, columns: Iterable[Column]) -> Column:
        """Return the sum of columns, one at least, for documents that match all."""
        ...

    def in_some(self, columns: Sequence[Column], need: int) -> Column:
        """Return the documents that match `need` columns or more, but not all; worth nothing."""
        ...

    def among(self, column: Column, numbers: Sequence[int]) -> set[int]:
        """Return which of some documents match."""
        ...

    def first_of(self, column: Column, other: Column) -> Column:
        """Return a column with the values of another for documents that it does not match."""
        ...

    def without(self, column: Column, other: Column) -> Column:
        """Return a column without the documents that match another."""
        ...

    def weighed(self, often: Column, rarity: float) -> Column:
        """Return what it is worth to have a term so often; see `index.ranking.bm25`."""
        ...

    def plus(self, column: Column, other: Column, weight: float) -> Column:
        """Return a column plus another times a weight, for the documents that match the first."""
        ...

    def best(self, column: Column, most: int) -> list[int]:
        """Return the numbers of the best documents."""
        ...

    def ranked(self, column: Column, limit: int | None) -> list[tuple[int, float]]:
        """Return the numbers and values of the best documents, equal ones in order of paths."""
        ...
