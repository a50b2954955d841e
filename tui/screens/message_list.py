"""All messages of this session, whole, also those that have gone from the foot of the screen."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from tui.commands.command import Scope
from tui.context import Context
from tui.screens.overlay import Overlay, entitle
from tui.widgets.bars import Words
from tui.widgets.hint_bar import HintBar


class MessageListScreen(Overlay[None]):
    """Lists the messages, the newest first."""

    DEFAULT_CSS = """
    MessageListScreen VerticalScroll { height: auto; max-height: 16; margin: 1 0; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        lines = [line for words in context.notices.recent for line in (words, "")][:-1]
        self._words = Words(self.palette, lines or ["No messages."])

    def compose(self) -> ComposeResult:
        """Show the messages and the key that closes them."""
        with Vertical(classes="box") as box:
            entitle(box, "Messages")
            with VerticalScroll():
                yield self._words
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Take keys."""
        self.show_hints()
        self.arrived("mount")

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """No other keys."""
        return (Scope.MESSAGES,)

    def do_close(self) -> None:
        """Go back."""
        self.dismiss()

    def do_down(self) -> None:
        """Scroll down."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def do_up(self) -> None:
        """Scroll up."""
        self.query_one(VerticalScroll).scroll_page_up(animate=False)
