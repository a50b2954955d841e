"""Posting lists in a file: written in order of the terms, read piece by piece from a memory map.

A record is a term's list: checksum of the term and of what follows up to the places (4 bytes); its
kind, which says how wide the next two columns are (1 byte); the numbers of the documents (2 bytes
each, or 4), how often each has the term (1 byte each, or 2); and in fields that have places: their
checksum (4 bytes), and the places (4 bytes each). The records of a field come first,
then its tables: the terms, one to a line; where each record begins; how many documents each term is
in; and for each block of 64 terms where its lines end, its checksum, and its first term. Behind all
fields, a directory that says where the tables lie, where the directory begins (8 bytes)
and its checksum. Numbers are in the machine's byte order, checksums are CRC-32.

Opening reads the directory alone. A block is checked when a term is looked up in it, a list when it
is read: damage is found where it would matter, and what is never read costs nothing.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce
from itertools import accumulate, islice, pairwise
from operator import or_
from sys import byteorder
from typing import IO, NamedTuple, TypeAlias
from zlib import crc32

import msgspec

from index.whoosh.fields import POSITIONED

_BLOCK = 64
_BLOCKS_KEPT = 64
_BLOCKS_AT_ONCE = 128
_CHECKSUM, _NUMBER, _COUNT = 4, 4, 2
_COLUMNS = _CHECKSUM + 1  # where the first begins

WIDE_NUMBERS, WIDE_COUNTS = 1, 2
NARROW_NUMBERS, NARROW_COUNTS = 0xFFFF, 0xFF
"""The highest number of a document, and the highest count, in narrow columns."""

_KINDS = [bytes([kind]) for kind in range(4)]
_BLOCKS_IN_PIECE = 16
_TRAILER = 12
_AFTER_ALL = "\U0010ffff".encode()

_WRITTEN_AT_ONCE = 1_000  # records

Numbers: TypeAlias = "array[int]"
Column: TypeAlias = "array[int] | memoryview"
Buffer: TypeAlias = "array[int] | memoryview | bytes"
Columns: TypeAlias = "tuple[Buffer, Buffer, Buffer | None]"
Span = tuple[int, int]  # of bytes


class DamageError(Exception):
    """What was read is not what was written."""


class _Table(msgspec.Struct):
    """Where a field's tables lie in the file."""

    terms: Span
    begins: Span
    documents: Span
    ends: Span
    checksums: Span
    firsts: Span
    checksum: int  # of ends, checksums and firsts together


class Record(NamedTuple):
    """A term's list as it was read: three columns of numbers of 4, 2 and 4 bytes."""

    numbers: Column
    counts: Column
    places: Column


TermList = tuple[bytes, int, bytes | memoryview]
"""A term, the number of documents it is in, and its record as it is in a file."""


def written(term: bytes, having: int, kind: int, columns: Columns) -> TermList:
    """Return the list of a term in `having` documents; no places in fields that have none.

    `kind` adds up WIDE_NUMBERS and WIDE_COUNTS, if the columns are.
    """
    numbers, counts, places = columns
    what = _KINDS[kind]
    head = crc32(counts, crc32(numbers, crc32(what, crc32(term)))).to_bytes(_CHECKSUM, byteorder)
    if places is None:
        return term, having, b"".join((head, what, numbers, counts))
    middle = crc32(places).to_bytes(_CHECKSUM, byteorder)
    return term, having, b"".join((head, what, numbers, counts, middle, places))


def written_narrow(
    term: bytes, numbers: "array[int]", counts: "array[int]", places: "Buffer | None"
) -> TermList:
    """Return the list of a term, its columns as narrow as they can be; `written` is faster."""
    kind, number_type, count_type = 0, "H", "B"
    if max(numbers) > NARROW_NUMBERS:
        kind, number_type = WIDE_NUMBERS, "I"
    if max(counts) > NARROW_COUNTS:
        kind, count_type = kind | WIDE_COUNTS, "H"
    columns = array(number_type, numbers), array(count_type, counts), places
    return written(term, len(numbers), kind, columns)


