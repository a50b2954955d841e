"""Opening what SQLite opens by its path: a file of this user's own, in a folder of theirs alone.

There nobody else can put a link between the look and the opening.
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
    """Open the database in `file`, with `make` a new one if there is none.

    `options` are those of `sqlite3.connect`. Raises FileNotFoundError, other OSErrors, among them
    NotPlainError, and sqlite3.Error.
    """
    try:
        check(file)
    except FileNotFoundError:
        if not make:
            raise
        with suppress(FileExistsError):  # another program was quicker
            create(file, b"")
        check(file)
    # It is there by now, or there is nothing to open.
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw", uri=True, factory=_Connection, **options
    )


def in_memory(**options: Any) -> sqlite3.Connection:
    """Open a database that is nowhere on the disk; `options` are those of `sqlite3.connect`."""
    return sqlite3.connect(":memory:", factory=_Connection, **options)


class _Connection(sqlite3.Connection):
    """Closed when nobody has it any more, as files are; Python leaves that to whoever opened it."""

    def __del__(self) -> None:
        # In another thread than the one that may use it, Python lets go of it without us.
        with suppress(sqlite3.Error):
            self.close()


def check(file: Path) -> None:
    """Raise NotPlainError unless the file, and what SQLite has beside it, is plain and our own.

    Raises FileNotFoundError where it is missing.
    """
    with folder_of(file, own=True) as (folder, name):
        owner = os.fstat(folder).st_uid
        for each in (name, *(name + ending for ending in _BESIDE)):
            try:
                status = os.stat(each, dir_fd=folder, follow_symlinks=False)
            except FileNotFoundError:
                if each == name:
                    raise
                continue
            plain.check_alone(status, str(file.with_name(each)))
            plain.check_owner(status, owner, str(file.with_name(each)))


def discard_database(file: Path) -> None:
    """Delete a database that can be made again, with what is beside it; raises OSError."""
    for each in (file.name, *(file.name + ending for ending in _BESIDE)):
        discard(file.with_name(each))
