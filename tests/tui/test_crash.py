"""An unexpected error ends the program with a line of words and a log, wherever it happens."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from textual import events

from tui import start as starting
from tui.app import NkreaderApp
from tui.library.article_list import ArticleList
from tui.library.articles import ArticlesScreen
from tui.library.screen import LibraryScreen
from workspace.places import Options, resolve

Start = Callable[..., AbstractAsyncContextManager[Any]]


def fails(*_args: object, **_named: object) -> object:
    raise RuntimeError("something nobody thought of")


@pytest.mark.parametrize(
    ("place", "method", "keys"),
    [
        (ArticlesScreen, "_coding", ["enter", "1", "q"]),
        (LibraryScreen, "do_order", ["o"]),
        (ArticleList, "draw_row", ["j"]),
    ],
    ids=["in a thread", "at a key", "while drawing"],
)
async def test_an_error_is_kept_off_the_terminal(
    start: Start, monkeypatch: pytest.MonkeyPatch, place: type, method: str, keys: list[str]
) -> None:
    async with start() as nkreader:
        monkeypatch.setattr(place, method, fails)
        for key in keys:  # not as `press` does it, which waits for an answer
            nkreader.app.post_message(events.Key(key, key))
        await nkreader.until(lambda: nkreader.app.crash is not None, "the end of the program")
        assert "something nobody thought of" in nkreader.app.crash


@pytest.fixture
def signals() -> Iterator[None]:
    """Have the signals as they were again: who leaves takes no more of them."""
    endings = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(each) for each in endings]
    yield
    for each, handler in zip(endings, before, strict=True):
        signal.signal(each, handler)


@pytest.mark.usefixtures("signals")
def test_the_words_name_the_error_and_the_log(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crashed(app: NkreaderApp) -> None:
        app.crash = "Traceback (most recent call last):\n  …\nRuntimeError: bang\x1b[2J\n"

    monkeypatch.setattr(NkreaderApp, "run", crashed)
    settings = resolve(Options(folder=project / "articles", annotations=project / "annotations"))
    assert starting.start(settings) == 1
    said = capsys.readouterr().err
    assert "An unexpected error ended nkreader: RuntimeError: bang" in said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert "Details: " in said
    assert "Traceback" in settings.places.log.read_text(encoding="utf-8")
