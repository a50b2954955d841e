"""What another screen lies over counts and draws nothing until it is seen again."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from tui.library.screen import LibraryScreen
from tui.passages.screen import PassagesScreen
from tui.screens.list_screen import ListScreen
from tui.topics.screen import TopicsScreen

Start = Callable[..., AbstractAsyncContextManager[Any]]

READING = "A topic key tags the sentence"


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[type[object]]:
    """The screens whose lists were filled again, one entry each time."""
    screens: list[type[object]] = []
    for screen in (LibraryScreen, PassagesScreen, TopicsScreen):
        refill = screen.refill

        def noting(self: Any, refill: Callable[[Any], None] = refill) -> None:
            screens.append(type(self))
            refill(self)

        monkeypatch.setattr(screen, "refill", noting)
    return screens


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[type[object]]:
    """The screens that were told of a change."""
    screens: list[type[object]] = []
    tell = ListScreen.refill_when_seen

    def noting(self: ListScreen[None]) -> None:
        tell(self)
        screens.append(type(self))

    monkeypatch.setattr(ListScreen, "refill_when_seen", noting)
    return screens


async def test_a_tag_makes_no_list_below_the_reader_count(
    start: Start, filled: list[type[object]], told: list[type[object]]
) -> None:
    async with start((160, 40)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        await nkreader.press("1")
        await nkreader.sees("● 1 arms deals")
        await nkreader.press("q", "T")
        await nkreader.sees("passages in 1 article")
        await nkreader.press("enter", "enter")
        await nkreader.sees("● 1 arms deals")
        filled.clear()
        told.clear()
        await nkreader.press("j", "j", "j", "2")
        lists = {LibraryScreen, TopicsScreen, PassagesScreen}
        await nkreader.until(lambda: lists <= set(told), "every list told")
        assert filled == []
        await nkreader.press("q")
        await nkreader.until(lambda: filled == [PassagesScreen], "the passages counted")
        await nkreader.press("q")
        await nkreader.until(lambda: filled == [PassagesScreen, TopicsScreen], "topics counted")
        await nkreader.until(
            lambda: re.search(r"summits +1 +1 ", nkreader.text()) is not None, "the new passage"
        )
        await nkreader.press("q")
        await nkreader.until(lambda: len(filled) == 3, "the library counted")
        await nkreader.sees("1×1 2×1")


async def test_tagging_in_a_list_draws_no_article_below_it(
    start: Start, told: list[type[object]]
) -> None:
    async with start((160, 40)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        reader = nkreader.app.screen
        await nkreader.press("1")
        await nkreader.sees("● 1 arms deals")
        await nkreader.press("A")
        await nkreader.sees("1 passage")
        told.clear()
        await nkreader.press("2")
        await nkreader.until(lambda: PassagesScreen in told, "the tag")
        await nkreader.until(lambda: reader._is_outdated, "the reader told")
        assert reader.session.annotations.placed[0].annotation.topics == ("arms deals",)
        await nkreader.press("q")
        await nkreader.sees("● 2 summits")
