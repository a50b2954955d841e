"""Leaving: what was typed, what is being saved and what is left to do is on the disk, or told."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import yaml

from annotations.files.store import AnnotationStore
from tests.tui.test_long_steps import READING, Gate, tag_each_article, topics
from tui import saves
from workspace.coding import stepper
from workspace.coding.save_result import SaveError

Start = Callable[..., AbstractAsyncContextManager[Any]]


def notes(project: Path) -> list[str]:
    files = (project / "annotations").glob("*.yaml")
    return [each["note"] for f in files for each in yaml.safe_load(f.read_bytes())["annotations"]]


async def test_a_note_that_is_being_written_is_saved(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        await nkreader.press("a")
        await nkreader.sees("discard")
        await nkreader.type("Woher?")
        await nkreader.press("ctrl+q")
        await nkreader.until(lambda: not nkreader.app.is_running, "the end")
        assert notes(project) == ["Woher?"]


async def test_what_is_being_saved_is_waited_for(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        gate = Gate(monkeypatch, open_for=0)
        try:
            await nkreader.press("1", "ctrl+q")
            await nkreader.sees("Still saving")
            assert topics(project) == []
        finally:
            gate.opened.set()
        await nkreader.until(lambda: not nkreader.app.is_running, "the end")
        assert topics(project) == ["arms deals"]
        assert nkreader.app.unsaved == []


async def test_what_cannot_be_saved_while_it_leaves_is_told_after_it(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def fails_late(*_: Any, **__: Any) -> Any:
        gate.wait(300)
        raise SaveError("The article has changed meanwhile.")

    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        monkeypatch.setattr(nkreader.app.context.workspace.changes, "toggle_topic", fails_late)
        try:
            await nkreader.press("1", "ctrl+q")
            await nkreader.sees("Still saving")
        finally:
            gate.set()
        await nkreader.until(lambda: not nkreader.app.is_running, "the end")
        assert nkreader.app.unsaved == ["The article has changed meanwhile."]


async def test_what_could_not_be_saved_is_tried_once_more(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        with monkeypatch.context() as full:

            def is_full(*_: Any, **__: Any) -> Any:
                raise OSError(28, "No space left on device")

            full.setattr(AnnotationStore, "carry_out", is_full)
            await nkreader.press("1")
            await nkreader.sees("No space left")
        await nkreader.press("ctrl+q")
        await nkreader.until(lambda: not nkreader.app.is_running, "the end")
        assert topics(project) == ["arms deals"]
        assert nkreader.app.unsaved == []


async def test_a_step_of_many_files_stops_and_the_next_start_finishes_it(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saves, "_SECONDS_BEFORE_IT_IS_LONG", 0.0)
    monkeypatch.setattr(saves, "_SECONDS_BETWEEN_WORDS", 0.0)
    monkeypatch.setattr(stepper, "_BATCH", 1)
    async with start((100, 30)) as nkreader:
        await tag_each_article(nkreader)
        gate = Gate(monkeypatch, open_for=2)
        await nkreader.press("A", "X", "2")
        await nkreader.sees("· esc stops")
        await nkreader.press("ctrl+q")
        await nkreader.sees("Still saving")
        gate.opened.set()
        await nkreader.until(lambda: not nkreader.app.is_running, "the end")
        assert 0 < topics(project).count("summits") < 5
    async with start((100, 30)) as again:
        await again.until(lambda: topics(project).count("summits") == 5, "the rest")
