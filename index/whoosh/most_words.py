"""The documents that have most words of a query, and which words each of them lacks."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from index.query.most_words import FEW
from index.whoosh.scoring import Scores, Scoring
from index.whoosh.snapshot import Frequencies


class Sought(NamedTuple):
    """A word of a query as it was typed ("" for a part of one), and the documents that have it.

    `is_scored` tells whether they come with their scores already, or with how often they have it.
    """

    typed: str
    matches: Frequencies
    is_scored: bool


class MostWords:
    """The documents that have most of some words, but not all of them.

    `scores` are what the words that each has are worth there.
    """

    def __init__(
        self,
        sought: Sequence[Sought],
        within: Collection[int] | None,
        scoring: Scoring,
    ) -> None:
        """Look `within` some documents, or in all."""
        self._sought = sought
        numbers = _sharing([word.matches for word in sought], within)
        self.scores: Scores = dict.fromkeys(numbers, 0.0)
        for _, matches, is_scored in sought:
            shared = [number for number in numbers if number in matches]
            values = [matches[number] for number in shared]
            if not is_scored:
                values = scoring.weights(shared, values, len(matches))
            for number, value in zip(shared, values, strict=True):
                self.scores[number] += value

    def lacks(self, number: int) -> tuple[str, ...]:
        """Return the words that a document lacks."""
        lacking = (word.typed for word in self._sought if number not in word.matches)
        return tuple(dict.fromkeys(filter(None, lacking)))


def _sharing(lists: Sequence[Frequencies], within: Collection[int] | None) -> list[int]:
    """Return the documents that are in half of the lists or more, but not in all.

    Where hardly any is, a quarter will do: a question is asked in other words than it is answered.
    """
    found: list[int] = []
    most, least = (len(lists) + 1) // 2, max(1, len(lists) // 4)
    known = max(1, sum(map(bool, lists)))
    for need in range(min(most, known), min(least, known) - 1, -1):
        having = _counted(lists, need)
        found = [
            number
            for number, count in having.items()
            if need <= count < len(lists) and (within is None or number in within)
        ]
        if len(found) >= FEW:
            break
    return found


def _counted(lists: Sequence[Frequencies], need: int) -> Mapping[int, int]:
    """Count in how many lists each document is that may be in `need` of them.

    Of any that many words, one is among the rarest: the long lists are only looked through.
    """
    rarest_first = sorted(lists, key=len)
    rarest = len(lists) - need + 1
    having = Counter(chain.from_iterable(rarest_first[:rarest]))
    for matches in rarest_first[rarest:]:
        for number in having.keys() & matches.keys():
            having[number] += 1
    return having
