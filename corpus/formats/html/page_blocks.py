"""Decides the kind of each block of a page: by markup, trafilatura's verdict and our own."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from rapidfuzz import fuzz

from corpus.formats.html.visible import VisibleLine
from corpus.page.blocks import RECURS, Block, BlockKind
from corpus.text.common_words import word_set

_ASIDE = word_set("nav footer aside form button select label")
_ELSEWHERE = re.compile(r"related|recommend|similar", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_KINDS = {
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
    "li": BlockKind.LIST,
    "dd": BlockKind.LIST,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
}
_NEAR = 4  # elements around a line whose tag may give its kind
_LEAD = 8  # lines above the text that may be the lead
_LOWEST_TITLE = 3  # <h3>
_ALIKE = 60  # percent of the words
_LONGEST_TITLE = 250


def page_blocks(
    own: Sequence[Block],
    lines: Sequence[VisibleLine],
    starts: Sequence[int],
    kept: set[int],
    stated: str,
) -> tuple[Block, ...]:
    """Return the blocks `own` of a page's text with their final kinds.

    `lines` begin at `starts` in the text; `kept` numbers those that trafilatura takes for the
    article, at least one; `stated` is the title that the page states for machines.

    Kept lines are the article, except in lists of related articles. trafilatura leaves out some
    leads, and captions and paragraphs in the midst of others; those are the article too, where our
    own classifier, or the markup of a caption, says so.
    """
    line_of = [bisect_right(starts, block.start) - 1 for block in own]
    chosen = [number for number, line in enumerate(line_of) if line in kept]
    if not chosen:
        return tuple(own)
    first, last = chosen[0], chosen[-1]
    title = _title([lines[line] for line in line_of], own, stated, first)
    lead = max(title + 1, first - _LEAD) if 0 <= title < first else first
    decided: list[Block] = []
    for number, (block, line) in enumerate(zip(own, line_of, strict=True)):
        if number == title:
            kind, rule = BlockKind.TITLE, "title"
        elif block.rule == RECURS:
            kind, rule = block.kind, block.rule
        else:
            kind, rule = _decide(
                block, lines[line], is_kept=line in kept, inside=lead <= number <= last
            )
        decided.append(Block(kind, block.start, block.end, rule))
    return tuple(decided)


def _decide(
    block: Block, line: VisibleLine, *, is_kept: bool, inside: bool
) -> tuple[BlockKind, str]:
    around = list(_around(line.element))
    if any(
        _ELSEWHERE.search(f"{tag.get('class', '')} {tag.get('id', '')}") for tag in around[:_NEAR]
    ):
        return BlockKind.RELATED, "in a list of related articles"
    kind = _kind(block, around)
    if is_kept:
        return kind, "trafilatura keeps it"
    if inside and not any(tag.tag in _ASIDE for tag in around):
        if kind is BlockKind.CAPTION:
            return kind, "caption inside the article"
        if not block.folded:
            return kind, f"inside the article: {block.rule}"
    folded = block.kind if block.folded else BlockKind.FURNITURE
    return folded, "trafilatura leaves it out"


def _around(element: Any) -> Iterator[Any]:
    """Yield an element and those around it, from the innermost."""
    yield element
    yield from element.iterancestors()


def _kind(block: Block, around: Sequence[Any]) -> BlockKind:
    """Return the kind of a line of the article by the markup closest to it."""
    for tag in around[:_NEAR]:
        if tag.tag in _KINDS:
            return _KINDS[tag.tag]
    if block.folded or block.kind is BlockKind.TITLE:
        return BlockKind.PARAGRAPH
    return block.kind


def _title(lines: Sequence[VisibleLine], own: Sequence[Block], stated: str, first: int) -> int:
    """Return the number of the block that is the title, or -1.

    It is the heading most like the title that the page states for machines; else the line that is
    that title; else the <h1> next above the text; else the choice of our own classifier.
    """
    stated = stated.casefold()
    best, alike, exact, above = 0.0, -1, -1, -1
    for number, line in enumerate(lines):
        if len(line.text) > _LONGEST_TITLE:
            continue
        text = line.text.casefold()
        level = _level(line.element)
        if level == 1 and number <= first + 1:
            above = number
        if level <= _LOWEST_TITLE:
            likeness = fuzz.token_set_ratio(text, stated) if stated else 0.0
            score = likeness - 10 * level - (5 if number > first else 0)
            if likeness >= _ALIKE and score > best:
                best, alike = score, number
        elif text == stated and exact < 0:
            exact = number
    by_us = next((n for n, block in enumerate(own) if block.kind is BlockKind.TITLE), -1)
    return next((found for found in (alike, exact, above) if found >= 0), by_us)


def _level(element: Any) -> int:
    """Return the level of the heading that an element belongs to; 7 if it belongs to none."""
    for around in islice(_around(element), 2):
        if around.tag in _HEADINGS:
            return int(around.tag[1])
    return 7
