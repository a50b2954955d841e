"""One state of a Whoosh index, open for reading: its documents, posting lists and vocabularies."""

from array import array
from bisect import bisect_right
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import cached_property

from index.postings import Numbers
from index.vocabulary import Vocabulary
from index.whoosh_codec import Segment
from index.whoosh_storage import TOC, PrivateStorage, read_toc

Frequencies = dict[int, float]
"""Document number to how often it has a term."""


class DamageError(Exception):
    """The files of the index are not what was written."""


@contextmanager
def _reading() -> Iterator[None]:
    """Name the error: damage may raise anything, in Whoosh as in here."""
    try:
        yield
    except Exception as error:
        raise DamageError(str(error)) from error


class Snapshot:
    """Documents are numbered from 0 through all segments; removed ones keep their number.

    Nothing in it changes, so several threads may read it.
    """

    def __init__(self, storage: PrivateStorage) -> None:
        with _reading():
            toc: TOC = read_toc(storage)
            self.generation: int = toc.generation
            self._segments: list[tuple[Segment, int]] = []
            base = 0
            for described in toc.segments:
                segment = Segment(storage.path, described)
                self._segments.append((segment, base))
                base += len(segment.paths)
        self._bases = [base for _, base in self._segments]
        self._vocabularies: dict[str, Vocabulary] = {}
        self.size = sum(len(s.paths) - len(s.deleted) for s, _ in self._segments)

    def stamps(self) -> dict[str, str]:
        """Path to stamp of all documents."""
        with _reading():
            return {
                path: stamp
                for segment, _ in self._segments
                for number, (path, stamp) in enumerate(
                    zip(segment.paths, segment.stamps(), strict=True)
                )
                if number not in segment.deleted
            }

    def path(self, number: int) -> str:
        """Give the path of a document."""
        segment, base = self._segments[bisect_right(self._bases, number) - 1]
        return segment.paths[number - base]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every document, by path."""
        return {
            path: base + number
            for segment, base in self._segments
            for number, path in enumerate(segment.paths)
            if number not in segment.deleted
        }

    @cached_property
    def lengths(self) -> "array[float]":
        """How many words each document has in its body, relative to the mean."""
        lengths = [length for segment, _ in self._segments for length in segment.lengths]
        mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
        return array("d", [length / mean for length in lengths])

    def postings(self, field: str, term: str) -> Frequencies:
        """How often a term is in each document that has it."""
        found: Frequencies = {}
        with _reading():
            for segment, base in self._segments:
                lists = segment.fields[field]
                place = lists.find(term)
                if place is None:
                    continue
                numbers, counts = lists.postings(place)
                if base:
                    numbers = array("I", [base + number for number in numbers])
                found.update(zip(numbers, counts, strict=True))
                for number in segment.deleted:
                    found.pop(base + number, None)
        return found

    def positions(self, field: str, term: str, wanted: Container[int]) -> dict[int, Numbers]:
        """Where a term is in each of the wanted documents that has it."""
        places: dict[int, Numbers] = {}
        with _reading():
            for segment, base in self._segments:
                lists = segment.fields[field]
                place = lists.find(term)
                if place is not None:
                    places.update(lists.positions(place, base, wanted))
        return places

    def vocabulary(self, field: str) -> Vocabulary:
        """Give the terms of a field."""
        if field not in self._vocabularies:
            with _reading():
                fields = [segment.fields[field] for segment, _ in self._segments]
                self._vocabularies[field] = Vocabulary([(f.words, f.documents) for f in fields])
        return self._vocabularies[field]
