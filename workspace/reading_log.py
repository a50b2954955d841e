"""What has been read, and where one stopped: remembered by text, so that a renamed file keeps it.

This is the reader's own state, not the analyst's work: nothing here is ever worth stopping for.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

_TABLES = """
CREATE TABLE IF NOT EXISTS reading (
    text_sha256 TEXT PRIMARY KEY, offset INTEGER NOT NULL, fraction REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS look (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
_REMEMBER = "INSERT OR REPLACE INTO reading VALUES (?, ?, ?)"
_SECONDS_TO_WAIT = 2.0


class Progress(NamedTuple):
    """The reading point as an offset in the text, and how much of it has been seen, from 0 to 1."""

    offset: int
    fraction: float


class ReadingLog:
    """The articles that have been opened, by the hash of their text, in an SQLite file.

    Several programs may use the same file. One that cannot be used, or is none, is left alone; what
    is remembered then lasts as long as the program. May be used from any thread.
    """

    def __init__(self, file: Path) -> None:
        self._lock = Lock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._database = _opened(str(file))
        except (sqlite3.Error, OSError):
            self._database = _opened(":memory:")
        rows = self._database.execute("SELECT text_sha256, offset, fraction FROM reading")
        self._known = {sha256: Progress(offset, fraction) for sha256, offset, fraction in rows}

    def progress(self, text_sha256: str) -> Progress | None:
        """How far an article has been read; `None` when it has never been opened."""
        return self._known.get(text_sha256)

    def remember(self, text_sha256: str, offset: int, fraction: float) -> None:
        """Note where one is in an article; what has been seen of it stays seen."""
        with self._lock:
            before = self._known.get(text_sha256, Progress(0, 0.0))
            now = Progress(offset, max(fraction, before.fraction))
            if now != before or text_sha256 not in self._known:
                self._known[text_sha256] = now
                self._do(_REMEMBER, (text_sha256, *now))

    def forget(self, text_sha256: str) -> None:
        """Take an article as never opened."""
        with self._lock:
            if self._known.pop(text_sha256, None) is not None:
                self._do("DELETE FROM reading WHERE text_sha256 = ?", (text_sha256,))

    def look(self, name: str) -> int | None:
        """A number that says how the screen looked last, such as the width of a line."""
        with self._lock:
            for (value,) in self._database.execute(
                "SELECT value FROM look WHERE name = ?", (name,)
            ):
                assert isinstance(value, int)
                return value
        return None

    def set_look(self, name: str, value: int) -> None:
        """Remember how the screen looks."""
        with self._lock:
            self._do("INSERT OR REPLACE INTO look VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _do(self, statement: str, values: tuple[object, ...]) -> None:
        with suppress(sqlite3.Error):  # a full disk: it is known until the end of the program
            self._database.execute(statement, values)


def _opened(file: str) -> sqlite3.Connection:
    database = sqlite3.connect(
        file, timeout=_SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False
    )
    try:
        # Losing the last second to a power cut is nothing; waiting for the disk would be.
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + _TABLES)
    except sqlite3.Error:
        database.close()
        raise
    return database
