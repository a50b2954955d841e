"""Waiting for another nkreader that is bringing the same folder up to date."""

import time
from collections.abc import Callable
from pathlib import Path

from nkreader.options import say
from nkreader.progress import ProgressLine
from workspace.articles.turns import Said, is_taken, said

_SECONDS_BETWEEN_LOOKS = 0.1
_SECONDS_WITHOUT_PROGRESS = 60.0


class Waiting:
    """Waits at most `seconds` (without end if `None`), but not for a program that is stuck."""

    def __init__(self, cache: Path, seconds: float | None, is_stopped: Callable[[], bool]) -> None:
        self._cache = cache
        self._is_stopped = is_stopped
        self._end = None if seconds is None else time.monotonic() + seconds
        self._needed: int | None = None
        self._told = False

    @property
    def is_done(self) -> bool:
        """Whether another program has brought the folder up to date since we began to wait."""
        return self._needed is not None and said(self._cache).finished >= self._needed

    def wait(self) -> bool:
        """Wait until no program is indexing; return false when time is up or it is stuck."""
        progress = ProgressLine("waiting for another nkreader to index")
        now = said(self._cache)
        if self._needed is None:
            # The turn under way may have looked at the folder before we were asked.
            self._needed = now.begun + 1
        moved = time.monotonic()
        try:
            while is_taken(self._cache) and not self._is_stopped() and not self.is_done:
                before, now = now, said(self._cache)
                if before != now:
                    moved = time.monotonic()
                self._tell(now)
                progress.show(now.done, now.total)
                if self._is_over(moved):
                    return False
                time.sleep(_SECONDS_BETWEEN_LOOKS)
        finally:
            progress.clear()
        return True

    def _is_over(self, moved: float) -> bool:
        now = time.monotonic()
        is_late = self._end is not None and now >= self._end
        return is_late or now - moved >= _SECONDS_WITHOUT_PROGRESS

    def _tell(self, now: Said) -> None:
        if not self._told and not (self._end and time.monotonic() >= self._end):
            so_far = f" ({now.done:,} of {now.total:,} read)" if now.total else ""
            say(f"Another nkreader is indexing this folder{so_far}: waiting for it.")
            self._told = True
