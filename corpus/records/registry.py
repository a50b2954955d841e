"""The formats of files that hold many articles, and what finds the records in each of them.

To add one, write a module beside this one with a function that finds the records and one that makes
an article of one, and give it a row in `FORMATS`; everything else follows from that row.
"""

from collections.abc import Callable, Container, Iterator
from importlib import import_module
from typing import Any

from msgspec import Struct

from corpus.formats.extracted import Extracted
from corpus.formats.registry import EXPORTS, format_of, suffix_of
from corpus.formats.registry import FORMATS as ARTICLE_FORMATS
from corpus.metadata.columns import Columns
from corpus.records.record import Record, RecordFile

FindRecords = Callable[[RecordFile, int], Iterator[Record]]
"""Finds the records of a file from an offset on: 0 for its beginning, or that of a record.

Raises OSError, UndecodableError, RecordFileError.
"""

MakeArticle = Callable[[str, Record, Container[str], Columns], Extracted]
"""Makes the article of a record: its path, the record, lines that recur, columns of the user's.

Raises ArticleError.
"""

IsPage = Callable[[Record, Columns], bool]
"""Whether an article is read as an HTML page, and so again when that reader changes."""


def _never(_record: Record, _columns: Columns) -> bool:
    return False


class RecordFormat(Struct, frozen=True):
    """A format of files with many records, each of them an article.

    `finder`, `maker` and `page_check` name a `FindRecords`, a `MakeArticle` and, where articles may
    be HTML pages, an `IsPage`, by module and function: they are imported when the first such file
    is read. `extra` names the extra of nkreader that all of this needs, if any. `is_slow` says that
    the articles are worth caching.
    """

    suffixes: tuple[str, ...]
    finder: str
    maker: str
    page_check: str = ""
    extra: str = ""
    is_slow: bool = False

    def load(self) -> tuple[FindRecords, MakeArticle, IsPage]:
        """Import the functions. Raises ImportError."""
        is_page = _function(self.page_check) if self.page_check else _never
        return _function(self.finder), _function(self.maker), is_page


def _function(name: str) -> Any:
    module, _, function = name.rpartition(".")
    return getattr(import_module(module), function)


FORMATS = (
    RecordFormat(
        (".jsonl", ".ndjson"),
        "corpus.records.json_records.line_records",
        "corpus.records.fields.fields_article",
        "corpus.records.fields.fields_are_page",
    ),
    RecordFormat(
        (".json",),
        "corpus.records.json_records.list_records",
        "corpus.records.fields.fields_article",
        "corpus.records.fields.fields_are_page",
    ),
    RecordFormat(
        (".csv", ".tsv"),
        "corpus.records.tables.table_records",
        "corpus.records.fields.fields_article",
        "corpus.records.fields.fields_are_page",
    ),
    RecordFormat(
        (".mbox",),
        "corpus.records.mailbox.mail_records",
        "corpus.records.mailbox.mail_article",
        is_slow=True,
    ),
    RecordFormat(
        (".warc", ".warc.gz"),
        "corpus.records.warc.warc_records",
        "corpus.records.warc.warc_article",
        "corpus.records.warc.warc_is_page",
        is_slow=True,
    ),
    RecordFormat(
        (".rss", ".atom", ".xml"),
        "corpus.records.feeds.feed_records",
        "corpus.records.feeds.feed_article",
        extra="html",
        is_slow=True,
    ),
)
_EXPORT = RecordFormat(
    EXPORTS,
    "corpus.records.press_exports.export_records",
    "corpus.records.press_exports.export_article",
    is_slow=True,
)
_BY_SUFFIX = {suffix: known for known in (*FORMATS, _EXPORT) for suffix in known.suffixes}

RECORDS = tuple(suffix for known in FORMATS for suffix in known.suffixes)
"""Suffixes of files whose records are articles, always; those in `EXPORTS` may hold many, too."""

SUFFIXES = (*(suffix for known in ARTICLE_FORMATS for suffix in known.suffixes), *RECORDS)
"""Suffixes of all files with articles, in lower case; a file with another is none."""


def holds_records(path: str) -> bool:
    """Whether each record of the file is an article, by its suffix."""
    return path.lower().endswith(RECORDS)


def record_format_of(suffix: str) -> RecordFormat | None:
    """Return the format of files with this suffix that hold, or may hold, many articles."""
    return _BY_SUFFIX.get(suffix)


def is_slow(path: str) -> bool:
    """Whether reading the article takes so long that the result is worth caching."""
    holder = record_format_of(suffix_of(path.rpartition("/")[0]))
    return (holder is not None and holder.is_slow) or format_of(suffix_of(path)).is_slow
