"""Reads a mail as an article: what was written, with quotes and the signature folded.

Headers are read as they are (policy compat32): the header parsers of Python's newer policies fail
on many real ones.
"""

import email
import email.policy
import re
from collections.abc import Container, Iterator, Sequence
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from itertools import chain
from typing import NamedTuple

from corpus.errors import ArticleError, MissingExtraError
from corpus.formats.extracted import Extracted
from corpus.formats.mail.text import mail_paragraphs
from corpus.formats.paragraphs import Paragraph, extracted
from corpus.page.blocks import BlockKind
from corpus.text.canonical import canonical, one_line
from corpus.text.decode import UndecodableError, decode

_SHOWN = ("text/plain", "text/html")
_BROKEN = "multipart"  # one whose parts cannot be separated is shown as text
_DEEPEST = 20
_MOST_PARTS = 500
_SHORT = 200  # characters; a plain part that only says where to read the mail is not longer
_TIMES_LONGER = 5
_LONGEST_HEADER = 10_000
_LIST_NAME = re.compile(r"\s*\"?([^<\"]*?)\"?\s*<")
_FORWARDED = re.compile(r"(?:fwd?|wg|tr|rv|i)\s*:", re.IGNORECASE)
_ODD_HEADERS = (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError)


class _Parts(NamedTuple):
    """The parts of a mail: its texts, plain or HTML, and its attachments."""

    texts: list[Message]
    attached: list[Message]


def read_mail(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a mail. Raises ArticleError."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = _Parts([], [])
        _sort(message, parts, 0)
    except (*_ODD_HEADERS, RecursionError) as error:
        raise _broken(path) from error
    if not (message.keys() and (parts.texts or parts.attached)):
        raise _broken(path)
    forwarded = _FORWARDED.match(_header(message, "subject")) is not None
    texts = (_paragraphs(path, part, forwarded=forwarded) for part in parts.texts)
    paragraphs = list(chain.from_iterable(texts))
    if parts.attached:
        paragraphs.append(_attachments(parts.attached))
    return extracted(paragraphs, "mail", _fields(message), recurring)


def _broken(path: str) -> ArticleError:
    advice = "Save it again from the mail program, as .eml."
    return ArticleError(path, "This is not an email.", advice)


def _sort(part: Message, parts: _Parts, depth: int) -> None:
    """Sort the parts of a mail; of alternatives the plain text counts, if it says something."""
    kind = part.get_content_type()
    inner = part.get_payload()
    if len(parts.texts) + len(parts.attached) >= _MOST_PARTS or depth > _DEEPEST:
        return
    if isinstance(inner, list):
        branches = [branch for branch in inner if isinstance(branch, Message)]
        for branch in _best(branches) if kind == "multipart/alternative" else branches:
            _sort(branch, parts, depth + 1)
    elif not _is_attached(part) and (kind in _SHOWN or part.get_content_maintype() == _BROKEN):
        parts.texts.append(part)
    else:
        parts.attached.append(part)


def _best(branches: Sequence[Message]) -> Sequence[Message]:
    plain = next((branch for branch in branches if branch.get_content_type() == "text/plain"), None)
    others = [branch for branch in branches if branch is not plain]
    if plain is None:
        return others[-1:]
    text = _text(plain)
    pages = sum(len(_text(page)) for page in others if page.get_content_maintype() == "text")
    says_nothing = len(text.strip()) < _SHORT and pages > _TIMES_LONGER * _SHORT
    return others[-1:] if others and says_nothing else [plain]


def _is_attached(part: Message) -> bool:
    return str(part.get("content-disposition", "")).strip().casefold().startswith("attachment")


def _text(part: Message) -> str:
    """Return the text of a part; "" if it cannot be decoded."""
    try:
        return decode(_content(part), _parameter(part, "charset"))[0]
    except UndecodableError:
        return ""


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except _ODD_HEADERS:
        return b""
    return content if isinstance(content, bytes) else b""


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except _ODD_HEADERS:
        return ""
    return value[2] if isinstance(value, tuple) else str(value or "")


def _paragraphs(path: str, part: Message, *, forwarded: bool) -> Iterator[Paragraph]:
    text = _text(part)
    if part.get_content_type() == "text/html":
        try:
            from corpus.formats.html.fragments import fragment_paragraphs
        except ImportError as error:
            raise MissingExtraError(path, "mails in HTML", "html") from error
        yield from fragment_paragraphs(path, text)
        return
    flowed = _parameter(part, "format").casefold() == "flowed"
    joined = _parameter(part, "delsp").casefold() == "yes"
    yield from mail_paragraphs(canonical(text), flowed=flowed, joined=joined, forwarded=forwarded)


def _attachments(parts: Sequence[Message]) -> Paragraph:
    """Name the attachments, which are not shown."""
    names = []
    for part in parts:
        size = len(_content(part))
        names.append(f"{_name(part)} ({part.get_content_type()}, {-(-size // 1024):,} KB)")
    what = "1 attachment" if len(parts) == 1 else f"{len(parts)} attachments"
    text = one_line(f"{what}, not shown: {'; '.join(names)}", _LONGEST_HEADER)
    return Paragraph(text, BlockKind.FURNITURE, "attachment")


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except _ODD_HEADERS:
        name = ""
    return _plain(name) or "without a name"


def _fields(message: Message) -> dict[str, str]:
    """Return the fields in the headers: the sender is the author, the list or site the source."""
    name, address = parseaddr(_raw(message, "from"))
    listed = _LIST_NAME.match(_header(message, "list-id"))
    site = address.rpartition("@")[2] if "@" in address else ""
    return {
        "title": _header(message, "subject"),
        "author": _plain(name) or one_line(address),
        "source": (listed[1] if listed else "") or site,
        "date": _header(message, "date"),
        "language": _header(message, "content-language"),
    }


def _header(message: Message, name: str) -> str:
    return _plain(_raw(message, name))


def _raw(message: Message, name: str) -> str:
    """Return a header as it is, even if a program wrote its letters without encoding them."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    raw = raw[:_LONGEST_HEADER]
    if raw.isascii():
        return raw
    data = raw.encode("utf-8", "surrogateescape")
    try:
        return decode(data)[0]
    except UndecodableError:
        return data.decode("ascii", "replace")


def _plain(header: str) -> str:
    try:
        return one_line(_decoded(header))
    except _ODD_HEADERS:
        return ""


def _decoded(header: str) -> str:
    """Return a header with its encoded words as text, even if they are slightly wrong."""
    parts = []
    for content, charset in decode_header(header):
        if isinstance(content, str):
            parts.append(content)
            continue
        try:
            parts.append(decode(content, charset or "")[0])
        except UndecodableError:
            parts.append(content.decode("ascii", "replace"))
    return "".join(parts)
