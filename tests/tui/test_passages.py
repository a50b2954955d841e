"""The list of annotations: groups, a filter, and changes of several at once."""

import re
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

Start = Callable[..., AbstractAsyncContextManager[Any]]

ARTICLE = "000_3f97b978eb2c138a.txt"


def codes(project: Path) -> list[tuple[list[str], str]]:
    """Topics and note of every annotation of the article, in its order."""
    file = project / "annotations" / f"{ARTICLE}.yaml"
    if not file.exists():
        return []
    made = yaml.safe_load(file.read_text(encoding="utf-8"))["annotations"]
    return [(each.get("topics", []), each.get("note", "")) for each in made]


async def tag_three(nkreader: Any) -> None:
    """Three sentences: two on arms deals, one on summits."""
    await nkreader.press("enter")
    await nkreader.sees("○ 1 arms deals")
    await nkreader.press("space", "1", "right_parenthesis", "2", "right_parenthesis", "1")
    await nkreader.until(
        lambda: len(nkreader.app.context.workspace.annotations_of(ARTICLE)) == 3, "three passages"
    )
    await nkreader.press("A")
    await nkreader.sees("3 passages")


async def test_groups_have_headings_with_their_sizes(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        await tag_three(nkreader)
        await nkreader.sees("arms deals  2 ──")
        await nkreader.sees("summits  1 ──")
        await nkreader.press("o")
        await nkreader.sees("Passages by article")
        await nkreader.sees("…  3 ──")
        await nkreader.press("o")
        await nkreader.sees("Passages by coder")
        await nkreader.press("o")
        await nkreader.sees("Passages by date")


async def test_marked_passages_are_retagged_deleted_and_brought_back_as_one(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await tag_three(nkreader)
        await nkreader.press("x", "x")
        await nkreader.sees("2 marked")
        assert re.findall("✓[ ▌] ", nkreader.text()) == ["✓  ", "✓  "]
        await nkreader.press("3")
        await nkreader.sees("tagged sanctions: 2 passages")
        assert [topics for topics, _ in codes(project)] == [
            ["arms deals", "sanctions"],
            ["summits"],
            ["arms deals", "sanctions"],
        ]
        await nkreader.press("d")
        await nkreader.sees("deleted 2 annotations")
        assert [topics for topics, _ in codes(project)] == [["summits"]]
        await nkreader.press("u", "u")
        await nkreader.sees("undone: tagged sanctions: 2 passages")
        await nkreader.sees("arms deals  2 ──")
        assert [topics for topics, _ in codes(project)] == [
            ["arms deals"],
            ["summits"],
            ["arms deals"],
        ]


async def test_a_long_title_is_cut_and_not_who_made_the_annotation_and_when(start: Start) -> None:
    async with start((60, 30)) as nkreader:
        await tag_three(nkreader)
        lines = [line for line in nkreader.text().split("\n") if "arms deals ·" in line]
        assert lines
        assert all(re.search(r"… · \S+ · 20\d\d-\d\d-\d\d$", line) for line in lines)


async def test_the_picker_says_how_many_passages_it_is_about(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        await tag_three(nkreader)
        await nkreader.press("t", "t")
        await nkreader.sees("─ Topic for the passage ─")
        await nkreader.press("escape", "X", "t", "t")
        await nkreader.sees("─ Topic for 3 passages ─")


async def test_letters_tag_and_notes_are_written_from_the_list(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        await tag_three(nkreader)
        await nkreader.press("G", "t", "c")
        await nkreader.sees("tagged sanctions: 1 passage")
        await nkreader.press("a")
        await nkreader.sees("discard")
        await nkreader.type("woher")
        await nkreader.press("escape")
        await nkreader.sees("* woher")
        await nkreader.press("slash")
        await nkreader.type("WOHER")
        await nkreader.sees("1 passage ")
        assert "woher" in [note for _, note in codes(project)]
        await nkreader.type("x")
        await nkreader.sees("No passage contains WOHERx")


async def test_an_export_goes_into_a_new_file_and_never_over_one_that_is_there(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    (project / "passages.csv").write_text("mine", encoding="utf-8")
    async with start((100, 30)) as nkreader:
        await tag_three(nkreader)
        await nkreader.press("slash")
        await nkreader.type("summits")
        await nkreader.sees("1 passage ")
        await nkreader.press("enter", "e")
        await nkreader.sees("Export 1 annotation as")
        await nkreader.type("csv")
        await nkreader.press("enter")
        await nkreader.sees("passages1.csv")
        # What is typed first takes the place of the name, as in every other field.
        await nkreader.type("passages")
        await nkreader.press("enter")
        await nkreader.sees("passages.csv already exists")
        await nkreader.type(".csv")
        await nkreader.press("enter")
        await nkreader.sees("passages.csv already exists")
        await nkreader.press(*["backspace"] * 4)
        await nkreader.type("2.csv")
        await nkreader.press("enter")
        await nkreader.sees("1 annotation written to")
    assert (project / "passages.csv").read_text(encoding="utf-8") == "mine"
    written = (project / "passages2.csv").read_text(encoding="utf-8")
    assert "summits" in written
    assert "arms deals" not in written


async def test_keys_typed_at_once_act_on_what_is_there_and_not_on_what_is_drawn(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await tag_three(nkreader)
        await nkreader.press("x", "X", "3", "2", "1")
        await nkreader.sees("tagged arms deals: 1 passage")
        assert [sorted(topics) for topics, _ in codes(project)] == [
            ["arms deals", "sanctions", "summits"]
        ] * 3
        await nkreader.press("d", "3")
        await nkreader.sees("No passages yet")
        assert codes(project) == []
        await nkreader.press("u")
        await nkreader.sees("arms deals  3 ──")
        assert len(codes(project)) == 3


async def test_a_key_that_follows_at_once_on_a_deletion_in_an_article_is_for_the_sentence(
    start: Start, project: Path
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("space", "1", "d", "2")
        await nkreader.sees("tagged summits")
        assert codes(project) == [(["summits"], "")]


async def test_a_passage_opens_although_it_is_no_longer_listed_by_then(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((100, 30)) as nkreader:
        await tag_three(nkreader)
        workspace, may_go_on = nkreader.app.context.workspace, threading.Event()
        read = workspace.article

        def slowly(path: str) -> Any:
            may_go_on.wait(300)
            return read(path)

        monkeypatch.setattr(workspace, "article", slowly)
        await nkreader.press("enter", "/", "q", "q", "q")
        await nkreader.sees("No passage contains qqq")
        may_go_on.set()
        await nkreader.sees("○ 3 sanctions")
