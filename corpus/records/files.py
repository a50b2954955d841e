"""Files with many articles: JSON, tables, mailboxes, web archives, feeds, exports of databases.

An article's path is the file's with its name below, as if the file were a folder: its id, where
the record has one that can name a file and that no record before it has, else its number.
"""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from corpus.errors import ArticleError, CorpusError, MissingExtraError
from corpus.folder.scan import FileStamp, Stamp
from corpus.formats.registry import EXPORTS, RECORDS, Extracted, one_line, reading, suffix_of
from corpus.metadata.columns import NO_COLUMNS, Columns
from corpus.records.record import LeftOut, Record, RecordFileError
from corpus.text.decode import UndecodableError
from disk.reading import opened as opened_file

RECORDS_VERSION = 4
"""Raised whenever some record gets another text."""

_NAME = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,100}")
_EXTRA = "html"  # what all need that need any
_AS_UTF8 = "Save it as UTF-8."
_MOST_COLUMNS_NAMED = 20


class _Format(NamedTuple):
    """How the records of a kind of file are found, and made into articles.

    `records` gives all of them, or those from an offset on; it raises OSError, UndecodableError
    and RecordFileError. `is_page` says which are read as HTML pages.
    """

    records: Callable[[BinaryIO, int, Columns], Iterator[Record]]
    article: Callable[[str, Record, Container[str], Columns], Extracted]
    is_page: Callable[[Record, Columns], bool]


@cache
def _format_of(suffix: str) -> _Format:
    """Give the format of files with this suffix; only then its reader is imported."""
    if suffix in EXPORTS:
        from corpus.records.press_exports import export_article, export_records

        return _Format(partial(export_records, suffix=suffix), export_article, _is_no_page)
    if suffix == ".mbox":
        from corpus.records.mailbox import mail_article, mail_records

        return _Format(mail_records, mail_article, _is_no_page)
    if suffix in (".warc", ".warc.gz"):
        from corpus.records.warc import warc_article, warc_records

        return _Format(warc_records, warc_article, _is_page)
    if suffix in (".rss", ".atom", ".xml"):
        from corpus.records.feeds import feed_article, feed_records

        return _Format(feed_records, feed_article, _is_no_page)
    from corpus.metadata.column_names import article, is_page

    if suffix in (".csv", ".tsv"):
        from corpus.records.tables import table_records

        return _Format(table_records, article, is_page)
    from corpus.records.json_records import line_records, list_records

    return _Format(list_records if suffix == ".json" else line_records, article, is_page)


def _is_page(_record: Record, _columns: Columns) -> bool:
    return True


def _is_no_page(_record: Record, _columns: Columns) -> bool:
    return False


def record_stamps(
    root: Path,
    file: FileStamp,
    on_problem: Callable[[CorpusError], None],
    columns: Columns = NO_COLUMNS,
) -> Iterator[Stamp]:
    """Give the articles of a file; a key depends on the record alone, not on the others.

    What is wrong with the file is told to `on_problem`, at the end.
    """
    troubles = _Troubles()
    suffix = suffix_of(file.path)
    try:
        found = _format_of(suffix)
        with opened_file(root / file.path, within=root) as opened:
            for record, name in _named(found.records(opened, 0, columns), troubles):
                is_page = found.is_page(record, columns)
                yield Stamp(f"{file.path}/{name}", _key(record, suffix, columns, is_page=is_page))
    except ImportError:
        on_problem(MissingExtraError(file.path, suffix, _EXTRA))
    except OSError as error:
        reason = f"The file cannot be read ({error.strerror})."
        on_problem(ArticleError(file.path, reason, "Check its permissions, or the disk."))
    except UndecodableError as error:
        on_problem(ArticleError(file.path, f"It cannot be read: {error}.", _AS_UTF8))
    except RecordFileError as error:
        on_problem(ArticleError(file.path, error.reason, error.advice))
    for reason, advice in troubles.told():
        on_problem(ArticleError(file.path, reason, advice))


