"""The real application on a copy of the samples, driven without a terminal."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual._wait import wait_for_idle
from textual.message import Message
from textual.pilot import Pilot

from tui.app import NkreaderApp
from tui.start import make_app
from tui.widgets import hint_bar
from workspace.places import Options, resolve

_SECONDS = 300.0  # a slow machine may take its time; none waits longer than its condition needs
_SECONDS_SHOWN = 3600.0  # what is said for a moment is there when a slow machine comes to look
_SECONDS_BETWEEN_LOOKS = 0.02
_SECONDS_FOR_THREADS = 0.2
_QUIET_ROUNDS = 2


class Driver:
    """A running application, and ways to press, click and wait."""

    pilot: Pilot[None]

    def __init__(self, app: NkreaderApp) -> None:
        self.app = app
        self._handled = 0

    def count(self, _message: Message) -> None:
        """Take note of a message that has reached something in the application."""
        self._handled += 1

    async def rest(self, *_: float) -> None:
        """Wait until no message has led to another one.

        Textual's pilot takes a process that gets no time for one that has nothing to do, and
        waits for a second where a thread is busy: too short a time, and too long a one, for what is
        shown for three.
        """
        quiet = 0
        while quiet < _QUIET_ROUNDS and self.app.screen_stack:
            before, round_itself = self._handled, len(self.app.screen.walk_children()) + 2
            await self.pilot._wait_for_screen()
            is_quiet = self._handled - before <= round_itself
            quiet = quiet + 1 if is_quiet else 0
            await asyncio.sleep(0)
        await wait_for_idle(0, _SECONDS_FOR_THREADS)

    async def settle(self) -> None:
        """Wait until nothing is being found out behind the screen that would change it."""
        await self.until(
            lambda: all(each.is_finished or each.group == "watch" for each in self.app.workers),
            "the end of all work behind the screen",
        )
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        names = {" ": "space", '"': "quotation_mark", "*": "asterisk", ":": "colon"}
        await self.pilot.press(*(names.get(letter, letter) for letter in text))

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition, never for a time."""
        deadline = asyncio.get_running_loop().time() + _SECONDS
        while not condition():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"this never came: {what}\n{self.text()}")
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def sees(self, words: str) -> None:
        """Wait for words, which may be broken over two lines."""
        await self.until(lambda: _has(self.text(), words), f"“{words}” on the screen")

    async def sees_no(self, words: str) -> None:
        await self.until(lambda: words not in self.text(), f"“{words}” gone from the screen")

    def hush(self) -> None:
        """Let the moment be over for which something is said where the hints are."""
        for bar in self.app.screen.query(hint_bar.HintBar):
            bar._hush()

    def text(self) -> str:
        """What is on the screen, as lines of text."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def find(self, words: str) -> tuple[int, int]:
        """Where on the screen words begin: column, row."""
        for row, line in enumerate(self.text().split("\n")):
            if words in line:
                return line.index(words), row
        raise AssertionError(f"“{words}” is not on the screen\n{self.text()}")

    async def click(self, words: str, times: int = 1) -> None:
        """Click on words once they stand still, `times` times in a row however slow the machine is.

        The events go the way that those of a terminal go, all of them at once, and of one time:
        what is between two presses is then neither how long the first of them took, nor how long
        the machine left us waiting.
        """
        x, y = await self._at_rest(words)
        self.app._click_chain_last_time = None  # a click of its own, however soon after another
        made = [
            kind(None, x + 1, y, 0, 0, 1, shift=False, meta=False, ctrl=False)
            for kind in (events.MouseDown, events.MouseUp) * times
        ]
        for event in made:
            event.time = made[0].time
            self.app.post_message(event)
        await self.pilot.pause()

    async def _at_rest(self, words: str) -> tuple[int, int]:
        """Where words stand, when they do so before and after everything pending was done."""
        last = None
        while True:
            await self.until(lambda: words in self.text(), f"“{words}” to click on")
            place = self.find(words)
            if place == last:
                return place
            last = place
            await self.pilot.pause()


def _has(text: str, words: str) -> bool:
    return words in text or words in " ".join(text.split())


def is_up_to_date(app: NkreaderApp) -> bool:
    return all(worker.is_finished for worker in app.workers if worker.group == "refresh")


Start = Callable[..., AbstractAsyncContextManager[Driver]]


@pytest.fixture
def start(project: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start the application on a project folder; wait until its articles are listed and indexed."""
    notify, wait_for_screen = NkreaderApp.notify, Pilot._wait_for_screen

    def notify_for_long(app: NkreaderApp, message: str, **how: Any) -> None:
        notify(app, message, **{**how, "timeout": _SECONDS_SHOWN})

    @asynccontextmanager
    async def run(
        size: tuple[int, int] = (80, 24), *, config: str = "", wait: bool = True
    ) -> AsyncIterator[Driver]:
        options = Options(folder=project / "articles", annotations=project / "annotations")
        if config:
            (project / "config.yaml").write_text(config, encoding="utf-8")
            options = Options(options.folder, options.annotations, project / "config.yaml")
        app = make_app(resolve(options))
        driver = Driver(app)
        monkeypatch.setattr(hint_bar, "_SAY_SECONDS", _SECONDS_SHOWN)
        monkeypatch.setattr(NkreaderApp, "notify", notify_for_long)
        patient = partialmethod(wait_for_screen, timeout=_SECONDS)
        monkeypatch.setattr(Pilot, "_wait_for_screen", patient)
        tested = app.run_test(size=size, notifications=True, message_hook=driver.count)
        async with tested as driver.pilot:
            for module in ("app", "pilot"):
                monkeypatch.setattr(f"textual.{module}.wait_for_idle", driver.rest)
            if wait:
                await driver.sees(f"{len(list((project / 'articles').iterdir()))} articles")
                await driver.until(lambda: is_up_to_date(app), "every article read and indexed")
            yield driver
            # As who leaves: what is being written is waited for, and the end of a process ends it.
            await app.context.saves.finish()
            if not app._departure.has_begun:  # else it has been closed, and tries nothing again
                app.context.workspace.close()

    return run
