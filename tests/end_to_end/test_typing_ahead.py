"""Keys typed faster than the program answers: each goes, in its order, to where it is meant for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Launch = Callable[..., Any]
Coded = Callable[[str], list[dict[str, Any]]]

FIRST = "000_3f97b978eb2c138a.txt"
READING = "○ 1 arms deals"  # the topic bar: an article is open


@pytest.mark.parametrize("opens_too", [False, True])
def test_the_words_of_a_note_go_to_the_note_and_nowhere_else(
    launch: Launch, coded: Coded, project: Path, opens_too: bool
) -> None:
    terminal = launch()
    terminal.is_ready()
    if not opens_too:
        terminal.press(b"\r")
        terminal.sees(READING)
    terminal.press(b"\raund so weiter" if opens_too else b"aund so weiter")
    terminal.sees("esc keep")
    terminal.sees("und so weiter")
    terminal.press(b"\x1b")
    terminal.sees("* und so weiter")
    (made,) = coded(FIRST)
    assert (made["note"].strip(), made["topics"]) == ("und so weiter", [])
    assert [file.name for file in (project / "annotations").glob("*.yaml")] == [f"{FIRST}.yaml"]


def test_a_search_typed_right_at_the_start_is_what_was_typed(launch: Launch) -> None:
    terminal = launch()
    terminal.until(lambda: b"\x1b[?1049h" in terminal.output, "the alternate screen")
    terminal.press(b"/Waffen")
    terminal.sees("show results")
    terminal.until(lambda: terminal.line(" Waffen").strip() == "/ Waffen", "the words typed")
    terminal.sees("of 5 articles")


def test_words_typed_together_with_their_slash_are_all_written(launch: Launch) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(b"/Luxuslimousine")
    terminal.sees("1 of 5 articles")
    terminal.press(b"\r\r")
    terminal.sees("▌ Anfang des Jahres schickte Putin Kim eine Luxuslimousine")
    terminal.press(b"/Gipfel")
    terminal.sees("matches")
    terminal.press(b"\r")
    terminal.sees("n next hit")
    terminal.press(b"qA")
    terminal.sees("filter: words")
    terminal.press(b"/Kreml")
    terminal.until(lambda: terminal.line("Kreml").strip() == "Kreml", "the filter typed")


def test_enter_opens_what_was_searched_for_and_not_what_was_listed_before(launch: Launch) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(b"/")
    terminal.sees("show results")
    terminal.press(b"Luxuslimousine\r\r")
    terminal.sees("▌ Anfang des Jahres schickte Putin Kim eine Luxuslimousine")


def test_finding_in_an_article_may_be_over_before_it_has_begun(launch: Launch) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(b"\r")
    terminal.sees(READING)
    terminal.press(b"/Nordkorea\r")
    terminal.sees("n next hit")
    terminal.press(b"q")
    terminal.sees("5 articles")


@pytest.mark.parametrize("writes", [(b"\rttsanc\r",), (b"\rtt", b"sanc", b"\r")])
def test_the_topic_that_was_typed_is_the_one_that_is_put_on(
    launch: Launch, coded: Coded, writes: Sequence[bytes]
) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(*writes)
    terminal.until(lambda: coded(FIRST) != [], "an annotation")
    (made,) = coded(FIRST)
    assert (made["topics"], made.get("note", "")) == (["sanctions"], "")


def test_a_topic_key_is_for_the_article_that_was_turned_to(launch: Launch, coded: Coded) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(b"\rJ1")
    terminal.sees("tagged arms deals")
    assert coded(FIRST) == []
    (made,) = coded("001_57a0a7a1611b5bc2.txt")
    assert made["topics"] == ["arms deals"]
