"""Reads files that may hold many articles, exported from a press database."""

from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.press.signs import may_be_export
from corpus.formats.registry import read_as, suffix_of
from corpus.limits import LARGEST
from corpus.metadata.columns import Columns
from corpus.records.record import Record, RecordFile, RecordFileError
from disk.reading import read

if TYPE_CHECKING:
    from corpus.formats.press.lines import Part

_WORD_TEXT = "word/document.xml"


def is_export(root: Path, path: str) -> bool:
    """Whether the file at `path` holds several articles; one that cannot be read does not."""
    suffix = suffix_of(path)
    try:
        data = read(root / path, within=root, most=LARGEST)
        return _may_be(data, suffix) and len(_parsed(data, suffix)[1]) > 1
    except (OSError, ArticleError, ImportError):
        return False


def _may_be(data: bytes, suffix: str) -> bool:
    if suffix != ".docx":
        return may_be_export(data)
    from corpus.formats.archive import open_archive

    archive = open_archive("", data, "a document")
    return archive.has(_WORD_TEXT) and may_be_export(archive.read(_WORD_TEXT))


# The articles of a file are read one after the other, and parsing it takes long.
@lru_cache(maxsize=2)
def _parsed(data: bytes, suffix: str) -> "tuple[Extracted, list[Part]]":
    from corpus.formats.press.databases import press_parts  # slow to import, and seldom needed

    whole = read_as(suffix, "", data)
    return whole, press_parts(whole.text)


def export_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield the articles of an export from the number `offset` on.

    Raises OSError, and RecordFileError if it cannot be read.
    """
    file.stream.seek(0)
    try:
        whole, parts = _parsed(file.stream.read(LARGEST + 1), file.suffix)
    except ArticleError as error:
        raise RecordFileError(error.reason, error.advice) from error
    for number, part in enumerate(parts[offset:], offset):
        raw = f"{whole.text[part.start : part.end]}{sorted(part.fields.items())}".encode()
        place = f"article {number + 1}"
        yield Record(place, number, raw, (whole, part), whole.encoding, part.name)


def export_article(
    _path: str, record: Record, recurring: Container[str], _columns: Columns
) -> Extracted:
    """Return an article of an export."""
    from corpus.formats.press.databases import part_article

    whole, part = record.content
    return part_article(whole, part, recurring)
