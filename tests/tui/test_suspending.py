"""ctrl+z goes to the shell from wherever one types; here there is no shell, and that is said."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

Start = Callable[..., AbstractAsyncContextManager[Any]]

SUSPENDED = "There is no shell to return to."


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        (("slash", "P", "u"), "/ Pu"),
        (("enter", "slash", "P", "u"), "enter stay here"),
        (("enter", "t", "t"), "Topic for the passage"),
        (("question_mark",), "help"),
        (("T", "a"), "New topic"),
        (("A", "slash"), "filter"),
        (("exclamation_mark",), "No messages"),
    ],
    ids=["search", "find", "picker", "help", "form", "filter", "messages"],
)
async def test_the_key_of_the_shell_works_in_fields_and_dialogs(
    start: Start, keys: tuple[str, ...], seen: str
) -> None:
    async with start(size=(100, 30)) as nkreader:
        await nkreader.press(*keys)
        await nkreader.sees(seen)
        await nkreader.press("ctrl+z")
        await nkreader.sees(SUSPENDED)


async def test_in_a_note_it_undoes_typing(start: Start) -> None:
    async with start(size=(100, 30)) as nkreader:
        await nkreader.press("enter", "a")
        await nkreader.sees("esc keep")
        await nkreader.type("wrong")
        await nkreader.sees("wrong")
        await nkreader.press("ctrl+z")
        await nkreader.sees_no("wrong")
        assert SUSPENDED not in nkreader.text()


async def test_a_letter_for_the_shell_can_still_be_typed(start: Start) -> None:
    async with start(config="keys:\n  app.suspend: Z\n") as nkreader:
        await nkreader.press("slash", "Z")
        await nkreader.sees("/ Z")
        await nkreader.press("escape", "Z")
        await nkreader.sees(SUSPENDED)
