"""The lines at the foot and the head of a screen: hints, topics, titles. All can be clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from annotations.topics import Topic
from tui.commands.command import Command
from tui.keys.keymap import key_label
from tui.notices import Notice
from tui.palette import Palette
from tui.text.wrap import wrap
from tui.widgets.strips import Row, clean, fit

_SAY_SECONDS = 3.0
_ROOM_FOR_HELP = 10
_MOST_LINES = 5
_BESIDE = "○ 1 " + "   "
_TAKE_AWAY = ": take away"
_MORE = "… 99 more"
# So many cells of a name, at least, tell which topic it is.
_LEGIBLE = 6


class Bar(Widget):
    """A few lines of text, drawn line by line; parts of a line can stand for a command."""

    ALLOW_SELECT = False

    @dataclass
    class Chosen(Message):
        """A part that stands for a command was clicked."""

        command: str

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.palette = palette
        self._places: list[tuple[int, int, int, str]] = []

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw a line; call `place` for the parts that can be clicked."""
        raise NotImplementedError

    def place(self, line: int, start: int, end: int, command: str) -> None:
        """Say that the cells from `start` to before `end` of a line stand for a command."""
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
    """A line between two parts of a screen."""

    DEFAULT_CSS = "Rule { height: 1; }"

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw the line."""
        return Row(width, self.palette.text).add("─" * width, self.palette.rule).strip()


class Words(Bar):
    """A few lines of words, as many as there are."""

    DEFAULT_CSS = "Words { height: auto; }"

    def __init__(self, palette: Palette, lines: Sequence[str]) -> None:
        super().__init__(palette)
        self._lines = lines
        self._is_problem = False

    def say(self, lines: Sequence[str], *, is_problem: bool = False) -> None:
        """Say something else."""
        self._lines, self._is_problem = lines, is_problem
        self.refresh(layout=True)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many lines as the words need."""
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
    """One line: where one is on the left, how things stand on the right."""

    DEFAULT_CSS = "TitleBar { height: 1; }"

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._left = ""
        self._right = ""

    def say(self, left: str | None = None, right: str | None = None) -> None:
        """Change what stands on the left or the right."""
        self._left = self._left if left is None else clean(left)
        self._right = self._right if right is None else clean(right)
        self.refresh()

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw the line; the right side gives way when there is no room."""
        row = Row(width, self.palette.text)
        row.add(" nkreader  ", self.palette.accent + Style(bold=True))
        room = row.left - cell_len(self._right) - 3
        row.add(self._left, self.palette.strong, max(room, 10))
        row.push_right(self._right + " ", self.palette.dim)
        return row.strip()


class HintBar(Bar):
    """The foot of a screen: what can be done now, `?` first; on the right where one is.

    It is one line high, and grows by what must be said: notices, words for a moment that are too
    long for that line, and the keys that would go on from one that was pressed.
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
        """Show every key that would go on from the one that was pressed."""
        self._said = ""
        self._hints = [(key_label(keys), command.label, command.id) for keys, command in following]
        self._are_following = True
        self._change()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show what must be said for longer than a moment."""
        self._notices = tuple(notices)
        self._change()

    def say(self, words: str) -> None:
        """Say something in place of where one is, for a moment; hints make room for it."""
        self._said = clean(words)
        if self._saying is not None:
            self._saying.stop()
        self._saying = self.set_timer(_SAY_SECONDS, self._hush)
        self._change()

    @property
    def is_saying(self) -> bool:
        """Whether something is said for a moment."""
        return bool(self._said)

    def _hush(self) -> None:
        self._said = ""
        self._change()

    def inform(self, info: str) -> None:
        """Show where one is."""
        self._info = clean(info)
        self.refresh()

    # -- how high it is

    def _change(self) -> None:
        """Draw it again, and lay the screen out again when its height is another one."""
        width = self.size.width
        self.refresh(layout=bool(width) and self._height(width) != self.size.height)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many lines as there are to say."""
        return self._height(width)

    def _height(self, width: int) -> int:
        return len(self._above(width)) + len(self._rows_of_hints(width))

    def _above(self, width: int) -> list[tuple[str, Style]]:
        """The lines above the hints, cut to what leaves the screen for work."""
        lines = [
            (line, self.palette.error if notice.is_problem else self.palette.accent)
            for notice in self._notices
            for line in broken(notice.words, width - 2)
        ]
        if not self._fits_beside(width):
            lines += [(line, self.palette.accent) for line in broken(self._said, width - 2)]
        return lines[-_MOST_LINES:]

    def _fits_beside(self, width: int) -> bool:
        return cell_len(self._said) + 3 <= width - _ROOM_FOR_HELP

    def _rows_of_hints(self, width: int) -> list[int]:
        """How many hints stand on each line: one line, but for keys that would go on."""
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
        """Draw a line of words, or of as many hints as fit whole."""
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


def broken(words: str, width: int) -> list[str]:
    """Words as lines of a width."""
    return [words[line.start : line.end] for line in wrap(words, 0, len(words), width)]


