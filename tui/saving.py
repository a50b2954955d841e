"""Changes on their way to the disk, so that quitting can wait for them and say what failed."""

import asyncio
from collections.abc import Callable

from workspace.outcome import Saved, SaveError


class Saves:
    """Makes changes in threads; knows which have not come back yet."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Saved | None]] = set()

    async def make(self, change: Callable[[], Saved | None]) -> Saved | None:
        """Make a change; it goes on even when whoever asked for it is gone. Raises `SaveError`."""
        task = asyncio.create_task(asyncio.to_thread(change))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def finish(self) -> list[str]:
        """Wait for every change under way; gives what could not be saved, in words."""
        results = await asyncio.gather(*self._running, return_exceptions=True)
        return [str(result) for result in results if isinstance(result, SaveError)]
