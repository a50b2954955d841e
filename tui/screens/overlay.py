"""Dialogs over a screen: a box in the middle, or a line at the foot."""

from rich.console import RenderableType
from textual.content import Content
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from tui.context import Context
from tui.screens.base import CommandScreen
from tui.widgets.strips import clean


def entitle(box: Widget, title: str) -> None:
    """Write a title into the border of a box, as plain text whatever it contains."""
    box.border_title = Content(clean(title))


class Overlay(CommandScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A screen through which the one below can be seen."""

    DEFAULT_CSS = """
    Overlay { align: center middle; background: $background 50%; }
    Overlay > .box {
        width: 76; max-width: 94%; height: auto; max-height: 90%;
        background: $surface; border: round $primary; padding: 0 1;
        border-title-color: $accent; border-title-style: bold;
    }
    Overlay Input { height: 1; border: none; padding: 0; background: $panel; }
    Overlay Input:focus { border: none; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.palette = context.palette.raised()

    def render(self) -> RenderableType:
        """Draw the screen right below.

        Textual caches what it draws first, which may be before it knows which screen is right
        below: then one further down would show around the box.
        """
        stack = self.app.screen_stack
        if self not in stack[1:]:
            return super().render()
        return BackgroundScreen(stack[stack.index(self) - 1], self.styles.background)
