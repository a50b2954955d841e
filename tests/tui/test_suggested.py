"""Suggested sentences in the reader: gone to, accepted, rejected, and all of it undone."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import yaml

Start = Callable[..., AbstractAsyncContextManager[Any]]

AL_JAZEERA = "004_1f7bb46f9c956492.txt"
BOTH = "Am Dienstag warnte der Sprecher"


def stored(project: Path) -> list[tuple[list[str], list[str]]]:
    """The topics and the rejected topics of what is annotated in the article."""
    file = project / "annotations" / f"{AL_JAZEERA}.yaml"
    if not file.exists():
        return []
    found = yaml.safe_load(file.read_bytes())["annotations"]
    return [(each.get("topics", []), each.get("rejected", [])) for each in found]


async def open_article(nkreader: Any) -> None:
    await nkreader.press("G", "enter")

    def has_suggestions() -> bool:
        session = nkreader.app.screen.session
        return session is not None and bool(session.suggestions)

    await nkreader.until(has_suggestions, "suggestions in the article")


async def go_to_both(nkreader: Any) -> None:
    """Go from suggestion to suggestion until two topics are suggested for the sentence."""
    reading = nkreader.app.screen.view.reading
    while not reading.article.text[slice(*reading.sentence)].startswith(BOTH):
        before = reading.point
        await nkreader.press("full_stop")
        await nkreader.until(lambda before=before: reading.point != before, "the next one")


async def test_suggestions_are_gone_to_accepted_rejected_and_undone(
    start: Start, project: Path
) -> None:
    async with start((120, 40)) as nkreader:
        await open_article(nkreader)
        await go_to_both(nkreader)
        await nkreader.sees("Suggested for this sentence: arms deals, sanctions")
        await nkreader.sees("·13")
        await nkreader.press("i")
        await nkreader.sees("tagged arms deals: 1 passage")
        assert stored(project) == [(["arms deals"], [])]
        await nkreader.sees("suggested: sanctions")
        await nkreader.press("r")
        await nkreader.sees("rejected sanctions for 1 passage")
        assert stored(project) == [(["arms deals"], ["sanctions"])]
        await nkreader.press("r")
        await nkreader.sees("Nothing is suggested for this sentence.")
        await nkreader.press("u", "u")
        await nkreader.sees("Suggested for this sentence: arms deals, sanctions")
        assert stored(project) == []


async def test_keys_typed_at_once_wait_for_what_is_suggested(start: Start, project: Path) -> None:
    async with start((80, 24)) as nkreader:
        await nkreader.press("G", "enter", "full_stop", "i", "full_stop", "comma", "comma", "i")
        await nkreader.until(lambda: len(stored(project)) == 2, "two accepted suggestions")
        assert all(topics and not rejected for topics, rejected in stored(project))


async def test_a_topic_key_accepts_as_well(start: Start, project: Path) -> None:
    async with start((80, 24)) as nkreader:
        await open_article(nkreader)
        await go_to_both(nkreader)
        await nkreader.press("3")
        await nkreader.sees("suggested: arms deals")
        assert stored(project) == [(["sanctions"], [])]


async def test_without_queries_it_is_said_how_to_get_suggestions(start: Start) -> None:
    config = "articles: articles\nannotations: annotations\ntopics:\n- name: summits\n"
    async with start((80, 24), config=config) as nkreader:
        await nkreader.press("enter", "full_stop")
        await nkreader.sees("No topic suggests anything")


async def test_a_query_that_cannot_be_used_is_told_at_the_start(start: Start) -> None:
    config = (
        "articles: articles\nannotations: annotations\n"
        "topics:\n- name: summits\n  suggest: (Gipfel\n"
    )
    async with start((120, 40), config=config) as nkreader:
        await nkreader.sees("config.yaml:5: topics[0].suggest: This ( is never closed.")
