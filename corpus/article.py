"""One article: its canonical text, its blocks and its metadata."""

from bisect import bisect_right
from functools import cached_property

from msgspec import Struct

from corpus.page.blocks import Block
from corpus.remarks import Remark
from corpus.text.spans import Span
from corpus.text.undivided import Undivided


class Article(Struct, frozen=True, dict=True):
    """An article as loaded from a file. All offsets are code points of `text`.

    `path` is relative to the folder, with "/". `source`, `author`, `date` (YYYY-MM-DD, YYYY-MM or
    YYYY), `language` ("de", "en", ...) and `url` are "" when unknown. `words` counts the words of
    the blocks that are not folded; `sha256` is that of `text`. `remarks` say what could not be
    read, or was guessed.
    """

    path: str
    text: str
    blocks: tuple[Block, ...]
    title: str
    source: str
    author: str
    date: str
    language: str
    encoding: str
    sha256: str
    words: int
    url: str = ""
    remarks: tuple[Remark, ...] = ()

    def block_at(self, offset: int) -> int:
        """Return the index of the block at `offset`, else of the next, else of the last; or -1."""
        if not self.blocks:
            return -1
        before = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if before >= 0 and offset < self.blocks[before].end:
            return before
        return min(before + 1, len(self.blocks) - 1)

    def sentences_in(self, block: int) -> tuple[Span, ...]:
        """Return the sentences of the block with the index `block`.

        The first starts where the block starts, the last ends where it ends; white space between
        two sentences belongs to neither. Raises IndexError for a block that does not exist.
        """
        if block not in self._sentences:
            from corpus.text.sentences import sentence_spans

            place = self.blocks[block]
            self._sentences[block] = sentence_spans(self.text, place.start, place.end)
        return self._sentences[block]

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence at `offset`, else the next one in its block, else the nearest.

        ``Span(0, 0)`` if the article has no blocks.
        """
        block = self.block_at(offset)
        if block < 0:
            return Span(0, 0)
        sentences = self.sentences_in(block)
        following = bisect_right(sentences, offset, key=lambda span: span.end)
        return sentences[min(following, len(sentences) - 1)]

    @cached_property
    def undivided(self) -> Undivided:
        """The text as it reads: words divided at the ends of lines are whole."""
        from corpus.text.divided_words import divisions  # not to list articles

        stretches = (Span(block.start, block.end) for block in self.blocks)
        return Undivided(self.text, divisions(self.text, stretches, self.language))

    def as_read(self, span: Span) -> str:
        """Return a span of the text as it reads, its divided words whole."""
        start, end = self.undivided.span_here(span)
        return self.undivided.text[start:end]

    def searchable(self) -> tuple[Span, ...]:
        """Return the spans of the blocks that are not folded."""
        return tuple(Span(block.start, block.end) for block in self.blocks if not block.folded)

    @cached_property
    def _sentences(self) -> dict[int, tuple[Span, ...]]:
        """The sentences of the blocks that were asked for."""
        return {}
