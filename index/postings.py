"""Posting lists: inverted in memory, written as plain arrays, read through a memory map.

A file holds, one list after the other, for each term of each field in order of the terms: how wide
positions are (1 byte: 0 for none, 2, 4), the numbers of the documents that have it (4 bytes each),
how often each has it (2 bytes each), and the positions. Then, by field, the terms, one to a line,
where each line ends, where its list begins, and how many documents it has; then where those tables
lie, as msgpack; and last where that begins (8 bytes). Numbers are in the machine's byte order.
"""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

import msgspec

from index.documents import COUNTED, POSITIONED, Document

Numbers: TypeAlias = "array[int]"

_MOST = 0xFFFF  # occurrences of a term in one document that are kept
_SMALL = 0x10000


class PostingList(NamedTuple):
    """Document numbers in order, frequencies, and all their positions, document after document."""

    numbers: Numbers
    counts: Numbers
    positions: Numbers


_Single = tuple[int, list[int] | int]


class _Table(msgspec.Struct):
    """Where a field's tables lie in the file: (offset, bytes) each."""

    terms: tuple[int, int]
    ends: tuple[int, int]
    starts: tuple[int, int]
    documents: tuple[int, int]


class Inverter:
    """Turns documents into posting lists, in memory."""

    def __init__(self) -> None:
        # Most terms are in one document only: those have no arrays yet, but (number, occurrences).
        self._fields: dict[str, dict[str, _Single | PostingList]] = {
            field: {} for field in (*POSITIONED, *COUNTED)
        }

    def add(self, number: int, document: Document) -> None:
        """Add a document; numbers only grow."""
        for field, positioned in document.positioned.items():
            lists = self._fields[field]
            for term, positions in positioned.items():
                known = lists.get(term)
                if known is None:
                    lists[term] = (number, positions)
                else:
                    numbers, counts, places = known if len(known) == 3 else _grown(lists, term)
                    numbers.append(number)
                    counts.append(min(len(positions), _MOST))
                    places.extend(positions if len(positions) <= _MOST else positions[:_MOST])
        for field, counted in document.counted.items():
            lists = self._fields[field]
            for term, count in counted.items():
                known = lists.get(term)
                if known is None:
                    lists[term] = (number, count)
                else:
                    numbers, counts, _ = known if len(known) == 3 else _grown(lists, term)
                    numbers.append(number)
                    counts.append(min(count, _MOST))

    def add_list(self, field: str, term: str, added: PostingList) -> None:
        """Add a list whose numbers are greater than those already there."""
        lists = self._fields[field]
        if term not in lists:
            lists[term] = added
            return
        for to, values in zip(_grown(lists, term), added, strict=True):
            to.extend(values)

    def write(self, file: IO[bytes]) -> None:
        """Write all lists."""
        offset = 0
        tables: dict[str, _Table] = {}

        def put(data: bytes) -> tuple[int, int]:
            nonlocal offset
            file.write(data)
            offset += len(data)
            return offset - len(data), len(data)

        for field, lists in self._fields.items():
            terms = sorted(lists)
            encoded = [_encode(term) + b"\n" for term in terms]
            starts = array("Q", [put(_packed(_grown(lists, term)))[0] for term in terms])
            tables[field] = _Table(
                put(b"".join(encoded)),
                put(array("I", accumulate(map(len, encoded))).tobytes()),
                put(starts.tobytes()),
                put(array("I", [len(_grown(lists, term)[0]) for term in terms]).tobytes()),
            )
        directory, _ = put(msgspec.msgpack.encode(tables))
        put(array("Q", [directory]).tobytes())


def _encode(term: str) -> bytes:
    """Give a term as it is stored, one to a line."""
    return term.replace("\n", " ").encode("utf-8", "replace")


def _grown(lists: dict[str, _Single | PostingList], term: str) -> PostingList:
    """Give a term's list as arrays that can grow."""
    known = lists[term]
    if len(known) == 2:
        number, occurrences = known
        places = () if isinstance(occurrences, int) else occurrences[:_MOST]
        count = occurrences if isinstance(occurrences, int) else len(places)
        counts = array("H", [min(count, _MOST)])
        lists[term] = known = PostingList(array("I", [number]), counts, array("I", places))
    return known


