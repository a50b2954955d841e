"""Lists and reads the articles of a file with many records.

An article's path is the file's with its name below, as if the file were a folder. The name is the
record's id, if it has one that can name a file and that no earlier record has, else its number.
"""

import codecs
import re
import zlib
from collections import Counter
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath

from corpus.errors import ArticleError, CorpusError, DoubtError, MissingExtraError
from corpus.formats.extracted import Extracted
from corpus.formats.registry import EXPORTS, reading, suffix_of
from corpus.metadata.columns import NO_COLUMNS, Columns
from corpus.records.record import LeftOut, Record, RecordFile, RecordFileError
from corpus.records.registry import RECORDS, RecordFormat, record_format_of
from corpus.text.canonical import one_line
from corpus.text.decode import UndecodableError
from disk.reading import opened

RECORDS_VERSION = 6
"""Raised whenever the text of some record changes."""

_NAME = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,100}")
_MANY = (*RECORDS, *EXPORTS)
_AS_UTF8 = "Save it as UTF-8."
_IF_WRONG = "If letters are wrong there, save the file as UTF-8."
_MOST_COLUMNS_NAMED = 20


def record_keys(
    root: Path,
    file: str,
    on_problem: Callable[[CorpusError], None],
    columns: Columns = NO_COLUMNS,
) -> Iterator[tuple[str, str]]:
    """Yield the path and the key of each article in a file, whose path is relative to `root`.

    A key depends on the record alone, not on the others: another one means that the article must be
    read again. Problems of the file are passed to `on_problem`, at the end.
    """
    problems = _Problems()
    suffix = suffix_of(file)
    format_ = _format_of(suffix)
    try:
        find, _, is_page = format_.load()
        with opened(root / file, within=root) as stream:
            for record, name in _named(find(RecordFile(stream, suffix, columns), 0), problems):
                key = _key(record, suffix, columns, is_page=is_page(record, columns))
                yield f"{file}/{name}", key
    except ImportError:
        if not format_.extra:
            raise
        on_problem(MissingExtraError(file, suffix, format_.extra))
    except OSError as error:
        reason = f"The file cannot be read ({error.strerror})."
        on_problem(ArticleError(file, reason, "Check its permissions, or the disk."))
    except UndecodableError as error:
        on_problem(ArticleError(file, f"It cannot be read: {error}.", _AS_UTF8))
    except RecordFileError as error:
        on_problem(ArticleError(file, error.reason, error.advice))
    for reason, advice in problems.listed():
        on_problem(ArticleError(file, reason, advice))
    for reason in problems.guessed():
        on_problem(DoubtError(file, reason, _IF_WRONG))


def is_record(root: Path, path: str) -> bool:
    """Whether `path` names a record of a file."""
    file = path.rpartition("/")[0]  # without a Path, as every article is asked
    return file.lower().endswith(_MANY) and (root / file).is_file()


def read_record(
    root: Path, path: str, recurring: Container[str] = (), columns: Columns = NO_COLUMNS
) -> Extracted:
    """Read the article at `path` in its file. Raises ArticleError and OSError."""
    file = str(PurePosixPath(path).parent)
    status = (root / file).stat()
    name = PurePosixPath(path).name
    suffix = suffix_of(file)
    format_ = _format_of(suffix)
    try:
        find, make_article, _ = format_.load()
    except ImportError as error:
        if not format_.extra:
            raise
        raise MissingExtraError(path, suffix, format_.extra) from error
    with suppress(UndecodableError, RecordFileError):
        offset = _offsets(root, file, status.st_ctime_ns, status.st_size, columns).get(name)
        if offset is not None:
            with opened(root / file, within=root) as stream:
                record = next(find(RecordFile(stream, suffix, columns), offset), None)
                if record is not None and record.left_out is None:
                    return make_article(path, record, recurring, columns)
    reason = "The file has no such record (any more)."
    raise ArticleError(path, reason, "Refresh the list.")


def _format_of(suffix: str) -> RecordFormat:
    format_ = record_format_of(suffix)
    assert format_ is not None, suffix
    return format_


def _key(record: Record, suffix: str, columns: Columns, *, is_page: bool) -> str:
    parts = [f"{len(record.raw)}", f"{zlib.crc32(record.raw):x}"]
    parts.append(f"{reading(suffix)}.{RECORDS_VERSION}")
    if is_page:
        parts.append(reading(".html"))
    if columns.key:
        parts.append(columns.key)
    return ":".join(parts)


class _Problems:
    """The problems of a file's records."""

    def __init__(self) -> None:
        self._counts: Counter[LeftOut] = Counter()
        self._first: dict[LeftOut, str] = {}
        self._columns: list[str] = []
        self._articles = 0
        self._guessed: dict[str, list[str]] = {}

    def is_article(self, record: Record) -> bool:
        """Whether a record is an article; if not, its problem is noted."""
        if record.left_out is None:
            self._articles += 1
            if _is_guessed(record.encoding):
                self._guessed.setdefault(record.encoding, []).append(record.place)
            return True
        self._counts[record.left_out] += 1
        self._first.setdefault(record.left_out, record.place)
        if record.left_out is LeftOut.TEXTLESS and isinstance(record.content, dict):
            self._columns = self._columns or list(record.content)[:_MOST_COLUMNS_NAMED]
        return False

    def guessed(self) -> Iterator[str]:
        """Return a reason for each encoding that was guessed."""
        for encoding, places in self._guessed.items():
            count = "1 record is" if len(places) == 1 else f"{len(places):,} records are"
            yield f"{count} not UTF-8, and read as {encoding}, which is a guess: {places[0]} first."

    def listed(self) -> Iterator[tuple[str, str]]:
        """Return a reason and advice for each kind of problem."""
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


def _is_guessed(encoding: str) -> bool:
    """Whether a record's encoding is one, and not UTF-8; some formats name themselves instead."""
    try:
        return not codecs.lookup(encoding).name.startswith("utf")
    except LookupError:
        return False


def _named(records: Iterator[Record], problems: _Problems) -> Iterator[tuple[Record, str]]:
    """Yield the records that are articles, with their names, no two alike whatever their case."""
    taken: set[str] = set()
    for number, record in enumerate(records, 1):
        if not problems.is_article(record):
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
    """Return where each record of a file begins, by its name."""
    suffix = suffix_of(file)
    find, _, _ = _format_of(suffix).load()
    with opened(root / file, within=root) as stream:
        records = find(RecordFile(stream, suffix, columns), 0)
        return {name: record.offset for record, name in _named(records, _Problems())}
