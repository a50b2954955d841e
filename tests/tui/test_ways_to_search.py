"""What can be typed into the prompt is listed there, and put in."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from index.query.fields import FIELDS
from index.query.parser import parse
from tui.library.ways_to_search import WAYS

Start = Callable[..., AbstractAsyncContextManager[Any]]

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "searching.md"


async def test_an_example_is_put_into_the_prompt(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Kim")
        await nkreader.press("f1")
        await nkreader.sees("these words in a row")
        await nkreader.type("vor der")
        await nkreader.press("enter")
        await nkreader.sees('/ Kim "vor der Wahl"')
        await nkreader.type(" Putin")
        await nkreader.sees('/ Kim "vor der Wahl" Putin')
        await nkreader.press("f1", "escape")
        await nkreader.sees('/ Kim "vor der Wahl" Putin')


@pytest.mark.parametrize("typed", [typed for typed, _ in WAYS])
def test_an_example_is_read_without_complaint_and_documented(typed: str) -> None:
    assert parse(typed).problems == ()
    assert f"`{typed}`" in DOCUMENTED.read_text("utf-8") or "AND" in typed or "date:" in typed


def test_each_field_has_its_example() -> None:
    said = " ".join(f"{typed} {meaning}" for typed, meaning in WAYS)
    assert all(f"{field}:" in said for field in FIELDS)
