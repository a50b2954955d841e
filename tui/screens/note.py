"""The note editor: the passage above, the note below."""

from collections.abc import Awaitable, Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from tui.command import Scope
from tui.context import Context
from tui.screens.overlay import Overlay
from tui.screens.typing import screen_first
from tui.widgets.bars import HintBar
from tui.widgets.strips import clean, fit

_QUOTE_CELLS = 280


class TypingArea(TextArea):
    """Several lines to type in."""

    is_field = True

    async def on_key(self, event: events.Key) -> None:
        """Let the screen look first."""
        await screen_first(self, event)


class NoteScreen(Overlay[bool]):
    """Edits a note. Leaving keeps it, as nothing typed may be lost; discarding is a key of its own.

    `keep` saves the text and says whether that succeeded; if not, the editor stays open with it.
    """

    DEFAULT_CSS = """
    NoteScreen #quote {
        color: $foreground 70%; padding: 0 1; margin: 0 0 1 0; border-left: thick $accent;
        height: auto; max-height: 5;
    }
    NoteScreen TextArea { height: 8; border: none; padding: 0 1; background: $panel; }
    NoteScreen TextArea:focus { border: none; }
    """

    def __init__(
        self, context: Context, quote: str, note: str, keep: Callable[[str], Awaitable[bool]]
    ) -> None:
        super().__init__(context)
        self._quote = quote
        self._note = note
        self._keep = keep

    def compose(self) -> ComposeResult:
        """Quote, text, hints."""
        with Vertical(classes="box") as box:
            box.border_title = "Note"
            yield Static(Content(fit(clean(self._quote), _QUOTE_CELLS)), id="quote")
            yield TypingArea(self._note, show_line_numbers=False, tab_behavior="focus")
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Write on where the note ends."""
        area = self.query_one(TypingArea)
        area.move_cursor(area.document.end)
        self.show_hints()
        self.came("mount")

    @property
    def first_focus(self) -> Widget:
        """Begin to write."""
        return self.query_one(TypingArea)

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every other key is text."""
        return (Scope.NOTE,)

    async def do_keep(self) -> None:
        """Save and close."""
        if await self._keep(self.query_one(TypingArea).text.strip()):
            self.dismiss(True)

    def do_discard(self) -> None:
        """Close without saving."""
        self.dismiss(False)
