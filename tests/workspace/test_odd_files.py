"""A folder that was received, with something else where plain files should be."""

from pathlib import Path
from typing import Any

import pytest

from annotations.files.listing import LOCK_NAME
from annotations.files.presence import NAME
from tests.disk import odd
from tests.workspace.test_failed_saves import FOX, OnDisk, Open, sentence
from workspace.places import Places

HELPERS = {**odd.KINDS, "hard_link": odd.hard_link}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    outside = tmp_path / "outside"
    outside.mkdir()
    odd.mine(outside)
    return outside


def untouched(outside: Path) -> bool:
    return [each.name for each in outside.iterdir()] == ["thesis.txt"] and (
        odd.mine(outside).read_bytes() == odd.MINE
    )


def tag(workspace: Any) -> Any:
    fox = workspace.article(FOX)
    return workspace.changes.toggle_topic(fox, sentence(fox, "UN-Resolution"), "sanctions", None)


@pytest.mark.parametrize("kind", HELPERS)
def test_saying_that_one_is_there_changes_no_other_file(
    open_workspace: Open, places: Places, on_disk: OnDisk, outside: Path, kind: str
) -> None:
    places.annotations.mkdir()
    HELPERS[kind](places.annotations / NAME, outside)
    workspace = open_workspace()
    assert workspace.other_program() is None
    (problem,) = workspace.problems.values()
    assert str(places.annotations / NAME) in str(problem)
    assert problem.advice == "Remove it; it will be made again."
    assert tag(workspace).problem == ""
    assert len(on_disk(FOX)) == 1
    workspace.close()
    assert untouched(outside)
    (places.annotations / NAME).rename(outside.parent / "gone")
    assert workspace.watch.look().problems == ()
    assert not workspace.problems
    assert workspace.other_program() is None
    assert (places.annotations / NAME).read_bytes().startswith(b'{"pid":')
    workspace.close()
    assert (places.annotations / NAME).read_bytes() == b""


@pytest.mark.parametrize("kind", HELPERS)
def test_without_a_lock_nothing_is_saved_and_nothing_is_lost(
    open_workspace: Open, places: Places, on_disk: OnDisk, outside: Path, kind: str
) -> None:
    places.annotations.mkdir()
    HELPERS[kind](places.annotations / LOCK_NAME, outside)
    workspace = open_workspace()
    assert [LOCK_NAME in str(problem) for problem in workspace.problems.values()] == [True]
    saved = tag(workspace)
    assert "Not on disk yet, but kept" in saved.problem
    assert f"{LOCK_NAME}: cannot be used: it " in saved.problem
    assert "Remove it; it will be made again." in saved.problem
    assert untouched(outside)
    (places.annotations / LOCK_NAME).rename(outside.parent / "gone")
    assert workspace.recorder.retry() is not None
    assert len(on_disk(FOX)) == 1


@pytest.mark.parametrize("kind", odd.KINDS)
def test_where_annotations_should_be(
    open_workspace: Open, places: Places, on_disk: OnDisk, outside: Path, kind: str
) -> None:
    places.annotations.mkdir()
    odd.KINDS[kind](places.annotations / f"{FOX}.yaml", outside)
    workspace = open_workspace()
    (problem,) = workspace.problems.values()
    assert f"{FOX}.yaml: is a" in str(problem)
    with pytest.raises(Exception, match=f"{FOX}.yaml: is a"):
        tag(workspace)
    assert untouched(outside)
    (places.annotations / f"{FOX}.yaml").rename(outside.parent / "gone")
    assert tag(workspace).problem == ""
    assert len(on_disk(FOX)) == 1


def test_a_folder_of_annotations_elsewhere_is_told(
    open_workspace: Open, places: Places, outside: Path
) -> None:
    (outside.parent / "theirs").mkdir()
    places.annotations.mkdir()
    (places.annotations / "news").symlink_to(outside.parent / "theirs")
    (problem,) = open_workspace().problems.values()
    assert "leads out of the annotations folder" in str(problem)


def test_an_enormous_file_of_annotations_is_not_read(open_workspace: Open, places: Places) -> None:
    places.annotations.mkdir()
    with (places.annotations / "x.txt.yaml").open("wb") as file:
        file.truncate(10 << 30)
    (problem,) = open_workspace().problems.values()
    assert "x.txt.yaml: is larger than 16 MB. Is this the right file?" in str(problem)
