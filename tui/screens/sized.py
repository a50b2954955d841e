"""Screens that are laid out for the current size of the terminal."""

from textual.geometry import Size
from textual.screen import Screen, ScreenResultType


class SizedScreen(Screen[ScreenResultType]):
    """A screen that outlives any number of changes of the terminal's size.

    Textual lays out a screen for the size in an event, and sends the screen its size when that has
    changed: two events of different sizes would bring each other back for ever.
    """

    def _screen_resized(self, size: Size) -> None:
        """Lay out for the current size, whatever size the event has."""
        del size
        super()._screen_resized(self.app.size)
