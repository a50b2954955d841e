"""Keys of one's own: what is unbound stops nothing, and what is said names the keys in force."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

Start = Callable[..., AbstractAsyncContextManager[Any]]

CONFIG = """articles: articles
keys:
  library.back: []
  reader.mark_letter: []
  reader.sentence: f2
  reader.word: f3
  app.quit: []
"""


async def test_a_command_without_a_key_is_found_in_help_and_asks_for_its_letter(
    start: Start,
) -> None:
    async with start((100, 30), config=CONFIG) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Zebrafink")
        await nkreader.sees("Nothing found for “Zebrafink")
        await nkreader.sees("in help shows all articles again")
        await nkreader.press("ctrl+u", "enter", "enter")
        await nkreader.sees("f2, f3, p or the mouse select")
        await nkreader.press("question_mark")
        await nkreader.sees("Commands")
        await nkreader.type("set a mark")
        await nkreader.press("enter")
        await nkreader.sees("which letter?")
        await nkreader.press("k")
        await nkreader.sees("Marked: ' k comes back here")