def concatenated(
    term: bytes, parts: Sequence[tuple[int, memoryview]], *, positioned: bool
) -> TermList:
    """Return the list of a term, given those of some segments. Raises DamageError."""
    kind = reduce(or_, (data[_CHECKSUM] for _, data in parts))
    whole, numbers, counts, places = 0, b"", b"", b""
    for having, data in parts:
        middle, end = _checked(term, having, data)
        whole += having
        number, count = data[_COLUMNS:middle], data[middle:end]
        numbers += _widened(number, having, _NUMBER) if kind & WIDE_NUMBERS else number
        counts += _widened(count, having, _COUNT) if kind & WIDE_COUNTS else count
        if positioned:
            there = data[end + _CHECKSUM :]
            _check_places(there, data, end)
            places += there
    return written(term, whole, kind, (numbers, counts, places if positioned else None))


def parsed(term: bytes, having: int, data: memoryview, *, places: bool) -> Record:
    """Read the list that begins where `data` does, without its places unless they are asked for.

    Raises DamageError.
    """
    middle, end = _checked(term, having, data)
    numbers = _widened(data[_COLUMNS:middle], having, _NUMBER).cast("I")
    counts = _widened(data[middle:end], having, _COUNT).cast("H")
    if not places:
        return Record(numbers, counts, _NOTHING)
    begin = end + _CHECKSUM
    there = data[begin : begin + _NUMBER * sum(counts)]
    _check_places(there, data, end)
    return Record(numbers, counts, there.cast("I"))


