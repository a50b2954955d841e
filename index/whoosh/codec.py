"""What a segment of the Whoosh index holds, by Whoosh's interface for codecs.

Whoosh manages the segments, their generations, deletions and commits. Its own codec looks up a
document's length for every posting, pickles every list of positions and compresses every 128
postings: most of the time of building, and of reading a frequent word. This one writes plain
columns (see posting_lists.py).

Documents are numbered through all segments, and keep their numbers and places when neighbouring
segments become one (see segment_merging.py).
"""

import mmap
from array import array
from typing import IO, NamedTuple, Protocol, cast
from zlib import crc32

import msgspec

from index.whoosh.library import FileIndex, SegmentWriter, W3Codec, W3Segment
from index.whoosh.posting_lists import DamageError, ListFile, ListFileWriter
from index.whoosh.storage import Storage

_LISTS, _DOCUMENTS = ".lst", ".doc"


class _Documents(msgspec.Struct):
    """The documents of a segment, in order of their numbers."""

    paths: list[str]
    lengths: bytes  # array("I"): words in the body
    starts: bytes  # array("I"): the place each begins at
    end: int  # the place where the next segment begins
    stamps: msgspec.Raw  # list[str], read only when asked for


class Segment:
    """A segment open for reading. Raises DamageError, or what reading rubbish raises."""

    def __init__(self, storage: Storage, segment: W3Segment) -> None:
        self._content = storage.content(segment.make_filename(_LISTS))
        self.fields = ListFile(self._content).fields
        stored = storage.content(segment.make_filename(_DOCUMENTS))
        if crc32(stored[:-4]) != array("I", stored[-4:].tobytes())[0]:
            raise DamageError("the list of documents is damaged")
        documents = msgspec.msgpack.decode(stored[:-4], type=_Documents)
        self.paths = documents.paths
        self.lengths = array("I", documents.lengths)
        self.starts = array("I", documents.starts)
        self.end = documents.end
        self.deleted = frozenset(segment.deleted_docs())
        self._stamps = documents.stamps
        if not len(self.paths) == len(self.lengths) == segment.doc_count_all():
            raise DamageError("documents are missing")

    def release(self) -> None:
        """Release the memory of what was read from a file on disk."""
        if isinstance(self._content.obj, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._content.obj.madvise(mmap.MADV_DONTNEED)

    def stamps(self) -> list[str]:
        """Return the stamp of each document, by number."""
        return msgspec.msgpack.decode(self._stamps, type=list[str])


class Lists(Protocol):
    """Posting lists to be written."""

    def write(self, writer: ListFileWriter) -> None:
        """Write the lists of all fields."""
        ...


class _DocumentWriter:
    """Writes the documents of a segment."""

    def __init__(self, storage: Storage, segment: W3Segment) -> None:
        self._storage, self._segment = storage, segment
        self.paths: list[str] = []
        self.stamps: list[str] = []
        self.lengths = array("I")
        self.starts = array("I")
        self.end = 0
        self.is_closed = False

    def close(self) -> None:
        stamps = msgspec.Raw(msgspec.msgpack.encode(self.stamps))
        lengths, starts = self.lengths.tobytes(), self.starts.tobytes()
        documents = _Documents(self.paths, lengths, starts, self.end, stamps)
        content = msgspec.msgpack.encode(documents)
        with self._segment.create_file(self._storage, _DOCUMENTS) as file:
            file.write(content + array("I", [crc32(content)]).tobytes())
        self.is_closed = True


class _ListWriter:
    """Writes the posting lists of a segment."""

    def __init__(self, storage: Storage, segment: W3Segment) -> None:
        self._storage, self._segment = storage, segment
        self.is_closed = False

    def add_postings(self, _schema: object, _lengths: object, lists: Lists) -> None:
        with self._segment.create_file(self._storage, _LISTS) as file:
            writer = ListFileWriter(cast("IO[bytes]", file))
            lists.write(writer)
            writer.finish()

    def close(self) -> None:
        self.is_closed = True


class ListCodec(W3Codec):  # type: ignore[misc]
    """Tells Whoosh what writes a segment."""

    length_stats = False

    def per_document_writer(self, storage: Storage, segment: W3Segment) -> _DocumentWriter:
        """See whoosh.codec.base.Codec."""
        return _DocumentWriter(storage, segment)

    def field_writer(self, storage: Storage, segment: W3Segment) -> _ListWriter:
        """See whoosh.codec.base.Codec."""
        return _ListWriter(storage, segment)


class _Pool(NamedTuple):
    """Stands in for Whoosh's sorting pool, which spills to disk."""

    lists: Lists

    def iter_postings(self) -> Lists:
        return self.lists

    def cleanup(self) -> None:
        """Nothing was spilled."""


class SegmentMaker(SegmentWriter):  # type: ignore[misc]
    """Writes one new segment. The caller holds the lock."""

    def __init__(self, index: FileIndex, lists: Lists) -> None:
        super().__init__(index, _lk=False, codec=ListCodec(), compound=False)
        self.pool = _Pool(lists)

    def note(self, path: str, stamp: str, length: int, start: int, end: int) -> None:
        """Add a document without its posting lists."""
        self.perdocwriter.paths.append(path)
        self.perdocwriter.stamps.append(stamp)
        self.perdocwriter.lengths.append(length)
        self.perdocwriter.starts.append(start)
        self.perdocwriter.end = end
        self.docnum += 1
        self._added = True
