"""Turns words in the order of texts into posting lists in the order of terms, with numpy.

Importing numpy takes a tenth of a second: `few_words` does the same without.
"""

from array import array
from collections.abc import Iterator
from itertools import pairwise
from mmap import mmap
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.whoosh.noted_words import MOST, STEP, FieldTerms, NotedWords, TermsOfWords
from index.whoosh.posting_lists import (
    NARROW_COUNTS,
    NARROW_NUMBERS,
    WIDE_COUNTS,
    WIDE_NUMBERS,
    TermList,
    encoded,
    written,
)

_PLACE = np.uint64(32)  # bits
_AT_ONCE = 1 << 16  # occurrences, more than which need much memory

_Number = TypeVar("_Number", np.uint32, np.uint64)
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
    keys = _keys(field, ranks)
    numbers = np.frombuffer(documents, np.uint32)
    in_order = (terms[rank] for rank in order)
    begin = 0
    while begin < len(keys):
        end = min(begin + _AT_ONCE, len(keys))
        if end < len(keys):  # up to where the next term begins
            end = int(np.searchsorted(keys, (keys[end - 1] >> _PLACE) + np.uint64(1) << _PLACE))
        yield from _lists(in_order, keys[begin:end], numbers, first, positioned=positioned)
        begin = end


def _keys(field: FieldTerms, ranks: _Keys) -> _Keys:
    """Return all occurrences in order: above the 32 bits of a place, the rank of the term."""
    number = sum(
        int(_times(terms)[np.frombuffer(noted.words, np.uint32)].sum())
        for noted, terms in field.texts
    )
    keys = _apart(number, np.uint64)
    at = 0
    for noted, terms in field.texts:
        ids, times = np.frombuffer(terms.ids, np.uint32), _times(terms)
        begins = np.cumsum(times) - times
        words, places = np.frombuffer(noted.words, np.uint32), _places(noted)
        for begin in range(0, len(words), _AT_ONCE):
            these = words[begin : begin + _AT_ONCE]
            many = times[these]
            within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
            found = ranks[ids[np.repeat(begins[these], many) + within]]
            part = keys[at : at + len(found)]
            np.left_shift(found, _PLACE, out=part)
            part |= np.repeat(places[begin : begin + _AT_ONCE], many)
            at += len(found)
    keys.sort()
    return keys


def _times(terms: TermsOfWords) -> NDArray[np.int64]:
    """Return how many terms stand for each word."""
    return np.frombuffer(terms.many, np.uint32).astype(np.int64)


def _lists(
    terms: Iterator[bytes], keys: _Keys, documents: _Places, first: int, *, positioned: bool
) -> Iterator[TermList]:
    """Yield the lists of the next of the `terms`, whose occurrences are the keys."""
    places = keys.astype(np.uint32)
    numbers = documents[(places >> STEP) - (first >> STEP)]
    changed = _changes(keys >> _PLACE)  # to another term
    begins = np.flatnonzero(changed | _changes(numbers))  # of what a document has of a term
    counts = np.diff(begins, append=len(keys))
    if counts.max() > MOST:
        kept = np.arange(len(keys)) - np.repeat(begins, counts) < MOST
        yield from _lists(terms, keys[kept], documents, first, positioned=positioned)
        return
    numbers = numbers[begins]
    of_terms = np.flatnonzero(changed[begins])  # where the documents of each begin
    last = np.append(of_terms[1:], len(begins)) - 1
    kinds = WIDE_NUMBERS * (numbers[last] > NARROW_NUMBERS)
    kinds += WIDE_COUNTS * (np.maximum.reduceat(counts, of_terms) > NARROW_COUNTS)
    by_kind = [
        (number.data, count.data)  # in order of the kinds
        for count in (counts.astype(np.uint8), counts.astype(np.uint16))
        for number in (numbers.astype(np.uint16), numbers)
    ]
    having = pairwise([*of_terms.tolist(), len(begins)])
    standing = pairwise([*begins[of_terms].tolist(), len(keys)])
    there = places.data
    for (start, end), (begin, after), kind in zip(having, standing, kinds.tolist(), strict=True):
        number, count = by_kind[kind]
        columns = number[start:end], count[start:end], there[begin:after] if positioned else None
        yield written(next(terms), end - start, kind, columns)


def _changes(values: NDArray[np.uint32] | _Keys) -> NDArray[np.bool_]:
    """Say of each value whether it is another than the one before."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _places(noted: NotedWords) -> _Places:
    """Return the place of each word."""
    lengths, starts = (
        np.frombuffer(noted.lengths, np.uint32),
        np.frombuffer(noted.places, np.uint32),
    )
    lengths, starts = lengths[lengths > 0], starts[lengths > 0]
    # How far each word is from the one before, which is mostly one place, added up.
    places: _Places = _apart(len(noted.words), np.uint32)
    places[:] = 1
    begins = np.cumsum(lengths) - lengths
    places[begins] = np.diff(starts, prepend=np.uint32(0))
    places[begins[1:]] -= lengths[:-1] - np.uint32(1)
    return np.cumsum(places, dtype=np.uint32, out=places)


def _apart(number: int, kind: type[_Number]) -> NDArray[_Number]:
    """Return an array in memory of its own, which the system gets back at once.

    From where small things are allocated, so much would hardly ever be given back.
    """
    memory = mmap(-1, max(number, 1) * np.dtype(kind).itemsize)
    return np.frombuffer(memory, kind, number)