def _checked(term: bytes, having: int, data: memoryview) -> tuple[int, int]:
    """Check the first two columns of a list, and return where each ends."""
    kind = data[_CHECKSUM]
    middle = _COLUMNS + (_NUMBER if kind & WIDE_NUMBERS else _NUMBER // 2) * having
    end = middle + (_COUNT if kind & WIDE_COUNTS else _COUNT // 2) * having
    if crc32(data[_CHECKSUM:end], crc32(term)) != _sum_in(data, 0):
        raise DamageError("a posting list is damaged")
    return middle, end


def _widened(column: memoryview, values: int, size: int) -> memoryview:
    """Return a column of values of `size` bytes, given one of as many bytes or half as many."""
    if len(column) == values * size:
        return column
    half = size // 2
    narrow, wide = column.tobytes(), bytearray(values * size)
    low = 0 if byteorder == "little" else half
    for byte in range(half):  # as quick as copying
        wide[low + byte :: size] = narrow[byte::half]
    return memoryview(wide)


def _check_places(places: memoryview, data: memoryview, at: int) -> None:
    if crc32(places) != _sum_in(data, at):
        raise DamageError("the places of a term are damaged")


def _sum_in(data: memoryview, at: int) -> int:
    return int.from_bytes(data[at : at + _CHECKSUM], byteorder)


class ListFileWriter:
    """Writes lists field by field, term by term in order of their encoding."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._offset = 0
        self._tables: dict[str, _Table] = {}

    def write_field(self, field: str, lists: Iterable[TermList]) -> None:
        """Write all lists of a field."""
        terms: list[bytes] = []
        begins, documents = array("Q"), array("I")
        remaining = iter(lists)
        while pending := list(islice(remaining, _WRITTEN_AT_ONCE)):
            these, having, records = zip(*pending, strict=True)
            terms += these
            documents.extend(having)
            begins.extend(accumulate(map(len, records[:-1]), initial=self._offset))
            self._put(b"".join(records))
        self._tables[field] = self._put_table(terms, begins, documents)

    def _put_table(self, terms: list[bytes], begins: Numbers, documents: Numbers) -> _Table:
        blocks = [terms[at : at + _BLOCK] for at in range(0, len(terms), _BLOCK)]
        lines = [b"\n".join(block) + b"\n" for block in blocks]
        sums = array("I", map(_checksum, lines, _blocks(begins), _blocks(documents)))
        ends = array("I", accumulate(map(len, lines))).tobytes()
        firsts = b"\n".join(block[0] for block in blocks)
        checksum = crc32(firsts, crc32(sums.tobytes(), crc32(ends)))
        return _Table(
            self._put(b"".join(lines)),
            self._put(begins.tobytes()),
            self._put(documents.tobytes()),
            self._put(ends),
            self._put(sums.tobytes()),
            self._put(firsts),
            checksum,
        )

    def finish(self) -> None:
        """Write the directory."""
        directory = msgspec.msgpack.encode(self._tables)
        begin, _ = self._put(directory)
        self._put(array("Q", [begin]).tobytes())
        self._put(array("I", [crc32(directory)]).tobytes())

    def _put(self, data: bytes) -> Span:
        self._file.write(data)
        self._offset += len(data)
        return self._offset - len(data), len(data)


def encoded(term: str) -> bytes:
    """Return a term as it is stored."""
    return term.replace("\n", " ").encode("utf-8", "replace")


def _blocks(values: Numbers) -> Iterator[Numbers]:
    return (values[at : at + _BLOCK] for at in range(0, len(values), _BLOCK))


def _checksum(lines: bytes, begins: Column, documents: Column) -> int:
    return crc32(documents, crc32(begins, crc32(lines)))


class ListFile:
    """The posting lists in a file. Raises DamageError, or what reading rubbish raises."""

    def __init__(self, data: memoryview) -> None:
        (begin,) = array("Q", data[-_TRAILER : 8 - _TRAILER].tobytes())
        (checksum,) = array("I", data[8 - _TRAILER :].tobytes())
        directory = data[begin:-_TRAILER]
        if crc32(directory) != checksum:
            raise DamageError("the directory is damaged")
        tables = msgspec.msgpack.decode(directory, type=dict[str, _Table])
        self.fields = {
            name: FieldLists(data, table, positioned=name in POSITIONED)
            for name, table in tables.items()
        }


class FieldLists:
    """The posting lists of one field; a term is known by its rank in order.

    Every method raises DamageError when what it reads is damaged.
    """

    def __init__(self, data: memoryview, table: _Table, *, positioned: bool) -> None:
        def part(span: Span) -> memoryview:
            return data[span[0] : span[0] + span[1]]

        self._data = data
        self._positioned = positioned
        self._table = table
        self._lines = part(table.terms)
        self._begins = part(table.begins).cast("Q")
        self.documents = part(table.documents).cast("I")
        self._ends = part(table.ends).cast("I")
        self._checksums = part(table.checksums).cast("I")
        self._firsts_read = part(table.firsts)
        self._blocks: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return len(self._begins)

    def find(self, term: str) -> int | None:
        """Return the rank of a term, None if there is none."""
        wanted = encoded(term)
        number = bisect_right(self._firsts, wanted) - 1
        if number < 0:
            return None
        block = self._block(number)
        at = bisect_left(block, wanted)
        return number * _BLOCK + at if at < len(block) and block[at] == wanted else None

    def term(self, rank: int) -> str:
        """Return the term of a rank."""
        return self._block(rank // _BLOCK)[rank % _BLOCK].decode()

    def beginning(self, prefix: str) -> range:
        """Return the ranks of the terms with this prefix."""
        start = encoded(prefix)
        return range(self._rank(start), self._rank(start + _AFTER_ALL))

    def containing(self, piece: str) -> Iterator[int]:
        """Yield the ranks of the terms that contain this."""
        wanted = encoded(piece)
        for number, end in enumerate(self._ends):
            lines = self._lines[self._ends[number - 1] if number else 0 : end].tobytes()
            if wanted in lines:
                block = self._block(number)
                yield from (number * _BLOCK + at for at, t in enumerate(block) if wanted in t)

    def terms(self, ranks: range | None = None) -> Iterator[tuple[int, list[str]]]:
        """Yield the terms of these ranks (or all) by blocks: the first rank, then the terms."""
        blocks = range(len(self._ends))
        if ranks is not None:
            blocks = blocks[ranks.start // _BLOCK : -(-ranks.stop // _BLOCK)] if ranks else range(0)
        for at in range(0, len(blocks), _BLOCKS_AT_ONCE):
            near = blocks[at : at + _BLOCKS_AT_ONCE]
            lines = b"".join(map(self._read_lines, near)).decode()
            yield near[0] * _BLOCK, lines.split("\n")[:-1]

    def records(self) -> Iterator[tuple[bytes, Record]]:
        """Yield all lists, in order of the terms."""
        for number in range(len(self._ends)):
            for rank, term in enumerate(self._read_block(number), number * _BLOCK):
                yield term, self._record(rank, term, places=True)

    def pieces(self) -> Iterator[tuple[list[bytes], list[tuple[int, memoryview]]]]:
        """Yield all lists as they are in the file, in pieces: terms, and for each term the rest.

        The blocks of terms are checked, the records themselves are not.
        """
        blocks = len(self._ends)
        for at in range(0, blocks, _BLOCKS_IN_PIECE):
            near = range(at, min(at + _BLOCKS_IN_PIECE, blocks))
            terms = [term for number in near for term in self._read_block(number)]
            first = at * _BLOCK
            end = first + len(terms)
            begins = self._begins[first : end + 1].tolist()
            if end == len(self):
                begins.append(self._table.terms[0])
            records = [self._data[begin:after] for begin, after in pairwise(begins)]
            yield terms, list(zip(self.documents[first:end], records, strict=True))

    def postings(self, rank: int) -> tuple[Numbers, Numbers]:
        """Return the documents of a term, and how often each has it."""
        term = self._block(rank // _BLOCK)[rank % _BLOCK]
        numbers, counts, _ = self._record(rank, term, places=False)
        return array("I", numbers.tobytes()), array("H", counts.tobytes())

    def places(self, rank: int) -> Numbers:
        """Return the places of a term in all documents."""
        term = self._block(rank // _BLOCK)[rank % _BLOCK]
        return array("I", self._record(rank, term, places=True).places.tobytes())

    @cached_property
    def _firsts(self) -> list[bytes]:
        """The first term of each block."""
        firsts = self._firsts_read.tobytes()
        if crc32(firsts, crc32(self._checksums, crc32(self._ends))) != self._table.checksum:
            raise DamageError("a list of terms is damaged")
        return firsts.split(b"\n") if firsts else []

    def _rank(self, wanted: bytes) -> int:
        """Return how many terms come before this one."""
        number = max(bisect_right(self._firsts, wanted) - 1, 0)
        return number * _BLOCK + bisect_left(self._block(number), wanted) if self._firsts else 0

    def _block(self, number: int) -> list[bytes]:
        block = self._blocks.get(number)
        if block is None:
            if len(self._blocks) == _BLOCKS_KEPT:
                self._blocks.clear()
            block = self._blocks[number] = self._read_block(number)
        return block

    def _read_block(self, number: int) -> list[bytes]:
        return self._read_lines(number).split(b"\n")[:-1]

    def _read_lines(self, number: int) -> bytes:
        """Read the terms of a block, one to a line, and check them."""
        begin = self._ends[number - 1] if number else 0
        lines = self._lines[begin : self._ends[number]].tobytes()
        ranks = slice(number * _BLOCK, (number + 1) * _BLOCK)
        if _checksum(lines, self._begins[ranks], self.documents[ranks]) != self._checksums[number]:
            raise DamageError("a block of terms is damaged")
        return lines

    def _record(self, rank: int, term: bytes, *, places: bool) -> Record:
        data, having = self._data[self._begins[rank] :], self.documents[rank]
        return parsed(term, having, data, places=places and self._positioned)


_NOTHING = array("I")
