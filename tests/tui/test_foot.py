"""The foot of a screen: what must be said takes room there and covers nothing."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

Start = Callable[..., AbstractAsyncContextManager[Any]]

LONG = (
    "annotations/000_3f97b978eb2c138a.txt.yaml: line 3: this key stands twice, so nobody can know "
    "which is meant. Take one of the two away."
)


async def test_a_notice_never_covers_the_current_row(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("G")
        await nkreader.sees("004_1f7bb46f9c956492.txt")
        rows = nkreader.app.screen.rows
        height = rows.size.height
        nkreader.app.notify(LONG, severity="error")
        await nkreader.sees("Take one of the two away.")
        await nkreader.until(lambda: rows.size.height == height - 2, "a lower list")
        await nkreader.sees("004_1f7bb46f9c956492.txt")
        await nkreader.sees("? help")


async def test_a_notice_goes_with_the_user_to_another_screen(start: Start) -> None:
    async with start() as nkreader:
        nkreader.app.notify("Somebody else has this folder open.")
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.sees("Somebody else has this folder open.")


async def test_words_too_long_for_the_line_of_hints_are_said_in_full(start: Start) -> None:
    async with start() as nkreader:
        nkreader.app.screen.tell(LONG)
        await nkreader.sees("Take one of the two away.")
        await nkreader.sees("? help")


async def test_every_key_that_goes_on_is_shown_however_many_topics_there_are(start: Start) -> None:
    topics = "".join(f"- {{name: a topic with name {i}, letter: {i}}}\n" for i in "abcdefghij")
    async with start(config=f"topics:\n{topics}") as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("a note")
        await nkreader.press("t")
        for letter in "abcdefghij":
            await nkreader.sees(f"{letter} a topic with name {letter}")
        await nkreader.press("b")
        await nkreader.sees("tagged a topic with name b")
        await nkreader.sees_no("j a topic with name j")


async def test_all_that_is_said_of_a_command_can_be_read_at_80_columns(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("question_mark")
        await nkreader.type("all topics")
        await nkreader.sees("and merge them")
        await nkreader.sees("app.topics")


async def test_around_a_box_one_sees_the_screen_right_below(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("t", "t")
        await nkreader.sees("Topic for the passage")
        assert "○ 1 arms deals" in nkreader.text()
        await nkreader.press("escape", "A")
        await nkreader.sees("No passages yet.")
        await nkreader.press("question_mark")
        await nkreader.sees("Commands")
        assert "Passages by topic" in nkreader.text()


async def test_several_notices_take_one_line_and_a_key_lists_all(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("G")
        rows = nkreader.app.screen.rows
        height = rows.size.height
        nkreader.app.notify(LONG, severity="error")
        nkreader.app.notify("Somebody else has this folder open.")
        nkreader.app.notify(f"At last: {LONG}", severity="error")
        await nkreader.sees(" · 2 more (! lists all)")
        await nkreader.sees("At last: annotations/000_3f97")
        await nkreader.until(lambda: rows.size.height == height - 1, "one line less")
        await nkreader.press("exclamation_mark")
        await nkreader.sees("─ Messages ─")
        await nkreader.sees("Somebody else has this folder open.")
        await nkreader.sees("Take one of the two away.")
        await nkreader.press("escape")
        await nkreader.sees_no("─ Messages ─")


async def test_of_many_files_that_cannot_be_read_three_are_named_and_the_rest_counted(
    start: Start, project: Path
) -> None:
    (project / "annotations").mkdir()
    for place in range(5):
        (project / "annotations" / f"{place}.txt.yaml").write_text("version: [")
    async with start((100, 40)) as nkreader:
        await nkreader.press("exclamation_mark")
        await nkreader.sees("2 more annotation files cannot be read; `nkreader check` lists them")
        shown = [f"{place}.txt.yaml" in nkreader.text() for place in range(5)]
        assert shown == [True, True, True, False, False]
