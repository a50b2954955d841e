"""Threads for work that may be left unfinished when the program ends.

asyncio and Python wait for the threads of their own pools: a search, or a network folder that does
not answer, could delay leaving for ever.
"""

from asyncio import CancelledError
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import Any, ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Call = tuple[Future[Any], Callable[[], Any]]


class Threads(ThreadPoolExecutor):
    """Up to `most` threads, for `loop.set_default_executor` or for calls of one kind."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._most = most
        self._calls: SimpleQueue[Call] = SimpleQueue()
        self._idle = Semaphore(0)
        self._started = 0
        self._lock = Lock()
        self._pending: set[Future[Any]] = set()

    def submit(
        self,
        fn: Callable[Parameters, Result],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Future[Result]:
        """Call a function in a thread."""
        future: Future[Result] = Future()
        with self._lock:
            self._pending.add(future)
            self._calls.put((future, lambda: fn(*args, **kwargs)))
            if not self._idle.acquire(blocking=False) and self._started < self._most:
                self._started += 1
                Thread(target=self._serve, name="nkreader", daemon=True).start()
        return future

    def _serve(self) -> None:
        while True:
            self._carry_out(*self._calls.get())
            self._idle.release()

    def _carry_out(self, future: Future[Any], call: Callable[[], Any]) -> None:
        if not future.set_running_or_notify_cancel():
            self._forget(future)
            return
        try:
            result = call()
        except BaseException as error:  # raised again where the result is awaited
            if self._forget(future):
                future.set_exception(error)
        else:
            if self._forget(future):
                future.set_result(result)

    def _forget(self, future: Future[Any]) -> bool:
        """Forget a call; return whether its result is still awaited."""
        with self._lock:
            is_awaited = future in self._pending
            self._pending.discard(future)
        return is_awaited

    def abandon(self) -> None:
        """Cancel every wait for a result; the threads may go on."""
        with self._lock:
            pending, self._pending = self._pending, set()
        for future in pending:
            if not future.cancel():
                future.set_exception(CancelledError())

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for nothing, although asyncio asks for it."""
        del wait, cancel_futures
        self.abandon()
