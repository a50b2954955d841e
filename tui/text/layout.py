"""Wrapping an article into display lines, and the way from a line and a cell back to the text.

A line is a slice of the canonical text; nothing is inserted, deleted or replaced, so every place on
the screen is a place in the text. Positions are 0-based, end-exclusive code points; widths are
terminal cells.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from corpus.blocks import Block, BlockKind

MINIMUM_WIDTH = 8
"""Cells; a narrower column is laid out as if it were this wide."""

_LIST_INDENT = 2

# Characters that every terminal draws one cell wide: wrapping such text needs no look at each one.
_ONE_CELL = re.compile("[\t\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482‐-‧‰-⁞₠-₿]*")


class Line(NamedTuple):
    """One row of the reader.

    `start:end` is what the row shows; `end:stop` is the white space swallowed where the line was
    broken. `block` is the index of the block, or -1 for the empty row between two blocks.
    """

    start: int
    end: int
    stop: int
    block: int
    indent: int


@lru_cache(maxsize=64)
def _line_pattern(width: int) -> re.Pattern[str]:
    """As many characters as fit before white space, after a hyphen inside a word, or at the end."""
    return re.compile(rf"(?s).{{1,{width}}}(?:(?=\s)|(?<=\w[-–/])(?=\w)|\Z)|.{{{width}}}")


def is_one_cell(text: str, start: int, end: int) -> bool:
    """Whether every character of the slice takes exactly one cell."""
    found = _ONE_CELL.match(text, start, end)
    return found is not None and found.end() == end


def wrap(text: str, start: int, end: int, width: int, hanging: int = 0) -> Iterator[Line]:
    """Break `text[start:end]` into lines of at most `width` cells; later lines indent by `hanging`.

    The lines carry block 0; a word wider than a line is cut between two grapheme clusters.
    """
    width = max(width, MINIMUM_WIDTH + hanging)
    one_cell = is_one_cell(text, start, end)
    indent = 0
    while start < end:
        room = width - indent
        if one_cell:
            found = _line_pattern(room).match(text, start, end)
            stop = found.end() if found else end
        else:
            stop = _fit_clusters(text, start, end, room)
        shown = stop
        while shown > start and text[shown - 1].isspace():
            shown -= 1
        while stop < end and text[stop].isspace():
            stop += 1
        yield Line(start, shown, stop, 0, indent)
        start, indent = stop, hanging


def _fit_clusters(text: str, start: int, end: int, width: int) -> int:
    """Where a line that starts at `start` must end, measured by grapheme clusters."""
    # A cluster may be long, but hardly eight code points for each cell of a whole line.
    clusters, _ = split_graphemes(text[start : min(end, start + width * 8)])
    used = 0
    last_break = 0
    for begin, finish, cells in clusters:
        piece = text[start + begin]
        if piece.isspace():
            last_break = begin
        if used + cells > width:
            return start + (last_break or begin or finish)
        used += cells
        if piece in "-–/" and text[start + begin - 1].isalnum() and begin:
            last_break = finish
    return start + clusters[-1][1] if clusters else end


def cells(text: str, start: int, end: int) -> int:
    """How many cells the slice takes; a tab or a line break inside it takes one."""
    if is_one_cell(text, start, end):
        return end - start
    return cell_len(shown(text[start:end]))


def shown(piece: str) -> str:
    """The slice as it is drawn: code point for code point, with tabs and line breaks as spaces."""
    return piece.replace("\n", " ").replace("\t", " ")


@dataclass
class Layout:
    """An article's lines at one width. Build with `lay_out`."""

    text: str
    lines: list[Line]
    width: int
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [line.start for line in self.lines]

    def line_of(self, offset: int) -> int:
        """The index of the line that shows the offset, or the nearest one before it; 0 if none."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        while index > 0 and self.lines[index].block < 0:
            index -= 1
        return index

    def cell_of(self, offset: int) -> tuple[int, int]:
        """The line and the cell in it (indent included) where the offset is drawn."""
        index = self.line_of(offset)
        if not self.lines:
            return 0, 0
        line = self.lines[index]
        inside = min(max(offset, line.start), line.end)
        return index, line.indent + cells(self.text, line.start, inside)

    def offset_at(self, index: int, cell: int) -> int:
        """The offset of the character at a cell of a line; beyond the text, the line's end."""
        if not self.lines:
            return 0
        line = self.lines[min(max(index, 0), len(self.lines) - 1)]
        target = cell - line.indent
        if target <= 0:
            return line.start
        if is_one_cell(self.text, line.start, line.end):
            return min(line.start + target, line.end)
        clusters, _ = split_graphemes(shown(self.text[line.start : line.end]))
        used = 0
        for begin, _finish, width in clusters:
            if used + width > target:
                return line.start + begin
            used += width
        return line.end

    def text_line(self, index: int, step: int) -> int:
        """The nearest line with text from `index` on in the direction of `step`, or `index`."""
        if not self.lines:
            return 0
        at = min(max(index, 0), len(self.lines) - 1)
        while 0 <= at < len(self.lines):
            if self.lines[at].block >= 0:
                return at
            at += step
        return self.text_line(index, -step) if any(x.block >= 0 for x in self.lines) else 0


def lay_out(text: str, blocks: Iterable[Block], width: int, *, furniture: bool = False) -> Layout:
    """Lay an article out in a column of `width` cells, with an empty line between blocks.

    List items stand close together; folded blocks are left out unless `furniture` asks for them.
    """
    lines: list[Line] = []
    before: Block | None = None
    for index, block in enumerate(blocks):
        if block.folded and not furniture:
            continue
        is_item = block.kind is BlockKind.LIST
        if before is not None and not (is_item and before.kind is BlockKind.LIST):
            lines.append(Line(before.end, before.end, before.end, -1, 0))
        hanging = _LIST_INDENT if is_item else 0
        lines += [
            line._replace(block=index)
            for line in wrap(text, block.start, block.end, width, hanging)
        ]
        before = block
    return Layout(text, lines, width)
