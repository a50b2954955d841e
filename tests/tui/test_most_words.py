"""Articles with most words of a search, below those with all: looked at, never counted or coded."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from tui.library.article_list import ArticleList

Start = Callable[..., AbstractAsyncContextManager[Any]]

QUESTION = "Wann bekam Kim die Luxuslimousine mit Quastenflosser"


def struck(rows: ArticleList) -> set[str]:
    """The words on the screen that are struck through."""
    lines = [rows.render_line(line) for line in range(rows.size.height)]
    return {s.text for line in lines for s in line if s.style and s.style.strike}


async def test_a_question_lists_the_articles_with_most_of_its_words(start: Start) -> None:
    async with start((80, 24)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type(QUESTION)
        await nkreader.sees("0 with all words · 5 with most")
        await nkreader.sees("No article has all the words. These have most or some of them:")
        await nkreader.settle()
        rows = nkreader.app.screen.list
        assert rows.record.path.startswith("003")
        assert "Quastenflosser" in struck(rows)
        assert "Wann" not in struck(rows)
        # It opens like any other, at the words that it has.
        await nkreader.press("enter", "enter")
        await nkreader.sees("1 of ")
        await nkreader.press("escape")
        await nkreader.sees("with most")


async def test_what_has_most_words_is_not_listed_for_tagging(start: Start) -> None:
    async with start((120, 40)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Luxuslimousine Quastenflosser Kim")
        await nkreader.press("enter")
        await nkreader.sees("0 with all words")
        await nkreader.press("t")
        await nkreader.sees("only those that do are listed for tagging")
        await nkreader.press("slash", "ctrl+u")
        await nkreader.type("Putin Luxuslimousine Kim")
        await nkreader.press("enter")
        await nkreader.sees("1 with all words · 4 with most")
        await nkreader.press("t")
        await nkreader.until(lambda: hasattr(nkreader.app.screen, "_paths"), "the sentences")
        assert [path[:3] for path in nkreader.app.screen._paths] == ["003"]


async def test_the_line_between_stays_below_the_articles_with_all_words(start: Start) -> None:
    async with start((120, 40)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Putin Luxuslimousine Kim")
        await nkreader.press("enter")
        await nkreader.sees("1 article has all the words. These have most or some of them:")
        rows = nkreader.app.screen.list
        assert [record.path[:3] for record in rows.found] == ["003"]
        _, first = nkreader.find("1 article has all")
        await nkreader.press("o")  # another order: what lacks a word stays last
        await nkreader.sees("newest first")
        assert [record.path[:3] for record in rows.records[:1]] == ["003"]
        assert nkreader.find("1 article has all")[1] == first
        await nkreader.press("G", "g", "g")
        assert nkreader.find("1 article has all")[1] == first
