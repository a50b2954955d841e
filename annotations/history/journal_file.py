"""The database of the undo history: found, made, set aside when damaged, in memory when it must be.

Nothing here knows what a step is; `journal` does.
"""

import sqlite3
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annotations.yaml.packing import ENCODER, decoder
from disk import database
from disk.cache_file import make_own_folder
from disk.durable import move, remove

_VERSION = 1
_PATIENCE = 2.0  # seconds; another program writes in milliseconds
_OPTIONS: Any = {
    "timeout": _PATIENCE,
    "isolation_level": None,
    "check_same_thread": False,
}
_TABLES = """
create table steps (
    id text primary key, label text not null, state text not null, at integer not null,
    session text not null, topics blob, intent blob, size integer not null default 0);
create table parts (
    id integer primary key, step text not null, state text not null, batch integer not null,
    moves integer not null, body blob not null);
create index parts_of_steps on parts (step);
create table moves (number integer primary key, homes blob not null);
"""
# How many of the newest steps can be undone while the disk takes nothing.
_IN_MEMORY = 100
_DAMAGED = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
# A header that says something impossible is a plain error to SQLite; no statement of ours is one.
_DAMAGED_HEADER = _DAMAGED | {sqlite3.SQLITE_ERROR}
# What reading a damaged file comes to: an error of SQLite, or a value that cannot be.
_Failure = (sqlite3.Error, ValueError, TypeError)
_T = TypeVar("_T")
_DECODERS: dict[Any, msgspec.msgpack.Decoder[Any]] = {}


class DamagedError(Exception):
    """A record of the journal cannot be read."""


