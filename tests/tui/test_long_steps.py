"""Steps of many files, and saving that hangs: told, stopped, gone on with, and left."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import yaml

from annotations.files.store import AnnotationStore
from tui import saves
from tui.threads import Threads
from workspace.coding import stepper

Start = Callable[..., AbstractAsyncContextManager[Any]]
READING = "○ 1 arms deals"


def topics(project: Path) -> list[str]:
    files = sorted((project / "annotations").glob("*.yaml"))
    return [
        topic
        for file in files
        for each in yaml.safe_load(file.read_bytes())["annotations"]
        for topic in each["topics"]
    ]


class Gate:
    """A disk that waits before each file but the first ones until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, open_for: int) -> None:
        self.opened = Event()
        self.left = open_for
        carry_out = AnnotationStore.carry_out

        def waits(store: AnnotationStore, *arguments: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                self.opened.wait(300)
            return carry_out(store, *arguments, **options)

        monkeypatch.setattr(AnnotationStore, "carry_out", waits)


async def tag_each_article(nkreader: Any) -> None:
    """One sentence in each of the five articles."""
    await nkreader.press("enter")
    for _ in range(4):
        await nkreader.sees(READING)
        await nkreader.press("1")
        await nkreader.sees("tagged arms deals")
        await nkreader.press("J")
    await nkreader.sees(READING)
    await nkreader.press("1")
    await nkreader.sees("tagged arms deals")
    await nkreader.press("q")
    await nkreader.sees("5 articles")


async def test_a_step_of_many_files_is_stopped_between_two_and_gone_on_with(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saves, "_SECONDS_BEFORE_IT_IS_LONG", 0.0)
    monkeypatch.setattr(saves, "_SECONDS_BETWEEN_WORDS", 0.0)
    monkeypatch.setattr(stepper, "_BATCH", 1)
    async with start((100, 30)) as nkreader:
        await tag_each_article(nkreader)
        gate = Gate(monkeypatch, open_for=2)
        await nkreader.press("A", "X", "2")
        await nkreader.sees("of 5")
        await nkreader.sees("· esc stops")
        await nkreader.press("escape")
        gate.opened.set()
        await nkreader.sees("u undoes what was done. ctrl+g goes on")
        await nkreader.sees("ctrl+g goes on")
        assert 0 < topics(project).count("summits") < 5
        await nkreader.press("ctrl+g")
        await nkreader.until(lambda: topics(project).count("summits") == 5, "the rest")
        await nkreader.sees_no("esc stops")
        await nkreader.press("u", "u")
        await nkreader.until(lambda: topics(project).count("summits") == 0, "both undone")


async def test_saving_that_hangs_is_told_and_can_be_left(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        gate = Gate(monkeypatch, open_for=0)
        try:
            await nkreader.press("1", "ctrl+q")
            await nkreader.sees("Still saving")
            await nkreader.sees("ctrl+q leaves all the same")
            await nkreader.press("ctrl+q")
            await nkreader.until(lambda: not nkreader.app.is_running, "the end")
            assert "does not answer" in nkreader.app.unsaved[0]
        finally:
            gate.opened.set()


async def test_a_program_that_waits_for_an_index_does_not_pile_up(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second program asks every two seconds, for hours."""
    monkeypatch.setattr("tui.folder_updates._SECONDS_BETWEEN_TRIES", 0.0)
    asked = 0

    async def busy(_places: object) -> Any:
        nonlocal asked
        asked += 1
        yield _event("busy" if asked < 1100 else "done")  # more than calls in each other may be

    monkeypatch.setattr("tui.folder_updates.refresh_events", busy)
    async with start((100, 30), wait=False) as nkreader:
        await nkreader.until(lambda: asked >= 1100, "as many tries")
        await nkreader.press("question_mark")
        await nkreader.sees("Commands")
        assert nkreader.app.crash is None


async def test_leaving_ends_the_indexing_however_long_it_would_take(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []

    async def endless(_places: object) -> Any:
        try:
            happened.append("begun")
            yield _event("saved")
            await asyncio.Event().wait()
        finally:
            happened.append("ended")

    monkeypatch.setattr("tui.folder_updates.refresh_events", endless)
    async with start((100, 30), wait=False) as nkreader:
        await nkreader.until(lambda: happened == ["begun"], "the indexing")
        await nkreader.press("ctrl+q")
        await nkreader.until(lambda: not nkreader.app.is_running, "the end")
        assert happened == ["begun", "ended"]


def _event(kind: Any) -> Any:
    from workspace.articles.refresh_process import Event

    return Event(kind)


async def test_nobody_waits_for_a_thread_that_may_be_left() -> None:
    threads, gate = Threads(1), Event()
    loop = asyncio.get_running_loop()
    running = loop.run_in_executor(threads, gate.wait, 300)
    waiting = loop.run_in_executor(threads, gate.wait, 300)
    await asyncio.sleep(0)
    threads.shutdown()
    with pytest.raises(asyncio.CancelledError):
        await running
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()
    assert await loop.run_in_executor(threads, lambda: "goes on") == "goes on"
