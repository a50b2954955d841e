"""What the mouse means: how often it was pressed at one place, how fast a held one scrolls."""

from tui.text.units import Unit

_SECONDS = 0.5
_TICKS_TO_GAIN = 10
_FASTEST = 12
_UNITS = (Unit.CHARACTER, Unit.WORD, Unit.SENTENCE, Unit.PARAGRAPH)


class Presses:
    """Counts presses: once is a place, twice a word, then a sentence, then a paragraph."""

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
    """How many lines to scroll when the mouse is held at a row outside of `height` rows.

    The more the farther away it is and the longer it is held there; negative is upwards.
    """
    away = y if y < 0 else max(y - height + 1, 0)
    faster = min(abs(away) + ticks // _TICKS_TO_GAIN, _FASTEST)
    return 0 if not away else -faster if away < 0 else faster
