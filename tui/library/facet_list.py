"""The facets beside a list of articles: topics, sources, months, with counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.library.listing import Facet, Narrowing
from tui.palette import Palette
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean

_HEADINGS = {
    Facet.TOPIC: "Topics",
    Facet.MARK: "Marks",
    Facet.SOURCE: "Sources",
    Facet.MONTH: "Months",
}
_EMPTY = ("Nothing to filter", "by yet.")


class FacetList(RowList):
    """One line for each value; the first of a facet has the facet's name above it."""

    DEFAULT_CSS = "FacetList { width: 28; border-right: solid $panel; }"

    @dataclass
    class Chosen(Message):
        """A value was clicked."""

        narrowing: Narrowing

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _EMPTY)
        self._values: Sequence[tuple[Narrowing, int]] = ()
        self._in_force: Sequence[Narrowing] = ()

    @property
    def narrowing(self) -> Narrowing | None:
        """The current value."""
        return self._values[self.current][0] if self.current < len(self._values) else None

    def show_values(
        self, values: Sequence[tuple[Narrowing, int]], in_force: Sequence[Narrowing]
    ) -> None:
        """Show other values; the current one stays current if it is among them."""
        before = self.narrowing
        self._values, self._in_force = values, in_force
        at = next((i for i, (narrowing, _) in enumerate(values) if narrowing == before), 0)
        self.set_count(len(values), at)

    def tops_for(self, _width: int, /) -> Sequence[int]:
        """A line each; an empty one and a heading before the first of a facet."""
        return list(accumulate((1 + self._above(row) for row in range(self.count)), initial=0))

    def _above(self, row: int) -> int:
        """The lines above a value: its facet's name, and an empty one before that."""
        facet = self._values[row][0].facet
        if row == 0:
            return 1
        return 0 if self._values[row - 1][0].facet is facet else 2

    def draw_row(self, row: int, line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw a value with its count, or a line above it."""
        narrowing, count = self._values[row]
        palette, above = self.palette, self._above(row)
        if line < above:
            name = _HEADINGS.get(narrowing.facet, "") if line == above - 1 else ""
            return Row(width, palette.text).add(f" {name}", palette.strong).strip()
        is_marked = is_current and self.has_focus
        cells = Row(width, palette.text + palette.cursor if is_marked else palette.text)
        cells.add("▌" if is_marked else " ", palette.accent)
        cells.add("● " if narrowing in self._in_force else "  ", palette.accent)
        number = f" {count:,} "
        style = palette.label(narrowing.value) if narrowing.facet is Facet.TOPIC else None
        cells.add(clean(narrowing.value), style, max(cells.left - len(number), 0))
        return cells.add(number, palette.dim).strip()

    def on_focus(self) -> None:
        """Show which value is the current one."""
        self.refresh()

    def on_blur(self) -> None:
        """Show none as current."""
        self.refresh()

    # The list of articles must not hear of what moves here.

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another value is the current one."""
        message.stop()

    def on_row_list_scrolled(self, message: RowList.Scrolled) -> None:
        """Other values are on the screen."""
        message.stop()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """One click has narrowed the list already."""
        message.stop()

    def on_click(self, event: events.Click) -> None:
        """Narrow the list by the value under the mouse."""
        row = self.row_at(event.y + self.scroll_offset.y)
        if row < self.count:
            self.post_message(self.Chosen(self._values[row][0]))
