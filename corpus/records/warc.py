"""Web archives (.warc, .warc.gz, ISO 28500): an article for each page that was fetched.

warcio would read them, too, but writes what it doubts to the terminal, and reads nothing after a
damaged record; here a record costs only itself.
"""

import re
import zlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from io import SEEK_END
from typing import BinaryIO, NamedTuple, Protocol

from corpus.errors import ArticleError, MissingExtraError
from corpus.formats.extracted import Extracted
from corpus.formats.plain_text import read_plain_text
from corpus.limits import LARGEST
from corpus.metadata.columns import Columns
from corpus.records.record import LeftOut, Record, RecordFile, RecordFileError
from corpus.remarks import Remark
from corpus.text.canonical import one_line

_BEGINS = re.compile(rb"WARC/\d\.\d\r?\n")
_MEMBER = b"\x1f\x8b\x08"
_PIECE = 1 << 16
_LONGEST_HEAD = 1 << 16
_LONGEST_END = 64  # of a record, after its block: two line ends
_UNREAD_CODINGS = ("br", "zstd", "compress")
_CUT = Remark("The archive was cut in the midst of it.", "Fetch it again.")
_PAGE = ("text/html", "application/xhtml+xml")
_IS_PAGE = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_LOOKS_LIKE_PAGE = re.compile(rb"[\xef\xbb\xbf\s]*<")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_KINDS = ("response", "resource", "conversion", "revisit")


class _Found(NamedTuple):
    """The head of a record, where its block begins in it, and where the next record is."""

    offset: int
    head: bytes
    fields: Mapping[str, str]
    block: bytes
    following: int


class _Source(Protocol):
    def found(self, offset: int) -> _Found | None:
        """Return the record at an offset with the beginning of its block; None at the end.

        Raises _DamagedError.
        """

    def block(self, offset: int) -> bytes:
        """Return the block of the record at an offset, up to LARGEST bytes and one more."""


class _DamagedError(Exception):
    """A record cannot be read; `following` is where the next may begin."""

    def __init__(self, following: int) -> None:
        super().__init__(following)
        self.following = following


def warc_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield what was fetched of the web, or that from `offset` on.

    Raises OSError, and RecordFileError for a file that is no archive.
    """
    file.stream.seek(0)
    start = file.stream.read(_PIECE)
    source: _Source
    if start.startswith(_MEMBER):
        source = _Compressed(file.stream)
    elif _BEGINS.match(start):
        source = _Plain(file.stream)
    else:
        raise RecordFileError("This is not a web archive.", "Fetch it again.")
    number = 0
    while True:
        try:
            found = source.found(offset)
        except _DamagedError as error:
            number += 1
            yield Record(f"record {number}", offset, b"", left_out=LeftOut.BROKEN)
            offset = error.following
            continue
        if found is None:
            return
        if found.fields.get("warc-type") in _KINDS:
            number += 1
            left_out = _left_out(found)
            content = (source, found)
            yield Record(f"record {number}", offset, found.head, content, "warc", left_out=left_out)
        offset = found.following


def warc_article(
    path: str, record: Record, recurring: Container[str], _columns: Columns
) -> Extracted:
    """Make the article of a page; its file must still be open. Raises ArticleError."""
    source, found = record.content
    block = source.block(found.offset)
    if len(block) > LARGEST:
        raise _too_large(path)
    remarks = (_CUT,) if len(block) < int(found.fields["content-length"]) else ()
    kind, body = found.fields.get("content-type", ""), block
    if found.fields.get("warc-type") == "response":
        headers, body = _answer(block)
        body = _decoded(path, body, headers)
        if len(body) > LARGEST:
            raise _too_large(path)
        kind = headers.get("content-type", "")
    known = {"url": one_line(found.fields.get("warc-target-uri", "").strip("<>"))}
    if kind.startswith("text/plain"):
        text = read_plain_text(path, body)
        return replace(text, fields=known, remarks=(*remarks, *text.remarks))
    try:
        from corpus.formats.html.page import read_html, read_page
    except ImportError as error:
        raise MissingExtraError(path, "pages of web archives", "html") from error
    charset = _CHARSET.search(kind)
    if charset:
        page = read_page(path, body, charset[1], recurring)
    else:
        page = read_html(path, body, recurring)
    fields = {**page.fields, **known}
    return Extracted(page.text, page.encoding, page.blocks, fields, (*remarks, *page.remarks))


def warc_is_page(_record: Record, _columns: Columns) -> bool:
    """Whether an article is an HTML page: nearly all are."""
    return True


def _too_large(path: str) -> ArticleError:
    return ArticleError(path, f"The page is larger than {LARGEST >> 20} MB.", "Leave it out.")


def _left_out(found: _Found) -> LeftOut | None:
    kind = found.fields["warc-type"]
    if kind == "revisit":
        return LeftOut.REPEATED
    content = found.fields.get("content-type", "")
    if kind == "response":
        status = _STATUS.match(found.block)
        headers, body = _answer(found.block)
        content = headers.get("content-type", "")
        is_page = content.startswith(_PAGE) or (not content and _IS_PAGE.match(body) is not None)
        return None if status and status[1] == b"200" and is_page else LeftOut.NO_PAGE
    is_text = kind == "conversion" and content.startswith("text/plain")
    return None if content.startswith(_PAGE) or is_text else LeftOut.NO_PAGE


class _Plain:
    """An archive that is not compressed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def found(self, offset: int) -> _Found | None:
        self._file.seek(offset)
        data = self._file.read(_LONGEST_HEAD)
        lead = len(data) - len(data.lstrip(b"\r\n"))
        if lead == len(data):
            return None
        head = _head(data[lead:])
        if head is None:
            raise _DamagedError(self._next(offset + lead + 1))
        raw, fields, length = head
        begin = lead + len(raw)
        end = offset + begin + length
        size = self._file.seek(0, SEEK_END)
        if end > size:  # the file was cut, or the length is wrong: then others follow
            following = self._next(offset + lead + 1)
            if following < size:
                raise _DamagedError(following)
        return _Found(offset, raw, fields, data[begin : begin + length], end)

    def block(self, offset: int) -> bytes:
        found = self.found(offset)
        if found is None:
            return b""
        length = int(found.fields["content-length"])
        self._file.seek(found.following - length)
        return self._file.read(min(length, LARGEST + 1))

    def _next(self, offset: int) -> int:
        """Return where the next head of a record is, or the end of the file."""
        self._file.seek(offset)
        kept = b""
        while piece := self._file.read(_PIECE):
            data = kept + piece
            match = _BEGINS.search(data)
            if match:
                return offset - len(kept) + match.start()
            kept = data[-12:]
            offset += len(piece)
        return offset


