"""Finds text that only a script would show: hidden at first, or kept as data."""

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

from corpus.formats.html.visible import is_hidden
from corpus.text.canonical import canonical
from corpus.text.common_words import word_set

_FEWEST = 15  # words that are worth showing
_FEWEST_OF_DATA = 60  # the same, if no standard says that they are the article
_TIMES = 2  # as long as any rival
_MOST_DATA = 20 << 20
_MOST_VALUES = 200_000
_BODIES = word_set(
    "articlebody body bodytext bodyhtml content contenthtml text html fulltext maintext"
)
_HIDDEN_INSIDE = ("div", "section", "article", "main")
_OF_AN_ARTICLE = ("article", "main", "h1", "h2")
_STATE = re.compile(
    r"^\s*(?:(?://|/\*)?\s*<!(?:--|\[CDATA\[)(?:\s*\*/)?\s*)?(?:(?:window|self|globalThis)[\w.\[\]\"']*\s*=\s*)?(?=[{\[])"
)
_LINES = re.compile(r"\n+|<br\s*/?>|</?p\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,2000}>")
_TEMPLATES = frozenset(("text/template", "text/x-template", "text/html", "text/x-handlebars"))
_ROOTS = frozenset(("root", "app", "__next", "__nuxt", "react-root", "main-app", "application"))
_FEW_AT_ALL = 60


def reveal(page: Any) -> bool:
    """Show what is certainly the article in a parsed page that shows none; return whether it did.

    That is, in this order: a hidden element or template with a heading or an <article>; the
    `articleBody` of JSON-LD; the one long text in a script's data under a name such as `body`.
    """
    if (hidden := _hidden(page)) is not None:
        _show(hidden)
        return True
    title, text = _in_data(page)
    body = page.find("body")
    if not text or body is None:
        return False
    article = etree.SubElement(body, "article")
    if title:
        etree.SubElement(article, "h1").text = title
    for line in text.split("\n"):
        etree.SubElement(article, "p").text = line
    return True


def _show(hidden: Any) -> None:
    """Show a hidden element, and within it hidden elements with most of its words."""
    most = _words(hidden)
    for element in list(hidden.iter("template", *_HIDDEN_INSIDE, hidden.tag)):
        if element is hidden or (is_hidden(element) and _words(element) * 2 > most):
            element.tag = "div" if element.tag == "template" else element.tag
            for name in ("hidden", "style"):
                element.attrib.pop(name, None)


def _words(element: Any) -> int:
    return sum(len(paragraph.text_content().split()) for paragraph in element.iter("p"))


def needs_script(page: Any, words: int) -> bool:
    """Whether a script would probably show more than the `words` on the page."""
    if all(script.get("type") == "application/ld+json" for script in page.iter("script")):
        return False
    has_root = any(
        root.get("id", "").casefold() in _ROOTS and not root.text_content().strip()
        for root in page.iter("div", "main", "section")
    )
    return has_root or words < _FEW_AT_ALL


def _hidden(page: Any) -> Any:
    """Return the hidden element with the most words that has parts of an article, or None."""
    best, most = None, _FEWEST - 1
    walk = etree.iterwalk(page, events=("start",))
    for _, element in walk:
        if element.tag != "template" and not is_hidden(element):
            continue
        walk.skip_subtree()
        words = _words(element)
        if words > most and next(element.iter(*_OF_AN_ARTICLE), None) is not None:
            best, most = element, words
    return best


def _in_data(page: Any) -> tuple[str, str]:
    """Return title and text of the article in the data of a page, "" if not certain."""
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            for found in _objects(_data(script)):
                text = _plain(found.get("articleBody"))
                if len(text.split()) >= _FEWEST:
                    return _plain(found.get("headline")).replace("\n", " "), text
    texts = {
        _plain(value)
        for script in page.iter("script")
        for found in _objects(_data(script))
        for name, value in found.items()
        if name.replace("_", "").casefold() in _BODIES
    }
    texts |= {
        _plain(script.text)
        for script in page.iter("script")
        if script.get("type", "").casefold() in _TEMPLATES
    }
    first, second, *_ = (*sorted(texts, key=len, reverse=True), "", "")
    if len(first.split()) < _FEWEST_OF_DATA or len(first) < _TIMES * len(second):
        return "", ""
    return "", first


def _data(script: Any) -> Any:
    """Return the JSON in a script: all of it, or what it assigns at its start."""
    text = script.text or ""
    begin = _STATE.match(text) if len(text) <= _MOST_DATA else None
    if begin is None:
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, begin.end())[0]
    except (ValueError, RecursionError):
        return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Return the objects in JSON data, however deep, the outer ones first."""

    def walk() -> Iterator[dict[str, Any]]:
        waiting = [data]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                yield value
                waiting.extend(value.values())
            elif isinstance(value, list):
                waiting.extend(reversed(value))

    return islice(walk(), _MOST_VALUES)


def _plain(value: object) -> str:
    """Return a text without markup and blank lines; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    lines = _LINES.split(canonical(value))
    plain = (" ".join(html.unescape(_TAG.sub("", line)).split()) for line in lines)
    return canonical("\n".join(filter(None, plain)))
