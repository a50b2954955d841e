"""Reads HTML pages: their visible text, which of it is the article, and what the markup says.

The text is everything visible (`corpus.formats.html.visible`). trafilatura judges which lines are
the article, and our own classifier does where trafilatura is known to miss some; both only mark.
"""

import logging
import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from itertools import islice
from typing import Any

import trafilatura
from msgspec.structs import replace
from trafilatura.settings import Document

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.html.markup import parse_markup
from corpus.formats.html.page_blocks import page_blocks
from corpus.formats.html.page_facts import page_facts
from corpus.formats.html.scripted import needs_script, reveal
from corpus.formats.html.visible import VisibleLine, visible_lines
from corpus.page.blocks import Block, BlockKind
from corpus.page.classify import classify
from corpus.remarks import Remark, encoding_remarks
from corpus.text.canonical import one_line
from corpus.text.decode import UndecodableError, decoded

# trafilatura's time grows faster than the page; no article comes near this.
_MOST_ELEMENTS = 30_000
_DEEPEST = 200
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w:-]+)"""
)
_DECLARED_WITHIN = 4096
# Two characters of Braille number a line: they are printable, no letters, and in no other text.
_DIGITS = 255
_FIRST_DIGIT = 0x2801
_MARK = re.compile("[\u2801-\u28ff]{2}")
_FEW = 25  # words; fewer are no article
_TIMES = 2
_MANY = 150  # words; so many are an article if our own rules say so
_MOST_LOST = 0.15
_AS_SHOWN = "Open it in a browser, and save the page as it is shown there."
_LONGEST_KICKER = 60
_SHORTEST_HEADLINE = 15
_HEADINGS = ("h1", "h2")

for _library in ("trafilatura", "htmldate", "courlan"):
    # Without a handler, Python prints warnings over the screen.
    logging.getLogger(_library).addHandler(logging.NullHandler())


def read_html(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a page. Raises ArticleError."""
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    return read_page(path, data, declared[1].decode("ascii") if declared else "", recurring)


def read_page(path: str, data: bytes, charset: str, recurring: Container[str] = ()) -> Extracted:
    """Read a page that is declared to be in the encoding `charset`. Raises ArticleError."""
    try:
        markup, encoding, doubt = decoded(data, charset)
    except UndecodableError as error:
        raise ArticleError(
            path, f"It cannot be read as a page: {error}.", "Save the page as text or HTML again."
        ) from error
    found = _shown(path, markup, encoding, recurring)
    return replace(found, remarks=(*encoding_remarks(encoding, doubt), *found.remarks))


def _shown(path: str, markup: str, encoding: str, recurring: Container[str]) -> Extracted:
    """Extract what a page shows, if necessary what a script would show."""
    page = parse_markup(path, markup)
    if page is None:
        return Extracted("", encoding, ())
    found = _understood(page, encoding, recurring)
    if (shown := _words(found.text, found.blocks or ())) >= _FEW:
        return found
    page = parse_markup(path, markup)
    if reveal(page):
        revealed = _understood(page, encoding, recurring)
        if _words(revealed.text, revealed.blocks or ()) > _TIMES * shown:
            return revealed
    if needs_script(page, len(found.text.split())):
        words = "1 word is" if shown == 1 else f"{shown} words are"
        rest = "the rest, if there is any," if shown else "the text"
        message = f"{words} shown: {rest} is only added to the page by a script."
        return replace(found, remarks=(*found.remarks, Remark(message, _AS_SHOWN)))
    return found


def _understood(page: Any, encoding: str, recurring: Container[str]) -> Extracted:
    """Extract the content of a parsed page, which is changed."""
    lines = visible_lines(page)
    text, starts = _joined(lines)
    blocks = classify(text, recurring)
    ordinary = _is_ordinary(page, lines)
    fields = page_facts(page) if ordinary else {}
    title = fields.get("title", "")
    head = _head_titles(page)
    kept = _judged(page, lines) if ordinary else set()
    if kept:
        blocks = _better(text, page_blocks(blocks, lines, starts, kept, title), blocks)
    titles = [block for block in blocks if block.kind is BlockKind.TITLE]
    if titles:
        fields.pop("title", None)  # the visible title counts; the one for machines often differs
        number = bisect_right(starts, titles[0].start) - 1
        heading = lines[number].element
        parts = [line.text for line in lines[number:] if line.element is heading]
        if heading.tag in _HEADINGS and len(parts) > 1:  # divided by <br>
            fields["title"] = one_line(" ".join(parts))
        elif parted := _parted(heading, head):
            fields["title"] = parted
    return Extracted(text, encoding, blocks, fields)


def _words(text: str, blocks: Sequence[Block]) -> int:
    return sum(len(text[block.start : block.end].split()) for block in blocks if not block.folded)


def _better(text: str, theirs: tuple[Block, ...], ours: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks as trafilatura judges them, or ours if it lost the whole article."""
    many = _words(text, ours)
    return ours if many >= _MANY and _words(text, theirs) < many * _MOST_LOST else theirs


def _head_titles(page: Any) -> str:
    """Return the titles in the head of a page, where no markup can run words together."""
    metas = (meta.get("content", "") for meta in page.iter("meta") if _is_title(meta))
    return " ".join((*(title.text or "" for title in page.iter("title")), *metas))


def _is_title(meta: Any) -> bool:
    return (meta.get("property") or meta.get("name")) in ("og:title", "twitter:title", "title")


def _parted(heading: Any, head: str) -> str:
    """Return a title as "Kicker: Headline" if nothing but style separates the two; else ""."""
    pieces = [_MARK.sub("", piece) for piece in heading.itertext()]
    for number in range(1, len(pieces)):
        kicker, headline = "".join(pieces[:number]).strip(), "".join(pieces[number:])
        glued = pieces[number - 1][-1:].isalnum() and pieces[number][:1].isupper()
        fits = 3 <= len(kicker) <= _LONGEST_KICKER and len(headline.strip()) >= _SHORTEST_HEADLINE
        if glued and fits and f"{kicker}{headline}"[: len(kicker) + 9] not in head:
            return one_line(f"{kicker}: {headline}")
    return ""


def _is_ordinary(page: Any, lines: Sequence[VisibleLine]) -> bool:
    """Whether a page is small enough for trafilatura to judge, and has none of our marks."""
    elements = sum(1 for _ in islice(page.iter(), _MOST_ELEMENTS))
    return elements < _MOST_ELEMENTS and not any(
        _MARK.search(line.text)
        or next(islice(line.element.iterancestors(), _DEEPEST, None), None) is not None
        for line in lines
    )


def _joined(lines: Sequence[VisibleLine]) -> tuple[str, list[int]]:
    """Return the canonical text, and where each line starts in it."""
    parts: list[str] = []
    starts: list[int] = []
    place = 0
    for line in lines:
        gap = ("\n" if line.tight else "\n\n") if parts else ""
        parts += (gap, line.text)
        starts.append(place + len(gap))
        place += len(gap) + len(line.text)
    return "".join(parts), starts


def _judged(page: Any, lines: Sequence[VisibleLine]) -> set[int]:
    """Return the numbers of the lines that trafilatura takes for the article; changes `page`.

    Two characters number each line within the page, and identify it in what comes out.
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
    except Exception:  # whatever odd markup makes a library stumble over
        return set()
    if not isinstance(found, Document):
        return set()
    marks = _MARK.findall("".join(found.body.itertext()))
    return {(ord(high) - _FIRST_DIGIT) * _DIGITS + ord(low) - _FIRST_DIGIT for high, low in marks}
