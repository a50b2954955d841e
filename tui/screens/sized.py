"""Screens that are laid out for the terminal as it is, and not as it was."""

from textual.geometry import Size
from textual.screen import Screen, ScreenResultType


class SizedScreen(Screen[ScreenResultType]):
    """A screen that outlives any number of changes of the terminal's size.

    Textual lays a screen out for the size that an event tells, and tells the screen of its size
    when that has changed: with events of two sizes under way, each brings back the other, for ever.
    """

    def _screen_resized(self, size: Size) -> None:
        """Lay out for the size of now, whatever size was told when the event was sent."""
        del size
        super()._screen_resized(self.app.size)
