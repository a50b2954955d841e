"""Reads pages that a browser saved whole, with their pictures, in one file (MHTML, RFC 2557)."""

import email
import email.policy
from collections.abc import Container
from email.message import EmailMessage

from msgspec.structs import replace

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.html.page import read_page
from corpus.formats.plain_text import read_plain_text
from corpus.text.canonical import one_line

_URLS = ("snapshot-content-location", "content-location")


def read_mht(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read the first HTML part, or the first plain text if there is none.

    Raises ArticleError.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = _part(message, "text/html") or _part(message, "text/plain")
        content = part.get_payload(decode=True) if part else None
    except (ValueError, LookupError, RecursionError):  # malformed headers and parts
        part = content = None
    if part is None or not isinstance(content, bytes):
        raise ArticleError(
            path, "There is no page in the file.", "Save the page again, as HTML or text."
        )
    if part.get_content_type() == "text/plain":
        return read_plain_text(path, content)
    page = read_page(path, content, str(part.get_param("charset", "")), recurring)
    stated = {"url": _header(message, _URLS) or _header(part, _URLS[1:])}
    if not any(block.kind == "title" for block in page.blocks or ()):
        stated["title"] = _header(message, ("subject",))
    known = {name: value for name, value in stated.items() if value}
    return replace(page, fields=known | dict(page.fields))


def _part(message: EmailMessage, content_type: str) -> EmailMessage | None:
    return next(
        (
            part
            for part in message.walk()
            if isinstance(part, EmailMessage) and part.get_content_type() == content_type
        ),
        None,
    )


def _header(message: EmailMessage, names: tuple[str, ...]) -> str:
    return next((one_line(str(message[name])) for name in names if message[name]), "")
