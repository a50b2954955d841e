"""Opens SQLite databases, which SQLite opens by path, in folders of this user's alone.

Nobody else can put a link there between the check and the opening.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from disk import plain
from disk.cache_file import discard
from disk.durable import create
from disk.place import folder_of

_BESIDE = ("-wal", "-shm", "-journal")


def connect(file: Path, *, make: bool = False, **options: Any) -> sqlite3.Connection:
    """Open the database in `file`; with `make`, create it if there is none.

    `options` are those of `sqlite3.connect`. Raises FileNotFoundError, other OSErrors, among them
    NotPlainError, and sqlite3.Error.
    """
    try:
        check(file)
    except FileNotFoundError:
        if not make:
            raise
        with suppress(FileExistsError):  # another program was faster
            create(file, b"")
        check(file)
    # By now it exists, or cannot be opened.
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw", uri=True, factory=_Connection, **options
    )


def in_memory(**options: Any) -> sqlite3.Connection:
    """Open a database in memory; `options` are those of `sqlite3.connect`."""
    return sqlite3.connect(":memory:", factory=_Connection, **options)


class _Connection(sqlite3.Connection):
    """Closed when it is no longer referenced, like a file; Python leaves that to its opener."""

    def __del__(self) -> None:
        # In a thread that may not use it, Python releases it without us.
        with suppress(sqlite3.Error):
            self.close()


def check(file: Path) -> None:
    """Raise NotPlainError unless the file, and SQLite's files beside it, are plain and our own.

    Raises FileNotFoundError if it is missing.
    """
    with folder_of(file, own=True) as (folder, name):
        owner = os.fstat(folder).st_uid
        for beside in (name, *(name + ending for ending in _BESIDE)):
            try:
                status = os.stat(beside, dir_fd=folder, follow_symlinks=False)
            except FileNotFoundError:
                if beside == name:
                    raise
                continue
            plain.check_alone(status, str(file.with_name(beside)))
            plain.check_owner(status, owner, str(file.with_name(beside)))


def discard_database(file: Path) -> None:
    """Delete a database that can be rebuilt, with the files beside it; raises OSError."""
    for name in (file.name, *(file.name + ending for ending in _BESIDE)):
        discard(file.with_name(name))
