"""The bars of the reader: the notes on the article, and the topics with what a key acts on."""

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from annotations.topics import Topic
from tui.palette import Palette, symbol
from tui.widgets.bars import Bar
from tui.widgets.strips import Row, clean, fit

_MOST_LINES = 5
_BESIDE = "○ 1 " + "   "
_REMOVES = ": remove"
_MORE = "… 99 more"
# So many cells of a name, at least, tell which topic it is.
_LEGIBLE = 6


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


class Coded(Struct, frozen=True):
    """What the topic bar shows: the topics in force here, and a line of words about them.

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
        said = sum(cell_len(names[index]) for index in shown) + len(_REMOVES) * sum(in_force)
        removes = _REMOVES if said <= beside and not others else ""
        fitted = fit_all([names[index] for index in shown], beside)
        for index, name in zip(shown, fitted, strict=True):
            topic = self._topics[index]
            style = self.palette.label(topic.name)
            start = row.used
            row.add("●" if in_force[index] else "○", style)
            row.add(f" {symbol(topic)} ", style + Style(bold=True))
            if in_force[index]:
                row.add(name, style + Style(bold=True, underline=True))
                row.add(removes, self.palette.dim)
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
    """Return the indexes of the topics that fit legibly into a line; those `needed` go first."""
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
    """Cut the longest names so that together they take at most `width` cells."""
    longest = max(map(cell_len, names), default=0)
    while longest > 1 and sum(min(cell_len(name), longest) for name in names) > width:
        longest -= 1
    return [fit(name, longest) for name in names]
