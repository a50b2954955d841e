"""The list of topics and the charts beside it."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.palette import Palette
from tui.text.charts import Cell, Line, Look
from tui.topics.charts import sign
from tui.widgets.bars import Bar
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean
from workspace.search.topic_figures import Counts

_WIDEST_NAME = 32
_NUMBERS = 28  # cells of the three counts


class TopicHead(Bar):
    """What the columns of the list are."""

    DEFAULT_CSS = "TopicHead { height: 1; }"
    name_width = 12

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw the line."""
        row = Row(width, self.palette.text)
        row.add("   key    ", self.palette.dim).add("topic", self.palette.dim, self.name_width + 2)
        row.add("passages  articles  notes   ", self.palette.dim)
        return row.add("what belongs here", self.palette.dim).strip()


class TopicList(RowList):
    """Topics, one line each: keys, name, how often, description."""

    def __init__(self, palette: Palette, empty: Sequence[str]) -> None:
        super().__init__(palette, empty)
        self.topics: Sequence[Counts] = ()

    @property
    def name_width(self) -> int:
        """How many cells the names get."""
        longest = max((cell_len(clean(counts.name)) for counts in self.topics), default=12)
        return max(min(longest, _WIDEST_NAME, self.size.width - _NUMBERS - 14), 8)

    def draw_row(self, row: int, _line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw a topic."""
        counts, palette = self.topics[row], self.palette
        topic, style = counts.topic, palette.label(counts.name)
        cells = Row(width, palette.text + palette.cursor if is_current else palette.text)
        cells.add(" ▌ " if is_current else "   ", palette.accent)
        cells.add(f"● {sign(counts)} ", style + Style(bold=True))
        cells.add(topic.letter if topic and topic.key else "", palette.dim, 2)
        cells.add(" ").add(clean(counts.name), style + Style(bold=True), self.name_width + 2)
        cells.add(f"{counts.passages:>8,}{counts.articles:>10,}{counts.notes:>7,}   ")
        said = topic.description if topic else "only in annotations so far"
        return cells.add(clean(said), palette.dim).strip()


class ChartBar(Bar):
    """The line above a chart: what it shows, and the others that can be shown."""

    DEFAULT_CSS = "ChartBar { height: 1; }"
    _chart = ""
    _others = ""
    _words = ""

    def say(self, chart: str, others: str, words: str) -> None:
        """Name another chart."""
        self._chart, self._others, self._words = chart, others, words
        self.refresh()

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw a rule with the words in it; a click shows the next chart."""
        row = Row(width, self.palette.text)
        row.add("── ", self.palette.rule)
        row.add(self._chart, self.palette.strong)
        row.add(f" · {self._others} " if self._others else " ", self.palette.dim)
        row.add("── ", self.palette.rule).add(f"{self._words} ", self.palette.dim)
        self.place(line, 0, row.used, "topics.chart")
        return row.add("─" * row.left, self.palette.rule).strip()


class ChartView(ScrollView, can_focus=False):
    """Lines of cells."""

    DEFAULT_CSS = "ChartView { overflow-x: hidden; scrollbar-size-vertical: 1; height: 1fr; }"

    class Resized(Message):
        """The size has changed: other charts fit."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Draw other lines, the first of them at the top unless that hides the current topic."""
        self._lines = lines
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        current = next((at for at, line in enumerate(lines) if _is_current(line)), 0)
        top = max(current - self.size.height + 1, 0)
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.refresh()

    def on_resize(self) -> None:
        """Ask for another chart."""
        self.post_message(self.Resized())

    def turn(self, pages: float) -> None:
        """Scroll by a part of what can be seen."""
        y = self.scroll_offset.y + int(self.size.height * pages)
        self.scroll_to(y=y, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        row = Row(width, self._palette.text)
        at = y + self.scroll_offset.y
        if at < len(self._lines):
            for cell in self._lines[at]:
                row.add(clean(cell.text), self._style(cell), cell.width)
        return row.strip()

    def _style(self, cell: Cell) -> Style:
        style = self._palette.label(cell.topic) if cell.topic else Style()
        if cell.look is Look.DIM:
            return style + self._palette.dim
        return style + Style(bold=True) if cell.look is Look.STRONG else style


def _is_current(line: Line) -> bool:
    return bool(line and line[0].topic and line[0].look is Look.STRONG)
