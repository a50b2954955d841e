"""Text fields that hand command keys to their screen in the order they were typed.

A field handles its keys before its screen sees them. Without this module a letter typed right after
the key that leaves the field would still be written into it.
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
        """Let the screen see the key first."""
        await screen_first(self, event)

    def on_paste(self, event: events.Paste) -> None:
        """Take all pasted lines, joined by spaces; Textual would take the first one only."""
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text), *self.selection)


def one_line(text: str) -> str:
    """Return text as one line: line ends and control characters become spaces."""
    lines = (clean(line).strip() for line in text.splitlines())
    return " ".join(line for line in lines if line)


async def screen_first(field: Widget, event: events.Key) -> None:
    """Let the screen take a key if it is a command's, then the field if it binds the key.

    Textual would carry that out only after the letters typed next.
    """
    screen = field.screen
    if isinstance(screen, CommandScreen):
        await screen.on_key_in_field(field, event)
    if event._stop_propagation:  # noqa: SLF001 -- there is no other way to ask
        return
    for binding in field._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001
        if await field.app.run_action(binding.action, field):
            event.stop()
            event.prevent_default()
            return
