"""Makes articles of paragraphs of which the format itself says what some of them are."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpus.formats.extracted import Extracted
from corpus.page.blocks import RECURS, Block, BlockKind
from corpus.page.classify import classify
from corpus.page.wrapped_lines import lines
from corpus.text.canonical import canonical

_STOPS = (".", "!", "?", "…")


class Paragraph(NamedTuple):
    """Some lines of text. `kind` is None if only the text shows what they are.

    `rule` says how the kind is known. `tight` puts no blank line before the paragraph.
    """

    text: str
    kind: BlockKind | None = None
    rule: str = ""
    tight: bool = False


class Known(NamedTuple):
    """The known kind of the code points ``text[start:end]``, which are whole lines."""

    start: int
    end: int
    kind: BlockKind
    rule: str


def extracted(
    paragraphs: Iterable[Paragraph],
    encoding: str,
    fields: Mapping[str, str],
    recurring: Container[str],
) -> Extracted:
    """Make an article of paragraphs.

    The field `maybe title`, a title among the file's properties, counts if the text shows none. If
    there is a field `title`, no other line is one.
    """
    text, known = _joined(paragraphs)
    blocks = known_blocks(text, known, recurring)
    stated = {name: value for name, value in fields.items() if value}
    if "title" in stated:
        headings = {line.start for line in known if line.kind is BlockKind.HEADING}
        blocks = tuple(_untitled(text, block, stated["title"], headings) for block in blocks)
    title = stated.pop("maybe title", "")
    if title and all(block.kind is not BlockKind.TITLE for block in blocks):
        stated.setdefault("title", title)
    return Extracted(text, encoding, blocks, stated)


def _untitled(text: str, block: Block, title: str, headings: Container[int]) -> Block:
    """Return a block that is not called a title unless it is the given one."""
    is_same = text[block.start : block.end].casefold() == title.casefold()
    if block.kind is not BlockKind.TITLE or is_same:
        return block
    kind = BlockKind.HEADING if block.start in headings else BlockKind.PARAGRAPH
    return Block(kind, block.start, block.end, block.rule)


def known_blocks(
    text: str, known: Sequence[Known], recurring: Container[str] = ()
) -> tuple[Block, ...]:
    """Divide a canonical text into blocks; what is known of it, in order, goes before all else.

    Our own rules judge what is not known, and see nothing of what is known to be furniture: it is
    as if that were not there. They may find the title among known headings. As there is no page
    around the text, they fold nothing for what it says, but only what recurs in many files.
    """
    blocks: list[Block] = []
    parts: list[str] = []
    starts: list[int] = []  # where each part begins, in the body and in the text
    places: list[int] = []
    size = 0
    for start, end in _between(text, [line for line in known if _is_furniture(line)]):
        part = text[start:end]
        lead = len(part) - len(part.lstrip("\n"))
        part = part.strip("\n")
        if part.strip():
            starts.append(size)
            places.append(start + lead)
            parts.append(part)
            size += len(part) + 2
    for block in classify("\n\n".join(parts), recurring):
        shift = _shift(starts, places, block.start)
        blocks.append(Block(block.kind, block.start + shift, block.end + shift, block.rule))
    title = _title(blocks[0].start if blocks else -1, known)
    blocks += _furniture(text, known)
    return tuple(_named(text, sorted(blocks, key=lambda block: block.start), known, title))


def _joined(paragraphs: Iterable[Paragraph]) -> tuple[str, list[Known]]:
    parts: list[str] = []
    known: list[Known] = []
    place = 0
    for paragraph in paragraphs:
        stripped = (line.strip() for line in canonical(paragraph.text).split("\n"))
        shown = "\n".join(filter(None, stripped))
        if not shown:
            continue
        gap = ("\n" if paragraph.tight else "\n\n") if parts else ""
        parts += (gap, shown)
        place += len(gap)
        if paragraph.kind is not None:
            end = place + len(shown)
            known.append(Known(place, end, paragraph.kind, paragraph.rule))
        place += len(shown)
    return "".join(parts), known


def _is_furniture(known: Known) -> bool:
    return known.kind is BlockKind.FURNITURE


def _between(text: str, furniture: Sequence[Known]) -> Iterator[tuple[int, int]]:
    begin = 0
    for line in furniture:
        yield begin, line.start
        begin = line.end
    yield begin, len(text)


def _shift(starts: Sequence[int], places: Sequence[int], offset: int) -> int:
    part = bisect_right(starts, offset) - 1
    return places[part] - starts[part]


def _furniture(text: str, known: Sequence[Known]) -> Iterator[Block]:
    for line in known:
        if _is_furniture(line):
            for span in lines(text[line.start : line.end]):
                start, end = span.start + line.start, span.end + line.start
                yield Block(BlockKind.FURNITURE, start, end, line.rule)


def _named(
    text: str, blocks: Sequence[Block], known: Sequence[Known], title: Known | None
) -> Iterator[Block]:
    """Yield the blocks with the kinds that are known; a known `title` is the only one."""
    ends = [line.end for line in known]
    for block in blocks:
        place = bisect_left(ends, block.end)
        line = known[place] if place < len(known) and known[place].start <= block.start else None
        kind, rule = (line.kind, line.rule) if line else (block.kind, block.rule)
        if not line and block.folded and rule != RECURS:
            kind, rule = BlockKind.PARAGRAPH, "text of a document"
        if title is not None and line is title:
            kind = BlockKind.TITLE
        elif title is not None and kind is BlockKind.TITLE:
            is_sentence = text[block.start : block.end].endswith(_STOPS)
            kind = BlockKind.PARAGRAPH if is_sentence else BlockKind.HEADING
        elif not title and block.kind is BlockKind.TITLE and kind is BlockKind.HEADING:
            kind, rule = block.kind, block.rule
        yield Block(kind, block.start, block.end, rule)


def _title(top: int, known: Sequence[Known]) -> Known | None:
    """Return the known title: the first line that is called so, or the heading at `top`."""
    titles = (line for line in known if line.kind is BlockKind.TITLE)
    found = next(titles, None)
    if found is not None:
        return found
    return next(
        (line for line in known if line.start == top and line.kind is BlockKind.HEADING), None
    )
