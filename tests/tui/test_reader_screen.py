import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import yaml

from corpus.load import load_article
from tui.text import pointing

Start = Callable[..., AbstractAsyncContextManager[Any]]

TOPICS = "language: de\ntopics:\n- name: arms deals\n  key: 1\n"


def is_hyphenated(nkreader: Any) -> bool:
    """Whether words other than those with a hyphen of their own are broken at the ends of lines."""
    return re.search(r"[a-zäöüß]-$", nkreader.text(), re.MULTILINE) is not None


async def test_words_are_hyphenated_at_a_key_and_at_the_next_start(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("-", "-", "-", "-", "-", "-", "-")
        assert not is_hyphenated(nkreader)
        await nkreader.press("g", "h")
        await nkreader.until(lambda: is_hyphenated(nkreader), "a hyphenated word")
        await nkreader.press("q")
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.until(lambda: is_hyphenated(nkreader), "a hyphenated word")


async def test_a_hyphen_is_never_part_of_what_is_tagged(start: Start, project: Path) -> None:
    config = TOPICS + "reading:\n  width: 40\n  hyphenate: true\n"
    async with start(config=config) as nkreader:
        await nkreader.press("enter")
        await nkreader.until(lambda: is_hyphenated(nkreader), "a hyphenated word")
        await nkreader.press("p", "p", "p", "p", "p", "p", "1")
        await nkreader.sees("● 1 arms deals")
    (file,) = (project / "annotations").glob("*.yaml")
    (made,) = yaml.safe_load(file.read_text(encoding="utf-8"))["annotations"]
    text = load_article(project / "articles", file.stem).text
    assert text[made["start"] : made["end"]] == made["quote"]
    assert len(made["quote"]) > 400


async def test_a_copy_is_the_passage_with_its_source_and_says_where_it_is(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("s", "y")
        await nkreader.sees("and the source through the terminal.")
        assert nkreader.app.clipboard.startswith("“USA befürchten, dass nordkoreanische")
        assert nkreader.app.clipboard.endswith("000_3f97b978eb2c138a.txt)")


async def test_one_goes_back_and_forward_through_jumps_across_articles(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("G")
        await nkreader.sees("100%")
        await nkreader.settle()
        bottom = nkreader.text().split("\n")[:-3]
        await nkreader.press("J")
        await nkreader.sees("Kim Jong Un Könnte Sich Bald")
        await nkreader.press("ctrl+o")
        await nkreader.sees("100%")
        await nkreader.until(lambda: nkreader.text().split("\n")[:-3] == bottom, "the same place")
        await nkreader.press("H")
        await nkreader.sees_no("100%")
        await nkreader.press("H")
        await nkreader.sees("There is nothing to go back to.")
        await nkreader.press("L", "L")
        await nkreader.sees("Kim Jong Un Könnte Sich Bald")
        await nkreader.press("q", "H")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.sees("Kim Jong Un Könnte Sich Bald")


async def test_a_mark_is_found_again_from_another_article_and_after_a_restart(
    start: Start,
) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("'", "a")
        await nkreader.sees("There is no mark a: m a sets it.")
        await nkreader.press("G", "m", "a")
        await nkreader.sees("Marked: ' a comes back here")
        await nkreader.press("q")
    async with start() as nkreader:
        await nkreader.press("j", "j", "enter")
        await nkreader.sees("Nordkorea schickt militärische Ausrüstung")
        await nkreader.press("'")
        await nkreader.sees("a USA befürchten, d")  # which-key names the mark
        await nkreader.press("a")
        await nkreader.sees("100%")
        await nkreader.press("'", "'")
        await nkreader.sees("Nordkorea schickt militärische Ausrüstung")


async def test_the_palette_asks_for_the_letter_of_a_mark(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("?")
        await nkreader.type("set a mark")
        await nkreader.sees("Set a mark: a letter that stands")
        await nkreader.press("enter")
        await nkreader.sees("<letter> set a mark")
        await nkreader.press("x")
        await nkreader.sees("Marked: ' x comes back here")


async def test_the_next_article_that_was_never_opened_is_one_key_pair_away(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("j", "r", "k", "enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("g", "n")
        await nkreader.sees("Nordkorea schickt militärische Ausrüstung an Russland")


async def test_giving_up_a_search_in_the_article_restores_the_view(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("space", "k", "k")
        await nkreader.settle()
        before = nkreader.text()
        await nkreader.press("/")
        await nkreader.type("nordkorea")
        await nkreader.until(
            lambda: re.search(r"\d+/\d+ matches", nkreader.text()) is not None, "a count"
        )
        await nkreader.press("escape")
        await nkreader.until(lambda: nkreader.text() == before, "the view as it was")


async def test_giving_back_of_a_selection_that_is_none_says_so(start: Start) -> None:
    """`S` is the list of suggestions elsewhere: who expects it here must see what it is."""
    async with start() as driver:
        await driver.press("enter")
        await driver.sees("A topic key tags")
        await driver.press("S")
        await driver.sees("Nothing is selected: s, w, p or the mouse select.")


async def test_a_free_selection_by_shift_and_arrows(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("ctrl+shift+right", "ctrl+shift+right")
        await nkreader.sees("14 characters selected: USA befürchten")
        await nkreader.press("shift+left")
        await nkreader.sees("13 characters selected: USA befürchte")
        await nkreader.press("$")
        await nkreader.sees("selected: USA befürchten, dass")
        await nkreader.press("o", "shift+right")
        await nkreader.sees("selected: SA befürchten, dass")


async def test_a_double_click_is_one_however_long_its_first_press_takes_to_show(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        view = nkreader.app.screen.query_one("ReaderView")
        reading = view.reading
        press = reading.press

        def press_slowly(*which: Any) -> None:
            sleep(1.1 * pointing._SECONDS)
            monkeypatch.setattr(reading, "press", press)
            press(*which)

        monkeypatch.setattr(reading, "press", press_slowly)
        await nkreader.click("oberster", times=2)
        await nkreader.sees("8 characters selected: oberster")


async def test_a_press_and_a_drag_by_words_that_scrolls_at_the_edge(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pointing, "_SECONDS", 1000.0)  # however slow the machine is
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        view = nkreader.app.screen.query_one("ReaderView")
        x, y = nkreader.find("oberster")
        await nkreader.click("oberster")
        await nkreader.pilot.mouse_down(offset=(x + 1, y))
        await nkreader.sees("8 characters selected: oberster")
        await nkreader.pilot.hover(offset=(x + 20, y))
        await nkreader.sees("selected: oberster Führer Kim Jong")
        height = nkreader.app.size.height
        await nkreader.pilot.hover(offset=(x, height - 1))
        await nkreader.until(lambda: view.scroll_offset.y > 10, "scrolling by itself")
        await nkreader.pilot.mouse_up(offset=(x, height - 1))
        assert view.reading is not None
        selected = view.reading.selection.span
        assert view.reading.article.text[selected.start :].startswith("oberster")
        assert selected.end > view.reading.layout.lines[view.scroll_offset.y].start


async def test_what_was_said_of_an_article_goes_with_it(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("G", "enter")
        await nkreader.sees("5 of 5")
        await nkreader.press("J")
        await nkreader.sees("This is the last article.")
        await nkreader.press("K")
        await nkreader.sees("4 of 5")
        assert "This is the last article." not in nkreader.text()
