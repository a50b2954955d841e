"""The prompt at the foot of the reader that finds words in the article."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tui.commands.command import Scope
from tui.context import Context
from tui.screens.overlay import Overlay
from tui.screens.text_field import TypingInput
from tui.widgets.hint_bar import HintBar
from tui.widgets.strips import number


class FindScreen(Overlay[str]):
    """Calls `search` as one types; dismissed with the words that were accepted, or ""."""

    DEFAULT_CSS = """
    FindScreen { align: center bottom; background: transparent; }
    FindScreen > .box { width: 100%; max-width: 100%; border: none; border-top: solid $primary; }
    """

    def __init__(self, context: Context, search: Callable[[str], object]) -> None:
        super().__init__(context)
        self._search = search
        self._input = TypingInput(placeholder="find in this article")
        self._hints = HintBar(self.palette)

    def compose(self) -> ComposeResult:
        """One line to type in, one line of hints."""
        with Vertical(classes="box"):
            yield self._input
            yield self._hints

    def on_mount(self) -> None:
        """Start typing."""
        self.show_hints()
        self.arrived("mount")

    @property
    def first_focus(self) -> Widget:
        """Begin to type."""
        return self._input

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """All other keys are text."""
        return (Scope.FIND,)

    def count(self, match: int | None, matches: int) -> None:
        """Show which match is current, and how many there are."""
        at = f"{match + 1}/" if match is not None else ""
        said = at + number(matches, "match", "matches") if self._words else ""
        self._hints.inform(said)

    @property
    def _words(self) -> str:
        return self._input.value.strip()

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Search as one types."""
        event.stop()
        if self.is_current:  # or else the last change arrives after the prompt was answered
            self._search(event.value)

    def do_accept(self) -> None:
        """Stay at the match."""
        self.dismiss(self._words)

    def do_cancel(self) -> None:
        """Return to where the search began."""
        self.dismiss("")
