"""What a segment of the Whoosh index holds, by Whoosh's interface for codecs.

Whoosh keeps the segments, their generations, deletions and commits. Its own codec looks up a
document's length for every posting, pickles every list of positions and compresses every 128
postings: most of the time of building, and of reading a frequent word. This one writes plain arrays
(see postings.py).
"""

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple, cast

import msgspec

from index.documents import Document
from index.postings import Inverter, Lists, renumbered
from index.whoosh_storage import FileIndex, PrivateStorage, SegmentWriter, W3Codec, W3Segment

_LISTS, _DOCUMENTS = ".lst", ".doc"
_SMALL_SEGMENT = 2_000
_MOST_SMALL_SEGMENTS = 10


class _Documents(msgspec.Struct):
    """The documents of a segment, in order of their numbers."""

    paths: list[str]
    lengths: bytes  # array("I"): words in the body
    stamps: msgspec.Raw  # list[str], read only when asked for


class Segment:
    """A segment open for reading. Raises OSError, ValueError or msgspec's errors on damage."""

    def __init__(self, folder: Path, segment: W3Segment) -> None:
        self.fields = Lists(folder / segment.make_filename(_LISTS)).fields
        stored = (folder / segment.make_filename(_DOCUMENTS)).read_bytes()
        documents = msgspec.msgpack.decode(stored, type=_Documents)
        self.paths = documents.paths
        self.lengths = array("I", documents.lengths)
        self.deleted = frozenset(segment.deleted_docs())
        self._stamps = documents.stamps
        if not len(self.paths) == len(self.lengths) == segment.doc_count_all():
            raise ValueError("documents are missing")

    def stamps(self) -> list[str]:
        """Give the stamp of each document."""
        return msgspec.msgpack.decode(self._stamps, type=list[str])


class _DocumentWriter:
    """Writes the documents of a segment."""

    def __init__(self, storage: PrivateStorage, segment: W3Segment) -> None:
        self._storage, self._segment = storage, segment
        self.paths: list[str] = []
        self.stamps: list[str] = []
        self.lengths = array("I")
        self.is_closed = False

    def close(self) -> None:
        stamps = msgspec.Raw(msgspec.msgpack.encode(self.stamps))
        documents = _Documents(self.paths, self.lengths.tobytes(), stamps)
        with self._segment.create_file(self._storage, _DOCUMENTS) as file:
            file.write(msgspec.msgpack.encode(documents))
        self.is_closed = True


class _ListWriter:
    """Writes the posting lists of a segment."""

    def __init__(self, storage: PrivateStorage, segment: W3Segment) -> None:
        self._storage, self._segment = storage, segment
        self.is_closed = False

    def add_postings(self, _schema: object, _lengths: object, inverter: Inverter) -> None:
        with self._segment.create_file(self._storage, _LISTS) as file:
            inverter.write(cast("IO[bytes]", file))

    def close(self) -> None:
        self.is_closed = True


class ListCodec(W3Codec):  # type: ignore[misc]
    """Tells Whoosh who writes a segment."""

    length_stats = False

    def per_document_writer(self, storage: PrivateStorage, segment: W3Segment) -> _DocumentWriter:
        """See whoosh.codec.base.Codec."""
        return _DocumentWriter(storage, segment)

    def field_writer(self, storage: PrivateStorage, segment: W3Segment) -> _ListWriter:
        """See whoosh.codec.base.Codec."""
        return _ListWriter(storage, segment)


class _Pool(NamedTuple):
    """Stands in for Whoosh's sorting pool, which spills to disk."""

    inverter: Inverter

    def iter_postings(self) -> Inverter:
        return self.inverter

    def cleanup(self) -> None:
        """Nothing was spilled."""


class DocumentWriter(SegmentWriter):  # type: ignore[misc]
    """Writes documents as one new segment. The caller holds the lock."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, _lk=False, codec=ListCodec(), compound=False)
        self._inverter = Inverter()
        self.pool = _Pool(self._inverter)

    def add(self, document: Document) -> None:
        """Add a document."""
        self._note(document.path, document.stamp, document.length)
        self._inverter.add(self.docnum - 1, document)

    def commit(self) -> None:
        """Write everything, and merge small segments when there are many."""
        super().commit(mergetype=_merge)

    def add_segment(self, segment: W3Segment) -> None:
        """Add the documents of another segment that are not deleted."""
        old = Segment(Path(self.storage.folder), segment)
        numbers: dict[int, int] = {}
        for number, (path, stamp) in enumerate(zip(old.paths, old.stamps(), strict=True)):
            if number not in old.deleted:
                numbers[number] = self.docnum
                self._note(path, stamp, old.lengths[number])
        for field, lists in old.fields.items():
            for place, term in enumerate(lists.words):
                postings = renumbered(lists.list(place), numbers.get)
                if postings.numbers:
                    self._inverter.add_list(field, term, postings)

    def _note(self, path: str, stamp: str, length: int) -> None:
        self.perdocwriter.paths.append(path)
        self.perdocwriter.stamps.append(stamp)
        self.perdocwriter.lengths.append(length)
        self.docnum += 1
        self._added = True


def _merge(writer: DocumentWriter, segments: Sequence[W3Segment]) -> list[W3Segment]:
    """Give the segments that stay; see whoosh.writing for merge policies."""
    alive = [segment for segment in segments if segment.doc_count() > 0]
    small = [segment for segment in alive if segment.doc_count() < _SMALL_SEGMENT]
    merged = small if len(small) > _MOST_SMALL_SEGMENTS else []
    for segment in merged:
        writer.add_segment(segment)
    return [segment for segment in alive if segment not in merged]
