"""One state of a Whoosh index, open for reading: its documents, posting lists and vocabularies."""

from array import array
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sized
from functools import cached_property
from itertools import compress

from index.ranking.bm25 import norms
from index.whoosh.codec import Segment
from index.whoosh.library import TOC
from index.whoosh.posting_lists import DamageError, FieldLists, Numbers
from index.whoosh.remembered import Remembered
from index.whoosh.storage import Storage, read_toc
from index.whoosh.vocabulary import Vocabulary

_POSTINGS_KEPT = 2_000_000  # of 6 bytes each
_COLUMNS_KEPT = 2_000_000  # of 8 bytes each

Frequencies = dict[int, float]
"""Document number to how often it has what counts as one term."""

Postings = tuple[Numbers, Numbers]
"""The numbers of the documents that have a term, in order, and how often each has it."""


class Snapshot:
    """A state of the index. Documents are numbered from 0 through all segments, removed ones too.

    The caller lets one thread read at a time, because what was read is cached.
    """

    def __init__(self, storage: Storage) -> None:
        self.lengths = array("I")  # words in the body of each document
        self.starts = array("I")  # the place each begins at
        self.removed: set[int] = set()
        self._segments: list[Segment] = []
        self._bases: list[int] = []
        for segment in self._open(storage):
            base = len(self.lengths)
            self._segments.append(segment)
            self._bases.append(base)
            self.removed.update(base + number for number in segment.deleted)
            self.lengths += segment.lengths
            self.starts += segment.starts
        self.size = len(self.lengths) - len(self.removed)
        self._vocabularies: dict[str, Vocabulary] = {}
        self._columns: dict[str, list[str]] = {}
        self._postings = Remembered[tuple[str, str], Postings](_POSTINGS_KEPT, _length)
        self.columns = Remembered[Hashable, Sized](_COLUMNS_KEPT, len)
        """What lookups found (see columns.py); nobody changes them."""

    def release(self) -> None:
        """Release the memory of what was read from the disk; it soon comes back when needed."""
        for segment in self._segments:
            segment.release()

    def stamps(self) -> dict[str, str]:
        """Return the stamp of every document, by path."""
        return {
            path: stamp
            for segment in self._segments
            for number, (path, stamp) in enumerate(
                zip(segment.paths, segment.stamps(), strict=True)
            )
            if number not in segment.deleted
        }

    @cached_property
    def paths(self) -> list[str]:
        """The path of every document, by number."""
        return [path for segment in self._segments for path in segment.paths]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every document, by path."""
        return {
            path: base + number
            for segment, base in zip(self._segments, self._bases, strict=True)
            for number, path in enumerate(segment.paths)
            if number not in segment.deleted
        }

    def postings(self, field: str, term: str) -> Postings:
        """Return the documents that have a term."""
        return self._postings.get((field, term), lambda: self._read(field, term))

    def places(self, field: str, term: str) -> Numbers:
        """Return the places of a term in order, including those in removed documents."""
        places = array("I")
        for lists, rank in self._found(field, term):
            places += lists.places(rank)
        return places

    def document_at(self, place: int) -> int:
        """Return the number of the document a place is in."""
        return bisect_right(self.starts, place) - 1

    def vocabulary(self, field: str) -> Vocabulary:
        """Return the vocabulary of a field."""
        if field not in self._vocabularies:
            fields = [segment.fields[field] for segment in self._segments]
            self._vocabularies[field] = Vocabulary(fields)
        return self._vocabularies[field]

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the articles."""
        return self.vocabulary("language").words

    @cached_property
    def ranks(self) -> Numbers:
        """The place of each document in the order of their paths."""
        ranks = array("I", bytes(4 * len(self.paths)))
        in_order = sorted(range(len(self.paths)), key=self.paths.__getitem__)
        for rank, number in enumerate(in_order):
            ranks[number] = rank
        return ranks

    @cached_property
    def norms(self) -> "array[float]":
        """The BM25 norm of each document."""
        return array("d", norms(self.lengths))

    def column(self, field: str) -> list[str]:
        """Return the only term of each document in a field, by number; "" if there is none."""
        if field not in self._columns:
            column = [""] * len(self.lengths)
            for segment in self._segments:
                for term, record in segment.fields[field].records():
                    text = term.decode()
                    for number in record.numbers:
                        column[number] = text
            self._columns[field] = column
        return self._columns[field]

    def _open(self, storage: Storage) -> list[Segment]:
        """Open the segments; a damaged one may raise anything, in Whoosh and here."""
        try:
            toc: TOC = read_toc(storage)
            self.generation: int = toc.generation
            return [Segment(storage, described) for described in toc.segments]
        except Exception as error:
            raise DamageError(str(error)) from error

    def _found(self, field: str, term: str) -> Iterator[tuple[FieldLists, int]]:
        for segment in self._segments:
            lists = segment.fields[field]
            rank = lists.find(term)
            if rank is not None:
                yield lists, rank

    def _read(self, field: str, term: str) -> Postings:
        numbers, counts = array("I"), array("H")
        for lists, rank in self._found(field, term):
            more_numbers, more_counts = lists.postings(rank)
            numbers += more_numbers
            counts += more_counts
        if self.removed:
            kept = [number not in self.removed for number in numbers]
            return array("I", compress(numbers, kept)), array("H", compress(counts, kept))
        return numbers, counts


def _length(postings: Postings) -> int:
    return len(postings[0])
