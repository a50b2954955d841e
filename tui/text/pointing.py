"""Reads the mouse: repeated presses select larger units, holding it outside the text scrolls."""

from tui.text.units import Unit

_SECONDS = 0.5
_TICKS_TO_GAIN = 10
_FASTEST = 12
_UNITS = (Unit.CHARACTER, Unit.WORD, Unit.SENTENCE, Unit.PARAGRAPH)


class Presses:
    """Counts presses: one is a place, two a word, then a sentence, then a paragraph."""

    def __init__(self) -> None:
        self._place: tuple[int, int] | None = None
        self._time = 0.0
        self._count = 0

    def press(self, place: tuple[int, int], time: float) -> Unit:
        """The unit that a press at a cell of the screen means, at a time in seconds."""
        goes_on = place == self._place and time - self._time <= _SECONDS
        self._count = min(self._count + 1, len(_UNITS)) if goes_on else 1
        self._place, self._time = place, time
        return _UNITS[self._count - 1]


def scroll_lines(y: int, height: int, ticks: int) -> int:
    """Return how many lines to scroll while the mouse is held at row `y` of `height` rows.

    The farther outside and the longer it is held, the more; 0 inside, negative above.
    """
    away = y if y < 0 else max(y - height + 1, 0)
    faster = min(abs(away) + ticks // _TICKS_TO_GAIN, _FASTEST)
    return 0 if not away else -faster if away < 0 else faster
