"""Files with one article per record: JSON Lines, and tables with a comma, semicolon or tab.

An article's path is the file's with its name below, as if the file were a folder: its id, where
the record has one that can name a file and that no record before it has, else its number.
"""

import codecs
import io
import json
import math
import re
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import msgspec

from corpus.canonical import canonical
from corpus.decode import UndecodableError, decode
from corpus.errors import ArticleError, CorpusError
from corpus.formats import LARGEST, RECORDS, Extracted, extract, one_line, reading, suffix_of
from corpus.rows import delimiter_of, read_rows, skip_line
from corpus.scan import FileStamp, Stamp

if TYPE_CHECKING:
    from typing_extensions import Buffer

RECORDS_VERSION = 1
"""Raised whenever some record gets another text."""

_IDS = ("id", "_id", "article_id", "articleid", "doc_id", "docid", "document_id", "uuid", "guid")
_TEXTS = (
    *("text", "content", "body", "article", "fulltext", "full_text", "article_text", "maintext"),
    *("inhalt", "volltext", "artikeltext"),
)
_FIELDS = {
    name: tuple(columns.split())
    for name, columns in {
        "title": "title headline heading titel überschrift ueberschrift schlagzeile",
        "source": "source publisher outlet site sitename site_name source_name newspaper medium"
        " quelle zeitung",
        "author": "author authors byline creator autor autoren verfasser",
        "date": "date published published_at publish_date date_publish publication_date pubdate"
        " datepublished date_published datum veröffentlicht",
        "url": "url link canonical_url source_url uri",
        "language": "language lang sprache",
    }.items()
}
_NAME = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,100}")
_PAGE = re.compile(
    r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 1 << 16
_AS_UTF8 = "Save it as UTF-8."
_MOST_COLUMNS_NAMED = 20


class _Record(NamedTuple):
    """A record where it stands in its file: `line` from 1, `offset` in bytes.

    `fields` holds its values by their names in lower case; None when the record is broken.
    """

    line: int
    offset: int
    raw: bytes
    fields: Mapping[str, Any] | None
    encoding: str


def record_stamps(
    root: Path, file: FileStamp, on_problem: Callable[[CorpusError], None]
) -> Iterator[Stamp]:
    """Give the articles of a file; a key depends on the record alone, not on the others.

    Reads the file as a stream. What is wrong with it is told to `on_problem`, at the end.
    """
    troubles = _Troubles()
    suffix = suffix_of(file.path)
    try:
        for record, name in _named(_read(root / file.path), troubles):
            yield Stamp(f"{file.path}/{name}", _key(record, suffix))
    except OSError as error:
        reason = f"The file cannot be read ({error.strerror})."
        on_problem(ArticleError(file.path, reason, "Check its permissions, or the disk."))
    except UndecodableError as error:
        on_problem(ArticleError(file.path, f"It cannot be read: {error}.", _AS_UTF8))
    for reason, advice in troubles.told():
        on_problem(ArticleError(file.path, reason, advice))


def is_record(root: Path, path: str) -> bool:
    """Whether `path` names a record of a file."""
    file = str(PurePosixPath(path).parent)
    return file.lower().endswith(RECORDS) and (root / file).is_file()


def read_record(root: Path, path: str, recurring: Container[str] = ()) -> Extracted:
    """Read the article at `path` in its file. Raises ArticleError and OSError."""
    file = root / PurePosixPath(path).parent
    status = file.stat()
    name = PurePosixPath(path).name
    record = None
    with suppress(UndecodableError):
        offset = _offsets(file, status.st_mtime_ns, status.st_size).get(name)
        record = next(_read(file, offset), None) if offset is not None else None
    if record is None or record.fields is None:
        reason = "The file has no such record (any more)."
        raise ArticleError(path, reason, "Refresh the list.")
    text = _text(record.fields)
    known = {
        field: one_line(value)
        for field, names in _FIELDS.items()
        if (value := _value(record.fields, names))
    }
    if _PAGE.match(text):
        page = extract(path, canonical(text).encode("utf-8-sig"), recurring, suffix=".html")
        return Extracted(page.text, record.encoding, page.blocks, {**page.fields, **known})
    return Extracted(canonical(text), record.encoding, None, known)


def _key(record: _Record, suffix: str) -> str:
    key = f"{len(record.raw)}:{zlib.crc32(record.raw):x}:{reading(suffix)}.{RECORDS_VERSION}"
    return f"{key}:{reading('.html')}" if _PAGE.match(_text(record.fields or {})) else key


class _Troubles:
    """What is wrong with the records of a file."""

    def __init__(self) -> None:
        self._broken: list[int] = []
        self._textless: list[int] = []
        self._columns: list[str] = []
        self._articles = 0

    def is_article(self, record: _Record) -> bool:
        """Note what is wrong with a record, if anything is."""
        if record.fields is None:
            self._broken.append(record.line)
            return False
        if _text(record.fields):
            self._articles += 1
            return True
        self._textless.append(record.line)
        self._columns = self._columns or list(record.fields)[:_MOST_COLUMNS_NAMED]
        return False

    def told(self) -> Iterator[tuple[str, str]]:
        """Give a reason and an advice for each kind of trouble."""
        if self._broken:
            where = _places(self._broken)
            yield f"Records that cannot be read: {where}.", "Correct them, or take them out."
        if self._textless and self._articles:
            yield f"Records without text: {_places(self._textless)}.", "They are left out."
        elif self._textless:
            names = ", ".join(one_line(name, 40) for name in self._columns)
            reason = f"No column holds the text of the articles; the columns are {names}."
            yield reason, 'Call it "text", or leave the file out with exclude: in config.yaml.'


def _places(lines: list[int]) -> str:
    return f"{len(lines)}, the first at line {lines[0]}"


def _named(records: Iterator[_Record], troubles: _Troubles) -> Iterator[tuple[_Record, str]]:
    """Give the records that are articles, and their names, no two alike whatever their case."""
    taken: set[str] = set()
    for number, record in enumerate(records, 1):
        if not troubles.is_article(record):
            continue
        name = _value(record.fields or {}, _IDS)
        if not _NAME.fullmatch(name) or name.casefold() in taken:
            name = f"{number:06}"
            while name in taken:
                name += "-"
        taken.add(name.casefold())
        yield record, name


# One file for each day is common, and a search finds articles of many days.
@lru_cache(maxsize=64)
def _offsets(file: Path, _mtime_ns: int, _size: int) -> dict[str, int]:
    """Give where each record of a file begins, by its name."""
    return {name: record.offset for record, name in _named(_read(file), _Troubles())}


def _read(file: Path, offset: int = 0) -> Iterator[_Record]:
    """Give the records of a file, or those from `offset` on. Raises OSError, UndecodableError."""
    with file.open("rb") as raw:
        begins = raw.read(_SAMPLE)
        if begins.startswith(_UTF16):
            raise UndecodableError("it is UTF-16")
        only_returns = b"\r" in begins and b"\n" not in begins
        opened = io.BufferedReader(_Returns(raw)) if only_returns else raw
        opened.seek(len(codecs.BOM_UTF8) if begins.startswith(codecs.BOM_UTF8) else 0)
        is_table = suffix_of(file.name) in (".csv", ".tsv")
        yield from (_table if is_table else _json_lines)(opened, offset)


class _Returns(io.RawIOBase):
    """A file whose lines end with a carriage return alone, with line feeds in their places."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: "Buffer") -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view)).replace(b"\r", b"\n")
        view[: len(data)] = data
        return len(data)


def _table(opened: BinaryIO, offset: int) -> Iterator[_Record]:
    start = opened.tell()
    delimiter = delimiter_of(opened.readline(LARGEST).decode("latin-1"))
    opened.seek(start)
    rows = read_rows(opened, delimiter, LARGEST)
    header = next(rows, None)
    if header is None:
        return
    if not header.cells:
        yield _Record(header.line, header.offset, header.raw, None, "")
        return
    columns = [cell.strip().casefold() for cell in header.cells]
    if offset:
        opened.seek(offset)
        rows = read_rows(opened, delimiter, LARGEST)
    for line, place, raw, cells, encoding in rows:
        whole = len(cells) >= len(columns) and not any(cells[len(columns) :])
        fields = dict(zip(columns, cells, strict=False)) if whole else None
        yield _Record(line, place, raw, fields, encoding)


def _json_lines(opened: BinaryIO, offset: int) -> Iterator[_Record]:
    opened.seek(offset or opened.tell())
    number = 0
    while True:
        place = opened.tell()
        raw = opened.readline(LARGEST + 1)
        if not raw:
            return
        number += 1
        if len(raw) > LARGEST:
            skip_line(opened, raw)
            yield _Record(number, place, raw, None, "")
        elif raw.strip():
            yield _Record(number, place, raw, *_object(raw))


def _object(raw: bytes) -> tuple[dict[str, Any] | None, str]:
    """Give the members of a JSON object, their names in lower case, and the encoding."""
    encoding = "utf-8"
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:  # in another encoding, or with what only Python's reader takes, such as NaN
            text, encoding = decode(raw)
            value = json.loads(text)
        except (ValueError, RecursionError):
            return None, ""
    if not isinstance(value, dict):
        return None, ""
    return {name.casefold(): member for name, member in value.items()}, encoding


def _value(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Give the first of the named values that says something, as text."""
    return next(filter(None, (_as_text(fields.get(name), ", ") for name in names)), "")


def _text(fields: Mapping[str, Any]) -> str:
    return next(filter(None, (_as_text(fields.get(name), "\n\n") for name in _TEXTS)), "")


def _as_text(value: object, joint: str) -> str:
    """Give a value as text, a list as its texts joined; "" for what is none."""
    if isinstance(value, str):
        return value if value and not value.isspace() else ""
    if isinstance(value, list):
        return joint.join(item for item in value if isinstance(item, str) and item.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return str(value) if math.isfinite(value) else ""
    except (OverflowError, ValueError):  # a number of thousands of digits
        return ""
