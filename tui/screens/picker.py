"""A list to choose from by typing: topics, commands."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.fuzzy import Matcher
from textual.strip import Strip
from textual.widget import Widget

from tui.commands.command import Scope
from tui.context import Context
from tui.palette import Palette
from tui.requests import Choice
from tui.screens.overlay import Overlay, entitle
from tui.screens.text_field import TypingInput
from tui.widgets.bars import Bar
from tui.widgets.hint_bar import HintBar
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, broken, clean


class ChoiceList(RowList):
    """The lines that match what was typed."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, ("Nothing matches.",))
        self.choices: Sequence[Choice] = ()

    def draw_row(self, row: int, _line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw a line: keys, name, explanation."""
        choice, palette = self.choices[row], self.palette
        base = palette.text + palette.cursor if is_current else palette.text
        cells = Row(width, base)
        cells.add("▌" if is_current else " ", palette.accent)
        keys = max((len(other.keys) for other in self.choices), default=0)
        if keys:
            cells.add(clean(choice.keys), palette.accent, min(keys, 16) + 2)
        names = max((len(other.label) for other in self.choices), default=0)
        cells.add(clean(choice.label), palette.strong, min(names, 24) + 2)
        return cells.add(clean(choice.help), palette.dim).strip()


class Detail(Bar):
    """The whole explanation of the current line, which may have no room for it."""

    DEFAULT_CSS = "Detail { height: 3; }"
    _choice: Choice | None = None

    def show(self, choice: Choice | None) -> None:
        """Explain another line."""
        self._choice = choice
        self.refresh()

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw the explanation on two lines at most, and the name below it."""
        row, choice = Row(width, self.palette.text), self._choice
        if choice is None:
            return row.strip()
        said, name = broken(clean(choice.help), width - 1)[:2], len(choice.name) > 0
        if line < len(said):
            row.add(" ").add(said[line], self.palette.strong)
        elif line == len(said) and name:
            row.add(" ").add(clean(choice.name), self.palette.dim)
        return row.strip()


class PickerScreen(Overlay[str]):
    """Choose one of `choices`; dismissed with its value, or with `None`."""

    DEFAULT_CSS = """
    PickerScreen > .box { height: 80%; }
    PickerScreen ChoiceList { height: 1fr; margin: 1 0; }
    """

    placeholder = "type to search"

    def __init__(self, context: Context, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(context)
        self._title = title
        self._choices = choices
        self._typed = ""
        self._input = TypingInput(placeholder=self.placeholder)
        self._list = ChoiceList(self.palette)
        self._detail = Detail(self.palette)

    def compose(self) -> ComposeResult:
        """A line to type in, the choices, hints."""
        with Vertical(classes="box") as box:
            entitle(box, self._title)
            yield self._input
            yield self._list
            yield self._detail
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Show every choice."""
        self._show(self._choices)
        self.show_hints()
        self.arrived("mount")

    @property
    def first_focus(self) -> Widget:
        """Start typing."""
        return self._input

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every other key is text."""
        return (Scope.PICKER,)

    def _show(self, choices: Sequence[Choice]) -> None:
        self._list.choices = choices
        self._list.set_count(len(choices), 0)
        self._say_detail()

    def _say_detail(self) -> None:
        choices = self._list.choices
        self._detail.show(choices[self._list.current] if choices else None)

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Explain another line."""
        self._say_detail()

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Show only what matches, the best first."""
        event.stop()
        self._filter()

    def _filter(self) -> None:
        typed = self._input.value
        if typed == self._typed:
            return
        self._typed = typed
        if not typed.strip():
            self._show(self._choices)
            return
        matcher = Matcher(typed)
        scores = [(self.score(matcher, choice), choice) for choice in self._choices]
        matching = [pair for pair in scores if pair[0] > 0]
        best_first = [choice for _, choice in sorted(matching, key=lambda pair: -pair[0])]
        self._show([*best_first, *self.offers(typed)])

    def score(self, matcher: Matcher, choice: Choice) -> float:
        """Return how well a choice matches what was typed; 0 for not at all."""
        by_help = matcher.match(choice.help) / 2
        return max(matcher.match(choice.label), matcher.match(choice.name), by_help)

    def offers(self, _typed: str) -> Sequence[Choice]:
        """Return further choices that depend on what was typed."""
        return ()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """A line was clicked again."""
        message.stop()
        self.do_choose()

    def do_down(self) -> None:
        """Next line."""
        self._list.move(1)

    def do_up(self) -> None:
        """Previous line."""
        self._list.move(-1)

    def do_choose(self) -> None:
        """Choose the current line of what matches, however fast it was typed."""
        self._filter()
        choices = self._list.choices
        self.dismiss(choices[self._list.current].value if choices else None)

    def do_cancel(self) -> None:
        """Close without choosing."""
        self.dismiss(None)