class _Compressed:
    """An archive in which each record is compressed by itself."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def found(self, offset: int) -> _Found | None:
        self._file.seek(offset)
        if not self._file.read(1):
            return None
        data, following, size = self._unpacked(offset, _LONGEST_HEAD)
        head = _head(data)
        if head is None:
            raise _DamagedError(following)
        raw, fields, length = head
        rest = size - len(raw) - length
        follows = _BEGINS.match(data[len(raw) + length :].lstrip(b"\r\n"))
        if follows or rest > (_PIECE if size <= len(data) else _LONGEST_END):
            raise RecordFileError(
                "The file was compressed as a whole, so that its records cannot be found.",
                "Unpack it: gunzip -k FILE",
            )
        return _Found(offset, raw, fields, data[len(raw) : len(raw) + length], following)

    def block(self, offset: int) -> bytes:
        data, _, _ = self._unpacked(offset, _LONGEST_HEAD + LARGEST + 1)
        head = _head(data)
        if head is None:
            return b""
        raw, _, length = head
        return data[len(raw) : len(raw) + length]

    def _unpacked(self, offset: int, most: int) -> tuple[bytes, int, int]:
        """Return the first `most` bytes of a member, where the next one is, and its whole size."""
        self._file.seek(offset)
        unpacker = zlib.decompressobj(31)
        parts: list[bytes] = []
        size = read = kept = 0
        waiting = b""
        try:
            while not unpacker.eof:
                if not waiting:
                    waiting = self._file.read(_PIECE)
                    read += len(waiting)
                    if not waiting:
                        break
                piece = unpacker.decompress(waiting, _PIECE * 16)
                waiting = unpacker.unconsumed_tail
                size += len(piece)
                if kept < most:
                    parts.append(piece[: most - kept])
                    kept += len(parts[-1])
        except zlib.error:
            raise _DamagedError(self._next(offset + 1)) from None
        following = offset + read - len(unpacker.unused_data) - len(waiting)
        rest = unpacker.unused_data
        if rest and not rest.startswith(_MEMBER[:1]):
            following = self._next(following)
        return b"".join(parts), following, size

    def _next(self, offset: int) -> int:
        """Return where the next compressed record may begin, or the end of the file."""
        self._file.seek(offset)
        kept = b""
        while piece := self._file.read(_PIECE):
            data = kept + piece
            place = data.find(_MEMBER)
            if place >= 0:
                return offset - len(kept) + place
            kept = data[-2:]
            offset += len(piece)
        return offset


def _head(data: bytes) -> tuple[bytes, dict[str, str], int] | None:
    """Return the head of a record, its fields by their names in lower case, the block's length."""
    end = _END.search(data)
    if not _BEGINS.match(data) or end is None:
        return None
    head = data[: end.end()]
    fields = _named(head)
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        return None
    return head, fields, int(length)


def _named(head: bytes) -> dict[str, str]:
    """Return the headers after the first line."""
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().casefold(), value.strip())
    fields["content-type"] = fields.get("content-type", "").casefold()
    return fields


def _answer(block: bytes) -> tuple[dict[str, str], bytes]:
    """Return the headers of an answer, and its body."""
    end = _END.search(block)
    if end is None:
        return _named(block), b""
    return _named(block[: end.start()]), block[end.end() :]


def _decoded(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Undo chunks and compression, up to LARGEST bytes and one more.

    A body that crawlers have already undone stays as it is. Raises ArticleError.
    """
    if "chunked" in headers.get("transfer-encoding", "").casefold():
        body = _joined(body)
    coding = headers.get("content-encoding", "").strip().casefold()
    if coding in _UNREAD_CODINGS and not _LOOKS_LIKE_PAGE.match(body):
        reason = f"The page is compressed in a way that is not read ({coding})."
        raise ArticleError(path, reason, "Fetch it again without, or save it as HTML.")
    if coding in ("gzip", "x-gzip", "deflate"):
        for window in (47, -15):
            try:
                return zlib.decompressobj(window).decompress(body, LARGEST + 1)
            except zlib.error:
                continue
    return body


def _joined(body: bytes) -> bytes:
    parts: list[bytes] = []
    place = 0
    while found := _CHUNK.match(body, place):
        size = int(found[1], 16)
        if not size:
            break
        parts.append(body[found.end() : found.end() + size])
        place = found.end() + size
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    return b"".join(parts) if parts else body
