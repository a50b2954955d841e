"""The units that can be selected: character, word, sentence, paragraph.

Every unit is a span of code points in the canonical text, inside one visible block.
"""

from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum

from rich.cells import split_graphemes

from corpus.article import Article
from corpus.text.spans import Span
from corpus.text.words import words_in
from tui.text.wrap import shown

# How far around a place to look for clusters; real ones are far shorter.
_CLUSTER_REACH = 64

# How far around a place to look for words, so that a block of a megabyte costs no more.
_WORD_REACH = 4096


class Unit(Enum):
    """What one step of a selection covers, from small to large."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"

    def larger(self) -> "Unit":
        """The next larger unit, or this one when it is the largest."""
        order = list(Unit)
        return order[min(order.index(self) + 1, len(order) - 1)]

    def smaller(self) -> "Unit":
        """The next smaller unit, or this one when it is the smallest."""
        order = list(Unit)
        return order[max(order.index(self) - 1, 0)]


class TextUnits:
    """The units of one article; folded blocks count only when `furniture` shows them."""

    def __init__(self, article: Article, *, furniture: bool = False) -> None:
        self._article = article
        self._blocks = [
            index for index, block in enumerate(article.blocks) if furniture or not block.folded
        ]
        self._starts = [article.blocks[index].start for index in self._blocks]

    @property
    def first(self) -> int:
        """The first visible offset, 0 in an empty article."""
        return self._starts[0] if self._starts else 0

    @property
    def last(self) -> int:
        """The end of the last visible block, 0 in an empty article."""
        return self._article.blocks[self._blocks[-1]].end if self._blocks else 0

    def at(self, unit: Unit, offset: int) -> Span:
        """The unit that holds the offset, else the nearest; an empty span in an empty article."""
        spans = self._in_block(unit, self._position(offset), offset)
        if not spans:
            return Span(offset, offset)
        at = bisect_right([span.start for span in spans], offset) - 1
        return spans[max(at, 0)]

    def after(self, unit: Unit, offset: int) -> Span | None:
        """The first unit that starts at or after the offset."""
        first = self._position(offset)
        for position in range(first, len(self._blocks)):
            for span in self._in_block(unit, position, offset):
                if span.start >= offset:
                    return span
        return None

    def before(self, unit: Unit, offset: int) -> Span | None:
        """The last unit that starts before the offset."""
        for position in range(self._position(offset) if self._blocks else -1, -1, -1):
            block = self._article.blocks[self._blocks[position]]
            near = min(offset, block.end) - 1
            spans = self._in_block(unit, position, max(near, block.start))
            earlier = [span for span in spans if span.start < offset]
            if earlier:
                return earlier[-1]
        return None

    def _position(self, offset: int) -> int:
        """The visible block with the offset, else the nearest before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _in_block(self, unit: Unit, position: int, near: int) -> list[Span]:
        """The units of one visible block; characters and words only around `near`."""
        if not self._blocks:
            return []
        index = self._blocks[position]
        block = self._article.blocks[index]
        if unit is Unit.PARAGRAPH:
            return [Span(block.start, block.end)]
        if unit is Unit.SENTENCE:
            return list(self._article.sentences_in(index))
        if unit is Unit.WORD:
            start = max(block.start, near - _WORD_REACH)
            floor = max(block.start, start - _WORD_REACH)
            while start > floor and not self._article.text[start - 1].isspace():
                start -= 1
            return self._words(start, min(block.end, near + _WORD_REACH))
        return self._characters(block.start, block.end, min(max(near, block.start), block.end - 1))

    def _words(self, start: int, end: int) -> list[Span]:
        """Words; one that is divided at the end of a line is whole."""
        text = self._article.undivided
        found = words_in(text.text, text.here(start), text.here(end))
        return [*map(text.span_there, found)] if text.divided else [*found]

    def _characters(self, start: int, end: int, near: int) -> list[Span]:
        """Characters around a place, without hyphens and line breaks that divide a word."""
        text = self._article.undivided
        found = _clusters(text.text, text.here(start), text.here(end), text.here(near))
        return [*map(text.span_there, found)] if text.divided else [*found]


def _clusters(text: str, start: int, end: int, near: int) -> Iterator[Span]:
    """Grapheme clusters around a place, starting at a space so that none is cut."""
    begin = start
    back = text.rfind(" ", max(start, near - _CLUSTER_REACH), near)
    if back >= 0:
        begin = back
    elif near - start > _CLUSTER_REACH:
        begin = near - _CLUSTER_REACH
    stop = min(end, near + _CLUSTER_REACH)
    clusters, _ = split_graphemes(shown(text[begin:stop]))
    for first, after, _cells in clusters:
        yield Span(begin + first, begin + after)
