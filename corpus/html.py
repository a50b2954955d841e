"""HTML pages: their visible text, which of it is the article, and what the markup says about it.

The text is all that can be seen (`corpus.visible`). trafilatura judges which lines are the article,
our own classifier where trafilatura is known to miss some; both only mark.
"""

import copy
import logging
import re
from collections.abc import Container, Sequence
from itertools import islice
from typing import Any

import trafilatura
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document

from corpus.blocks import BlockKind
from corpus.classify import classify
from corpus.decode import UndecodableError, decode
from corpus.errors import ArticleError
from corpus.formats import Extracted, one_line
from corpus.markup import parse_markup
from corpus.page_blocks import page_blocks
from corpus.visible import VisibleLine, visible_lines

# trafilatura's time grows faster than a page; no article comes near this.
_MOST_ELEMENTS = 30_000
_DEEPEST = 200
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w:-]+)"""
)
_DECLARED_WITHIN = 4096
# Two characters of Braille number a line: printable, no letters, and in no other text.
_DIGITS = 255
_FIRST_DIGIT = 0x2801
_MARK = re.compile("[\u2801-\u28ff]{2}")
_NOBODY = frozenset(("unknown", "admin", "administrator", "none", "name"))
_LONGEST_NAME = 100

for _library in ("trafilatura", "htmldate", "courlan"):
    # Without a handler, Python writes warnings where the screen is.
    logging.getLogger(_library).addHandler(logging.NullHandler())


def read_html(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a page. Raises ArticleError."""
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    return read_page(path, data, declared[1].decode("ascii") if declared else "", recurring)


def read_page(path: str, data: bytes, charset: str, recurring: Container[str] = ()) -> Extracted:
    """Read a page that is declared to be in the encoding `charset`. Raises ArticleError."""
    try:
        markup, encoding = decode(data, charset)
    except UndecodableError as error:
        raise ArticleError(
            path, f"It cannot be read as a page: {error}.", "Save the page as text or HTML again."
        ) from error
    page = parse_markup(path, markup)
    if page is None:
        return Extracted("", encoding, ())
    lines = visible_lines(page)
    text, starts = _joined(lines)
    blocks = classify(text, recurring)
    ordinary = _is_ordinary(page, lines)
    fields = _metadata(page) if ordinary else {}
    kept = _judged(page, lines) if ordinary else set()
    if kept:
        blocks = page_blocks(blocks, lines, starts, kept, fields.get("title", ""))
    if any(block.kind is BlockKind.TITLE for block in blocks):
        fields.pop("title", None)  # as the page shows it, which is seldom how it tells machines
    return Extracted(text, encoding, blocks, fields)


def _is_ordinary(page: Any, lines: Sequence[VisibleLine]) -> bool:
    """Whether a page is of a size that trafilatura can judge, and has none of our marks."""
    elements = sum(1 for _ in islice(page.iter(), _MOST_ELEMENTS))
    return elements < _MOST_ELEMENTS and not any(
        _MARK.search(line.text)
        or next(islice(line.element.iterancestors(), _DEEPEST, None), None) is not None
        for line in lines
    )


def _joined(lines: Sequence[VisibleLine]) -> tuple[str, list[int]]:
    """Give the canonical text, and where in it each line starts."""
    parts: list[str] = []
    starts: list[int] = []
    place = 0
    for line in lines:
        gap = ("\n" if line.tight else "\n\n") if parts else ""
        parts += (gap, line.text)
        starts.append(place + len(gap))
        place += len(gap) + len(line.text)
    return "".join(parts), starts


def _metadata(page: Any) -> dict[str, str]:
    """Give what the page tells machines: <meta>, JSON-LD, dates in the markup."""
    try:
        # "Extensive" would take any date in the text for the article's.
        found = extract_metadata(copy.deepcopy(page), extensive=False)
    except Exception:  # whatever odd markup makes a library stumble over
        return {}
    told = {
        "title": found.title,
        "author": found.author,
        "source": found.sitename,
        "date": found.date,
        "url": found.url,
    }
    fields = {name: one_line(value) for name, value in told.items() if value}
    for name in ("author", "source"):
        value = fields.get(name, "")
        if value.casefold() in _NOBODY or len(value) > _LONGEST_NAME or "©" in value:
            fields.pop(name, None)
    return fields


def _judged(page: Any, lines: Sequence[VisibleLine]) -> set[int]:
    """Give the numbers of the lines that trafilatura takes for the article; changes `page`.

    Each line is numbered in the page by two characters, and what comes out is looked up by them.
    """
    for number, line in enumerate(lines):
        text = line.node.tail if line.in_tail else line.node.text
        visible = text.lstrip()
        mark = "".join(chr(_FIRST_DIGIT + digit) for digit in divmod(number, _DIGITS))
        marked = text[: len(text) - len(visible)] + mark + visible
        if line.in_tail:
            line.node.tail = marked
        else:
            line.node.text = marked
    try:
        found = trafilatura.bare_extraction(page, include_comments=False)
    except Exception:  # as above
        return set()
    if not isinstance(found, Document):
        return set()
    marks = _MARK.findall("".join(found.body.itertext()))
    return {(ord(high) - _FIRST_DIGIT) * _DIGITS + ord(low) - _FIRST_DIGIT for high, low in marks}
