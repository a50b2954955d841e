"""Changes on their way to the disk; leaving waits for them and reports what failed."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar

from tui.threads import Threads
from workspace.coding.save_result import Rest, Saved, SaveError

Answer = TypeVar("Answer")

# Changes are made one after the other, but one that hangs must not stop the rest.
_MOST_AT_ONCE = 8
_SECONDS_BEFORE_IT_IS_LONG = 0.4
_SECONDS_BETWEEN_WORDS = 0.1


class LongStep:
    """The step of many files that is being made; see `workspace.progress.Progress`.

    One is enough, as changes are made one after the other. `say` is called in the changing thread.
    """

    def __init__(self) -> None:
        self.on_progress: Callable[[int, int, str], None] = lambda _done, _total, _doing: None
        """Called now and then with how many of how many files are written by a long step, and with
        0 of 0 when it is over; in the thread that writes."""
        self.is_shown = False
        self._is_stopped = False
        self._is_last = False
        self._say_at = 0.0

    def say(self, done: int, total: int, doing: str = "saving files") -> None:
        """Note how far the step is."""
        now = time.monotonic()
        if not done:
            self._is_stopped = False
            self._say_at = now + _SECONDS_BEFORE_IT_IS_LONG
        elif now >= self._say_at:
            self._say_at = now + _SECONDS_BETWEEN_WORDS
            self.is_shown = True
            self.on_progress(done, total, doing)

    def should_stop(self) -> bool:
        """Whether the step has been stopped."""
        return self._is_stopped or self._is_last

    def is_last(self) -> bool:
        """Whether it was stopped because the program ends."""
        return self._is_last

    def stop(self, *, for_good: bool = False) -> None:
        """Stop the step before its next file; with `for_good` all later steps too."""
        self._is_stopped = True
        self._is_last = self._is_last or for_good

    def end(self) -> None:
        """The step is over."""
        if self.is_shown:
            self.is_shown = False
            self.on_progress(0, 0, "")


class Saves:
    """Makes changes in threads, and knows which are still under way."""

    def __init__(self) -> None:
        self._running: set[asyncio.Future[Any]] = set()
        self._threads = Threads(_MOST_AT_ONCE)
        self.step = LongStep()
        self.rest: Rest | None = None
        """What the last stopped step has left to do."""
        self.later = ""
        """What leaving has stopped and the next start resumes, in words."""

    async def make(self, change: Callable[[], Saved | None]) -> Saved | None:
        """Make a change; it goes on even if its caller is cancelled. Raises `SaveError`."""
        saved: Saved | None = await asyncio.shield(self._begin(change))
        if saved is not None:
            self.rest = saved.rest
        return saved

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """Ask something that may wait, and can be stopped, like a step. Raises `SaveError`."""
        answer: Answer = await asyncio.shield(self._begin(question))
        return answer

    def keep(self, write: Callable[..., object], *arguments: object) -> None:
        """Write something that only leaving waits for."""
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
        """Wait for every change under way; return what could not be saved, in words."""
        results = await asyncio.gather(*self._running, return_exceptions=True)
        return [str(result) for result in results if isinstance(result, SaveError)]

    def abandon(self) -> None:
        """Stop waiting for changes."""
        self._threads.abandon()
