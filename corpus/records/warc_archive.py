"""Where records are in a web archive, plain or compressed; a damaged record costs no other."""

import re
import zlib
from collections.abc import Iterator, Mapping
from io import SEEK_END
from typing import BinaryIO, NamedTuple, Protocol

from corpus.limits import LARGEST
from corpus.records.http_response import END_OF_HEAD, headers_of
from corpus.records.record import RecordFileError

_BEGINS = re.compile(rb"WARC/\d\.\d\r?\n")
_MEMBER = b"\x1f\x8b\x08"
_PIECE = 1 << 16
_LONGEST_HEAD = 1 << 16
_LONGEST_END = 64  # of a record, after its block: two line ends


class Found(NamedTuple):
    """A record: its head, the beginning of its block, and where the next record is."""

    offset: int
    head: bytes
    fields: Mapping[str, str]
    block: bytes
    following: int


class Damaged(NamedTuple):
    """A record that cannot be read."""

    offset: int


class WebArchive(Protocol):
    """An open web archive."""

    def found(self, offset: int) -> Found | None:
        """Return the record at an offset with the beginning of its block; None at the end.

        Raises DamagedError.
        """

    def block(self, offset: int) -> bytes:
        """Return the block of the record at an offset, up to LARGEST bytes and one more."""


class DamagedError(Exception):
    """A record cannot be read; `following` is where the next may begin."""

    def __init__(self, following: int) -> None:
        super().__init__(following)
        self.following = following


def open_web_archive(stream: BinaryIO) -> WebArchive:
    """Return the archive in a file. Raises OSError, and RecordFileError if it is none."""
    stream.seek(0)
    start = stream.read(_PIECE)
    if start.startswith(_MEMBER):
        return _Compressed(stream)
    if _BEGINS.match(start):
        return _Plain(stream)
    raise RecordFileError("This is not a web archive.", "Fetch it again.")


def records_from(archive: WebArchive, offset: int) -> Iterator[Found | Damaged]:
    """Yield the records from an offset on."""
    while True:
        try:
            found = archive.found(offset)
        except DamagedError as error:
            yield Damaged(offset)
            offset = error.following
            continue
        if found is None:
            return
        yield found
        offset = found.following


class _Plain:
    """An archive that is not compressed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def found(self, offset: int) -> Found | None:
        self._file.seek(offset)
        data = self._file.read(_LONGEST_HEAD)
        lead = len(data) - len(data.lstrip(b"\r\n"))
        if lead == len(data):
            return None
        head = _head(data[lead:])
        if head is None:
            raise DamagedError(self._next(offset + lead + 1))
        raw, fields, length = head
        begin = lead + len(raw)
        end = offset + begin + length
        size = self._file.seek(0, SEEK_END)
        if end > size:  # the file was cut, or the length is wrong: then others follow
            following = self._next(offset + lead + 1)
            if following < size:
                raise DamagedError(following)
        return Found(offset, raw, fields, data[begin : begin + length], end)

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

    def found(self, offset: int) -> Found | None:
        self._file.seek(offset)
        if not self._file.read(1):
            return None
        data, following, size = self._unpacked(offset, _LONGEST_HEAD)
        head = _head(data)
        if head is None:
            raise DamagedError(following)
        raw, fields, length = head
        rest = size - len(raw) - length
        follows = _BEGINS.match(data[len(raw) + length :].lstrip(b"\r\n"))
        if follows or rest > (_PIECE if size <= len(data) else _LONGEST_END):
            raise RecordFileError(
                "The file was compressed as a whole, so that its records cannot be found.",
                "Unpack it: gunzip -k FILE",
            )
        return Found(offset, raw, fields, data[len(raw) : len(raw) + length], following)

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
            raise DamagedError(self._next(offset + 1)) from None
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
    end = END_OF_HEAD.search(data)
    if not _BEGINS.match(data) or end is None:
        return None
    head = data[: end.end()]
    fields = headers_of(head)
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        return None
    return head, fields, int(length)
