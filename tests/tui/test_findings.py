"""The list of suggestions, and of what a search found: marked, accepted, rejected, tagged."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import yaml

Start = Callable[..., AbstractAsyncContextManager[Any]]


def stored(project: Path) -> list[dict[str, Any]]:
    """Every annotation of the folder."""
    found: list[dict[str, Any]] = []
    for file in sorted((project / "annotations").glob("*.yaml")):
        found += yaml.safe_load(file.read_bytes())["annotations"]
    return found


async def test_suggestions_are_decided_from_the_list_one_by_one(
    start: Start, project: Path
) -> None:
    async with start((80, 24)) as nkreader:
        await nkreader.press("S")
        await nkreader.sees("79 suggestions")
        await nkreader.press("i", "r", "i")
        await nkreader.sees("76 suggestions")
        assert sum(bool(each.get("topics")) for each in stored(project)) == 2
        assert sum(bool(each.get("rejected")) for each in stored(project)) == 1
        await nkreader.press("u", "u", "u")
        await nkreader.sees("79 suggestions")
        assert stored(project) == []


async def test_many_are_accepted_at_once_with_the_topics_they_are_suggested_for(
    start: Start, project: Path
) -> None:
    async with start((120, 40)) as nkreader:
        await nkreader.press("S")
        await nkreader.sees("79 suggestions")
        await nkreader.press("slash")
        await nkreader.type("sanctions")
        await nkreader.sees(" 11 suggestions")
        await nkreader.press("enter", "X")
        await nkreader.sees("11 marked")
        await nkreader.press("x", "r")
        await nkreader.sees("rejected sanctions for 10 passages")
        await nkreader.sees(" 1 suggestion")
        await nkreader.press("i")
        await nkreader.sees("No sentence contains sanctions.")
        found = stored(project)
        assert [each["topics"] for each in found if each.get("topics")] == [["sanctions"]]
        assert [each["rejected"] for each in found if each.get("rejected")] == [["sanctions"]] * 10
        await nkreader.press("u", "u", "escape")
        await nkreader.sees("79 suggestions")
        assert stored(project) == []


async def test_they_are_ordered_by_topic_and_read_in_their_article(start: Start) -> None:
    async with start((120, 40)) as nkreader:
        await nkreader.press("S")
        await nkreader.sees("79 suggestions")
        await nkreader.press("o", "G")
        await nkreader.sees("Suggestions by topic")
        finding = nkreader.app.screen._list.finding
        assert finding.topic == "sanctions"
        await nkreader.press("enter")
        await nkreader.sees("Suggested for this sentence: sanctions")
        assert nkreader.app.screen.view.reading.point == finding.span.start
        await nkreader.press("q")
        await nkreader.sees("79/79")


async def test_what_a_search_finds_is_tagged_as_one_step(start: Start, project: Path) -> None:
    async with start((120, 40)) as nkreader:
        await nkreader.press("t")
        await nkreader.sees("Search first")
        await nkreader.press("slash")
        await nkreader.type("Munition geliefert")
        await nkreader.press("enter", "t")
        await nkreader.sees("Sentences with Munition geliefert")
        await nkreader.sees(" 4 sentences")
        await nkreader.press("x", "j", "m", "v")
        await nkreader.sees("1 marked · 4 sentences")
        await nkreader.press("v", "2")
        await nkreader.sees("tagged summits: 3 passages")
        assert [each["topics"] for each in stored(project)] == [["summits"]] * 3
        await nkreader.press("X", "2")
        await nkreader.sees("tagged summits: 1 passage. Already done: 3 passages")
        await nkreader.press("u", "u")
        await nkreader.sees("undone: tagged summits: 3 passages")
        assert stored(project) == []
        await nkreader.press("p")
        await nkreader.sees("Paragraphs with Munition geliefert")
        await nkreader.press("i")
        await nkreader.sees("These sentences are not suggestions")
