"""Parses HTML markup of any kind into a tree that holds nothing that XML forbids."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import lxml.html
from lxml import etree

from corpus.errors import ArticleError
from corpus.text.entities import decoded, is_certain

# What XML forbids, literally or as an entity.
_UNCLEAN = re.compile("[\0-\x08\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAY_BE_UNCLEAN = re.compile(f"{_UNCLEAN.pattern}|&#")
_MAY_BE_ENCODED_TWICE = re.compile(r"&amp;#?\w{2,8};", re.IGNORECASE)
_VERBATIM = ("script", "style", "code", "pre", "textarea")


def parse_markup(path: str, markup: str) -> Any:
    """Parse a page, however broken; return None if it is empty. Never uses the network.

    What XML forbids is left out, as in canonical text, and entities that were encoded twice are
    decoded where that is certain. Raises ArticleError if it is nested too deeply.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    data = markup.replace("\0", "").encode("utf-8", "ignore")
    try:
        page = lxml.html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ArticleError(
            path, "Its markup is nested too deeply.", "Open it in a browser and save it as text."
        )
    if _MAY_BE_UNCLEAN.search(markup):
        _change(page, lambda text: _UNCLEAN.sub(_as_space, text))
    if _MAY_BE_ENCODED_TWICE.search(markup) and is_certain(page.text_content()):
        _change(page, decoded, leaving=_VERBATIM)
    return page


def _change(page: Any, change: Callable[[str], str], leaving: tuple[str, ...] = ()) -> None:
    """Apply `change` to every text and every value of an attribute."""
    for element in page.iter(etree.Element):
        if element.text and element.tag not in leaving:
            element.text = change(element.text)
        if element.tail:
            element.tail = change(element.tail)
        for name, value in element.items():
            if (changed := change(value)) != value:
                with suppress(ValueError):  # the name is invalid too, and nobody needs it
                    element.set(name, changed)


def _as_space(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else ""
