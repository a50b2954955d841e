"""For a person who waits: one line of progress on standard error, and an orderly way to stop."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from nkreader.terminal import say_over
from workspace.articles.progress_rate import Pace

_SECONDS_BETWEEN = 0.1


class ProgressLine:
    """Shows how much of something is done, how fast, and how long it will still take."""

    def __init__(self, what: str) -> None:
        self._pace = Pace(what)
        self._shown = 0.0
        self._is_seen = sys.stderr.isatty()

    def show(self, done: int, total: int) -> None:
        """Redraw the line, unless that was just done."""
        now = time.monotonic()
        if not self._is_seen or not total or now - self._shown < _SECONDS_BETWEEN:
            return
        self._shown = now
        say_over(self._pace.words(done, total))

    def clear(self) -> None:
        """Remove the line."""
        if self._is_seen and self._shown:
            say_over("")


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Take the first Ctrl+C as a request to stop: yield a function that returns whether it came.

    A second Ctrl+C ends the program at once.
    """
    asked = False
    before = signal.getsignal(signal.SIGINT)

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
