"""A question before a large change: what would change, and Enter to make the change."""

from collections.abc import Sequence

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.commands.command import Command, Scope
from tui.context import Context
from tui.screens.overlay import Overlay, entitle
from tui.widgets.bars import Words
from tui.widgets.hint_bar import HintBar


class QuestionScreen(Overlay[bool]):
    """Shows what would change; dismissed with whether to do it, which `act` names (“merge”)."""

    DEFAULT_CSS = "QuestionScreen Words { margin: 1 0; }"

    def __init__(self, context: Context, title: str, lines: Sequence[str], act: str) -> None:
        super().__init__(context)
        self._act = act
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

    @property
    def hinted(self) -> Sequence[Command]:
        """The hints, with what Enter does by its name."""
        return [
            replace(command, label=self._act) if command.id == "question.accept" else command
            for command in super().hinted
        ]

    def do_accept(self) -> None:
        """Confirm."""
        self.dismiss(True)

    def do_cancel(self) -> None:
        """Cancel."""
        self.dismiss(False)
