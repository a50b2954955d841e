"""Reads the rows of a CSV file one by one, with their offsets; a broken row costs no other."""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from corpus.text.decode import UndecodableError, decode

# Lines after a quote that is never closed are read twice. If that happens over and over, every line
# is a row of its own from there on, so that no file can keep us busy for hours.
_MOST_REREAD = 16 << 20
_SAMPLE = 1 << 16
_DELIMITERS = ",;\t"
# Excel's own first line names the delimiter, and is no row.
_NAMED = re.compile(r'"?sep=(?P<delimiter>[^"\r\n])"?\s*', re.IGNORECASE)


class Row(NamedTuple):
    """A row: its bytes `raw` begin at `offset`, on `line` (from 1).

    A row that is broken, too long or not text has no cells.
    """

    line: int
    offset: int
    raw: bytes
    cells: list[str]
    encoding: str


class _TooLongError(Exception):
    pass


class _Lines:
    """The lines of a file as Latin-1, where every byte is a character, and those read so far."""

    def __init__(self, file: BinaryIO, longest: int) -> None:
        self._file = file
        self._left = longest
        self.taken: list[bytes] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._left + 1)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._left -= len(line)
        if self._left < 0:
            raise _TooLongError
        return line.decode("latin-1")


def delimiter_of(header: str) -> str:
    """Return the delimiter that the first line names (`sep=;`), else the commonest in it.

    The latter is comma, semicolon or tab.
    """
    named = _NAMED.fullmatch(header)
    return named["delimiter"] if named else max(_DELIMITERS, key=header.count)


def names_delimiter(line: str) -> bool:
    """Whether a line only names the delimiter (`sep=;`)."""
    return _NAMED.fullmatch(line) is not None


def read_table(file: BinaryIO, longest: int, offset: int = 0) -> Iterator[Row]:
    """Yield the header and the rows after it from where `file` stands, or from `offset` on."""
    start = file.tell()
    encoding = _legacy_encoding(file.read(_SAMPLE))
    file.seek(start)
    first = file.readline(longest).decode("latin-1")
    number = 1
    if names_delimiter(first):
        number += 1
    else:
        file.seek(start)
    rows = read_rows(file, delimiter_of(first), longest, number, encoding)
    header = next(rows, None)
    if header is None:
        return
    yield header
    if offset:
        file.seek(offset)
        rows = read_rows(file, delimiter_of(first), longest, encoding=encoding)
    yield from rows


def read_rows(
    file: BinaryIO, delimiter: str, longest: int, first_line: int = 1, encoding: str = ""
) -> Iterator[Row]:
    """Yield the rows from where `file` stands, each of at most `longest` bytes.

    Quotes may hold line breaks. A row whose quotes do not match ends with its line. Blank lines are
    left out. `first_line` is the number of the line where `file` stands, `encoding` that of rows
    that are not UTF-8; without it, each row is judged by itself.
    """
    csv.field_size_limit(longest)
    number, offset, reread = first_line, file.tell(), 0
    while True:
        lines = _Lines(file, longest if reread <= _MOST_REREAD else 0)
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
            raw = b"".join(lines.taken)
        except (csv.Error, _TooLongError):
            reread += sum(map(len, lines.taken[1:]))
            file.seek(offset)
            raw = file.readline(longest + 1)
            cells = _cells(raw, delimiter) if len(raw) <= longest else []
            skip_line(file, raw)
        if not raw:
            return
        if raw.strip():
            yield Row(number, offset, raw, *_decoded(raw, cells, encoding))
        number += max(1, raw.count(b"\n"))
        offset = file.tell()


def _legacy_encoding(sample: bytes) -> str:
    """Return the encoding of the lines that are not UTF-8; "" if there are none."""
    lines = b"\n".join(line for line in sample.split(b"\n")[:-1] if not _is_utf8(line))
    try:
        return decode(lines)[1] if lines else ""
    except UndecodableError:
        return ""


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(raw: bytes, cells: list[str], encoding: str) -> tuple[list[str], str]:
    if raw.isascii() or not cells:
        return cells, "utf-8"
    try:
        return [cell.encode("latin-1").decode() for cell in cells], "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        encoding = encoding or decode(raw)[1]
    except UndecodableError:
        return [], ""
    return [cell.encode("latin-1").decode(encoding, "replace") for cell in cells], encoding


def _cells(line: bytes, delimiter: str) -> list[str]:
    """Return the cells of a line with quotes within quotes, or none if one is never closed."""
    if line.count(b'"') % 2:
        return []
    try:
        return next(csv.reader([line.decode("latin-1")], delimiter=delimiter), [])
    except csv.Error:
        return []


def skip_line(file: BinaryIO, raw: bytes) -> None:
    """Skip the rest of the line whose beginning, `raw`, was just read."""
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(1 << 20)
