"""The current article of a list, shown beside it."""

from textual import events

from tui.article.view import ReaderView
from tui.context import Context
from tui.widgets.bars import Bar


class Preview(ReaderView, can_focus=False):
    """A view without a reading point; a double click opens the article."""

    point_shown = False

    def __init__(self, context: Context) -> None:
        width = context.settings.config.reading.width
        super().__init__(context.palette, context.symbols, width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Nothing can be selected here."""
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """Open the article."""
        if event.chain == 2:
            self.post_message(Bar.Chosen("library.open"))
