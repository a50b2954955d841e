"""A list of rows that draws only what can be seen."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.palette import Palette
from tui.widgets.strips import Row, broken, clean

_MARGIN = "   "


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows 0 to `count`, end-exclusive, one of them current. Subclasses draw them."""

    DEFAULT_CSS = (
        "RowList { overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }"
    )
    row_height = 1
    """The lines of a row, if all rows have as many."""

    @dataclass
    class Moved(Message):
        """Another row is current."""

        row: int

    class Scrolled(Message):
        """Other rows are on the screen."""

    @dataclass
    class Opened(Message):
        """A row was double-clicked."""

        row: int

    def __init__(self, palette: Palette, empty: Sequence[str] = ()) -> None:
        super().__init__()
        self.palette = palette
        self.empty = empty
        """The lines shown when there are no rows."""
        self.current = 0
        self.count = 0
        self._tops: Sequence[int] = range(1)

    def draw_row(self, row: int, line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw one line of a row; `line` counts from 0 within the row."""
        raise NotImplementedError

    def draw_empty(self, line: int, width: int) -> Strip:
        """Draw a line when there are no rows, or below the last one."""
        cells = Row(width, self.palette.text)
        if self.count == 0 and line >= 1:
            room = max(width - 2 * len(_MARGIN), 1)
            lines = [part for words in self.empty for part in broken(clean(words), room) or [""]]
            cells.add(_MARGIN).add("".join(lines[line - 1 : line]), self.palette.dim)
        return cells.strip()

    def tops_for(self, width: int, /) -> Sequence[int]:
        """Return the line at which each row begins in a list of this width, and the last one ends.

        If all rows have the same height it is a range, which costs nothing however many there are.
        """
        del width
        return range(0, (self.count + 1) * self.row_height, self.row_height)

    def set_count(self, count: int, current: int | None = None) -> None:
        """Change how many rows there are, and which is current."""
        self.count = count
        wanted = self.current if current is None else current
        self.current = min(max(wanted, 0), max(count - 1, 0))
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self._tops = self.tops_for(width)
        self.virtual_size = Size(width, self._tops[self.count])
        self.show_current()

    def row_at(self, line: int) -> int:
        """Return the row at this line of the whole list; `count` below the last one."""
        return bisect_right(self._tops, line, hi=self.count + 1) - 1

    @property
    def visible_rows(self) -> range:
        """The rows that are visible, at least in part."""
        top = self.scroll_offset.y
        return range(self.row_at(top), min(self.row_at(top + self.size.height) + 1, self.count))

    def turn(self, pages: float) -> None:
        """Move by pages or parts of a page, at least to the next row."""
        lines = int(self.size.height * pages)
        row = self.row_at(max(self._tops[self.current] + lines, 0))
        by = row - self.current
        self.move(max(by, 1) if pages > 0 else min(by, -1))

    def move(self, by: int) -> None:
        """Move by a number of rows."""
        self.move_to(self.current + by)

    def move_to(self, row: int) -> None:
        """Make this row, or the nearest that exists, current."""
        row = min(max(row, 0), max(self.count - 1, 0))
        if row != self.current:
            before, self.current = self.current, row
            self.refresh_row(before)
            self.refresh_row(row)
            self.post_message(self.Moved(row))
        self.show_current()

    def show_current(self) -> None:
        """Scroll just enough to show the current row, its beginning in any case."""
        if not self.count:
            return
        top, end, height = self._tops[self.current], self._tops[self.current + 1], self.size.height
        if top < self.scroll_offset.y or end - top > height:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
        elif height and end > self.scroll_offset.y + height:
            self.scroll_to(y=end - height, animate=False, immediate=True, force=True)

    def refresh_row(self, row: int) -> None:
        """Draw a row again."""
        if row < self.count:
            self.refresh_lines(self._tops[row], self._tops[row + 1] - self._tops[row])

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        row = self.row_at(line)
        if row < self.count:
            is_current = row == self.current
            return self.draw_row(row, line - self._tops[row], width, is_current=is_current)
        return self.draw_empty(y, width)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Announce that other rows are visible."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def on_resize(self) -> None:
        """Keep the current row on the screen."""
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """Make the clicked row current; a double click opens it."""
        row = self.row_at(event.y + self.scroll_offset.y)
        if row >= self.count:
            return
        self.move_to(row)
        if event.chain == 2:
            self.post_message(self.Opened(row))
