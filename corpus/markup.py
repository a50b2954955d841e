"""HTML markup of any kind into a tree that holds nothing XML forbids."""

import re
from typing import Any

import lxml.html
from lxml import etree

from corpus.errors import ArticleError

# What XML forbids, written as it is or as an entity.
_UNCLEAN = re.compile("[\0-\x08\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAY_BE_UNCLEAN = re.compile(f"{_UNCLEAN.pattern}|&#")


def parse_markup(path: str, markup: str) -> Any:
    """Parse a page, however broken; None when there is nothing in it. Never uses the network.

    Raises ArticleError.
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
        _clean(page)
    return page


def _clean(page: Any) -> None:
    """Take out of a tree what lxml lets in from a page and from nobody else, breaks made spaces.

    The canonical text of the page is the same as without.
    """
    for element in page.iter(etree.Element):
        if element.text and _UNCLEAN.search(element.text):
            element.text = _UNCLEAN.sub(_as_space, element.text)
        if element.tail and _UNCLEAN.search(element.tail):
            element.tail = _UNCLEAN.sub(_as_space, element.tail)
        for name, value in element.items():
            if _UNCLEAN.search(value):
                element.set(name, _UNCLEAN.sub(_as_space, value))


def _as_space(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else ""
