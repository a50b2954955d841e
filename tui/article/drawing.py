"""How an article looks, line by line: gutter, text with what is marked in it, notes beside it."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from corpus.page.blocks import BlockKind
from tui.palette import Palette
from tui.text.focus import Focus
from tui.text.lanes import Lanes, signs_of
from tui.text.margin import Margin, Note, Piece
from tui.text.marks import Mark, Marks, Run
from tui.text.reading import Reading
from tui.widgets.strips import clean

GUTTER = 7
HYPHEN = "-"
_BULLET = "•"
_LANES = 4
_WIDE = 140
_BESIDE_MARGIN = 3
_NARROWEST_MARGIN, _WIDEST_MARGIN = 24, 44
_STRIPS_KEPT = 300
# A word for which a sentence is suggested: never the look of a passage.
_TELLING = Style(italic=True)


class Meant(Struct, frozen=True):
    """The passage that a key acts on, and those that could be meant at this place: their ids."""

    one: str = ""
    of: frozenset[str] = frozenset()


class Frame(Struct, frozen=True):
    """Where gutter, column and margin stand in a view, in cells from its left edge."""

    width: int
    """Of the view, without its scroll bar."""
    column: int
    """The width of the text."""
    terminal: int
    """The width of the terminal; notes stand beside the text when it is wide enough."""

    @property
    def gutter(self) -> int:
        """Where the gutter begins; it hangs outside the column, so the text is centred."""
        return max((self.width - self.column) // 2 - GUTTER, 0)

    @property
    def text(self) -> int:
        """Where the text begins."""
        return self.gutter + GUTTER

    @property
    def margin(self) -> int:
        """Where notes begin."""
        return self.text + self.column + _BESIDE_MARGIN

    @property
    def margin_width(self) -> int:
        """The width of the notes; 0 where there is no room for them."""
        room = self.width - self.margin - 1
        is_wide = self.terminal >= _WIDE and room >= _NARROWEST_MARGIN
        return min(room, _WIDEST_MARGIN) if is_wide else 0


class ArticleDrawing:
    """Draws the lines of an article in one layout, and keeps those it has drawn.

    `notes` are the words of the notes, by the ids of their passages; `symbols` stand for topics.
    """

    def __init__(
        self,
        reading: Reading,
        frame: Frame,
        palette: Palette,
        symbols: Mapping[str, str],
        *,
        marks: Marks,
        notes: Mapping[str, str],
        meant: Meant,
    ) -> None:
        self.frame = frame
        self._reading = reading
        self._layout = reading.layout
        self._marks = marks
        self._palette = palette
        self._symbols = symbols
        self._meant = meant
        self._margin = self._margin_of(notes) if notes and frame.margin_width else None
        self._strips: dict[int, Strip] = {}

    @property
    def height(self) -> int:
        """How many lines there are, of the text or of the notes beside it."""
        return max(len(self._layout.lines), self._margin.height if self._margin else 0)

    def show_meant(self, meant: Meant) -> None:
        """Draw a passage stronger than those around it."""
        self._meant = meant
        self._strips.clear()

    def note_at(self, cell: int, line: int) -> str:
        """The id of the passage whose note is drawn at a cell of a line, else ""."""
        piece = self._margin.beside(line) if self._margin else None
        return piece.note.mark if piece is not None and cell >= self.frame.margin else ""

    def strip(self, line: int, focus: Focus) -> Strip:
        """A line from edge to edge; `focus` is what a key would act on."""
        if line in focus.lines:
            return self._draw(line, focus)
        if line not in self._strips:
            if len(self._strips) >= _STRIPS_KEPT:
                self._strips.clear()
            self._strips[line] = self._draw(line, focus)
        return self._strips[line]

    def _draw(self, index: int, focus: Focus) -> Strip:
        frame, base = self.frame, self._palette.text
        segments = [Segment(" " * frame.gutter, base)] if frame.gutter else []
        if index < len(focus.layout.lines):
            segments += self.segments(index, focus)
        piece = self._margin.beside(index) if self._margin else None
        if piece is None:
            return Strip(segments).adjust_cell_length(frame.width, base)
        column = Strip(segments).adjust_cell_length(frame.margin, base)
        return Strip([*column, *self._note(piece)]).adjust_cell_length(frame.width, base)

    # -- notes

    def _margin_of(self, notes: Mapping[str, str]) -> Margin:
        reading, beside = self._reading, []
        for mark in self._marks.marks:
            if words := notes.get(mark.id):
                signs = [sign.text for sign in signs_of(mark, self._symbols)]
                topic = next(iter(mark.topics), "")
                end = min(mark.span.end, mark.span.start + _WIDEST_MARGIN)
                quote = clean(reading.article.text[mark.span.start : end])
                line = self._layout.line_of(mark.span.start)
                lines = _safe_lines(words)
                beside.append(Note(mark.id, line, "".join(signs), quote, lines, topic))
        return Margin(beside, self.frame.margin_width)

    def _note(self, piece: Piece) -> list[Segment]:
        """A line of a note; its head is bold when its passage is the one meant."""
        base, palette, note = self._palette.text, self._palette, piece.note
        label = palette.label(note.topic) if note.topic else palette.accent
        is_meant = note.mark == self._meant.one
        if piece.is_head:
            return [Segment(piece.text, base + label + Style(bold=is_meant))]
        return [Segment(piece.text, base + (Style() if is_meant else palette.dim))]

    # -- text

    def segments(self, index: int, focus: Focus) -> list[Segment]:
        """A line of the article, from its gutter on."""
        base, line = self._palette.text, focus.layout.lines[index]
        if line.block < 0:
            return self._gutter(index, is_here=False)
        block = self._reading.article.blocks[line.block]
        text_style = base + self._block_style(block.kind)
        selected, point, cursor = focus.selected, focus.sentence, focus.cursor
        is_here = line.start < point.end and line.stop > point.start
        is_here = is_here or (line.start < selected.end and line.end > selected.start)

        segments = self._gutter(index, is_here=is_here)
        if line.indent:
            sign = _BULLET if line.start == block.start else ""
            segments.append(Segment(sign.ljust(line.indent), base + self._palette.dim))
        runs = self._marks.runs(line.start, line.end, selected=selected, point=point, cursor=cursor)
        for run in runs:
            style = text_style + self._run_style(run)
            segments.append(Segment(focus.layout.drawn(run.start, run.end), style))
        if line.is_hyphenated:
            style = text_style + self._run_style(replace(runs[-1], is_cursor=False))
            segments.append(Segment(HYPHEN, style))
        return segments

    @cached_property
    def _lanes(self) -> Lanes:
        return Lanes(self._marks.marks, self._layout, self._symbols, _LANES)

    def _gutter(self, index: int, *, is_here: bool) -> list[Segment]:
        """Where passages begin and end, then a bar beside what a key would act on."""
        base, palette = self._palette.text, self._palette
        segments = []
        for sign in self._lanes.beside(index):
            style = Style()
            if sign is not None:
                style = palette.label(sign.topic) if sign.topic else palette.accent
                style += Style(bold=sign.mark == self._meant.one != "")
            segments.append(Segment(sign.text if sign else " ", base + style))
        bar = "▌" if is_here else " "
        segments.append(Segment(f" {bar} ", base + palette.accent))
        return segments

    # -- styles

    def _block_style(self, kind: BlockKind) -> Style:
        palette = self._palette
        if kind is BlockKind.TITLE:
            return palette.title
        if kind is BlockKind.HEADING:
            return palette.strong
        if kind in {BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATELINE}:
            return palette.dim + Style(italic=True)
        if kind in {BlockKind.RELATED, BlockKind.FURNITURE}:
            return palette.dim
        return Style()

    def _run_style(self, run: Run) -> Style:
        palette = self._palette
        style = palette.dim if run.is_shared else Style()
        if run.is_point:
            style += palette.point
        tags = tuple(mark for mark in run.marks if not mark.is_suggested)
        style += self._marks_style(tags)
        if run.is_telling and not tags:
            style += _TELLING
        if run.is_hit:
            style += palette.hit
        if run.is_current_hit:
            style += palette.current_hit
        if run.is_selected:
            style += palette.selection
        if run.is_cursor:
            style += palette.selection if not run.is_selected else palette.cursor_in_selection
        return style

    def _marks_style(self, marks: tuple[Mark, ...]) -> Style:
        """The look of the shortest passage here.

        Where several could be meant only the one that is meant is bold, so that one sees where it
        begins and ends; elsewhere the text is bold where passages overlap.
        """
        if not marks:
            return Style()
        shown = min(marks, key=lambda mark: mark.span.end - mark.span.start)
        is_bold = len(marks) > 1
        if any(mark.id in self._meant.of for mark in marks):
            is_bold = any(mark.id == self._meant.one for mark in marks)
        if not shown.topics:
            return Style(underline=True, bold=is_bold)
        return self._palette.passage(shown.topics[0], overlapping=is_bold)


@lru_cache(maxsize=4096)
def _safe_lines(words: str) -> tuple[str, ...]:
    return tuple(clean(line) for line in words.splitlines())
