"""An article as HTML in which passages are marked, also where they overlap, and can be gone to."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from annotations.exchange.bundle import Document
from annotations.exchange.reports.contents import Entry
from annotations.exchange.reports.look import Colours
from corpus.page.blocks import Block, BlockKind
from corpus.page.wrapped_lines import lines

_TAGS = {BlockKind.HEADING: "h4", BlockKind.TITLE: "h3"}


def marked_text(document: Document, entries: Sequence[Entry], colours: Colours) -> str:
    """Return the blocks that the reader shows; of page furniture only what somebody has marked."""
    marked = [entry for entry in entries if entry.is_marked]
    opened: set[int] = set()
    parts = []
    for block in _blocks(document):
        here = [entry for entry in marked if _is_in(entry, block)]
        if block.folded and not here:
            continue
        tag = _TAGS.get(block.kind, "p")
        kind = "dimmed" if block.folded else block.kind
        inside = "".join(_pieces(document.text, block, here, opened, colours))
        parts.append(f'<{tag} class="{kind}">{inside}</{tag}>\n')
    return "".join(parts)


def _blocks(document: Document) -> Sequence[Block]:
    """The blocks as they were read; paragraphs where nobody has told."""
    if document.blocks:
        return document.blocks
    return [Block(BlockKind.PARAGRAPH, *span, "") for span in lines(document.text)]


def _is_in(entry: Entry, block: Block) -> bool:
    span = entry.passage.span
    return span.start < block.end and span.end > block.start


def _pieces(
    text: str, block: Block, entries: Sequence[Entry], opened: set[int], colours: Colours
) -> Iterator[str]:
    """The text between all the ends of passages, each with the marks of those that cover it.

    `opened` are the numbers of the passages that have begun, in this block or an earlier one.
    """
    ends = {place for entry in entries for place in entry.passage.span}
    cuts = sorted({block.start, block.end, *(at for at in ends if block.start < at < block.end)})
    for start, end in pairwise(cuts):
        over = [e for e in entries if e.passage.span.start <= start and end <= e.passage.span.end]
        for entry in over:
            if entry.number not in opened:
                opened.add(entry.number)
                yield _opening(entry, colours)
        words = escape(text[start:end]).replace("\n", "<br>")
        yield _mark(words, over, colours) if over else words
        yield from (_closing(e, colours) for e in reversed(over) if e.passage.span.end == end)


def _mark(words: str, over: Sequence[Entry], colours: Colours) -> str:
    topics = list(dict.fromkeys(topic for entry in over for topic in entry.annotation.topics))
    label = escape(", ".join(topics) or "note")
    return f'<mark title="{label}" style="{colours.stripes(topics)}">{words}</mark>'


def _opening(entry: Entry, colours: Colours) -> str:
    """The number of a passage where it begins: its quote's link leads here, and this one back."""
    number, colour = entry.number, colours.of(entry.annotation.topics)
    link = f'<a class="end" id="p{number}" href="#q{number}" style="color:{colour}">'
    return f"{link}{number}⌈</a>"


def _closing(entry: Entry, colours: Colours) -> str:
    colour = colours.of(entry.annotation.topics)
    return f'<span class="end" aria-hidden="true" style="color:{colour}">⌋{entry.number}</span>'
