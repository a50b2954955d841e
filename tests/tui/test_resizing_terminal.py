"""The terminal becomes larger and smaller; the reader stays where it was."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import SimpleNamespace
from typing import Any

import pytest
from textual import _time
from textual.events import Resize
from textual.geometry import Size

Start = Callable[..., AbstractAsyncContextManager[Any]]


async def resize(nkreader: Any, width: int, height: int) -> None:
    """Resize, and wait until everything has its new size."""
    app, size = nkreader.app, Size(width, height)
    app._driver._size = size
    app.post_message(Resize(size, size))
    await nkreader.until(
        lambda: app.screen.size == size and app.screen._compositor.size == size, "the new size"
    )


# In the middle of an article, and at its end, where a large screen shows it higher up.
@pytest.mark.parametrize(("words", "times"), [("Luxuslimousine", 100), ("Waffenlieferung", 3)])
async def test_a_hundred_resizes_leave_the_reading_point_on_its_row(
    start: Start, words: str, times: int
) -> None:
    async with start((60, 20)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type(words)
        await nkreader.sees(" of 5 articles")
        await nkreader.press("enter", "enter")
        await nkreader.sees(" hit")
        await nkreader.press("k", "k", "j")
        await nkreader.settle()
        view = nkreader.app.screen.query_one("ReaderView")
        point = view.reading.point
        before = nkreader.text()
        for _ in range(times):
            await resize(nkreader, 200, 60)
            assert view.reading.point == point
            await resize(nkreader, 60, 20)
        await nkreader.until(lambda: nkreader.text() == before, "the screen as it was")
        assert view.reading.point == point


@pytest.mark.parametrize("size", [(20, 5), (9, 3), (1, 1), (39, 40), (200, 9)])
async def test_a_terminal_without_room_says_so_and_goes_on_when_there_is(
    start: Start, size: tuple[int, int]
) -> None:
    async with start((80, 24)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("space", "s")
        await nkreader.sees("characters selected")
        await nkreader.settle()
        before = nkreader.text()
        await resize(nkreader, *size)
        await nkreader.press("j", "1", "q", "escape")
        if size[0] >= len("too small"):
            await nkreader.sees("too small")
        await resize(nkreader, 80, 24)
        await nkreader.until(lambda: nkreader.text() == before, "the screen as it was")


async def test_a_busy_machine_keeps_no_screen_from_its_size(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((80, 24)) as nkreader:
        app, now, late = nkreader.app, _time.get_time, 0.0

        def time_goes_by() -> float:
            """Between two looks of this timer at the clock others have the processor."""
            nonlocal late
            timer = app._resize_timer
            late += 0.1 * (timer is not None and timer._task is asyncio.current_task())
            return now() + late

        monkeypatch.setattr("textual.timer._time", SimpleNamespace(get_time=time_goes_by))
        await resize(nkreader, 100, 30)
        await resize(nkreader, 60, 20)
