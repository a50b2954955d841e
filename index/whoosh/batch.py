"""A batch of documents, which are written together as a segment of their own."""

from collections.abc import Iterable

from index.documents import Document
from index.whoosh.codec import Segment, SegmentMaker
from index.whoosh.inverter import Inverter, Placed
from index.whoosh.library import FileIndex
from index.whoosh.segment_merging import merge_segments
from index.whoosh.storage import read_toc

_LAST_PLACE = 0xFFFFFFFF


class FullError(Exception):
    """There are more words than an index can number."""


class Batch:
    """Documents to be written together. The caller holds the writer's lock."""

    def __init__(self, index: FileIndex) -> None:
        segments = read_toc(index.storage).segments
        place = Segment(index.storage, segments[-1]).end if segments else 0
        documents = sum(segment.doc_count_all() for segment in segments)
        self._index = index
        self._inverter = Inverter(documents, place)
        self._added: dict[str, tuple[str, Placed]] = {}
        self.characters = 0

    @property
    def paths(self) -> set[str]:
        """The paths of the documents added."""
        return set(self._added)

    def __contains__(self, path: str) -> bool:
        return path in self._added

    def __len__(self) -> int:
        return len(self._added)

    def add(self, document: Document) -> None:
        """Add a document with a new path. Raises FullError."""
        placed = self._inverter.add(document)
        if placed.end > _LAST_PLACE:
            raise FullError
        self._added[document.path] = document.stamp, placed
        self.characters += sum(map(len, document.texts))

    def commit(self, outdated: Iterable[int]) -> None:
        """Write the documents, delete the `outdated` numbers, then merge segments."""
        try:
            writer = SegmentMaker(self._index, self._inverter)
            for number in outdated:
                writer.delete_document(number)
            for path, (stamp, placed) in self._added.items():
                writer.note(path, stamp, *placed)
            writer.commit(merge=False)
            merge_segments(self._index)
        except BaseException:
            self._index.storage.close()
            raise
