"""The words of texts as they are noted until lists are written: by number, with their places."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, count

STEP = 10
"""Documents begin at multiples of 2**10 places, so that a table tells which one a place is in."""

MOST = 0xFFFF
"""Occurrences of a term in one document that are kept."""


class NotedWords:
    """Runs of words: `words` are their ids, one after the other.

    `places` says where each run begins, and `lengths` how many words it has, which stand at places
    in a row.
    """

    def __init__(self) -> None:
        self.ids: defaultdict[str, int] = defaultdict(count().__next__)
        self.words = array("I")
        self.places = array("I")
        self.lengths = array("I")

    def add(self, run: Sequence[str], place: int) -> None:
        """Note a run of words that begins at a place."""
        self.words.extend(map(self.ids.__getitem__, run))
        self.places.append(place)
        self.lengths.append(len(run))

    def each_place(self) -> Iterator[int]:
        """Yield the place of each word."""
        runs = zip(self.places, self.lengths, strict=True)
        return chain.from_iterable(range(place, place + length) for place, length in runs)


class FieldTerms:
    """The terms of a field by their ids, and the texts for whose words they stand."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, int] = defaultdict(count().__next__)
        self.texts: list[tuple[NotedWords, TermsOfWords]] = []

    def of(self, noted: NotedWords) -> "TermsOfWords":
        """Begin to note the terms of some words."""
        terms = TermsOfWords(self)
        self.texts.append((noted, terms))
        return terms


class TermsOfWords:
    """The ids of the terms in a field that stand for each word, and how many those are."""

    def __init__(self, field: FieldTerms) -> None:
        self.ids = array("I")
        self.many = array("I")
        self._id = field.ids.__getitem__

    def note(self, terms: Iterable[str]) -> None:
        """Note the terms of the next word, in order of the ids of the words."""
        before = len(self.ids)
        self.ids.extend(map(self._id, terms))
        self.many.append(len(self.ids) - before)

    def by_word(self) -> "list[array[int]]":
        """Return the ids of the terms of each word."""
        ends = accumulate(self.many)
        return [self.ids[end - many : end] for many, end in zip(self.many, ends, strict=True)]
