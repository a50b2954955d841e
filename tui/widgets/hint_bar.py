"""The foot of a screen: what can be done now, and what has just been done."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from tui.commands.command import Command
from tui.keys.keymap import key_label
from tui.notices import Notice
from tui.palette import Palette
from tui.widgets.bars import Bar
from tui.widgets.strips import Row, broken, clean, fit

_SAY_SECONDS = 3.0
_ROOM_FOR_HELP = 10
_MOST_LINES = 5


class HintBar(Bar):
    """The foot of a screen: the commands that can be used now, and on the right the position.

    It is one line high, and grows for notices, for messages that are too long for that line, and
    for the keys that could follow one that was pressed.
    """

    DEFAULT_CSS = "HintBar { height: auto; }"

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._hints: list[tuple[str, str, str]] = []
        self._are_following = False
        self._info = ""
        self._said = ""
        self._saying: Timer | None = None
        self._notices: Sequence[Notice] = ()
        self._key_for_all = ""

    def show(self, commands: Sequence[Command]) -> None:
        """Show commands as hints, the most important first."""
        self._hints = [
            (key_label(command.keys[0]), command.label, command.id)
            for command in commands
            if command.keys
        ]
        self._are_following = False
        self._change()

    def show_following(self, following: Sequence[tuple[str, Command]]) -> None:
        """Show every key that could follow the one that was pressed."""
        self._said = ""
        self._hints = [(key_label(keys), command.label, command.id) for keys, command in following]
        self._are_following = True
        self._change()

    def show_notices(self, notices: Sequence[Notice], key_for_all: str = "") -> None:
        """Show messages that stay for longer than a moment.

        One is shown whole. Of several the newest takes one line, with the number of the others and
        the key that lists all of them.
        """
        self._notices, self._key_for_all = tuple(notices), key_for_all
        self._change()

    def say(self, words: str) -> None:
        """Show a message for a moment instead of the position; hints make room for it."""
        self._said = clean(words)
        if self._saying is not None:
            self._saying.stop()
        self._saying = self.set_timer(_SAY_SECONDS, self._hush)
        self._change()

    @property
    def is_saying(self) -> bool:
        """Whether a message is shown for a moment."""
        return bool(self._said)

    def _hush(self) -> None:
        self._said = ""
        self._change()

    def inform(self, info: str) -> None:
        """Show the position."""
        self._info = clean(info)
        self.refresh()

    # -- height

    def _change(self) -> None:
        """Draw it again, and lay out the screen again if its height has changed."""
        width = self.size.width
        self.refresh(layout=bool(width) and self._height(width) != self.size.height)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """Return as many lines as there are to show."""
        return self._height(width)

    def _height(self, width: int) -> int:
        return len(self._above(width)) + len(self._rows_of_hints(width))

    def _above(self, width: int) -> list[tuple[str, Style]]:
        """Return the lines above the hints, few enough to leave room for the rest of the screen."""
        lines = self._lines_of_notices(width - 2)
        if not self._fits_beside(width):
            lines += [(line, self.palette.accent) for line in broken(self._said, width - 2)]
        return lines[-_MOST_LINES:]

    def _lines_of_notices(self, width: int) -> list[tuple[str, Style]]:
        if not self._notices:
            return []
        *others, newest = self._notices
        style = self.palette.error if newest.is_problem else self.palette.accent
        if not others:
            return [(line, style) for line in broken(newest.words, width)]
        key = f" ({self._key_for_all} lists all)" if self._key_for_all else ""
        more = f" · {len(others)} more{key}"
        return [(fit(newest.words, width - cell_len(more)) + more, style)]

    def _fits_beside(self, width: int) -> bool:
        return cell_len(self._said) + 3 <= width - _ROOM_FOR_HELP

    def _rows_of_hints(self, width: int) -> list[int]:
        """Return how many hints are on each line: one line, except for keys that could follow."""
        rows, used = [0], 1
        for key, label, _ in self._hints if self._are_following else ():
            cells = cell_len(key) + cell_len(label) + 3
            if used + cells >= width and rows[-1]:
                rows.append(0)
                used = 1
            rows[-1] += 1
            used += cells
        return rows[:_MOST_LINES]

    # -- drawing

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw a line of a message, or of as many hints as fit."""
        row = Row(width, self.palette.text)
        row.add(" ")
        above = self._above(width)
        if line < len(above):
            return row.add(*above[line]).strip()
        if self._are_following:
            rows = self._rows_of_hints(width)
            before = sum(rows[: line - len(above)])
            self._draw_hints(line, row, self._hints[before : before + rows[line - len(above)]], 0)
            return row.strip()
        said = self._said if self._fits_beside(width) else ""
        place = fit(self._info, max(width // 3, _ROOM_FOR_HELP))
        info = f"  {said or place} " if said or place else ""
        self._draw_hints(line, row, self._hints, cell_len(info))
        row.push_right(info, self.palette.accent if said else self.palette.dim)
        return row.strip()

    def _draw_hints(
        self, line: int, row: Row, hints: Sequence[tuple[str, str, str]], kept: int
    ) -> None:
        for key, label, command in hints:
            if cell_len(key) + cell_len(label) + 3 >= row.left - kept:
                break
            start = row.used
            row.add(key, self.palette.accent + Style(bold=True))
            row.add(f" {label}", self.palette.dim)
            self.place(line, start, row.used, command)
            row.add("  ")
