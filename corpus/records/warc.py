"""Reads web archives (.warc, .warc.gz, ISO 28500): each page that was fetched is an article.

warcio would read them too, but prints its doubts to the terminal and reads nothing after a damaged
record; here a damaged record costs no other.
"""

import re
from collections.abc import Container, Iterator

from msgspec.structs import replace

from corpus.errors import ArticleError, MissingExtraError
from corpus.formats.extracted import Extracted
from corpus.formats.plain_text import read_plain_text
from corpus.limits import LARGEST
from corpus.metadata.columns import Columns
from corpus.records.http_response import decoded_body, is_success, split_response
from corpus.records.record import LeftOut, Record, RecordFile
from corpus.records.warc_archive import Damaged, Found, open_web_archive, records_from
from corpus.remarks import Remark
from corpus.text.canonical import one_line

_CUT = Remark("The archive breaks off within it.", "Fetch it again.")
_PAGE = ("text/html", "application/xhtml+xml")
_IS_PAGE = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_KINDS = ("response", "resource", "conversion", "revisit")


def warc_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield what was fetched, from `offset` on.

    Raises OSError, and RecordFileError if the file is no archive.
    """
    archive = open_web_archive(file.stream)
    number = 0
    for found in records_from(archive, offset):
        if isinstance(found, Damaged):
            number += 1
            yield Record(f"record {number}", found.offset, b"", left_out=LeftOut.BROKEN)
        elif found.fields.get("warc-type") in _KINDS:
            number += 1
            place, left_out = f"record {number}", _left_out(found)
            content = (archive, found)
            yield Record(place, found.offset, found.head, content, "warc", left_out=left_out)


def warc_article(
    path: str, record: Record, recurring: Container[str], _columns: Columns
) -> Extracted:
    """Return the article of a page, whose file must still be open. Raises ArticleError."""
    archive, found = record.content
    block = archive.block(found.offset)
    if len(block) > LARGEST:
        raise _too_large(path)
    remarks = (_CUT,) if len(block) < int(found.fields["content-length"]) else ()
    kind, body = found.fields.get("content-type", ""), block
    if found.fields.get("warc-type") == "response":
        headers, body = split_response(block)
        body = decoded_body(path, body, headers)
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


def _left_out(found: Found) -> LeftOut | None:
    kind = found.fields["warc-type"]
    if kind == "revisit":
        return LeftOut.REPEATED
    content = found.fields.get("content-type", "")
    if kind == "response":
        headers, body = split_response(found.block)
        content = headers.get("content-type", "")
        is_page = content.startswith(_PAGE) or (not content and _IS_PAGE.match(body) is not None)
        return None if is_success(found.block) and is_page else LeftOut.NO_PAGE
    is_text = kind == "conversion" and content.startswith("text/plain")
    return None if content.startswith(_PAGE) or is_text else LeftOut.NO_PAGE
