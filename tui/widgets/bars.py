"""Lines of text that can be clicked: the title of a screen, rules, paragraphs of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.palette import Palette
from tui.widgets.strips import Row, broken, clean


class Bar(Widget):
    """A few lines of text, drawn line by line; a click on a part can run a command."""

    ALLOW_SELECT = False

    @dataclass
    class Chosen(Message):
        """A part that runs a command was clicked."""

        command: str

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.palette = palette
        self._places: list[tuple[int, int, int, str]] = []

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw a line; call `place` for the parts that can be clicked."""
        raise NotImplementedError

    def place(self, line: int, start: int, end: int, command: str) -> None:
        """Let a click on the cells from `start` to before `end` of a line run a command."""
        self._places.append((line, start, end, command))

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        self._places = [place for place in self._places if place[0] != y]
        return self.draw(y, self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Run the command under the mouse."""
        for line, start, end, command in self._places:
            if line == event.y and start <= event.x < end:
                self.post_message(self.Chosen(command))
                return


class Rule(Bar):
    """A rule between two parts of a screen."""

    DEFAULT_CSS = "Rule { height: 1; }"

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw the line."""
        return Row(width, self.palette.text).add("─" * width, self.palette.rule).strip()


class Words(Bar):
    """A paragraph of words, as high as it needs to be."""

    DEFAULT_CSS = "Words { height: auto; }"

    def __init__(self, palette: Palette, lines: Sequence[str]) -> None:
        super().__init__(palette)
        self._lines = lines
        self._is_problem = False

    def say(self, lines: Sequence[str], *, is_problem: bool = False) -> None:
        """Show other lines."""
        self._lines, self._is_problem = lines, is_problem
        self.refresh(layout=True)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """Return as many lines as the words need."""
        return max(len(self._broken(width)), 1)

    def _broken(self, width: int) -> list[str]:
        return [part for line in self._lines for part in broken(clean(line), width) or [""]]

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw a line."""
        row, lines = Row(width, self.palette.text), self._broken(width)
        if line < len(lines):
            row.add(lines[line], self.palette.error if self._is_problem else self.palette.text)
        return row.strip()


class TitleBar(Bar):
    """One line: the place on the left, its state on the right."""

    DEFAULT_CSS = "TitleBar { height: 1; }"

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._left = ""
        self._right = ""

    def say(self, left: str | None = None, right: str | None = None) -> None:
        """Change the left or the right side."""
        self._left = self._left if left is None else clean(left)
        self._right = self._right if right is None else clean(right)
        self.refresh()

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw the line; the right side is dropped when there is no room."""
        row = Row(width, self.palette.text)
        row.add(" nkreader  ", self.palette.accent + Style(bold=True))
        room = row.left - cell_len(self._right) - 3
        row.add(self._left, self.palette.strong, max(room, 10))
        row.push_right(self._right + " ", self.palette.dim)
        return row.strip()
