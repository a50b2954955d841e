"""Where a Whoosh index is stored: a private folder, with a manifest that proves it is ours.

Whoosh keeps its list of segments as a pickle, and reading a pickle can run code. So an index is
opened only when its folder belongs to this user, nobody else may write to it, and it carries the
manifest this program wrote for this very folder: it names the folder's inode, which an unpacked or
copied index does not share. Anything else counts as no index, and the next update empties it. And
unpickling creates only the few classes that such a list needs.
"""

import json
import os
import pickle
import re
import stat
import sys
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

from corpus.own_files import OwnFileError, decoding
from disk.cache_file import discard_all, make_own_folder, recreate, replacing
from disk.lock import try_locked
from disk.plain import way_out
from disk.reading import mapped, opened, read
from index.analysis.terms import ANALYSIS_VERSION, DEFAULT_LANGUAGE
from index.engine import IndexProblem
from index.whoosh.library import (
    STORED,
    TOC,
    VERSION,
    FileIndex,
    FileStorage,
    Schema,
    StructFile,
)

LAYOUT_VERSION = 9
"""Raised whenever the layout of the index changes: an index of another version is rebuilt."""

MANIFEST = "nkreader-index.json"
_DAMAGED = "nkreader-index.damaged"
_MANIFEST_BYTES = 1 << 16
_TOC_NAME = re.compile(r"_MAIN_(\d+)\.toc")
_OURS = re.compile(
    r"_MAIN_\d+\.toc.*|MAIN_[0-9a-z]+\..*|MAIN\.tmp|nkreader-index\..*|\.nkreader-.*"
)


SCHEMA = Schema(path=STORED())
"""Whoosh wants one; fields.py lists what the index holds."""

_NAME = "MAIN"
_PICKLED = {
    ("builtins", "set"),
    ("builtins", "object"),
    ("copyreg", "_reconstructor"),
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("index.whoosh.codec", "ListCodec"),
}


class Storage(Protocol):
    """Whoosh's view of where the files of an index are."""

    def create_file(self, name: str, **options: object) -> StructFile:
        """Create a file for writing."""
        ...

    def content(self, name: str) -> memoryview:
        """Return the content of a file; on disk, it is read as it is accessed."""
        ...

    def close(self) -> None:
        """Close what is still open."""
        ...


class Folder(Protocol):
    """Where one index is, or may be."""

    def identity(self) -> str | None:
        """Return an id of this index; None if there is no index we can trust."""
        ...

    def newest_generation(self) -> int:
        """Return the generation of the newest list of segments, -1 if none. Raises OSError."""
        ...

    def storage(self) -> Storage:
        """Return Whoosh's view of the folder."""
        ...

    def lock(self) -> Callable[[], None] | None:
        """Become the only writer; return the release, None while another writes. Raises OSError."""
        ...

    def empty(self) -> None:
        """Remove the files of the index, and no others. Raises OSError."""
        ...

    def sign(self) -> None:
        """Mark it as ours. Raises OSError."""
        ...

    def condemn(self) -> None:
        """Mark the index as damaged, so that the next update rebuilds it."""
        ...

    def unwritable(self, error: OSError) -> IndexProblem:
        """Return the problem that the index cannot be written."""
        ...


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PICKLED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return super().find_class(module, name)


class _File(StructFile):  # type: ignore[misc]
    """A file whose pickles can only make what a list of segments needs."""

    def read_pickle(self) -> Any:
        return _Unpickler(self.file).load()


class PrivateStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's files, readable only by their owner."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path
        self._opened: WeakSet[StructFile | PrivateStorage] = WeakSet()

    def create_file(self, name: str, **_options: object) -> StructFile:
        """Create a file for writing."""
        return self._remember(StructFile(recreate(self.path / name), name=name))

    def open_file(self, name: str, **options: object) -> StructFile:
        """Open a file for reading."""
        return self._remember(_File(opened(self.path / name, own=True), name=name, **options))

    def content(self, name: str) -> memoryview:
        """Map a file into memory."""
        return mapped(self.path / name)

    def temp_storage(self, name: str | None = None) -> "PrivateStorage":
        """Make a folder within this one for a writer's own files."""
        inner = PrivateStorage(self.path / (name or "MAIN.tmp"))
        make_own_folder(inner.path)
        self._opened.add(inner)
        return inner

    def close(self) -> None:
        """Close what is still open: Whoosh forgets its files when something goes wrong."""
        for file in list(self._opened):
            if not getattr(file, "is_closed", False):
                with suppress(OSError):
                    file.close()

    def _remember(self, file: StructFile) -> StructFile:
        self._opened.add(file)
        return file


