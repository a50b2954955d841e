"""The documents that have most words of a query, and which words each of them lacks."""

from collections.abc import Sequence
from typing import Generic

from msgspec import Struct

from index.query.most_words import FEW
from index.whoosh.columns import Column, Columns


class Sought(Struct, Generic[Column]):
    """A word of a query as it was typed ("" for a part of one), and what it is worth where."""

    typed: str
    worth: Column


class Partial(Struct, frozen=True):
    """The best documents with most words, in order: number, score, and the words that each lacks.

    `total` counts all documents that have most words.
    """

    best: tuple[tuple[int, float, tuple[str, ...]], ...]
    total: int


def with_most(
    columns: Columns[Column], sought: Sequence[Sought[Column]], within: Column | None
) -> Column:
    """Return what documents are worth that have half of the words or more, but not all.

    Where hardly any has, a quarter will do: a question is asked in other words than it is answered.
    Only documents `within` a column are looked at, and begin with what they are worth there.
    """
    worths = [word.worth for word in sought]
    known = max(1, sum(map(bool, map(columns.count, worths))))
    most, least = (len(sought) + 1) // 2, max(1, len(sought) // 4)
    found = columns.at(())
    for need in range(min(most, known), min(least, known) - 1, -1):
        found = columns.in_some(worths, need)
        if within is not None:
            found = columns.all_of([found, within])
        if columns.count(found) >= FEW:
            break
    for worth in worths:
        found = columns.plus(found, worth, 1.0)
    return found


def best_of(
    columns: Columns[Column], sought: Sequence[Sought[Column]], scores: Column, limit: int
) -> Partial:
    """Return the best documents, with the words that each lacks."""
    ranked = columns.ranked(scores, limit)
    numbers = [number for number, _ in ranked]
    having = [(word.typed, columns.among(word.worth, numbers)) for word in sought if word.typed]
    lacks = {n: dict.fromkeys(typed for typed, those in having if n not in those) for n in numbers}
    best = tuple((number, score, tuple(lacks[number])) for number, score in ranked)
    return Partial(best, columns.count(scores))