class JournalFile:
    """A connection to the database `file`, which `fill` fills when it is made.

    `problem` says why nothing can be written there at the moment: it then goes on in memory, and
    what was written is brought to the disk once that takes it; `is_in_memory` says so. `news` are
    sentences for a person.
    """

    def __init__(self, file: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
        self._path = file
        self._fill = fill
        self.problem = ""
        self.news: list[str] = []
        # The steps that are newer in memory than on disk.
        self._behind: dict[str, None] = {}
        self.is_in_memory = False
        self._db = self._opened()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def ask(self, ask: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """Read something; gives `otherwise` where the disk does not answer."""
        try:
            return ask(self._db)
        except _Failure as error:
            if self._is_damaged(error):
                self._set_aside()
                self._db = self._opened()
            return otherwise

    def write(self, write: Callable[[sqlite3.Connection], _T], steps: Iterable[str]) -> _T:
        """Write something about these steps, all of it or nothing."""
        if self.is_in_memory:
            self._return_to_disk()
        try:
            result = all_or_nothing(self._db, write)
        except _Failure as error:
            if self._is_damaged(error):
                self._set_aside()
                self._db = self._opened()
            else:
                self._fall_back(error)
            result = all_or_nothing(self._db, write)
        if self.is_in_memory:
            self._behind |= dict.fromkeys(steps)
        return result

    # -- opening

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._on_disk()
        except (OSError, *_Failure) as error:
            if not isinstance(error, OSError) and self._is_damaged(error, _DAMAGED_HEADER):
                self._set_aside()
                with suppress(sqlite3.Error, OSError):
                    return self._on_disk()
            return self._in_memory(None, error)

    def _on_disk(self) -> sqlite3.Connection:
        make_own_folder(self._path.parent)
        try:
            db = database.connect(self._path, make=True, **_OPTIONS)
        except FileExistsError:  # another program has just made it
            db = database.connect(self._path, **_OPTIONS)
        try:
            db.execute("pragma journal_mode = persist")
            db.execute("pragma synchronous = full")
            version = db.execute("pragma user_version").fetchone()[0]
            _refuse_if_newer(version, self._path)
            if version < _VERSION:
                all_or_nothing(db, self._made)
        except BaseException:
            db.close()
            raise
        return db

    def _made(self, db: sqlite3.Connection) -> None:
        if db.execute("pragma user_version").fetchone()[0] == _VERSION:
            return  # another program was quicker
        for each in _TABLES.split(";"):
            db.execute(each)
        self._fill(db)
        db.execute(f"pragma user_version = {_VERSION}")

    def _is_damaged(self, error: Exception, codes: frozenset[int] = _DAMAGED) -> bool:
        # Without a code the driver could not understand what the file gave it.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        return not self.is_in_memory and code & 0xFF in codes

    def _set_aside(self) -> None:
        """Set a file that cannot be read aside, and say so."""
        with suppress(sqlite3.Error, AttributeError):
            self._db.close()
        number = 1
        while (aside := self._path.with_suffix(f".damaged-{number}")).exists():
            number += 1
        with suppress(OSError):
            move(self._path, aside, within=self._path.parent)
        with suppress(OSError):
            remove(self._path.with_name(f"{self._path.name}-journal"))
        self.news.append(
            "What was done before can no longer be undone: the record of it is damaged, and kept "
            f"as {aside}"
        )

    # -- when the disk takes nothing

    def _fall_back(self, error: Exception) -> None:
        before = self._db
        self._db = self._in_memory(before, error)
        before.close()

    def _in_memory(self, before: sqlite3.Connection | None, error: Exception) -> sqlite3.Connection:
        why = (error.strerror if isinstance(error, OSError) else None) or error
        self.problem = f"The undo history cannot be saved: {why}."
        self.news.append(f"{self.problem} What you do now can be undone only until you leave")
        self.is_in_memory = True
        memory = database.in_memory(**_OPTIONS)
        for each in _TABLES.split(";"):
            memory.execute(each)
        if before is not None:
            with suppress(sqlite3.Error):
                rows = before.execute(
                    "select id from steps order by at desc limit ?", (_IN_MEMORY,)
                )
                for (step,) in rows.fetchall():
                    _copy(before, memory, step)
                _copy_moves(before, memory)
        return memory

    def _return_to_disk(self) -> None:
        """Bring to the disk what it did not take before, if it does now."""
        try:
            disk = self._on_disk()
        except (sqlite3.Error, OSError):
            return
        memory = self._db

        def write(db: sqlite3.Connection) -> None:
            for step in self._behind:
                _copy(memory, db, step)
            _copy_moves(memory, db)

        try:
            all_or_nothing(disk, write)
        except sqlite3.Error:
            disk.close()
            return
        memory.close()
        self._db = disk
        self._behind.clear()
        self.is_in_memory = False
        self.problem = ""


def all_or_nothing(db: sqlite3.Connection, write: Callable[[sqlite3.Connection], _T]) -> _T:
    """Do something with a database in one transaction; raises what is raised in it."""
    db.execute("begin immediate")
    try:
        result = write(db)
        db.execute("commit")
    except BaseException:
        with suppress(sqlite3.Error):
            db.execute("rollback")
        raise
    return result


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, step: str) -> None:
    """Copy the state of a step from source to target: changed, or gone."""
    target.execute("delete from steps where id = ?", (step,))
    target.execute("delete from parts where step = ?", (step,))
    steps = source.execute("select * from steps where id = ?", (step,)).fetchall()
    parts = source.execute("select * from parts where step = ?", (step,)).fetchall()
    target.executemany("insert into steps values (?, ?, ?, ?, ?, ?, ?, ?)", steps)
    target.executemany("insert into parts values (?, ?, ?, ?, ?, ?)", parts)


def _copy_moves(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    moves = source.execute("select number, homes from moves").fetchall()
    target.executemany("insert or ignore into moves values (?, ?)", moves)


def _refuse_if_newer(version: int, file: Path) -> None:
    if version > _VERSION:
        raise OSError(0, "a newer nkreader has written it", str(file))


def packed(value: object) -> bytes:
    """Return a value for a column of the database."""
    return zlib.compress(ENCODER.encode(value), 1)


def unpacked(data: bytes, type_: Any) -> Any:
    """Return the value that was packed. Raises DamagedError."""
    if type_ not in _DECODERS:
        _DECODERS[type_] = decoder(type_)
    try:
        return _DECODERS[type_].decode(zlib.decompress(data))
    except (zlib.error, msgspec.MsgspecError, ValueError, TypeError) as error:
        raise DamagedError(f"its record is damaged ({error})") from error
