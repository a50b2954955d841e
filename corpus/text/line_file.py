"""Files of lines, whatever their line breaks."""

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO

from corpus.text.decode import UndecodableError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 1 << 16


def text_start(file: BinaryIO) -> int:
    """Return the offset after a byte order mark. Raises UndecodableError for one of UTF-16."""
    file.seek(0)
    begins = file.read(len(codecs.BOM_UTF8))
    if begins.startswith(_UTF16):
        raise UndecodableError("it is UTF-16")
    return len(begins) if begins == codecs.BOM_UTF8 else 0


def with_line_feeds(file: BinaryIO) -> BinaryIO:
    """Return a file from after its byte order mark, with line feeds for carriage returns alone.

    Raises UndecodableError for a file in UTF-16.
    """
    start = text_start(file)
    file.seek(start)
    begins = file.read(_SAMPLE)
    only_returns = b"\r" in begins and b"\n" not in begins
    lines = io.BufferedReader(_Returns(file)) if only_returns else file
    lines.seek(start)
    return lines


class _Returns(io.RawIOBase):
    """A file whose lines end with carriage returns alone, read as if with line feeds."""

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
