"""Where a Whoosh index lies: a private folder, a schema, and a manifest that says it is ours.

Whoosh keeps parts of an index as pickles, and reading a pickle can run code. So an index is opened
only when its folder belongs to this user, nobody else may write to it, and it carries the manifest
this program wrote for this very folder: it names the folder's inode, which an unpacked or copied
index does not share. Anything else is no index at all, and is emptied by the next update.
"""

import json
import os
import re
import shutil
import stat
import uuid
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from weakref import WeakSet

from index.analysis import ANALYSIS_VERSION
from index.engine import IndexProblem

with warnings.catch_warnings():
    # Whoosh 2.7.4 predates stricter escapes; compiling it must not write over somebody's screen.
    warnings.simplefilter("ignore")
    import whoosh
    from whoosh.fields import STORED, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.formats import Frequency, Positions
    from whoosh.index import FileIndex
    from whoosh.writing import SegmentWriter

__all__ = ["STORED", "FieldType", "FileIndex", "Frequency", "Positions", "Schema", "SegmentWriter"]

ENGINE_VERSION = 1
"""Raised whenever the layout of the index changes: an index of another version is rebuilt."""

MANIFEST = "nkreader-index.json"
_DAMAGED = "nkreader-index.damaged"
_OURS = re.compile(r"_MAIN_\d+\.toc.*|MAIN_[0-9a-z]+\..*|MAIN\.tmp|nkreader-index\..*")


class PrivateStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's files, readable by their owner only."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._opened: WeakSet[StructFile | PrivateStorage] = WeakSet()

    def create_file(self, name: str, **_options: object) -> StructFile:
        """Create a file for writing."""
        path = Path(self.folder) / name
        descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
        return self._remember(StructFile(os.fdopen(descriptor, "w+b"), name=name))

    def open_file(self, name: str, **options: object) -> StructFile:
        """Open a file for reading."""
        return self._remember(super().open_file(name, **options))

    def temp_storage(self, name: str | None = None) -> "PrivateStorage":
        """Make a folder within this one for a writer's own files."""
        inner = PrivateStorage(Path(self.folder) / (name or "MAIN.tmp"))
        self._opened.add(inner)
        return cast("PrivateStorage", inner.create())

    def close(self) -> None:
        """Close what is still open: Whoosh forgets its files when something goes wrong."""
        for file in list(self._opened):
            if not getattr(file, "is_closed", False):
                with suppress(OSError):
                    file.close()

    def _remember(self, file: StructFile) -> StructFile:
        self._opened.add(file)
        return file


class IndexFolder:
    """A folder that holds one index, or may."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def identity(self) -> str | None:
        """Give what tells this index from any other; None when there is no index to be trusted."""
        try:
            if not self._is_private() or (self.path / _DAMAGED).exists():
                return None
            manifest = json.loads((self.path / MANIFEST).read_bytes())
            if manifest == {**self._manifest(), "id": manifest["id"]}:
                return str(manifest["id"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return None

    def storage(self) -> PrivateStorage:
        """Give Whoosh's view of the folder."""
        return PrivateStorage(self.path)

    def create(self) -> None:
        """Make the folder, for its owner only; raises IndexProblem."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_private():  # others may have written into it: nothing there is trusted
                self.path.chmod(0o700)
                self.empty()
            if not self._is_private():
                raise IndexProblem(
                    f"The index folder {self.path} is not a folder of yours alone.",
                    "Remove it, or choose another cache folder.",
                )
        except OSError as error:
            raise unwritable(self.path, error) from error

    def empty(self) -> None:
        """Remove the index, manifest first, and nothing that is no part of one; raises OSError."""
        (self.path / MANIFEST).unlink(missing_ok=True)
        for entry in self.path.iterdir():
            if not _OURS.fullmatch(entry.name):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()

    def sign(self) -> None:
        """Write the manifest: from now on the index is trusted. Raises OSError."""
        manifest = {**self._manifest(), "id": uuid.uuid4().hex}
        draft = self.path / (MANIFEST + ".new")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
            json.dump(manifest, file)
        draft.replace(self.path / MANIFEST)

    def condemn(self) -> None:
        """Leave word that the index is damaged, for the next update to rebuild it."""
        with suppress(OSError):
            (self.path / _DAMAGED).touch(mode=0o600)

    def _is_private(self) -> bool:
        status = self.path.lstat()
        mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
        return stat.S_ISDIR(status.st_mode) and mine and not status.st_mode & 0o022

    def _manifest(self) -> dict[str, Any]:
        return {
            "program": "nkreader",
            "engine": ENGINE_VERSION,
            "analysis": ANALYSIS_VERSION,
            "whoosh": ".".join(map(str, whoosh.__version__)),
            "inode": self.path.stat().st_ino,
        }


def unwritable(path: Path, error: OSError) -> IndexProblem:
    """Say that the index could not be written."""
    return IndexProblem(
        f"The search index in {path} cannot be written ({error.strerror or error}).",
        "Make room or change the permissions there, or set XDG_CACHE_HOME to another folder.",
    )
