"""Reports how far a long task is, how fast it goes, and how long it will still take."""

import time
from collections.abc import Callable

_FEWEST_SECONDS = 1.0  # before these a rate says nothing
_MINUTE = 60


class Pace:
    """Puts progress into words. The clock runs from the first time that something is done."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._clock = clock
        self._began: float | None = None
        self._first = self._last = 0

    def words(self, done: int, total: int) -> str:
        """Report it: `reading articles: 1,200 of 40,000 (310/s, 2 min left)`."""
        said = f"{self._what}: {done:,} of {total:,}"
        if self._began is None or done < self._last:  # the same task once more
            self._began, self._first = self._clock(), done
        self._last = done
        seconds = self._clock() - self._began
        if seconds < _FEWEST_SECONDS or done == self._first:
            return said
        rate = (done - self._first) / seconds
        return f"{said} ({rate:,.0f}/s, {_left((total - done) / rate)} left)"


def _left(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 2 * _MINUTE else f"{seconds / _MINUTE:.0f} min"
