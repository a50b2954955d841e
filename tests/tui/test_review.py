"""Passages to review: seen side by side, opened, confirmed, placed, kept, settled."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.text.spans import Span
from tui.text.differences import differences
from workspace.places import Options, resolve
from workspace.workspace import Workspace

Start = Callable[..., AbstractAsyncContextManager[Any]]

FOX, BBC = "003_bbd1d1e14c627851.txt", "002_f35cf44dca2f7aeb.txt"
VISIT = "Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein."
NOW = "Es wird wohl seine allererste Reise in das Land seit 24 Jahren sein."
LATER = "Putin besuchte Pjöngjang zum ersten Mal im Juli 2000"


@pytest.fixture
def tagged(project: Path) -> Workspace:
    """A passage that somebody has tagged in an earlier session."""
    workspace = Workspace(resolve(Options(project / "articles", project / "annotations")))
    workspace.load_annotations()
    tag(workspace, VISIT)
    return workspace


def tag(workspace: Workspace, words: str) -> None:
    article = workspace.article(FOX)
    start = article.text.index(words)
    workspace.changes.toggle_topic(article, Span(start, start + len(words)), "summits", None)


def edit(project: Path, new: str) -> None:
    file = project / "articles" / FOX
    text = file.read_text(encoding="utf-8")
    assert VISIT in text
    file.write_text(text.replace(VISIT, new), encoding="utf-8")


def stored(project: Path) -> list[dict[str, Any]]:
    file = project / "annotations" / f"{FOX}.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(file.read_bytes())["annotations"]
    return found


def quotes(project: Path) -> list[str]:
    return [each["quote"] for each in stored(project)]


def notes(project: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in stored(project):
        found.setdefault(each["quote"], []).append(each.get("note", ""))
    return {quote: sorted(written) for quote, written in found.items()}


@pytest.mark.usefixtures("tagged")
async def test_an_uncertain_passage_is_shown_side_by_side_and_confirmed(
    start: Start, project: Path
) -> None:
    edit(project, NOW)
    async with start((120, 40)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("uncertain     “Es wird Putins erste Reise")
        await nkreader.sees("The likely place now")
        line = next(row for row in nkreader.text().split("\n") if "wohl seine" in row)
        assert "│" in line
        assert line.index("│") < line.index("wohl seine")
        await nkreader.press("c")
        await nkreader.sees("No passage to review.")
        assert quotes(project) == [NOW]
        await nkreader.press("u")
        await nkreader.sees("uncertain     “Es wird Putins erste Reise")
        assert quotes(project) == [VISIT]
        await nkreader.press("ctrl+r")
        await nkreader.sees("No passage to review.")
        await nkreader.press("q")
        await nkreader.sees("5 articles")
    async with start((120, 40)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("No passage to review.")
        assert quotes(project) == [NOW]


@pytest.mark.usefixtures("tagged")
async def test_one_looks_at_the_likely_place_and_comes_back(start: Start, project: Path) -> None:
    edit(project, NOW)
    async with start((80, 24)) as nkreader:
        await nkreader.press("A")
        await nkreader.sees("1 to review (R) · 1 passage")
        await nkreader.press("R")
        await nkreader.sees("The likely place now")
        await nkreader.press("enter")
        await nkreader.sees("the text has changed: is this still the passage?")
        reading = nkreader.app.screen.view.reading
        assert reading.point == reading.article.text.index(NOW)
        await nkreader.press("g", "g")
        await nkreader.sees("1 passage to review here (R)")
        await nkreader.press("q")
        await nkreader.sees("Passages to review")


@pytest.mark.usefixtures("tagged")
async def test_a_lost_passage_gets_a_new_place_by_hand(start: Start, project: Path) -> None:
    edit(project, "")
    async with start((80, 24)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("Nothing like it is in the")
        await nkreader.press("c")
        await nkreader.sees("no likely place")
        await nkreader.press("s")
        await nkreader.sees("Sought: “Es wird Putins erste Reise")
        await nkreader.press("enter")
        await nkreader.sees("Select the passage first")
        assert quotes(project) == [VISIT]
        # Everything of the reader works as usual, finding words too.
        await nkreader.press("slash")
        await nkreader.type("Juli")
        await nkreader.press("enter", "s")
        await nkreader.sees("enter put it here")
        await nkreader.press("escape", "s", "enter")
        await nkreader.sees("No passage to review.")
        (quote,) = quotes(project)
        assert quote.startswith(LATER)
        assert stored(project)[0]["topics"] == ["summits"]
        await nkreader.press("u")
        await nkreader.sees("text gone")
        assert quotes(project) == [VISIT]
        await nkreader.press("s")
        await nkreader.sees("Sought:")
        await nkreader.press("escape")
        await nkreader.sees("text gone")
        assert quotes(project) == [VISIT]


@pytest.mark.usefixtures("tagged")
async def test_what_is_kept_is_not_listed_again(start: Start, project: Path) -> None:
    edit(project, "")
    async with start((80, 24)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("text gone")
        await nkreader.press("z")
        await nkreader.sees("No passage to review.")
    async with start((80, 24)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("No passage to review.")
        assert quotes(project) == [VISIT]
        await nkreader.press("u")
        await nkreader.sees("text gone")
        await nkreader.press("d")
        await nkreader.sees("No passage to review.")
        assert quotes(project) == []


@pytest.mark.usefixtures("tagged")
async def test_passages_of_a_missing_article_are_listed_and_kept(
    start: Start, project: Path
) -> None:
    text = (project / "articles" / FOX).read_text(encoding="utf-8")
    (project / "articles" / FOX).unlink()
    (project / "articles" / "new.txt").write_text(text.replace("Putin", "Er"), encoding="utf-8")
    async with start((80, 24)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("no article    “Es wird Putins erste Reise")
        await nkreader.sees("Why it has no place")
        await nkreader.press("enter")
        await nkreader.sees("There is no article to read.")
        await nkreader.press("s")
        await nkreader.sees("There is no article; keep the passage")
        await nkreader.press("z")
        await nkreader.sees("No passage to review.")
        assert stored(project)[0]["kept_for"] == "gone"


async def test_two_versions_of_an_annotation_are_settled(
    start: Start, project: Path, tagged: Workspace
) -> None:
    for words in (LATER, "Leif-Eric Easley"):
        tag(tagged, words)
    async with start((100, 30)) as nkreader:
        file = project / "annotations" / f"{FOX}.yaml"
        stale = file.read_text(encoding="utf-8")
        workspace = nkreader.app.context.workspace
        for mine in workspace.annotations_of(FOX):
            span = Span(mine.start, mine.end)
            workspace.changes.write_note(workspace.article(FOX), span, mine.id, "unsere")
        file.write_text(stale.replace("  coder:", "  note: ihre\n  coder:"), encoding="utf-8")
        await nkreader.until(
            lambda: len(workspace.recorder.conflicts) == 3, "the other versions seen"
        )
        await nkreader.press("R")
        await nkreader.sees("3 passages")
        await nkreader.sees("* unsere")
        line = next(row for row in nkreader.text().split("\n") if "* unsere" in row)
        assert line.index("* unsere") < line.index("│") < line.index("* ihre")
        await nkreader.press("c")
        await nkreader.sees("Two versions: keep this one (1)")
        order = [doubt.annotation.quote for doubt in nkreader.app.screen.rows.doubts]
        for key, left in (("1", "2 passages"), ("2", "1 passage"), ("3", "No passage to review")):
            await nkreader.press(key)
            await nkreader.sees(left)
        assert notes(project) == {
            order[0]: ["unsere"],
            order[1]: ["ihre"],
            order[2]: ["ihre", "unsere"],
        }
        await nkreader.press("u")
        await nkreader.sees("undone: kept both versions")
        await nkreader.press("u")
        await nkreader.sees("undone: kept the other version")
        assert notes(project) == {
            order[0]: ["unsere"],
            order[1]: ["unsere"],
            order[2]: ["ihre"],
        }


@pytest.mark.usefixtures("tagged")
async def test_everything_can_be_done_with_the_mouse(start: Start, project: Path) -> None:
    edit(project, NOW)
    async with start((80, 24)) as nkreader:
        await nkreader.click("passages")
        await nkreader.sees("R to review")
        await nkreader.click("R to review")
        await nkreader.sees("The likely place now")
        await nkreader.click("uncertain", times=2)
        await nkreader.sees("is this still the passage?")
        await nkreader.click("back")
        await nkreader.sees("The likely place now")
        await nkreader.click("select")
        await nkreader.sees("Sought:")
        await nkreader.click("wohl seine", times=3)
        await nkreader.sees("put it here")
        await nkreader.click("enter")
        await nkreader.sees("No passage to review.")
        assert quotes(project) == [NOW]
        await nkreader.click("undo")
        await nkreader.sees("uncertain")
        await nkreader.sees("undone: moved the annotation")
        nkreader.hush()
        await nkreader.sees("z keep as it is")
        await nkreader.click("keep as it is")
        await nkreader.sees("No passage to review.")
        assert quotes(project) == [VISIT]


@pytest.mark.usefixtures("tagged")
async def test_a_text_that_changes_while_one_looks_is_shown_anew(
    start: Start, project: Path
) -> None:
    edit(project, NOW)
    async with start((120, 24)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("The likely place now")
        file = project / "articles" / FOX
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(NOW, "Eine Reise."), encoding="utf-8")
        await nkreader.press("c")
        await nkreader.sees("was changed meanwhile")
        assert quotes(project) == [VISIT]


@pytest.mark.usefixtures("tagged")
async def test_what_was_edited_beside_the_program_is_seen_at_once(
    start: Start, project: Path
) -> None:
    async with start((80, 24)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("No passage to review.")
        await nkreader.press("q")
        file = project / "articles" / FOX
        text = file.read_text(encoding="utf-8")
        edit(project, "")
        await nkreader.press("R")
        await nkreader.sees("text gone")
        file.write_text(text.replace(VISIT, NOW), encoding="utf-8")
        await nkreader.press("d")
        await nkreader.sees("was changed meanwhile")
        await nkreader.sees("The likely place now")
        assert quotes(project) == [VISIT]


async def test_in_a_narrow_terminal_one_stands_below_the_other(
    start: Start, project: Path, tagged: Workspace
) -> None:
    article = tagged.article(FOX)
    (annotation,) = tagged.annotations_of(FOX)
    span = Span(annotation.start, annotation.end)
    tagged.changes.write_note(article, span, annotation.id, "Zeile " * 200)
    edit(project, NOW)
    async with start((60, 20)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("The passage as it was")
        assert "│" not in nkreader.text()
        await nkreader.press(*"JJJJJJJJJJJJJJJJ")
        await nkreader.sees("The likely place now")
        await nkreader.press(*"KKKKKKKKKKKKKKKK")
        await nkreader.sees("The passage as it was")


@pytest.mark.parametrize(
    ("one", "other", "ours", "theirs"),
    [
        ("im Juli 2000", "im Juni 2000", ["Juli"], ["Juni"]),
        ("ein Haus", "ein  Haus", [], []),
        ("ein Haus", "ein großes Haus", [], ["großes "]),
        ("", "neu", [], ["neu"]),
    ],
)
def test_differences_are_told_word_by_word(
    one: str, other: str, ours: list[str], theirs: list[str]
) -> None:
    left, right = differences(one, other)
    assert [one[start:end] for start, end in left] == ours
    assert [other[start:end] for start, end in right] == theirs


def test_words_that_come_again_and_again_are_compared_too() -> None:
    """A table scraped as text has thousands of them; comparing them must not take minutes."""
    left, right = differences("a " * 2000, "b a " * 1000)
    assert left
    assert len(right) == 1000


@pytest.mark.usefixtures("tagged")
async def test_the_start_says_that_a_passage_needs_a_look(start: Start, project: Path) -> None:
    edit(project, NOW)
    async with start((100, 30)) as nkreader:
        await nkreader.sees("1 passage to review (R)")


async def test_an_article_renamed_while_passages_are_reviewed_is_followed(
    start: Start, project: Path, tagged: Workspace
) -> None:
    """And not offered as one that is gone."""
    tagged.changes.toggle_topic(tagged.article(BBC), Span(0, 20), "summits", None)
    edit(project, NOW)
    async with start((120, 40)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("uncertain")
        article = project / "articles" / BBC
        article.rename(article.with_name("neu.txt"))
        await nkreader.press("z")
        await nkreader.until(
            (project / "annotations" / "neu.txt.yaml").exists, "the annotations at the new place"
        )
        await nkreader.sees("No passage to review")


async def test_what_is_reviewed_is_explained_on_a_small_screen_too(start: Start) -> None:
    async with start((60, 20)) as nkreader:
        await nkreader.press("R")
        await nkreader.sees("No passage to review.")
        await nkreader.sees("changed the same annotation.")
