"""Changes on their way to the disk, so that leaving can wait for them and say what failed."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar

from tui.threads import Threads
from workspace.coding.save_result import Rest, Saved, SaveError

Answer = TypeVar("Answer")

# Changes come one after the other, so these are many; but one that hangs must not stop the rest.
_MOST_AT_ONCE = 8
_SECONDS_BEFORE_IT_IS_LONG = 0.4
_SECONDS_BETWEEN_WORDS = 0.1


class LongStep:
    """The step of many files that is being made: see `workspace.progress.Progress`.

    One is enough, as changes are made one after the other. `say` is called in their thread.
    """

    def __init__(self) -> None:
        self.on_progress: Callable[[int, int, str], None] = lambda _done, _total, _doing: None
        """Told how many of how many files are written, now and then, of a step that takes long;
        0 of 0 when it is over. Called in the thread that writes."""
        self.is_shown = False
        self._is_stopped = False
        self._is_last = False
        self._say_at = 0.0

    def say(self, done: int, total: int, doing: str = "saving files") -> None:
        """Hear how far it is."""
        now = time.monotonic()
        if not done:
            self._is_stopped = False
            self._say_at = now + _SECONDS_BEFORE_IT_IS_LONG
        elif now >= self._say_at:
            self._say_at = now + _SECONDS_BETWEEN_WORDS
            self.is_shown = True
            self.on_progress(done, total, doing)

    def should_stop(self) -> bool:
        """Whether somebody has stopped it."""
        return self._is_stopped or self._is_last

    def is_last(self) -> bool:
        """Whether the program ends, and stops it for that."""
        return self._is_last

    def stop(self, *, for_good: bool = False) -> None:
        """Stop it before its next file; `for_good` each one to come, too."""
        self._is_stopped = True
        self._is_last = self._is_last or for_good

    def end(self) -> None:
        """It is over."""
        if self.is_shown:
            self.is_shown = False
            self.on_progress(0, 0, "")


class Saves:
    """Makes changes in threads; knows which have not come back yet."""

    def __init__(self) -> None:
        self._running: set[asyncio.Future[Any]] = set()
        self._threads = Threads(_MOST_AT_ONCE)
        self.step = LongStep()
        self.rest: Rest | None = None
        """What the last step that was stopped has left to do."""
        self.later = ""
        """What leaving has stopped, which the next start goes on with, in words."""

    async def make(self, change: Callable[[], Saved | None]) -> Saved | None:
        """Make a change; it goes on even when whoever asked for it is gone. Raises `SaveError`."""
        saved: Saved | None = await asyncio.shield(self._begin(change))
        if saved is not None:
            self.rest = saved.rest
        return saved

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """Ask what may have to wait as a step has to, and can be stopped. Raises `SaveError`."""
        answer: Answer = await asyncio.shield(self._begin(question))
        return answer

    def keep(self, write: Callable[..., object], *arguments: object) -> None:
        """Write something down that nobody waits for, but that leaving does."""
        self._begin(lambda: write(*arguments))

    def _begin(self, change: Callable[[], Any]) -> "asyncio.Future[Any]":
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._threads, self._carried_out, change)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return running

    def _carried_out(self, change: Callable[[], Any]) -> Any:
        try:
            answer = change()
        finally:
            self.step.end()
        if isinstance(answer, Saved) and answer.later:
            self.later = answer.later
        return answer

    async def finish(self) -> list[str]:
        """Wait for every change under way; gives what could not be saved, in words."""
        results = await asyncio.gather(*self._running, return_exceptions=True)
        return [str(result) for result in results if isinstance(result, SaveError)]

    def abandon(self) -> None:
        """Wait for nothing any more."""
        self._threads.abandon()
