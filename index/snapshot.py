"""One state of a Whoosh index, open for reading: its documents, posting lists and vocabularies."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from index.vocabulary import Vocabulary
from index.whoosh_schema import schema
from index.whoosh_storage import FileIndex, PrivateStorage

Frequencies = dict[int, float]
_CACHED_POSTINGS = 2_000_000


class DamageError(Exception):
    """The files of the index are not what Whoosh wrote."""


@contextmanager
def _reading() -> Iterator[None]:
    """Name the error: Whoosh checks nothing it reads, so damage may raise anything."""
    try:
        yield
    except Exception as error:
        raise DamageError(str(error)) from error


class Snapshot:
    """Documents are numbered from 0 through all segments; removed ones keep their number."""

    def __init__(self, storage: PrivateStorage) -> None:
        self._storage = storage
        with _reading():
            self._index = FileIndex(storage, schema())
            self._reader = self._index.reader()
            self.generation = self._reader.generation()
        self._leaves = [(reader, base) for reader, base in self._reader.leaf_readers()]
        self._cache: dict[tuple[str, str], Frequencies] = {}
        self._cached = 0
        self._vocabularies: dict[str, Vocabulary] = {}

    def is_current(self) -> bool:
        """Whether nothing was written since."""
        return bool(self._index.latest_generation() == self.generation)

    def close(self) -> None:
        """Close the files."""
        self._storage.close()

    def stamps(self) -> dict[str, str]:
        """Path to stamp of all documents."""
        with _reading():
            return {stored["path"]: stored["stamp"] for _, stored in self._reader.iter_docs()}

    @cached_property
    def paths(self) -> dict[int, str]:
        """The path of every document."""
        with _reading():
            return {number: stored["path"] for number, stored in self._reader.iter_docs()}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every document, by path."""
        return {path: number for number, path in self.paths.items()}

    @cached_property
    def lengths(self) -> list[float]:
        """How many words each document has in its body, relative to the mean."""
        count = self._reader.doc_count_all()
        with _reading():
            mean = self._reader.field_length("body") / max(count, 1) or 1.0
            length = self._reader.doc_field_length
            return [(length(number, "body", 0) or 0) / mean for number in range(count)]

    def postings(self, field: str, term: str) -> Frequencies:
        """How often a term is in each document that has it."""
        key = (field, term)
        known = self._cache.get(key)
        if known is None:
            with _reading():
                known = dict(self._read(field, term))
            if self._cached > _CACHED_POSTINGS:
                self._cache.clear()
                self._cached = 0
            self._cache[key] = known
            self._cached += len(known)
        return known

    def positions(self, field: str, term: str) -> dict[int, list[int]]:
        """Where a term is in each document that has it."""
        places = {}
        with _reading():
            for reader, base in self._leaves:
                if (field, term.encode()) in reader:
                    matcher = reader.postings(field, term.encode())
                    while matcher.is_active():
                        places[base + matcher.id()] = matcher.value_as("positions")
                        matcher.next()
        return places

    def vocabulary(self, field: str) -> Vocabulary:
        """Give the terms of a field."""
        if field not in self._vocabularies:
            counts: dict[str, int] = {}
            with _reading():
                for reader, _ in self._leaves:
                    for (name, term), info in reader.iter_from(field, b""):
                        if name != field:
                            break
                        word = term.decode()
                        counts[word] = counts.get(word, 0) + info.doc_frequency()
            words = sorted(counts)
            self._vocabularies[field] = Vocabulary(words, [counts[word] for word in words])
        return self._vocabularies[field]

    def _read(self, field: str, term: str) -> Iterator[tuple[int, float]]:
        encoded = term.encode()
        for reader, base in self._leaves:
            if (field, encoded) not in reader:
                continue
            matcher = reader.postings(field, encoded)

            while matcher.is_active():
                number = matcher.id()
                if not reader.is_deleted(number):
                    yield base + number, matcher.weight()
                matcher.next()
