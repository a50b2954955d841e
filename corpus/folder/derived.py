"""What was derived from the articles and is slow to recompute, cached in one SQLite file.

Of an article that is read quickly, everything but the text is cached: its blocks, title and so on.

Losing the file only costs time. One process writes; others, and their threads, read.
"""

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
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
"""Raised whenever the table, the content of its rows, or the sketches change."""

_OURS = 0x6E6B7264  # in the file's header: "nkrd"
_TABLE = """
create table article (path text primary key, key text, sketch blob, body blob) without rowid
"""
_SECONDS_FOR_OTHERS = 1.0
_FIELDS = tuple(name for name in Article.__struct_fields__ if name != "blocks")

_Answer = TypeVar("_Answer")


class Derived:
    """Sketches of all articles, and articles as they were read.

    No method raises. A file that is damaged, foreign or of another version is replaced if it is
    opened as `writable`; if no file can be used, what is put is forgotten.
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
            log_rebuild(error, "The cache of articles")
        if self._connection is None and writable:
            self._connection = _make(file)

    def article(self, path: str, key: str) -> Article | None:
        """Return the article at `path` as it was cached under the key `key`, if it was.

        If it was cached without its text, that is "".
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
            return None  # this article alone is read again

    def sketches(self) -> Iterator[tuple[str, bytes]]:
        """Yield every path with its sketch, in order of the paths."""
        last = ""

        def ask(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
            # In a damaged file a row may come twice, and a column may hold anything.
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
        """Return the paths of all cached articles."""

        def ask(connection: sqlite3.Connection) -> set[str]:
            return {path for (path,) in connection.execute("select path from article")}

        nothing: set[str] = set()
        return self._try(ask, nothing)

    def put(self, path: str, key: str, sketch: bytes, body: bytes | None) -> None:
        """Cache the sketch of the article at `path`, and the article as `pack` made it, if any."""
        row = (path, key, sketch, body)
        self._do(lambda db: db.execute("replace into article values (?, ?, ?, ?)", row))

    def remove(self, paths: Iterable[str]) -> None:
        """Remove the articles at these paths."""
        rows = [(path,) for path in paths]
        self._do(lambda db: db.executemany("delete from article where path = ?", rows))

    def commit(self) -> None:
        """Make what was put and removed visible to other programs."""
        self._do(lambda db: db.commit())

    def close(self) -> None:
        """Close the file; what was not committed is dropped."""
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
                if error.is_damaged:  # else another program is using it, or the disk is full
                    self._connection.close()
                    self._connection = self._replace(error)
                return otherwise

    def _replace(self, error: OwnFileError) -> sqlite3.Connection | None:
        log_rebuild(error, "The cache of articles")
        return _make(self._file) if self._writable else None


def _open(file: Path) -> sqlite3.Connection | None:
    """Open a file of ours; return None for a foreign one, or one of another version.

    Raises FileNotFoundError, or OwnFileError if it cannot be used.
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
    """Replace the file by an empty one; return None if that is impossible."""
    connection = None
    try:
        make_own_folder(file.parent)
        discard_database(file)
        connection = _connect(file, make=True)
        connection.execute("pragma journal_mode = wal")  # readers never wait for the writer
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
    """Return an article in the form in which it is cached."""
    kept: dict[str, object] = {name: getattr(article, name) for name in _FIELDS}
    if not with_text:
        kept["text"] = ""
    kept["blocks"] = [(block.kind, block.start, block.end, block.rule) for block in article.blocks]
    return zlib.compress(msgspec.msgpack.encode(kept), level=1)


def _unpack(body: bytes) -> Article:
    """Return the article that `pack` made this of; raises whatever damage leads to."""
    kept = msgspec.msgpack.decode(zlib.decompress(body))
    blocks = tuple(Block(BlockKind(kind), *place) for kind, *place in kept.pop("blocks"))
    remarks = tuple(Remark(*remark) for remark in kept.pop("remarks"))
    return Article(**kept, blocks=blocks, remarks=remarks)
