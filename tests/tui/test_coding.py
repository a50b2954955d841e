"""Coding in the real application: what keys act on, new ends, notes that are never lost."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.load import load_article

Start = Callable[..., AbstractAsyncContextManager[Any]]

FIRST = "000_3f97b978eb2c138a.txt"


def annotations(project: Path, article: str = FIRST) -> list[dict[str, Any]]:
    """The annotations of an article as another program reads them, each at its words."""
    file = project / "annotations" / f"{article}.yaml"
    if not file.exists():
        return []
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["annotations"]
    text = load_article(project / "articles", article).text
    assert all(each["quote"] == text[each["start"] : each["end"]] for each in found)
    return found


async def test_where_passages_overlap_keys_act_on_the_one_gone_to(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("p", "1")
        await nkreader.sees("● 1 arms deals: remove")
        await nkreader.press("w", "2")
        await nkreader.sees("Passage 2 of 2 here")
        await nkreader.sees("● 2 summits: remove")
        await nkreader.press("c")
        await nkreader.sees("Passage 1 of 2 here")
        await nkreader.press("3")
        await nkreader.sees("● 3 sanctions: remove")
        topics = {len(each["quote"]): each["topics"] for each in annotations(project)}
        assert topics[max(topics)] == ["arms deals", "sanctions"]
        assert topics[min(topics)] == ["summits"]
        await nkreader.press("tab")
        await nkreader.sees("Passage 2 of 2 here")
        await nkreader.press("tab")
        await nkreader.sees("Passage 1 of 2 here")


@pytest.mark.parametrize(
    ("gone", "said"), [("1", "removed arms"), ("u", "undone"), ("d", "deleted")]
)
async def test_a_topic_key_tags_the_sentence_again_when_its_passage_is_gone(
    start: Start, project: Path, gone: str, said: str
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1")
        await nkreader.sees("● 1 arms deals: remove")
        await nkreader.press(gone)
        await nkreader.sees(said)
        await nkreader.press("2")
        await nkreader.sees("● 2 summits: remove")
        assert [each["topics"] for each in annotations(project)] == [["summits"]]


async def test_an_end_moves_by_words_and_each_key_is_undone_alone(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("w", "w", "1", ">", "<", "<")
        await nkreader.until(
            lambda: [each["quote"] for each in annotations(project)] == ["USA"], "one word"
        )
        await nkreader.press("u", "G", "u")
        await nkreader.until(
            lambda: [each["quote"] for each in annotations(project)] == ["USA befürchten, dass"],
            "three words",
        )
        # The view goes to what was undone.
        await nkreader.sees("Passage · ")


async def test_new_ends_are_selected_freely_and_taken(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("w", "1", "e", "w", "e")
        await nkreader.sees("New ends for the passage: enter uses 14 characters: USA befürchten")
        await nkreader.press("enter")
        await nkreader.sees("moved the ends of the passage")
        (made,) = annotations(project)
        assert (made["quote"], made["topics"]) == ("USA befürchten", ["arms deals"])
        await nkreader.press("e", "escape", "enter")
        await nkreader.sees("ctrl+x discard")


async def test_new_ends_are_dragged(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("w", "1", "e")
        await nkreader.sees("enter uses 3 characters: USA")
        x, y = nkreader.find("oberster Führer")
        await nkreader.pilot.mouse_down(offset=(x, y))
        await nkreader.pilot.hover(offset=(x + 14, y))
        await nkreader.pilot.mouse_up(offset=(x + 14, y))
        await nkreader.sees("enter uses 15 characters: oberster Führer")
        await nkreader.press("enter")
        await nkreader.sees("moved the ends of the passage")
        (made,) = annotations(project)
        assert (made["quote"], made["topics"]) == ("oberster Führer", ["arms deals"])


async def test_an_article_is_starred_and_noted_in_the_list_and_the_reader(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("*", "a")
        await nkreader.sees("Note on the article")
        await nkreader.type("sechs Beamte")
        await nkreader.press("escape")
        await nkreader.sees("★ *×1")
        await nkreader.press("enter")
        await nkreader.sees("★ USA befürchten")
        await nkreader.sees("* sechs Beamte")
        await nkreader.press("g", "a")
        await nkreader.sees("Note on the article")
        await nkreader.type(" im Text")
        await nkreader.press("escape", "*")
        await nkreader.sees("* sechs Beamte im Text")
        await nkreader.sees_no("★")
        (made,) = annotations(project)
        assert (made["note"].strip(), made.get("starred")) == ("sechs Beamte im Text", None)


async def test_what_was_typed_into_a_note_is_there_again_after_a_crash(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1", "a")
        await nkreader.sees("ctrl+x discard")
        await nkreader.type("nie verloren")
        drafts = nkreader.app.context.settings.places.drafts
        await nkreader.until(
            lambda: any("nie verloren" in file.read_text() for file in drafts.glob("*.json")),
            "the draft in a file",
        )
    assert "note" not in annotations(project)[0]
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("● 1 arms deals")
        await nkreader.sees("A note on “USA befürchten")
        await nkreader.press("a")
        await nkreader.sees("This draft was not saved")
        await nkreader.sees("nie verloren")
        await nkreader.press("escape")
        await nkreader.sees("* nie verloren")
    assert annotations(project)[0]["note"].strip() == "nie verloren"
    assert list(drafts.iterdir()) == []


async def test_quitting_with_a_note_open_keeps_it(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("a")
        await nkreader.sees("ctrl+x discard")
        await nkreader.type("noch schnell")
        await nkreader.press("ctrl+q")
        await nkreader.until(lambda: not nkreader.app.is_running, "the end")
    assert [each["note"].strip() for each in annotations(project)] == ["noch schnell"]


async def test_on_a_wide_screen_a_note_stands_beside_its_passage_and_leads_to_it(
    start: Start,
) -> None:
    async with start((140, 40)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1", "a")
        await nkreader.sees("ctrl+x discard")
        await nkreader.type("am Rand")
        await nkreader.press("escape")
        await nkreader.sees("1* “USA befürchten, dass…”")
        x, y = nkreader.find("1* “USA befürchten")
        assert nkreader.text().split("\n")[y + 1][x:].startswith("am Rand")
        await nkreader.press("G")
        await nkreader.sees_no("● 1 arms deals")
        await nkreader.press("g", "g", ")", ")")
        await nkreader.sees_no("● 1 arms deals")
        await nkreader.click("am Rand")
        await nkreader.sees("● 1 arms deals")
        await nkreader.pilot.resize_terminal(139, 40)
        await nkreader.sees_no("1* “USA")


async def test_new_ends_are_chosen_by_sentences_and_used_by_enter(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("w", "1")
        await nkreader.until(lambda: len(annotations(project)) == 1, "a passage of one word")
        before = annotations(project)[0]["quote"]
        await nkreader.press("e", "s")
        await nkreader.sees("enter uses")
        await nkreader.press("enter")
        await nkreader.until(
            lambda: len(annotations(project)[0]["quote"]) > len(before), "a passage of a sentence"
        )