def is_record(root: Path, path: str) -> bool:
    """Whether `path` names a record of a file."""
    file = str(PurePosixPath(path).parent)
    return file.lower().endswith((*RECORDS, *EXPORTS)) and (root / file).is_file()


def read_record(
    root: Path, path: str, recurring: Container[str] = (), columns: Columns = NO_COLUMNS
) -> Extracted:
    """Read the article at `path` in its file. Raises ArticleError and OSError."""
    file = str(PurePosixPath(path).parent)
    status = (root / file).stat()
    name = PurePosixPath(path).name
    try:
        found = _format_of(suffix_of(file))
    except ImportError as error:
        raise MissingExtraError(path, suffix_of(file), _EXTRA) from error
    with suppress(UndecodableError, RecordFileError):
        offset = _offsets(root, file, status.st_ctime_ns, status.st_size, columns).get(name)
        if offset is not None:
            with opened_file(root / file, within=root) as opened:
                record = next(found.records(opened, offset, columns), None)
                if record is not None and record.left_out is None:
                    return found.article(path, record, recurring, columns)
    reason = "The file has no such record (any more)."
    raise ArticleError(path, reason, "Refresh the list.")


def _key(record: Record, suffix: str, columns: Columns, *, is_page: bool) -> str:
    parts = [f"{len(record.raw)}", f"{zlib.crc32(record.raw):x}"]
    parts.append(f"{reading(suffix)}.{RECORDS_VERSION}")
    if is_page:
        parts.append(reading(".html"))
    if columns.key:
        parts.append(columns.key)
    return ":".join(parts)


class _Troubles:
    """What is wrong with the records of a file."""

    def __init__(self) -> None:
        self._counts: Counter[LeftOut] = Counter()
        self._first: dict[LeftOut, str] = {}
        self._columns: list[str] = []
        self._articles = 0

    def is_article(self, record: Record) -> bool:
        """Note what is wrong with a record, if anything is."""
        if record.left_out is None:
            self._articles += 1
            return True
        self._counts[record.left_out] += 1
        self._first.setdefault(record.left_out, record.place)
        if record.left_out is LeftOut.TEXTLESS and isinstance(record.content, dict):
            self._columns = self._columns or list(record.content)[:_MOST_COLUMNS_NAMED]
        return False

    def told(self) -> Iterator[tuple[str, str]]:
        """Give a reason and an advice for each kind of trouble."""
        for why in LeftOut:
            if why is LeftOut.TEXTLESS and self._columns and not self._articles:
                names = ", ".join(one_line(name, 40) for name in self._columns)
                reason = f"No column holds the text of the articles; the columns are {names}."
                advice = (
                    "Name it with columns: in config.yaml, or leave the file out with exclude:."
                )
                yield reason, advice
            elif count := self._counts[why]:
                yield f"{why.reason}: {count}, the first at {self._first[why]}.", why.advice


def _named(records: Iterator[Record], troubles: _Troubles) -> Iterator[tuple[Record, str]]:
    """Give the records that are articles, and their names, no two alike whatever their case."""
    taken: set[str] = set()
    for number, record in enumerate(records, 1):
        if not troubles.is_article(record):
            continue
        name = record.name
        if not _NAME.fullmatch(name) or name.casefold() in taken:
            name = f"{number:06}"
            while name in taken:
                name += "-"
        taken.add(name.casefold())
        yield record, name


# One file for each day is common, and a search finds articles of many days.
@lru_cache(maxsize=64)
def _offsets(root: Path, file: str, _ctime_ns: int, _size: int, columns: Columns) -> dict[str, int]:
    """Give where each record of a file begins, by its name."""
    with opened_file(root / file, within=root) as opened:
        records = _format_of(suffix_of(file)).records(opened, 0, columns)
        return {name: record.offset for record, name in _named(records, _Troubles())}
