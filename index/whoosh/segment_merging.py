"""Merges the last segments, so that a word is looked up in few places.

Documents keep their numbers and places, even removed ones, and posting lists are concatenated as
they are. Only when many documents have been removed is everything rewritten without them.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from index.whoosh.codec import Segment, SegmentMaker
from index.whoosh.fields import FIELDS, POSITIONED
from index.whoosh.library import FileIndex, W3Segment
from index.whoosh.posting_lists import (
    FieldLists,
    ListFileWriter,
    Record,
    TermList,
    concatenated,
    parsed,
    written_narrow,
)
from index.whoosh.storage import read_toc

_RATIO = 2
_PIECE = 5_000  # terms
_MOST_REMOVED = 1 / 3
_FEW_REMOVED = 500

_Parts = list[tuple[int, memoryview]]  # a term's lists: number of documents, record


class _Move(NamedTuple):
    """The new number of a document, and how far its places move."""

    number: int
    shift: int


def merge_segments(index: FileIndex) -> None:
    """Merge segments if that is worth it, in a commit of its own. The caller holds the lock."""
    segments = read_toc(index.storage).segments
    sizes = [segment.doc_count_all() for segment in segments]
    removed = sum(segment.deleted_count() for segment in segments)
    purge = removed > max(_FEW_REMOVED, _MOST_REMOVED * sum(sizes))
    count = len(sizes) if purge else worth_merging(sizes)
    if count:
        _Merger(index, count, purge=purge).commit()


def worth_merging(sizes: Sequence[int]) -> int:
    """Return how many of the last segments to merge, given the size of each in documents; or 0.

    A segment is merged with those behind it, two at least, when they are together twice as large:
    each document is then merged a logarithm of times, and the segments are logarithmically few.
    """
    behind = sum(sizes)
    for at, size in enumerate(sizes[:-2]):
        behind -= size
        if behind >= _RATIO * size:
            return len(sizes) - at
    return 0


class _Merger(SegmentMaker):
    """Makes one segment of the last `count`; with `purge`, without the removed documents."""

    def __init__(self, index: FileIndex, count: int, *, purge: bool) -> None:
        self._merged = _Merged([], {})
        super().__init__(index, self._merged)
        self._count = count
        self._purge = purge

    def commit(self) -> None:
        """Write the new segment, and drop those it replaces."""
        super().commit(mergetype=self._merge)

    def _merge(self, _writer: object, segments: Sequence[W3Segment]) -> list[W3Segment]:
        for described in segments[-self._count :]:
            segment = Segment(self.storage, described)
            if self._purge:
                self._take_alive(segment)
            else:
                self._take_all(segment)
            self._merged.segments.append(segment)
        return list(segments[: -self._count])

    def _take_all(self, segment: Segment) -> None:
        for number in segment.deleted:
            self.newsegment.delete_document(self.docnum + number)
        columns = (segment.paths, segment.stamps(), segment.lengths, segment.starts)
        for path, stamp, length, start in zip(*columns, strict=True):
            self.note(path, stamp, length, start, segment.end)

    def _take_alive(self, segment: Segment) -> None:
        columns = (segment.paths, segment.stamps(), segment.lengths, segment.starts)
        ends = [*segment.starts[1:], segment.end]
        for number, (path, stamp, length, start) in enumerate(zip(*columns, strict=True)):
            if number not in segment.deleted:
                shift = self.perdocwriter.end - start
                self._merged.moves[self._merged.seen + number] = _Move(self.docnum, shift)
                self.note(path, stamp, length, start + shift, ends[number] + shift)
        self._merged.seen += len(segment.paths)


class _Merged:
    """The lists of neighbouring segments as one; with `moves`, only of the documents that move."""

    def __init__(self, segments: list[Segment], moves: dict[int, _Move]) -> None:
        self.segments = segments
        self.moves = moves
        self.seen = 0

    def write(self, writer: ListFileWriter) -> None:
        for field in FIELDS:
            positioned = field in POSITIONED
            found = self._in_pieces(_joined([segment.fields[field] for segment in self.segments]))
            if self.seen:
                lists = self._lists_of_moved(found, positioned=positioned)
            else:
                lists = (_as_one(term, parts, positioned=positioned) for term, parts in found)
            writer.write_field(field, lists)

    def _lists_of_moved(
        self, found: Iterable[tuple[bytes, _Parts]], *, positioned: bool
    ) -> Iterator[TermList]:
        for term, parts in found:
            records = [parsed(term, having, data, places=positioned) for having, data in parts]
            numbers, counts, places = _moved(records, self.moves)
            if numbers:
                there = places if positioned else None
                yield written_narrow(term, numbers, counts, there)

    def _in_pieces(self, found: Iterable[tuple[bytes, _Parts]]) -> Iterator[tuple[bytes, _Parts]]:
        """Release what has been written from memory."""
        for nth, one in enumerate(found):
            if nth % _PIECE == 0:
                for segment in self.segments:
                    segment.release()
            yield one


def _joined(fields: Sequence[FieldLists]) -> Iterator[tuple[bytes, _Parts]]:
    """Yield all terms in order, each with its lists in order of the segments."""
    every = [lists.pieces() for lists in fields]
    read: list[tuple[list[bytes], _Parts]] = [([], []) for _ in fields]
    while True:
        for nth, (terms, _) in enumerate(read):
            if not terms:
                read[nth] = next(every[nth], ([], []))
        lasts = [terms[-1] for terms, _ in read if terms]
        if not lasts:
            return
        last = min(lasts)  # of which all lists have been read
        found = defaultdict[bytes, _Parts](list)
        for nth, (terms, parts) in enumerate(read):
            end = bisect_right(terms, last)
            for term, part in zip(terms[:end], parts, strict=False):
                found[term].append(part)
            read[nth] = terms[end:], parts[end:]
        yield from sorted(found.items(), key=itemgetter(0))


def _as_one(term: bytes, parts: _Parts, *, positioned: bool) -> TermList:
    """Return a term's list; one that is in a single segment is copied as it is."""
    if len(parts) == 1:
        return term, *parts[0]
    return concatenated(term, parts, positioned=positioned)


def _moved(
    records: Iterable[Record], moves: Mapping[int, _Move]
) -> "tuple[array[int], array[int], array[int]]":
    """Return the columns of what moves."""
    numbers, counts, places = array("I"), array("H"), array("I")
    for record in records:
        begin = 0
        for number, count in zip(record.numbers, record.counts, strict=True):
            end = begin + count
            if (move := moves.get(number)) is not None:
                numbers.append(move.number)
                counts.append(count)
                places.extend([place + move.shift for place in record.places[begin:end]])
            begin = end
    return numbers, counts, places
