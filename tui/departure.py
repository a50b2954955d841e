"""How the program is left: it saves what has been changed and waits for nothing else.

What was typed before the key that leaves is carried out, the process that reads the folder is
ended, searches are cancelled, and changes are written. Where a disk does not answer, the user is
told what is being waited for, and the next request to leave no longer waits.
"""

import asyncio
import sys
from contextlib import suppress

from textual.app import App
from textual.worker import WorkerCancelled, WorkerFailed

from tui.context import Context
from tui.notices import PROBLEM_SECONDS
from tui.screens.base import CommandScreen
from tui.widgets.strips import in_home

_SECONDS_A_THREAD_KEEPS_OTHERS = 0.0005  # threads that need not finish must not slow us down
_SECONDS_TO_SAVE = 0.7  # then we say what we are waiting for
_SECONDS_TO_FORGET = 0.2  # for small things, as the reading position
_SECONDS_FOR_KEYS = 0.5  # for those typed before the one that leaves


class Departure:
    """Leaves `app`; `unsaved` lists what could not be saved, in words."""

    def __init__(self, app: App[None], context: Context) -> None:
        self._app = app
        self._context = context
        self._leaving: asyncio.Task[None] | None = None
        self._waits_no_longer = asyncio.Event()
        self.unsaved: list[str] = []

    @property
    def has_begun(self) -> bool:
        """Whether the program is being left."""
        return self._leaving is not None

    def begin(self, *, now: bool = False) -> None:
        """Begin to leave; asked again, or `now`, wait no longer for what is being saved."""
        if now or self.has_begun:
            self._waits_no_longer.set()
        if self._leaving is None:
            sys.setswitchinterval(_SECONDS_A_THREAD_KEEPS_OTHERS)
            self._leaving = asyncio.create_task(self._save_and_exit())

    async def end(self) -> None:
        """End what is still running, whatever the reason to leave."""
        await self._end_refreshing()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._context.saves.finish(), _SECONDS_TO_FORGET)

    async def _save_and_exit(self) -> None:
        """Save everything, or say why that takes long and leave when asked again."""
        self._context.saves.step.stop(for_good=True)
        refreshing = asyncio.create_task(self._end_refreshing())
        saving = asyncio.create_task(self._save())
        await asyncio.wait({saving}, timeout=_SECONDS_TO_SAVE)
        if not saving.done():
            self._say_why_it_takes_long()
            asked_again = asyncio.create_task(self._waits_no_longer.wait())
            await asyncio.wait({saving, asked_again}, return_when=asyncio.FIRST_COMPLETED)
        if not saving.done():
            self.unsaved.append(self._what_is_unsaved())
        await asyncio.wait({refreshing})
        self._app.exit()

    async def _save(self) -> None:
        await self._carry_out_keys()
        for worker in self._app.workers:
            if worker.group != "refresh":
                worker.cancel()  # searches must not slow down what saves
        for screen in self._app.screen_stack:
            if isinstance(screen, CommandScreen):
                await screen.finish()
        self.unsaved = await self._context.saves.finish()
        if self._context.is_open:
            self.unsaved += filter(None, [await asyncio.to_thread(self._close_workspace)])

    def _close_workspace(self) -> str:
        """Retry what could not be saved; returns what is still unsaved, in words."""
        workspace = self._context.workspace
        workspace.close()
        return workspace.recorder.unsaved

    async def _carry_out_keys(self) -> None:
        """Let the screen carry out the keys typed before, if that does not take long."""
        for pump in filter(None, (self._app.focused, self._app.screen)):
            done = asyncio.Event()
            if pump.call_later(done.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), _SECONDS_FOR_KEYS)

    def _what_is_unsaved(self) -> str:
        places = self._context.settings.places
        return (
            f"{in_home(places.annotations)} does not answer; what is being saved is written down "
            f"in {in_home(places.state)}, and the next start finishes it"
        )

    def _say_why_it_takes_long(self) -> None:
        again = self._context.keymap.key_of("app.quit") or "ctrl+q"
        words = f"Still saving: {self._what_is_unsaved()}. {again} leaves all the same."
        self._app.notify(words, severity="error", timeout=PROBLEM_SECONDS)

    async def _end_refreshing(self) -> None:
        """End the indexing process before the program ends."""
        for worker in [worker for worker in self._app.workers if worker.group == "refresh"]:
            # A second cancellation would interrupt the worker while it ends the process.
            if not worker.is_cancelled:
                worker.cancel()
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()
