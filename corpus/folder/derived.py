"""What was made of the articles and is slow to make again, kept in one SQLite file.

Of an article whose text is quickly read, all but the text is kept: its blocks, title and so on.

A cache: losing it costs time, nothing else. One process writes; others, and their threads, read.
"""

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec

from corpus.article import Article
from corpus.own_files import OwnFileError, decoding, log_rebuild
from corpus.page.blocks import Block, BlockKind
from corpus.remarks import Remark
from corpus.stories.sketches import SKETCH_VERSION
from disk.cache_file import make_own_folder
from disk.database import connect, discard_database

_VERSION = 3000 + SKETCH_VERSION
"""Raised whenever the table, what is kept of an article, or the sketch of one is another."""

_OURS = 0x6E6B7264  # in the file's header: "nkrd"
_TABLE = """
create table article (path text primary key, key text, sketch blob, body blob) without rowid
"""
_SECONDS_FOR_OTHERS = 1.0
_FIELDS = tuple(field.name for field in fields(Article) if field.init and field.name != "blocks")

_Answer = TypeVar("_Answer")


class Derived:
    """Sketches of all articles, and what was made of them.

    Nothing here raises. Opened to be written, a file that is damaged, foreign or of another version
    is deleted and made anew; where no file can be used, what is put is forgotten.
    """

    def __init__(self, file: Path, *, writable: bool = False) -> None:
        self._file = file
        self._writable = writable
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = _open(file)
        except FileNotFoundError:
            pass
        except OwnFileError as error:
            if not error.is_damaged:
                return
            log_rebuild(error, "What was made of the articles")
        if self._connection is None and writable:
            self._connection = _make(file)

    def article(self, path: str, key: str) -> Article | None:
        """Give the article at `path` as it was kept under the stamp `key`, if it was.

        Kept without its text, it has "" in its place.
        """

        def ask(connection: sqlite3.Connection) -> bytes | None:
            query = "select body from article where path = ? and key = ?"
            row = connection.execute(query, (path, key)).fetchone()
            return row[0] if row else None

        body = self._try(ask, None)
        try:
            with decoding(self._file):
                return _unpack(body) if body else None
        except (FileNotFoundError, OwnFileError):
            return None  # one article alone, which is read anew

    def sketches(self) -> Iterator[tuple[str, bytes]]:
        """Give every path with its sketch, in the order of the paths."""
        last = ""

        def ask(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            # In a damaged file a row may come again; and a column may hold anything.
            query = (
                "select path, sketch from article where path > ?1 and +path > ?1 "
                "and typeof(path) = 'text' and typeof(sketch) = 'blob' order by path limit 1000"
            )
            return connection.execute(query, (last,)).fetchall()

        nothing: list[tuple[str, bytes]] = []
        while rows := self._try(ask, nothing):
            yield from rows
            last = rows[-1][0]

    def paths(self) -> set[str]:
        """Give the paths of all articles of which something is kept."""

        def ask(connection: sqlite3.Connection) -> set[str]:
            return {path for (path,) in connection.execute("select path from article")}

        nothing: set[str] = set()
        return self._try(ask, nothing)

    def put(self, path: str, key: str, sketch: bytes, body: bytes | None) -> None:
        """Keep the sketch of the article at `path`, and what `pack` made of it, if it is given."""
        row = (path, key, sketch, body)
        self._do(lambda db: db.execute("replace into article values (?, ?, ?, ?)", row))

    def remove(self, paths: Iterable[str]) -> None:
        """Forget the articles at these paths."""
        rows = [(path,) for path in paths]
        self._do(lambda db: db.executemany("delete from article where path = ?", rows))

    def commit(self) -> None:
        """Let others see what was put and removed."""
        self._do(lambda db: db.commit())

    def close(self) -> None:
        """Keep what was committed, and let go of the file."""
        self._do(lambda db: db.close())
        self._connection = None

    def _do(self, act: Callable[[sqlite3.Connection], object]) -> None:
        self._try(act, None)

    def _try(self, ask: Callable[[sqlite3.Connection], _Answer], otherwise: _Answer) -> _Answer:
        with self._lock:
            if self._connection is None:
                return otherwise
            try:
                with decoding(self._file):
                    return ask(self._connection)
            except FileNotFoundError:
                return otherwise
            except OwnFileError as error:
                if error.is_damaged:  # else somebody else is at it, or the disk is full
                    self._connection.close()
                    self._connection = self._anew(error)
                return otherwise

    def _anew(self, error: OwnFileError) -> sqlite3.Connection | None:
        log_rebuild(error, "What was made of the articles")
        return _make(self._file) if self._writable else None


def _open(file: Path) -> sqlite3.Connection | None:
    """Open a file of ours; None for one that is not, or of another version.

    Raises FileNotFoundError, or OwnFileError when it cannot be used.
    """
    with decoding(file):
        connection = _connect(file)
        try:
            ours = connection.execute("pragma application_id").fetchone()[0] == _OURS
            version = connection.execute("pragma user_version").fetchone()[0]
            if ours and version == _VERSION:
                connection.execute("select path, key, sketch, body from article limit 1")
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None


def _make(file: Path) -> sqlite3.Connection | None:
    """Make an empty file in place of what is there, or None where that cannot be."""
    connection = None
    try:
        make_own_folder(file.parent)
        discard_database(file)
        connection = _connect(file, make=True)
        connection.execute("pragma journal_mode = wal")  # reading never waits for the writer
        connection.execute(_TABLE)
        connection.execute(f"pragma user_version = {_VERSION}")
        connection.execute(f"pragma application_id = {_OURS}")
    except (OSError, sqlite3.Error):
        if connection:
            connection.close()
        return None
    return connection


def _connect(file: Path, *, make: bool = False) -> sqlite3.Connection:
    connection = connect(file, make=make, timeout=_SECONDS_FOR_OTHERS, check_same_thread=False)
    connection.execute("pragma synchronous = normal")
    return connection


def pack(article: Article, *, with_text: bool = True) -> bytes:
    """Give an article as it is kept."""
    kept: dict[str, object] = {name: getattr(article, name) for name in _FIELDS}
    if not with_text:
        kept["text"] = ""
    kept["blocks"] = [(block.kind, block.start, block.end, block.rule) for block in article.blocks]
    return zlib.compress(msgspec.msgpack.encode(kept), level=1)


def _unpack(body: bytes) -> Article:
    """Give an article from what `pack` made; raises whatever damage leads to."""
    kept = msgspec.msgpack.decode(zlib.decompress(body))
    blocks = tuple(Block(BlockKind(kind), *place) for kind, *place in kept.pop("blocks"))
    remarks = tuple(Remark(*remark) for remark in kept.pop("remarks"))
    return Article(**kept, blocks=blocks, remarks=remarks)
