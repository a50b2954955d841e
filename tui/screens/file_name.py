"""The dialog that asks for the name of a new file."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tui.commands.command import Scope
from tui.context import Context
from tui.screens.overlay import Overlay, entitle
from tui.screens.text_field import TypingInput
from tui.widgets.bars import Words
from tui.widgets.hint_bar import HintBar


class NameScreen(Overlay[str]):
    """Asks for the name of a file; dismissed with it, or with `None`."""

    DEFAULT_CSS = "NameScreen Words { margin: 1 0; }"

    def __init__(
        self, context: Context, title: str, words: str, name: str, problem: Callable[[str], str]
    ) -> None:
        super().__init__(context)
        self._title = title
        self._input = TypingInput(name, select_on_focus=True)
        self._words = Words(self.palette, (words,))
        self._problem = problem

    def compose(self) -> ComposeResult:
        """A line to type in, where the file goes, hints."""
        with Vertical(classes="box") as box:
            entitle(box, self._title)
            yield self._input
            yield self._words
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Start typing."""
        self.show_hints()
        self.arrived("mount")

    @property
    def first_focus(self) -> Widget:
        """Start typing."""
        return self._input

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every other key is text."""
        return (Scope.NAME,)

    def do_accept(self) -> None:
        """Accept the name, if a file can have it."""
        name = self._input.value.strip()
        if problem := self._problem(name):
            self._words.say((problem,), is_problem=True)
        else:
            self.dismiss(name)

    def do_cancel(self) -> None:
        """Cancel the export."""
        self.dismiss(None)
