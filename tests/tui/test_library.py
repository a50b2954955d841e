"""The library: narrowing it down, its order, versions of a story, what has been read."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from workspace.articles.reading_log import ReadingLog
from workspace.search.folder_search import Search

Start = Callable[..., AbstractAsyncContextManager[Any]]

CONTAINERS = "002_f35cf44dca2f7aeb.txt"
NEW = "Ein Nachsatz steht nur in dieser einen Fassung, und sonst nirgends auf der Welt."


def add_version(project: Path) -> None:
    """Another newspaper prints one of the samples, under its own headline and with a new end."""
    text = (project / "articles" / CONTAINERS).read_text(encoding="utf-8")
    title = "Nordkorea schickt militärische Ausrüstung an Russland, behaupten die USA"
    assert title in text
    other = text.replace(title, "Tausend Container mit Munition für Moskau") + f"\n{NEW}\n"
    (project / "articles" / "zeitung.txt").write_text(other, encoding="utf-8")


async def test_versions_of_a_story_are_marked_folded_and_listed_alone(
    start: Start, project: Path
) -> None:
    add_version(project)
    async with start((120, 40)) as nkreader:
        await nkreader.sees("2 versions")
        await nkreader.press("z")
        await nkreader.sees("5 of 6 articles · one per story")
        await nkreader.press("z", "slash")
        await nkreader.type("Container")
        await nkreader.press("enter")
        await nkreader.settle()
        rows = nkreader.app.screen.rows
        row = [record.path for record in rows.records].index("zeitung.txt")
        await nkreader.press("home", *["j"] * row)
        await nkreader.until(lambda: rows.record.path == "zeitung.txt", "the other version")
        await nkreader.press("V")
        await nkreader.sees("2 of 6 articles · versions of one story")
        await nkreader.press("escape")
        await nkreader.sees_no("versions of one story")


async def test_two_versions_are_compared_and_one_goes_to_the_other(
    start: Start, project: Path
) -> None:
    add_version(project)
    async with start((120, 40)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("title:Ausrüstung")
        await nkreader.press("enter", "enter")
        await nkreader.sees("behaupten die USA")
        await nkreader.press("V")
        await nkreader.sees("sentences also in: “Tausend Container mit Munition für Moskau”")
        shared = nkreader.app.screen.session.comparison
        assert 0 < len(shared.shared) <= shared.sentences
        await nkreader.press("g", "v")
        await nkreader.sees("sentences also in: “Nordkorea schickt")
        article = nkreader.app.screen.session.article
        assert article.path == "zeitung.txt"
        new = article.text.index(NEW)
        assert all(span.end <= new for span in nkreader.app.screen.session.comparison.shared)
        await nkreader.press("V")
        await nkreader.sees_no("also in:")
        await nkreader.press("V", "escape")
        await nkreader.sees_no("also in:")
        assert nkreader.app.screen.session is not None


async def test_a_version_that_is_gone_does_not_bar_the_way_to_the_next(
    start: Start, project: Path
) -> None:
    add_version(project)
    text = (project / "articles" / "zeitung.txt").read_text(encoding="utf-8")
    for name in ("anders", "bote"):
        other = text.replace("Tausend Container", f"{name.title()}: Container")
        (project / "articles" / f"{name}.txt").write_text(other, encoding="utf-8")
    async with start((120, 40)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("title:Ausrüstung")
        await nkreader.press("enter", "enter")
        await nkreader.sees("behaupten die USA")
        (project / "articles" / "anders.txt").unlink()
        await nkreader.press("V")
        await nkreader.sees("sentences also in (version 2 of 3): “Bote: Container")
        await nkreader.press("V")
        await nkreader.sees("sentences also in (version 3 of 3): “Tausend Container")


async def test_the_list_is_narrowed_by_source_and_month(start: Start, project: Path) -> None:
    rows = "path,source,date\n" + "".join(
        f"{file.name},{'Blatt' if i < 2 else 'Bote'},2023-0{i + 1}-05\n"
        for i, file in enumerate(sorted((project / "articles").iterdir()))
    )
    (project / "articles" / "metadata.csv").write_text(rows, encoding="utf-8")
    async with start((100, 30), wait=False) as nkreader:
        await nkreader.sees("5 articles")
        await nkreader.sees_no("reading articles")
        await nkreader.press("f")
        await nkreader.sees("source · 3 articles")
        await nkreader.type("Blatt")
        await nkreader.press("enter")
        await nkreader.sees("2 of 5 articles · source Blatt")
        await nkreader.press("f")
        await nkreader.type("2023-02")
        await nkreader.press("enter")
        await nkreader.sees("1 of 5 articles · source Blatt · month 2023-02")
        await nkreader.press("escape", "escape")
        await nkreader.press("o")
        await nkreader.sees("newest first")
        dates = [record.date for record in nkreader.app.screen.rows.records]
        assert dates == sorted(dates, reverse=True)


async def test_one_goes_on_reading_where_one_stopped(start: Start) -> None:
    async with start((80, 24)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("space", "space", "space", "-")
        point = nkreader.app.screen.view.reading.point
        assert point > 0
        await nkreader.press("q")
        await nkreader.sees("% read")
    async with start((80, 24)) as nkreader:
        await nkreader.sees("% read")
        await nkreader.press("slash")
        await nkreader.type("is:unread")
        await nkreader.sees("4 of 5 articles")
        await nkreader.press("escape", "home", "enter")
        await nkreader.sees("○ 1 arms deals")
        assert nkreader.app.screen.view.reading.point == point
        await nkreader.sees("% ")
        assert nkreader.app.screen.view.measure == 68


async def test_how_far_one_has_read_is_listed_before_it_is_written_down(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk_is_free = Event()
    keep = ReadingLog.keep

    def keep_late(log: ReadingLog, text_sha256: str) -> None:
        disk_is_free.wait()
        keep(log, text_sha256)

    monkeypatch.setattr(ReadingLog, "keep", keep_late)
    async with start((80, 24)) as nkreader:
        try:
            await nkreader.press("enter")
            await nkreader.sees("○ 1 arms deals")
            await nkreader.press("q")
            await nkreader.sees("% read")
        finally:
            disk_is_free.set()


async def test_an_article_is_taken_as_read_and_as_not(start: Start) -> None:
    async with start((80, 24)) as nkreader:
        await nkreader.press("r")
        await nkreader.sees("read · ")
        await nkreader.press("r")
        await nkreader.sees_no("read · ")


async def test_annotations_follow_a_renamed_article(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1")
        await nkreader.sees("tagged arms deals")
        old = nkreader.app.screen.path
        await nkreader.press("q")
    (project / "articles" / "sub").mkdir()
    (project / "articles" / old).rename(project / "articles" / "sub" / "neu.txt")
    async with start((100, 30), wait=False) as nkreader:
        await nkreader.sees("followed to sub/neu.txt")
        await nkreader.sees("1×1")
        assert (project / "annotations" / "sub" / "neu.txt.yaml").exists()
        assert not (project / "annotations" / f"{old}.yaml").exists()
        await nkreader.press("u")
        await nkreader.sees("undone: tagged arms deals")
        await nkreader.sees_no("1×1")


async def test_a_spelling_the_articles_have_is_offered_and_taken(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Luxuslimusine")
        await nkreader.sees("0 of 5 articles · Luxuslimousine: 1 article")
        await nkreader.press("ctrl+t")
        await nkreader.sees("1 of 5 articles ──")
        await nkreader.sees("/ Luxuslimousine")


async def test_without_a_cache_articles_are_listed_and_searched_in_memory(
    start: Start, tmp_path: Path
) -> None:
    cache = tmp_path / "xdg" / "cache"
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("a file where a folder should be", encoding="utf-8")
    async with start((120, 30), wait=False) as nkreader:
        await nkreader.sees("5 articles")
        await nkreader.sees("the index is in memory only")
        await nkreader.sees("cannot be written")
        await nkreader.press("slash")
        await nkreader.type("Luxuslimousine")
        await nkreader.sees("1 of 5 articles")
        await nkreader.sees("eine Luxuslimousine vom Typ Aurus")


async def test_the_folder_is_looked_through_again_at_a_key(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        (project / "articles" / "neu.txt").write_text(
            "Eine neue Meldung\n\nAm Montag war am Fluss ein Biber zu sehen, sagten Zeugen.\n",
            encoding="utf-8",
        )
        await nkreader.press("f5")
        await nkreader.sees("6 articles")
        await nkreader.sees("Eine neue Meldung")


async def test_undo_names_the_article_when_another_one_is_on_the_screen(start: Start) -> None:
    async with start((120, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1")
        await nkreader.sees("tagged arms deals")
        first = nkreader.app.screen.path
        await nkreader.press("J", "u")
        await nkreader.sees(f"undone: tagged arms deals ({first})")


async def test_while_one_types_the_first_articles_are_shown_before_the_others_are_listed(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.library.screen.FIRST", 1)
    monkeypatch.setattr("tui.library.screen._REST_SECONDS", 3600)
    async with start((120, 40)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Schoigu Putin")
        await nkreader.sees("3 of 5 articles")
        assert len(nkreader.app.screen.rows.records) == 1
        await nkreader.press("enter")
        await nkreader.until(
            lambda: len(nkreader.app.screen.rows.records) == 3, "all articles in the list"
        )
        await nkreader.sees("3 of 5 articles")


async def test_facets_beside_a_wide_list_narrow_it_by_key_and_by_click(
    start: Start, project: Path
) -> None:
    rows = "path,source,date\n" + "".join(
        f"{file.name},{'Blatt' if i < 2 else 'Bote'},2023-0{i + 1}-05\n"
        for i, file in enumerate(sorted((project / "articles").iterdir()))
    )
    (project / "articles" / "metadata.csv").write_text(rows, encoding="utf-8")
    async with start((120, 30), wait=False) as nkreader:
        await nkreader.sees("Sources")
        await nkreader.sees_no("reading articles")
        await nkreader.press("tab")
        await nkreader.sees("enter only these")
        await nkreader.press("j", "enter")
        await nkreader.sees("2 of 5 articles · source Blatt")
        await nkreader.sees("● Blatt")
        await nkreader.sees("Bote")  # the other values of the facet stay within reach
        await nkreader.press("k", "enter")
        await nkreader.sees("3 of 5 articles · source Bote")
        await nkreader.press("tab", "escape")
        await nkreader.sees("5 articles")
        await nkreader.sees("2023-02    ")
        await nkreader.click("2023-02    ")
        await nkreader.sees("1 of 5 articles · month 2023-02")
        await nkreader.pilot.resize_terminal(80, 24)
        await nkreader.sees_no("Sources")
        await nkreader.press("tab")
        await nkreader.sees("f lists them")


async def test_what_an_empty_list_says_is_whole_at_any_width(start: Start) -> None:
    async with start((44, 20)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Zebrafink Kormoran Haubentaucher Rohrdommel")
        await nkreader.press("enter")
        await nkreader.sees("Nothing found for “Zebrafink Kormoran Haubentaucher Rohrdommel”.")
        assert "…" not in nkreader.text().split("esc shows")[0].split("Nothing")[1]


async def test_a_search_that_is_outdated_is_told_to_stop(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = Search.find
    asked: list[str] = []
    stopped: list[str] = []

    def find_slowly(search: Search, text: str, **options: Any) -> Any:
        asked.append(text)
        while text == "K" and not options["should_stop"]():
            pass
        if options["should_stop"]():
            stopped.append(text)
        return find(search, text, **options)

    monkeypatch.setattr(Search, "find", find_slowly)
    async with start((80, 24)) as nkreader:
        await nkreader.press("slash", "K")
        await nkreader.until(lambda: asked == ["K"], "the search has begun")
        await nkreader.type("im")
        await nkreader.until(lambda: "K" in stopped, "the first search ended")
        await nkreader.sees("4 hits")
