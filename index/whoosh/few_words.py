"""Turns words in the order of texts into posting lists in the order of terms.

What `many_words` does, sooner for as few words as some articles have.
"""

from array import array
from collections import Counter
from collections.abc import Iterator

from index.whoosh.noted_words import MOST, STEP, FieldTerms
from index.whoosh.posting_lists import TermList, encoded, written_narrow


def posting_lists(
    field: FieldTerms, documents: "array[int]", first: int, *, positioned: bool
) -> Iterator[TermList]:
    """Yield all lists of a field, in order of the terms.

    `documents` holds the number of the document in each step of places from `first` on.
    """
    places: list[list[int]] = [[] for _ in field.ids]
    for noted, terms in field.texts:
        of_word = terms.by_word()
        for word, place in zip(noted.words, noted.each_place(), strict=True):
            for term in of_word[word]:
                places[term].append(place)
    for name, at in sorted(zip(map(encoded, field.ids), places, strict=True)):
        kept, counts = array("I"), Counter[int]()
        for place in sorted(at):
            number = documents[(place - first) >> STEP]
            if counts[number] < MOST:
                counts[number] += 1
                kept.append(place)
        numbers, times = array("I", counts), array("H", counts.values())
        yield written_narrow(name, numbers, times, kept if positioned else None)
