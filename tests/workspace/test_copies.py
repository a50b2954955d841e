"""A conflict copy among the annotations is told, left out, and taken in as one step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations.files.article_file import AnnotationFileError
from corpus.folder.catalogue import Record
from corpus.text.spans import Span
from workspace.coding.conflict_copies import ConflictCopyError
from workspace.coding.repairs import repair
from workspace.places import Places
from workspace.workspace import Workspace

FOX = "003_bbd1d1e14c627851.txt"
OnDisk = Callable[[str], list[dict[str, Any]]]
Open = Callable[[], Workspace]
NAMES = (
    "{}.sync-conflict-20261122-101112-ABCDEFG.yaml",
    "{} (Anna's conflicted copy 2026-11-22).yaml",
    "{} (1).yaml",
    "{}-LAPTOP.yaml",
)


def tag(workspace: Workspace, words: str, topic: str = "summits") -> str:
    article = workspace.article(FOX)
    start = article.text.index(words)
    span = Span(start, start + len(words))
    workspace.changes.toggle_topic(article, span, topic, None)
    return next(each.id for each in workspace.annotations_of(FOX) if each.quote == words)


@pytest.fixture(params=NAMES)
def copy(request: pytest.FixtureRequest, workspace: Workspace, places: Places) -> Path:
    """Of two passages one was deleted and one noted since the copy was made."""
    gone = tag(workspace, "Luxuslimousine")
    noted = tag(workspace, "UN-Resolution")
    file = places.annotations / f"{FOX}.yaml"
    copied = file.read_bytes()
    workspace.changes.delete(FOX, gone)
    begun = next(each for each in workspace.annotations_of(FOX) if each.id == noted)
    workspace.changes.write_note_on(FOX, begun, "Welche?")
    workspace.watch.look()
    found = file.with_name(request.param.format(FOX))
    found.write_bytes(copied)
    return found


def records(workspace: Workspace) -> dict[str, Record]:
    article = workspace.article(FOX)
    return {FOX: Record(FOX, "", sha256=article.sha256)}


def repaired(workspace: Workspace, found: dict[str, Record]) -> list[str]:
    words = list(repair(workspace.recorder, workspace.copies, workspace.articles, found))
    workspace.close()
    return words


def state(on_disk: OnDisk) -> list[tuple[str, str]]:
    return [(each["quote"], each.get("note", "").strip()) for each in on_disk(FOX)]


def test_a_stale_copy_is_left_out_and_brings_nothing_back(
    workspace: Workspace, open_workspace: Open, copy: Path, on_disk: OnDisk
) -> None:
    before = (copy.parent / f"{FOX}.yaml").read_bytes()
    found = workspace.watch.look()
    assert (found.articles, [type(each) for each in found.problems]) == ((), [ConflictCopyError])
    assert f"is a conflict copy of the annotations of {FOX}" in found.words
    assert workspace.watch.look().words == ""
    again = open_workspace()
    for each in (workspace, again):
        assert [file.path for file in each.annotation_files()] == [FOX]
        assert each.codebook.counts()["summits"] == 1
        assert isinstance(each.problems[str(copy)], AnnotationFileError)
    again.catalogue.records.update(records(again))
    assert again.follow_renamed().words == ()
    (words,) = repaired(again, records(again))
    assert words.startswith(f"the conflict copy {copy.name} adds nothing new")
    assert not copy.exists()
    assert (copy.parent / f"{FOX}.yaml").read_bytes() == before
    workspace.watch.look()
    assert workspace.problems == again.problems == {}


def test_what_was_made_there_is_taken_in_as_one_step_and_taken_back(
    workspace: Workspace, open_workspace: Open, copy: Path, on_disk: OnDisk
) -> None:
    text = copy.read_text(encoding="utf-8")
    copy.write_text(
        text.replace("topics: [summits]\n  quote: UN", "topics: [summits, sanctions]\n  quote: UN")
    )
    before = on_disk(FOX)
    repairing = open_workspace()
    words = repaired(repairing, records(workspace))
    repairing.close()
    assert "1 changed there" in words[0]
    (now,) = on_disk(FOX)
    assert (now["topics"], now["note"].strip()) == (["summits", "sanctions"], "Welche?")
    assert not copy.exists()
    fresh = open_workspace()
    assert fresh.recorder.undo() is not None
    assert on_disk(FOX) == before


def test_where_nothing_is_known_of_before_a_person_is_asked(
    workspace: Workspace, open_workspace: Open, copy: Path, places: Places, on_disk: OnDisk
) -> None:
    workspace.close()
    for folder in places.state.iterdir():  # as on another machine
        folder.rename(folder.with_name(f"other-{folder.name}"))
    before = on_disk(FOX)
    (words,) = repaired(open_workspace(), records(workspace))
    assert "1 not here, perhaps deleted" in words
    assert copy.exists()
    assert on_disk(FOX) == before


def test_a_file_renamed_together_with_its_article_is_no_copy(
    workspace: Workspace, open_workspace: Open, places: Places
) -> None:
    tag(workspace, "Luxuslimousine")
    name = "umbenannt (conflict in Korea).txt"
    (places.articles / FOX).rename(places.articles / name)
    (places.annotations / f"{FOX}.yaml").rename(places.annotations / f"{name}.yaml")
    again = open_workspace()
    assert (list(again.copies), again.problems) == ([], {})
    assert [file.path for file in again.annotation_files()] == [name]


def test_a_file_that_was_given_another_name_meanwhile_is_no_copy(
    workspace: Workspace, places: Places
) -> None:
    """There is nothing beside it that it could be a copy of: it must not be left out."""
    tag(workspace, "Luxuslimousine")
    file = places.annotations / f"{FOX}.yaml"
    file.rename(file.with_name(f"{FOX} (1).yaml"))
    workspace.watch.look()
    assert list(workspace.copies) == []
    there = {file.path: file.annotations for file in workspace.annotation_files()}
    assert [each.quote for each in there[f"{FOX} (1)"]] == ["Luxuslimousine"]
