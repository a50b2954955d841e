"""Remembers what has been read, where the reader stopped, and bookmarks.

This is the reader's own state, not the analyst's work: nothing here is ever worth stopping for.
"""

import sqlite3
from collections.abc import KeysView
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from corpus.own_files import OwnFileError, decoding, set_aside
from disk.cache_file import make_own_folder
from disk.database import connect
from disk.reading import opened

_TABLES = """
CREATE TABLE IF NOT EXISTS reading (
    text_sha256 TEXT PRIMARY KEY, offset INTEGER NOT NULL, fraction REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bookmark (
    letter TEXT PRIMARY KEY, path TEXT NOT NULL, text_sha256 TEXT NOT NULL, offset INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS look (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
# SQLite keeps any value in any column: what is of another type was not written here.
_READING = """
SELECT text_sha256, offset, fraction FROM reading
WHERE typeof(text_sha256) = 'text' AND typeof(offset) = 'integer' AND typeof(fraction) = 'real'
AND offset >= 0 AND fraction BETWEEN 0 AND 1
"""
_BOOKMARKS = """
SELECT letter, path, text_sha256, offset FROM bookmark
WHERE typeof(letter) = 'text' AND typeof(path) = 'text'
AND typeof(text_sha256) = 'text' AND typeof(offset) = 'integer' AND offset >= 0
"""
_LOOKS = """
SELECT name, value FROM look WHERE typeof(name) = 'text' AND typeof(value) = 'integer'
"""
_SECONDS_TO_WAIT = 2.0
_MAGIC = b"SQLite format 3\0"


class Progress(NamedTuple):
    """The reading point as an offset in the text, and how much of it has been seen, from 0 to 1."""

    offset: int
    fraction: float


class Bookmark(NamedTuple):
    """A place in an article, and the hash of the text that the offset is in."""

    path: str
    text_sha256: str
    offset: int


class ReadingLog:
    """The articles that have been opened, by the hash of their text, in an SQLite file.

    Several programs may use the same file. One that is damaged or none of ours is set aside; in one
    that cannot be used nothing is kept, and what is remembered lasts as long as the program. May be
    used from any thread.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._known: dict[str, Progress] = {}
        self._looks: dict[str, int] = {}
        self._bookmarks: dict[str, Bookmark] = {}
        try:
            make_own_folder(file.parent)
            with decoding(file):
                self._load()
        except OSError:
            return  # no such folder can be made: nothing is remembered, and nothing was lost
        except OwnFileError as error:
            self._begin_anew(error)

    def _load(self) -> None:
        if self._file.exists():
            with opened(self._file, own=True) as file:
                head = file.read(len(_MAGIC))
            if head not in {b"", _MAGIC}:  # SQLite takes a few bytes of anything for nothing
                raise ValueError("no database")
        with closing(self._connect()) as database:
            # A flipped bit in a letter costs that row, not the table.
            database.text_factory = lambda data: data.decode("utf-8", "replace")
            database.executescript("PRAGMA journal_mode=WAL;" + _TABLES)
            for sha256, *progress in database.execute(_READING):
                self._known[sha256] = Progress(*progress)
            for letter, *place in database.execute(_BOOKMARKS):
                self._bookmarks[letter] = Bookmark(*place)
            self._looks.update(database.execute(_LOOKS))

    def _begin_anew(self, error: OwnFileError) -> None:
        """Put what could be read, or is in memory, into a new file, once the old one is aside."""
        if set_aside(error, "What was read, with the bookmarks,") is None:
            return
        with suppress(sqlite3.Error, OSError), closing(self._connect()) as database:
            database.executescript("PRAGMA journal_mode=WAL;" + _TABLES)
            known = [(sha256, *progress) for sha256, progress in self._known.items()]
            database.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", known)
            marks = [(letter, *place) for letter, place in self._bookmarks.items()]
            database.executemany("INSERT OR REPLACE INTO bookmark VALUES (?, ?, ?, ?)", marks)
            looks = self._looks.items()
            database.executemany("INSERT OR REPLACE INTO look VALUES (?, ?)", looks)

    @property
    def opened(self) -> KeysView[str]:
        """The hashes of the texts that have been opened, what is opened later among them."""
        return self._known.keys()

    def progress(self, text_sha256: str) -> Progress | None:
        """How far an article has been read; `None` when it has never been opened."""
        return self._known.get(text_sha256)

    def remember(self, text_sha256: str, offset: int, fraction: float) -> None:
        """Note the reading point in an article; what has been seen of it stays seen."""
        if self.note(text_sha256, offset, fraction):
            self.keep(text_sha256)

    def note(self, text_sha256: str, offset: int, fraction: float) -> bool:
        """Note it in memory alone, without waiting; return whether there is something to keep."""
        before = self._known.get(text_sha256)
        now = Progress(offset, max(fraction, before.fraction if before else 0.0))
        self._known[text_sha256] = now
        return now != before

    def keep(self, text_sha256: str) -> None:
        """Write down what has been noted of an article."""
        with self._lock:
            if (now := self._known.get(text_sha256)) is not None:
                self._write("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", text_sha256, *now)

    def forget(self, text_sha256: str) -> None:
        """Mark an article as never opened."""
        with self._lock:
            if self._known.pop(text_sha256, None) is not None:
                self._write("DELETE FROM reading WHERE text_sha256 = ?", text_sha256)

    @property
    def bookmarks(self) -> dict[str, Bookmark]:
        """The bookmarks of the folder, by their letters, in order."""
        return dict(sorted(self._bookmarks.items()))

    def set_bookmark(self, letter: str, bookmark: Bookmark) -> None:
        """Set a bookmark, replacing the one with the same letter."""
        with self._lock:
            self._bookmarks[letter] = bookmark
            self._write("INSERT OR REPLACE INTO bookmark VALUES (?, ?, ?, ?)", letter, *bookmark)

    def look(self, name: str) -> int:
        """A number that says how the screen looked last, such as the width of a line; else 0."""
        return self._looks.get(name, 0)

    def set_look(self, name: str, value: int) -> None:
        """Remember how the screen looks."""
        with self._lock:
            self._looks[name] = value
            self._write("INSERT OR REPLACE INTO look VALUES (?, ?)", name, value)

    def _write(self, statement: str, *values: object) -> None:
        try:
            with decoding(self._file), closing(self._connect()) as database:
                database.execute(statement, values)
        except FileNotFoundError:
            pass
        except OwnFileError as error:
            if error.is_damaged:  # else it is in memory, and the next one may be written
                self._begin_anew(error)

    def _connect(self) -> sqlite3.Connection:
        database = connect(self._file, make=True, timeout=_SECONDS_TO_WAIT, isolation_level=None)
        # Losing the last second to a power cut is nothing; waiting for the disk would be.
        database.execute("PRAGMA synchronous=OFF")
        return database
