"""An index in memory, for when no folder can be written. It ends with the program."""

import uuid
from collections.abc import Callable
from threading import Lock

from index.engine import IndexProblem
from index.whoosh.library import RamStorage
from index.whoosh.storage import newest_generation


class MemoryStorage(RamStorage):  # type: ignore[misc]
    """Whoosh's files, in memory."""

    def content(self, name: str) -> memoryview:
        """Return the content of a file."""
        return memoryview(self.files[name])

    def temp_storage(self, _name: str | None = None) -> "MemoryStorage":
        """Return a storage for a writer's own files."""
        return MemoryStorage()


class MemoryFolder:
    """See `storage.Folder`."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._writing = Lock()
        self._identity: str | None = None

    def identity(self) -> str | None:
        """See Folder."""
        return self._identity

    def newest_generation(self) -> int:
        """See Folder."""
        return newest_generation(self._storage.list())

    def storage(self) -> MemoryStorage:
        """See Folder."""
        return self._storage

    def lock(self) -> Callable[[], None] | None:
        """See Folder."""
        return self._writing.release if self._writing.acquire(blocking=False) else None

    def empty(self) -> None:
        """See Folder."""
        self._identity = None
        self._storage.clean()

    def sign(self) -> None:
        """See Folder."""
        self._identity = uuid.uuid4().hex

    def condemn(self) -> None:
        """See Folder."""
        self._identity = None

    def unwritable(self, error: OSError) -> IndexProblem:
        """See Folder."""
        return IndexProblem(f"The search index cannot be kept in memory ({error}).", "")
