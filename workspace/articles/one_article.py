"""Reads one article for the catalogue, the index and the cache, all at once."""

from collections.abc import Container
from pathlib import Path

import msgspec

from corpus.article import Article
from corpus.barrier import UnexpectedError, barrier
from corpus.errors import ArticleError, MissingExtraError
from corpus.folder.catalogue import Record
from corpus.folder.derived import pack
from corpus.folder.scan import Stamp
from corpus.load import load_with_content
from corpus.metadata.columns import NO_COLUMNS, Columns
from corpus.records.registry import is_slow
from corpus.stories.sketches import sketch
from index.documents import Document, document

KILLED = "The program that reads was killed while it read this file."
"""How the problem of such a file begins."""


class Read(msgspec.Struct, frozen=True):
    """What was read of an article; `document` is `None` when it cannot be read.

    Then `record.problem` says why; `needs_extra` if many more may need the same extra. `details` is
    the traceback of an error that nobody has expected.
    """

    record: Record
    document: Document | None = None
    sketch: bytes = b""
    kept: bytes = b""
    needs_extra: bool = False
    details: str = ""


def read(
    root: Path, stamp: Stamp, recurring: Container[str], columns: Columns = NO_COLUMNS
) -> Read:
    """Read the article of a stamp. Never raises because of what it finds."""
    try:
        with barrier(stamp.path):
            article, content = load_with_content(
                root, stamp.path, recurring=recurring, columns=columns
            )
            return Read(
                record_of(stamp, article, content.file_sum),
                document(stamp.key, article),
                sketch(article),
                pack(article, with_text=is_slow(stamp.path)),
            )
    except ArticleError as error:
        record = problem_record(stamp, f"{error.reason} {error.advice}")
        details = error.details if isinstance(error, UnexpectedError) else ""
        needs_extra = isinstance(error, MissingExtraError)
        return Read(record, needs_extra=needs_extra, details=details)


def killed(stamp: Stamp) -> Read:
    """The problem of an article whose reader process died of it."""
    advice = "It is left out. Please report it, or move it out of the folder."
    record = problem_record(stamp, f"{KILLED} {advice}")
    return Read(msgspec.structs.replace(record, seen=stamp.seen))


def problem_record(stamp: Stamp, problem: str) -> Record:
    """The record of a file that cannot be read, and why."""
    return Record(path=stamp.path, stamp=stamp.key, title=stamp.path, problem=problem)


def record_of(stamp: Stamp, article: Article, file_sum: str = "") -> Record:
    """What the catalogue keeps of an article."""
    return Record(
        path=stamp.path,
        stamp=stamp.key,
        title=article.title,
        source=article.source,
        author=article.author,
        date=article.date,
        language=article.language,
        url=article.url,
        characters=len(article.text),
        words=article.words,
        sha256=article.sha256,
        stated_source=article.source,
        seen=stamp.seen,
        file_sum=file_sum,
    )