def _packed(postings: PostingList) -> bytes:
    numbers, counts, positions = postings
    if positions and max(positions) < _SMALL:
        positions = array("H", positions)
    width = positions.itemsize if positions else 0
    return b"".join((bytes([width]), numbers.tobytes(), counts.tobytes(), positions.tobytes()))


class Lists:
    """The posting lists in a file. Raises ValueError or msgspec's errors when it is damaged."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        (directory,) = array("Q", data[-8:].tobytes())
        tables = msgspec.msgpack.decode(data[directory:-8], type=dict[str, _Table])
        self.fields = {name: FieldLists(data, table) for name, table in tables.items()}


class FieldLists:
    """The posting lists of one field; terms are known by their place in order."""

    def __init__(self, data: memoryview, table: _Table) -> None:
        def part(place: tuple[int, int]) -> memoryview:
            return data[place[0] : place[0] + place[1]]

        self._data = data
        self._terms = part(table.terms)
        self._ends = part(table.ends).cast("I")
        self._starts = part(table.starts).cast("Q")
        self.documents: Sequence[int] = part(table.documents).cast("I")

    def __len__(self) -> int:
        return len(self._ends)

    def term(self, place: int) -> str:
        """Give a term."""
        return self._encoded(place).decode()

    def find(self, term: str) -> int | None:
        """Give the place of a term, or None."""
        if "words" in self.__dict__:  # they are in memory, where looking is quicker
            place = bisect_left(self.words, term)
            return place if place < len(self) and self.words[place] == term else None
        encoded = _encode(term)
        place = bisect_left(range(len(self)), encoded, key=self._encoded)
        return place if place < len(self) and self._encoded(place) == encoded else None

    @cached_property
    def words(self) -> list[str]:
        """All terms in order."""
        return self._terms.tobytes().decode().split("\n")[:-1]

    def postings(self, place: int) -> tuple[Numbers, Numbers]:
        """Give the documents of a term, and how often each has it."""
        return self._numbers(place), self._counts(place)

    def list(self, place: int) -> PostingList:
        """Give the whole list of a term."""
        counts = self._counts(place)
        positions = array("I", self._positions(place, sum(counts)))
        return PostingList(self._numbers(place), counts, positions)

    def positions(self, place: int, base: int, wanted: Container[int]) -> dict[int, Numbers]:
        """Give the positions of a term in the wanted documents; numbers there start at `base`."""
        counts = self._counts(place)
        ends = list(accumulate(counts, initial=0))
        positions = self._positions(place, ends[-1])
        return {
            base + number: positions[ends[at] : ends[at + 1]]
            for at, number in enumerate(self._numbers(place))
            if base + number in wanted
        }

    def _positions(self, place: int, count: int) -> Numbers:
        start = self._starts[place]
        width = self._data[start]
        begin = start + 1 + 6 * self.documents[place]
        typecode = "H" if width == 2 else "I"
        return _array(typecode, self._data[begin : begin + width * count])

    def _encoded(self, place: int) -> bytes:
        start = self._ends[place - 1] if place else 0
        return self._terms[start : self._ends[place] - 1].tobytes()

    def _numbers(self, place: int) -> Numbers:
        start = self._starts[place] + 1
        return _array("I", self._data[start : start + 4 * self.documents[place]])

    def _counts(self, place: int) -> Numbers:
        count = self.documents[place]
        start = self._starts[place] + 1 + 4 * count
        return _array("H", self._data[start : start + 2 * count])


def _array(typecode: str, data: memoryview) -> Numbers:
    values = array(typecode)
    values.frombytes(data)
    return values


def renumbered(postings: PostingList, number: Callable[[int], int | None]) -> PostingList:
    """Give a list with other document numbers, without the documents that get none."""
    kept = PostingList(array("I"), array("H"), array("I"))
    start = 0
    for old, count in zip(postings.numbers, postings.counts, strict=True):
        new = number(old)
        if new is not None:
            kept.numbers.append(new)
            kept.counts.append(count)
            if postings.positions:
                kept.positions.extend(postings.positions[start : start + count])
        start += count
    return kept
