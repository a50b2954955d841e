"""Reads RSS and Atom files, whose items are articles.

RSS 0.9 to 2.0 and 1.0 (RDF), Atom 0.3 and 1.0. feedparser would clean the markup by rules of its
own; we need little of a feed, and its HTML is read like all HTML.
"""

import re
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from lxml import etree

from corpus.formats.extracted import Extracted
from corpus.formats.html.fragments import fragment_paragraphs
from corpus.formats.paragraphs import extracted
from corpus.formats.xml_tree import attribute, children, local, parse_xml
from corpus.limits import LARGEST
from corpus.metadata.columns import Columns
from corpus.records.record import LeftOut, Record, RecordFile, RecordFileError
from corpus.text.canonical import canonical, one_line
from corpus.text.languages import language_code

_ROOTS = ("rss", "feed", "RDF")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&#?\w{1,31};")
_TEXTS = ("encoded", "content", "description", "summary", "abstract", "subtitle")
_DATES = ("pubDate", "published", "issued", "date", "created", "modified", "updated")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Item(NamedTuple):
    """An item, and the fields that its feed states for all items."""

    element: Any
    feed: dict[str, str]


def feed_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield the items of a feed from the number `offset` on.

    Raises OSError, and RecordFileError if the file is no feed.
    """
    file.stream.seek(0)
    data = file.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RecordFileError(f"The file is larger than {LARGEST >> 20} MB.", "Divide it.")
    root = parse_xml(data, _refuse, lenient=True)
    if local(root) not in _ROOTS:
        raise RecordFileError(
            f"The XML is not a feed (RSS or Atom), but <{one_line(local(root), 40)}>.",
            "Leave the file out with exclude: in config.yaml.",
        )
    feed = _feed(root)
    items = [node for node in root.iter() if local(node) in ("item", "entry")]
    for number, element in enumerate(items[offset:], offset):
        item = _Item(element, feed)
        raw = etree.tostring(element, encoding="utf-8", with_tail=False) + repr(feed).encode()
        left_out = None
        if not _text(element).strip():
            is_link = _first(element, ("title",)) and _link(element)
            left_out = LeftOut.LINK if is_link else LeftOut.TEXTLESS
        name = _first(element, ("guid", "id"))
        yield Record(f"item {number + 1}", number, raw, item, "feed", name, left_out)


def feed_article(
    path: str, record: Record, recurring: Container[str], _columns: Columns
) -> Extracted:
    """Return the article of an item. Raises ArticleError."""
    element, feed = record.content
    text = _text(element)
    author = _first(element, ("creator",)) or _author(element) or feed["author"]
    fields = {
        "title": _plain(_first(element, ("title",))),
        "source": _plain(_source(element)) or feed["source"],
        "author": _plain(author),
        "date": _first(element, _DATES),
        "url": _link(element),
        "language": language_code(attribute(element, "lang")) or feed["language"],
    }
    if _MARKUP.search(text):
        return extracted(fragment_paragraphs(path, text), "feed", fields, recurring)
    stated = {name: value for name, value in fields.items() if value}
    return Extracted(canonical(text).strip(), "feed", None, stated)


def _refuse(message: str, advice: str) -> RecordFileError:
    return RecordFileError(f"The file {message}.", advice)


def _feed(root: Any) -> dict[str, str]:
    """Return the fields that a feed states for its items."""
    channel = next(children(root, "channel"), root)
    return {
        "source": _plain(_first(channel, ("title",))),
        "author": _plain(_author(channel)) if local(channel) == "feed" else "",
        "language": language_code(_first(channel, ("language",)) or str(root.get(_XML_LANG, ""))),
    }


def _inner(node: Any) -> str:
    """Return the text of an element, or its markup if it holds XHTML."""
    if attribute(node, "type") == "xhtml" or any(local(child) for child in node):
        return "".join(
            [node.text or "", *(etree.tostring(child, encoding="unicode") for child in node)]
        )
    return "".join(node.itertext())


def _first(node: Any, names: tuple[str, ...]) -> str:
    """Return the first text that is not empty among the children with one of the names.

    Earlier names take precedence.
    """
    for name in names:
        for child in children(node, name):
            text = _inner(child).strip()
            if text:
                return text
    return ""


def _text(item: Any) -> str:
    return _first(item, _TEXTS)


def _author(node: Any) -> str:
    for child in children(node, "author"):
        name = _first(child, ("name", "email")) if len(child) else (child.text or "")
        if name.strip():
            return str(name)
    return ""


def _source(item: Any) -> str:
    """Return the feed that an item names as its origin, or ""."""
    source = next(children(item, "source"), None)
    if source is None:
        return ""
    return _first(source, ("title",)) if len(source) else source.text or ""


def _link(item: Any) -> str:
    for link in children(item, "link"):
        address = attribute(link, "href")
        if address and attribute(link, "rel") in ("", "alternate"):
            return one_line(address)
        if (link.text or "").strip():
            return one_line(link.text)
    guid = next(children(item, "guid"), None)
    address = (guid.text or "").strip() if guid is not None else ""
    return one_line(address) if address.startswith("http") else ""


def _plain(text: str) -> str:
    """Return a title or a name without the markup that some feeds put in."""
    if _MARKUP.search(text):
        from html import unescape

        text = unescape(_MARKUP.sub(lambda found: "" if found[0][0] == "<" else found[0], text))
    return one_line(text)
