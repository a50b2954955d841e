"""Two columns of text, side by side where there is room, else one below the other."""

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.palette import Palette
from tui.widgets.strips import Row

_SIDE_BY_SIDE = 80
_MARGIN = 3
_BETWEEN = " │ "


class Column(Struct, frozen=True):
    """A heading and paragraphs, with empty lines between them."""

    heading: str
    paragraphs: Sequence[Text] = ()


class Beside(ScrollView, can_focus=False):
    """Shows two columns that scroll together."""

    DEFAULT_CSS = (
        "Beside { overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }"
    )
    ALLOW_SELECT = False

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._columns: Sequence[Column] = ()
        self._lines: list[Strip] = []

    def show(self, *columns: Column) -> None:
        """Show other columns, from their beginning."""
        if columns != self._columns:
            self._columns = columns
            self._lay_out()
            self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def scroll_by(self, lines: int) -> None:
        """Scroll down, or up."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True, force=True)

    def on_resize(self) -> None:
        """Wrap the lines again."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        room = width - 2 * _MARGIN
        self._lines = []
        if room > 0 and self.size.width >= _SIDE_BY_SIDE:
            half = (room - len(_BETWEEN)) // 2
            columns = [self._wrapped(column, half) for column in self._columns]
            for at in range(max(map(len, columns), default=0)):
                self._lines.append(self._joined([column[at : at + 1] for column in columns], half))
        elif room > 0:
            for column in self._columns:
                above = [Text()] if self._lines else []
                for line in (*above, *self._wrapped(column, room)):
                    self._lines.append(self._joined([[line]], room))
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def _wrapped(self, column: Column, width: int) -> list[Text]:
        lines = [Text(column.heading, self._palette.dim, overflow="ellipsis", no_wrap=True)]
        lines[0].truncate(width)
        for paragraph in column.paragraphs:
            lines.append(Text())
            lines += paragraph.wrap(self.app.console, width)
        return lines

    def _joined(self, columns: Sequence[Sequence[Text]], width: int) -> Strip:
        """One line of the screen: at most one line of each column."""
        base, console = self._palette.text, self.app.console
        segments = [Segment(" " * _MARGIN, base)]
        for at, lines in enumerate(columns):
            if at:
                segments.append(Segment(_BETWEEN, base + self._palette.rule))
            used = 0
            for line in lines:
                whole = base + console.get_style(line.style)
                for piece in line.render(console):
                    style = whole + piece.style if piece.style else whole
                    segments.append(Segment(piece.text, style))
                    used += cell_len(piece.text)
            segments.append(Segment(" " * (width - used), base))
        return Strip(segments)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        if at < len(self._lines):
            return self._lines[at].adjust_cell_length(width, self._palette.text)
        return Row(width, self._palette.text).strip()
