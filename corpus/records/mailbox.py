"""Reads mailboxes (.mbox): mail after mail, each preceded by a line that begins with "From "."""

import re
from collections.abc import Container, Iterator
from typing import BinaryIO

from corpus.formats.extracted import Extracted
from corpus.formats.registry import read_as
from corpus.limits import LARGEST
from corpus.metadata.columns import Columns
from corpus.records.record import LeftOut, Record, RecordFile, RecordFileError

_BEGINS = b"From "
_HEADER = re.compile(rb"[\x21-\x39\x3b-\x7e]{1,200}:|>From ")
_HIDDEN = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE = 1 << 16


def mail_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield the mails of a mailbox from `offset` on.

    Raises OSError, and RecordFileError if the file is no mailbox.
    """
    file.stream.seek(offset)
    number = 0
    place = offset
    mail = bytearray()
    is_blank, is_long = True, False
    for line, at, following in _lines(file.stream, offset):
        begins = is_blank and line.startswith(_BEGINS) and _HEADER.match(following) is not None
        if begins:
            if number:
                yield _record(number, place, bytes(mail), is_long=is_long)
            number += 1
            place, mail, is_long = at, bytearray(), False
        elif not number and line.strip():
            raise RecordFileError("This is not a mailbox.", "Save it again, as mbox or as .eml.")
        elif len(mail) + len(line) > LARGEST:
            is_long = True
        else:
            mail += line
        is_blank = not line.strip(b"\r\n")
    if number:
        yield _record(number, place, bytes(mail), is_long=is_long)


def _lines(file: BinaryIO, offset: int) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield each line, its offset, and the beginning of the next one."""
    line = file.readline(_LINE)
    while line:
        following = file.readline(_LINE)
        yield line, offset, following
        offset += len(line)
        line = following


def _record(number: int, place: int, mail: bytes, *, is_long: bool) -> Record:
    left_out = LeftOut.BROKEN if is_long or not mail.strip() else None
    return Record(f"mail {number}", place, mail, mail, "mail", left_out=left_out)


def mail_article(
    path: str, record: Record, recurring: Container[str], _columns: Columns
) -> Extracted:
    """Make the article of a mail. Raises ArticleError."""
    return read_as(".eml", path, _HIDDEN.sub(rb"\1", record.content), recurring)