class AboutBar(Bar):
    """Below a title: what is noted on the article as a whole, a line for each coder."""

    DEFAULT_CSS = "AboutBar { height: 0; }"

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._lines: Sequence[tuple[str, str]] = ()

    def say(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show other lines: a sign and words; as many of them as there is room for."""
        self._lines = [(sign, clean(words)) for sign, words in lines[:_MOST_LINES]]
        self.styles.height = len(self._lines)
        self.refresh()

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw one of the lines."""
        row = Row(width, self.palette.text)
        if line < len(self._lines):
            sign, words = self._lines[line]
            row.add(f" {sign} ", self.palette.accent).add(words, self.palette.dim)
            self.place(line, 0, row.used, "reader.article_note")
        return row.strip()


@dataclass(frozen=True, slots=True)
class Coded:
    """What the topic bar speaks of: the topics in force here, and a line of words about it.

    `suggested` are the topics that are suggested here.
    """

    topics: tuple[str, ...] = ()
    what: str = ""
    note: str = ""
    suggested: tuple[str, ...] = ()


class TopicBar(Bar):
    """Two lines: every topic with its key, those in force here marked; then what a key acts on."""

    DEFAULT_CSS = "TopicBar { height: 3; }"

    def __init__(self, palette: Palette, topics: Sequence[Topic]) -> None:
        super().__init__(palette)
        self._topics = topics
        self._coded = Coded()

    def show_topics(self, topics: Sequence[Topic]) -> None:
        """Offer other topics."""
        self._topics = topics
        self.refresh()

    def show(self, coded: Coded) -> None:
        """Speak of something else."""
        self._coded = coded
        self.refresh()

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw a rule, the topics, or the line about them."""
        row = Row(width, self.palette.text)
        if line == 0:
            return row.add("─" * width, self.palette.rule).strip()
        row.add(" ")
        if line == 1:
            self._draw_topics(line, row)
        else:
            row.add(self._coded.what, self.palette.dim)
            if self._coded.note:
                row.add("  * ", self.palette.accent)
                row.add(self._coded.note, self.palette.text)
        return row.strip()

    def _draw_topics(self, line: int, row: Row) -> None:
        in_force = [topic.name in self._coded.topics for topic in self._topics]
        suggested = [topic.name in self._coded.suggested for topic in self._topics]
        names = [clean(topic.name) + "?" * suggested[index] for index, topic in self._numbered]
        others = [name for name in self._coded.topics if not self._is_known(name)]
        needed = [index for index, _ in self._numbered if in_force[index] or suggested[index]]
        shown = with_room(names, needed, row.left)
        more = f"… {len(names) - len(shown)} more" if len(shown) < len(names) else ""
        beside = row.left - len(_BESIDE) * len(shown) - cell_len(more)
        said = sum(cell_len(names[index]) for index in shown) + len(_TAKE_AWAY) * sum(in_force)
        takes_away = _TAKE_AWAY if said <= beside and not others else ""
        fitted = fit_all([names[index] for index in shown], beside)
        for index, name in zip(shown, fitted, strict=True):
            topic = self._topics[index]
            style = self.palette.label(topic.name)
            start = row.used
            row.add("●" if in_force[index] else "○", style)
            row.add(f" {symbol(topic)} ", style + Style(bold=True))
            if in_force[index]:
                row.add(name, style + Style(bold=True, underline=True))
                row.add(takes_away, self.palette.dim)
            else:
                row.add(name, style)
            command = f"reader.topic_{topic.key}" if topic.key else f"reader.tag_{index}"
            self.place(line, start, row.used, command)
            row.add("   ")
        if more:
            self.place(line, row.used, row.used + cell_len(more), "reader.pick_topic")
            row.add(more, self.palette.dim)
        if others:
            row.add(" + " + clean(", ".join(others)), self.palette.accent)

    @property
    def _numbered(self) -> list[tuple[int, Topic]]:
        return list(enumerate(self._topics))

    def _is_known(self, name: str) -> bool:
        return any(topic.name == name for topic in self._topics)


def with_room(names: Sequence[str], needed: Sequence[int], width: int) -> list[int]:
    """Which topics a line of `width` cells names legibly, in order; those `needed` go first."""
    least = [len(_BESIDE) + min(cell_len(name), _LEGIBLE) for name in names]
    if sum(least) <= width:
        return list(range(len(names)))
    room, shown = width - len(_MORE), []
    for index in dict.fromkeys([*needed, *range(len(names))]):
        if least[index] > room:
            break
        room -= least[index]
        shown.append(index)
    return sorted(shown)


def fit_all(names: Sequence[str], width: int) -> list[str]:
    """Names cut, the longest ones first, so that together they take at most `width` cells."""
    longest = max(map(cell_len, names), default=0)
    while longest > 1 and sum(min(cell_len(name), longest) for name in names) > width:
        longest -= 1
    return [fit(name, longest) for name in names]


def symbol(topic: Topic) -> str:
    """The one character that stands for a topic: its digit, else its letter, else a bullet."""
    return str(topic.key) if topic.key else topic.letter or "•"
