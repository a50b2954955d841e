"""How tagged text looks, as the cells of the screen have it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from rich.color import Color
from rich.style import Style

Start = Callable[..., AbstractAsyncContextManager[Any]]


def look(nkreader: Any, words: str) -> Style:
    """The style of the first cell of some words on the screen."""
    column, row = nkreader.find(words)
    at = 0
    for segment in nkreader.app.screen._compositor.render_strips()[row]:
        at += segment.cell_length
        if at > column:
            return segment.style or Style()
    raise AssertionError(words)


def tint(nkreader: Any, words: str) -> tuple[Color | None, Color | None]:
    """The colours of the first cell of some words; a terminal with few tints only the letters."""
    style = look(nkreader, words)
    return style.color, style.bgcolor


async def test_a_tagged_passage_is_underlined_in_the_tint_of_its_topic(start: Start) -> None:
    async with start((100, 40)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        words = "Nordkoreas oberster Führer"
        assert not look(nkreader, words).underline
        untagged = tint(nkreader, words)
        await nkreader.press("right_parenthesis", "1", "left_parenthesis")
        await nkreader.until(lambda: look(nkreader, words).underline, "the passage")
        arms = tint(nkreader, words)
        assert arms != untagged
        await nkreader.press("right_parenthesis", "1", "2", "left_parenthesis")
        await nkreader.sees("tagged summits")
        await nkreader.until(
            lambda: tint(nkreader, words) not in {arms, untagged}, "the tint of the other topic"
        )
        assert look(nkreader, words).underline


async def test_of_two_passages_the_shorter_one_gives_the_look_and_both_are_bold(
    start: Start,
) -> None:
    async with start((100, 40)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("right_parenthesis", "1", "w", "2", "g", "g")
        inner, outer = "Nordkoreas", "oberster Führer"
        await nkreader.until(lambda: look(nkreader, outer).underline, "both passages")
        await nkreader.until(lambda: look(nkreader, inner).bold, "that they overlap")
        assert not look(nkreader, outer).bold
        assert tint(nkreader, inner) != tint(nkreader, outer)
