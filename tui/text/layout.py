"""An article as lines on the screen, and the way from a line and a cell back to the text.

Every place on the screen is a place in the canonical text. Positions are 0-based, end-exclusive
code points; widths are terminal cells.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

from msgspec import Struct, field
from rich.cells import split_graphemes

from corpus.page.blocks import Block, BlockKind
from corpus.text.spans import Span
from corpus.text.undivided import Undivided
from tui.text.hyphens import Hyphenate
from tui.text.wrap import Line, cells, is_one_cell, shown, wrap

_LIST_INDENT = 2
_HAS_BULLET = re.compile(r"[^\w\s„“\"'»«(\[]\s|\w{1,3}[.)]\s")
# Short lines that are read at a glance, and names.
_NEVER_HYPHENATED = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.BYLINE, BlockKind.DATELINE}


class Layout(Struct):
    """An article's lines at one width. Build with `lay_out`."""

    text: Undivided
    lines: list[Line]
    width: int
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [line.start for line in self.lines]

    def drawn(self, start: int, end: int) -> str:
        """A slice of a line as it is drawn."""
        return shown(self.text.text[self.text.here(start) : self.text.here(end)])

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
        start, inside = map(self.text.here, (line.start, min(max(offset, line.start), line.end)))
        return index, line.indent + cells(self.text.text, start, inside)

    def offset_at(self, index: int, cell: int) -> int:
        """The offset of the character at a cell of a line.

        Beyond the text it is the end of the line, or, if a word was cut there, the last character.
        """
        if not self.lines:
            return 0
        index = min(max(index, 0), len(self.lines) - 1)
        line = self.lines[index]
        target = cell - line.indent
        if target < 0:
            return line.start
        start, end = map(self.text.here, (line.start, line.end))
        # The next line begins where a line ends that was broken inside a word.
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        is_cut = following is not None and following.block == line.block
        is_cut = is_cut and following is not None and self.text.here(following.start) == end
        whole = self.text.text
        if is_one_cell(whole, start, end):
            if not is_cut and target >= end - start:
                return line.end
            return self.text.there(min(start + target, end - is_cut))
        clusters, _ = split_graphemes(shown(whole[start:end]))
        used = 0
        for begin, _finish, width in clusters:
            if used + width > target:
                return self.text.there(start + begin)
            used += width
        return self.text.there(start + clusters[-1][0]) if is_cut and clusters else line.end

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


def lay_out(
    text: Undivided,
    blocks: Iterable[Block],
    width: int,
    *,
    furniture: bool = False,
    hyphenate: Hyphenate | None = None,
) -> Layout:
    """Lay an article out in a column of `width` cells, with an empty line between blocks.

    Words that are divided at the ends of its own lines are drawn whole.

    List items stand close together, and those without a sign of their own have room for one before
    them; folded blocks are left out unless `furniture` is set.
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
        breaking = None if block.kind in _NEVER_HYPHENATED else hyphenate
        start, end = text.span_here(Span(block.start, block.end))
        # A page may make its list items out without a sign that came along in the text.
        first = hanging if is_item and not _HAS_BULLET.match(text.text, start) else 0
        wrapped = wrap(
            text.text,
            start,
            end,
            width,
            hanging,
            first=first,
            hyphenate=breaking,
            block=index,
        )
        lines += (_there(text, line) for line in wrapped) if text.divided else wrapped
        before = block
    return Layout(text, lines, width)


def _there(text: Undivided, line: Line) -> Line:
    """A line of the undivided text as one of the canonical text."""
    start, end = text.span_there(Span(line.start, line.end))
    stop = text.there(line.stop) if line.stop > line.end else end
    return line._replace(start=start, end=end, stop=stop)
