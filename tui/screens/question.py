"""A question before a large change: what would change, and Enter to do it."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.commands.command import Scope
from tui.context import Context
from tui.screens.overlay import Overlay, entitle
from tui.widgets.bars import Words
from tui.widgets.hint_bar import HintBar


class QuestionScreen(Overlay[bool]):
    """Shows what would change; dismissed with whether to do it."""

    DEFAULT_CSS = "QuestionScreen Words { margin: 1 0; }"

    def __init__(self, context: Context, title: str, lines: Sequence[str]) -> None:
        super().__init__(context)
        self._title = title
        self._words = Words(self.palette, lines)

    def compose(self) -> ComposeResult:
        """What would change, and what can be done."""
        with Vertical(classes="box") as box:
            entitle(box, self._title)
            yield self._words
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Wait for an answer."""
        self.show_hints()
        self.arrived("mount")

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """No other keys."""
        return (Scope.QUESTION,)

    def do_accept(self) -> None:
        """Confirm."""
        self.dismiss(True)

    def do_cancel(self) -> None:
        """Cancel."""
        self.dismiss(False)
