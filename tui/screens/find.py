"""The prompt for words in the article, at the foot of the reader."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui.commands import Scope
from tui.context import Context
from tui.screens.overlay import Overlay
from tui.widgets.bars import HintBar


class FindScreen(Overlay[bool]):
    """Calls `search` with what has been typed so far; dismissed with whether it was accepted."""

    DEFAULT_CSS = """
    FindScreen { align: center bottom; background: transparent; }
    FindScreen > .box { width: 100%; max-width: 100%; border: none; border-top: solid $primary; }
    """

    def __init__(self, context: Context, search: Callable[[str], object]) -> None:
        super().__init__(context)
        self._search = search

    def compose(self) -> ComposeResult:
        """One line to type in, one line of hints."""
        with Vertical(classes="box"):
            yield Input(placeholder="find in this article")
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Start typing."""
        self.query_one(Input).focus()
        self.show_hints()

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every other key is text."""
        return (Scope.FILTER,)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while one types."""
        event.stop()
        self._search(event.value)

    def do_accept(self) -> None:
        """Stay at the match."""
        self.dismiss(bool(self.query_one(Input).value.strip()))

    def do_cancel(self) -> None:
        """Go back to where the search began."""
        self.dismiss(False)
