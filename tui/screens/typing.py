"""Fields to type in that hand command keys to their screen in the order they were typed.

A field handles its keys before its screen sees them, so without this a letter typed right after the
key that leaves the field would still be written into it.
"""

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from tui.screens.base import CommandScreen
from tui.widgets.strips import clean


class TypingInput(Input):
    """One line."""

    is_field = True

    async def on_key(self, event: events.Key) -> None:
        """Let the screen look first."""
        await screen_first(self, event)

    def on_paste(self, event: events.Paste) -> None:
        """Take all that is pasted, its lines joined by spaces: Textual would take the first one."""
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text), *self.selection)


def one_line(text: str) -> str:
    """Text as it stands in one line: line ends and other control characters become spaces."""
    lines = (clean(line).strip() for line in text.splitlines())
    return " ".join(line for line in lines if line)


async def screen_first(field: Widget, event: events.Key) -> None:
    """Let the screen of a field take a key if it is a command's."""
    screen = field.screen
    if isinstance(screen, CommandScreen):
        await screen.on_key_in_field(field, event)
