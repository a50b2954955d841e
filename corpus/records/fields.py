"""Records of named fields, such as rows of tables and JSON objects, as articles."""

import re
from collections.abc import Container

from msgspec.structs import replace

from corpus.formats.extracted import Extracted
from corpus.formats.registry import read_as
from corpus.metadata.column_names import METADATA, text_of, unreadable_date, value_of
from corpus.metadata.columns import Columns
from corpus.records.record import LeftOut, Record
from corpus.text.canonical import canonical
from corpus.text.entities import decoded
from corpus.text.languages import language_code

_PAGE = re.compile(
    r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
# A piece of a page, as the Guardian and feeds in JSON have it: it begins with a paragraph or the
# like, or holds the end of one where there are no lines that could be lost.
_PIECE_OF_PAGE = re.compile(
    r"\s*<(?:p|div|article|section|figure|h[1-6]|ul|ol|blockquote)\b[^<>]*>", re.IGNORECASE
)
_BREAK = re.compile(r"<br ?/?>|</p>", re.IGNORECASE)


def judged(record: Record, columns: Columns) -> Record:
    """Name a record and decide whether it is an article.

    Its `content` are its fields by their names in lower case, or None if they cannot be read.
    """
    fields = record.content
    if fields is None:
        return record._replace(left_out=LeftOut.BROKEN)
    left_out = None
    if not text_of(fields, columns):
        is_link = value_of("url", fields, columns) and value_of("title", fields, columns)
        left_out = LeftOut.LINK if is_link else LeftOut.TEXTLESS
    return record._replace(name=value_of("id", fields, columns), left_out=left_out)


def fields_article(
    path: str, record: Record, recurring: Container[str], columns: Columns
) -> Extracted:
    """Make the article of a record. Raises ArticleError."""
    text = text_of(record.content, columns)
    stated = {name: value_of(name, record.content, columns) for name in METADATA}
    stated["date"] = stated["date"] or unreadable_date(record.content, columns)
    stated["language"] = language_code(stated["language"])
    fields = {name: value for name, value in stated.items() if value}
    if fields_are_page(record, columns):
        page = read_as(".html", path, canonical(text).encode("utf-8-sig"), recurring)
        return replace(page, encoding=record.encoding, fields={**page.fields, **fields})
    return Extracted(canonical(decoded(text)), record.encoding, None, fields)


def fields_are_page(record: Record, columns: Columns) -> bool:
    """Whether the text of a record is read as an HTML page: it is one, or WordPress's."""
    if isinstance(record.content.get("content"), dict):
        return True
    text = text_of(record.content, columns)
    breaks = _BREAK.search(text) is not None
    is_piece = breaks and ("\n" not in text.strip() or _PIECE_OF_PAGE.match(text) is not None)
    return is_piece or _PAGE.match(text) is not None
