"""Turns words in the order of texts into posting lists in the order of terms, with numpy.

Importing numpy takes a tenth of a second: `few_words` does the same without.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.whoosh.noted_words import MOST, STEP, FieldTerms, NotedWords, TermsOfWords
from index.whoosh.posting_lists import TermList, encoded, written

_Places = NDArray[np.uint32]
_Keys = NDArray[np.uint64]


def posting_lists(
    field: FieldTerms, documents: "array[int]", first: int, *, positioned: bool
) -> Iterator[TermList]:
    """Yield all lists of a field, in order of the terms.

    `documents` holds the number of the document in each step of places from `first` on.
    """
    terms = [*map(encoded, field.ids)]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    ranks = np.empty(len(terms), np.uint64)
    ranks[order] = np.arange(len(terms), dtype=np.uint64)
    keys = [ranks[ids] << np.uint64(32) | places for ids, places in map(_occurrences, field.texts)]
    whole = np.concatenate(keys) if keys else np.empty(0, np.uint64)
    keys.clear()
    whole.sort()
    numbers = np.frombuffer(documents, np.uint32)
    return _lists([terms[rank] for rank in order], whole, numbers, first, positioned=positioned)


def _occurrences(text: tuple[NotedWords, TermsOfWords]) -> tuple[_Places, _Places]:
    """Return where terms stand in a text: ids of terms, and the place of each."""
    noted, terms = text
    words, places = np.frombuffer(noted.words, np.uint32), _places(noted)
    ids = np.frombuffer(terms.ids, np.uint32)
    times = np.frombuffer(terms.many, np.uint32).astype(np.int64)
    if len(ids) == np.count_nonzero(times == 1) == len(times):
        return ids[words], places
    begins = np.cumsum(times) - times
    times = times[words]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return ids[np.repeat(begins[words], times) + within], np.repeat(places, times)


def _lists(
    terms: Sequence[bytes], keys: _Keys, documents: _Places, first: int, *, positioned: bool
) -> Iterator[TermList]:
    """Yield the lists of `terms`; each key has the rank of a term above the 32 bits of a place."""
    places = keys.astype(np.uint32)
    numbers = documents[(places >> STEP) - (first >> STEP)]
    changed = _changes(keys >> np.uint64(32))  # to another term
    begins = np.flatnonzero(changed | _changes(numbers))  # of what a document has of a term
    counts = np.diff(begins, append=len(keys))
    if len(counts) and counts.max() > MOST:
        kept = np.arange(len(keys)) - np.repeat(begins, counts) < MOST
        yield from _lists(terms, keys[kept], documents, first, positioned=positioned)
        return
    of_terms = np.flatnonzero(changed[begins])
    columns = numbers[begins].data, counts.astype(np.uint16).data, places.data
    having = pairwise([*of_terms.tolist(), len(begins)])
    standing = pairwise([*begins[of_terms].tolist(), len(keys)])
    for term, (start, end), (begin, after) in zip(terms, having, standing, strict=True):
        there = columns[2][begin:after] if positioned else None
        yield written(term, end - start, columns[0][start:end], columns[1][start:end], there)


def _changes(values: NDArray[np.uint32] | _Keys) -> NDArray[np.bool_]:
    """Say of each value whether it is another than the one before."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _places(noted: NotedWords) -> _Places:
    """Return the place of each word."""
    lengths = np.frombuffer(noted.lengths, np.uint32)
    begins = np.cumsum(lengths, dtype=np.uint32) - lengths
    before = np.frombuffer(noted.places, np.uint32) - begins
    return np.repeat(before, lengths) + np.arange(len(noted.words), dtype=np.uint32)