def create_index(storage: Storage) -> None:
    """Make an index without articles."""
    FileIndex.create(storage, SCHEMA, _NAME)


def open_index(storage: Storage) -> FileIndex:
    """Open an index for writing."""
    return FileIndex(storage, SCHEMA, _NAME)


def read_toc(storage: Storage) -> TOC:
    """Read the newest list of segments."""
    return TOC.read(storage, _NAME, schema=SCHEMA)


def newest_generation(names: Iterable[str]) -> int:
    """Return the generation of the newest list of segments among some files, -1 if none."""
    found = map(_TOC_NAME.fullmatch, names)
    return max((int(match[1]) for match in found if match), default=-1)


class IndexFolder:
    """A folder on disk, marked as ours by the manifest."""

    def __init__(self, path: Path, language: str = DEFAULT_LANGUAGE) -> None:
        self.path = path
        self._language = language

    def identity(self) -> str | None:
        """See Folder."""
        try:
            with decoding(self.path / MANIFEST):
                if not self._is_private() or (self.path / _DAMAGED).exists():
                    return None
                manifest = json.loads(read(self.path / MANIFEST, own=True, most=_MANIFEST_BYTES))
                if manifest == {**self._manifest(), "id": manifest["id"]}:
                    return str(manifest["id"])
        except (FileNotFoundError, OwnFileError):
            return None
        return None

    def newest_generation(self) -> int:
        """See Folder."""
        return newest_generation(entry.name for entry in self.path.iterdir())

    def storage(self) -> PrivateStorage:
        """See Folder."""
        return PrivateStorage(self.path)

    def lock(self) -> Callable[[], None] | None:
        """See Folder."""
        held = try_locked(self.path / "UPDATELOCK", own=True)
        return None if held is None else partial(os.close, held)

    def create(self) -> None:
        """Make the folder, for its owner only. Raises IndexProblem."""
        try:
            is_trusted = self._is_private() if self.path.exists() else True
            make_own_folder(self.path)
            if not is_trusted:  # others may have written into it
                self.empty()
            if not self._is_private():
                raise IndexProblem(
                    f"The index folder {self.path} is not a folder of yours alone.",
                    "Remove it, or choose another cache folder.",
                )
        except OSError as error:
            raise self.unwritable(error) from error

    def empty(self) -> None:
        """See Folder; the manifest goes first."""
        discard_all(self.path, lambda name: name == MANIFEST)
        discard_all(self.path, lambda name: _OURS.fullmatch(name) is not None)

    def sign(self) -> None:
        """See Folder."""
        manifest = {**self._manifest(), "id": uuid.uuid4().hex}
        with replacing(self.path / MANIFEST) as file:
            file.write(json.dumps(manifest).encode())

    def condemn(self) -> None:
        """See Folder."""
        with suppress(OSError), replacing(self.path / _DAMAGED):
            pass

    def unwritable(self, error: OSError) -> IndexProblem:
        """See Folder."""
        advice = "Make room or change permissions there, or set XDG_CACHE_HOME to another folder."
        return IndexProblem(
            f"The search index in {self.path} cannot be written ({error.strerror or error}).",
            way_out(error, advice),
        )

    def _is_private(self) -> bool:
        status = self.path.lstat()
        mine = status.st_uid == os.geteuid()
        return stat.S_ISDIR(status.st_mode) and mine and not status.st_mode & 0o022

    def _manifest(self) -> dict[str, Any]:
        return {
            "program": "nkreader",
            "engine": LAYOUT_VERSION,
            "analysis": ANALYSIS_VERSION,
            "language": self._language,
            "whoosh": VERSION,
            "byteorder": sys.byteorder,
            "inode": self.path.stat().st_ino,
        }
