"""Something else lies in the place of every file of the program's own, in cache and state."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.own_files import take_notices
from index.engine import IndexProblem
from tests.disk import odd
from tests.workspace.test_failed_saves import FOX, OnDisk, Open, sentence
from workspace.articles.refresh import Watcher, refresh_folder
from workspace.coding.drafts import Drafts
from workspace.places import Places
from workspace.search.review import Review

KINDS = {**odd.KINDS, "hard_link": odd.hard_link}
del KINDS["folder"]  # which is named, and never deleted with what may be in it


def session(open_workspace: Open, places: Places, refreshed: Callable[..., Any]) -> str:
    """Read the folder, tag, undo and redo, remember a place and a draft; gives what was told."""
    refreshed()
    workspace = open_workspace()
    workspace.load_catalogue()
    workspace.recorder.recover()
    fox = workspace.article(FOX)
    saved = workspace.changes.toggle_topic(fox, sentence(fox, "UN-Resolution"), "sanctions", None)
    for step in (workspace.recorder.undo(), workspace.recorder.redo()):
        assert step is not None
    workspace.reading.remember("0" * 64, 7, 0.5)
    drafts = Drafts(places.drafts)
    drafts.keep(FOX, ["article"], "being typed")
    assert drafts.find(FOX, ["article"]) in ("being typed", None)
    Review(workspace).find()
    workspace.close()
    return " ".join([saved.words, *take_notices()])


@pytest.mark.parametrize("kind", KINDS)
def test_all_goes_on_and_nothing_of_the_users_is_touched(
    open_workspace: Open,
    places: Places,
    refreshed: Callable[..., Any],
    on_disk: OnDisk,
    tmp_path: Path,
    kind: str,
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    odd.mine(outside)
    session(open_workspace, places, refreshed)
    own = [each for top in (places.cache, places.state) for each in top.rglob("*")]
    replaced = [each for each in own if each.is_file() and "backups" not in str(each)]
    assert len(replaced) > 8
    for each in replaced:
        each.unlink()
        KINDS[kind](each, outside)
    before = len(on_disk(FOX))
    session(open_workspace, places, refreshed)
    assert abs(len(on_disk(FOX)) - before) == 1  # the second session takes the topic away again
    assert odd.mine(outside).read_bytes() == odd.MINE
    assert [each.name for each in outside.iterdir()] == ["thesis.txt"]
    session(open_workspace, places, refreshed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_belongs_to_another_user_is_not_used(
    open_workspace: Open, places: Places, refreshed: Callable[..., Any], on_disk: OnDisk
) -> None:
    session(open_workspace, places, refreshed)
    own = [each for top in (places.cache, places.state) for each in top.rglob("*")]
    for each in own:
        os.chown(each, 65534, 65534)
    before = {each: each.read_bytes() for each in own if each.is_file()}
    session(open_workspace, places, lambda: None)
    with pytest.raises(IndexProblem, match="belongs to nobody, not to root"):
        refreshed()
    assert on_disk(FOX) == []
    assert {file: file.read_bytes() for file in before} == before


def test_folders_that_others_may_write_to_are_taken_from_them(
    open_workspace: Open, places: Places, refreshed: Callable[..., Any]
) -> None:
    for folder in (places.cache, places.state):
        folder.mkdir(parents=True)
        folder.chmod(0o777)
    session(open_workspace, places, refreshed)
    for folder in (places.cache, places.state, places.index):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["cache", "state", "index", "drafts", "backups", "rescue"])
def test_nothing_is_made_or_deleted_in_a_folder_that_a_link_leads_to(
    open_workspace: Open,
    places: Places,
    refreshed: Callable[..., Any],
    on_disk: OnDisk,
    tmp_path: Path,
    name: str,
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    odd.mine(outside)
    outside.chmod(0o755)
    session(open_workspace, places, refreshed)
    folder: Path = getattr(places, name)
    if folder.exists():
        folder.rename(tmp_path / "aside")
    folder.symlink_to(outside)
    if name == "cache":
        with pytest.raises(OSError, match="its folder is a link"):
            refresh_folder(places, Watcher(), anew=True)
    else:
        refresh_folder(places, Watcher(), anew=True)
    session(open_workspace, places, lambda: None)
    assert on_disk(FOX) == []
    assert [each.name for each in outside.iterdir()] == ["thesis.txt"]
    assert odd.mine(outside).read_bytes() == odd.MINE
    assert stat.S_IMODE(outside.stat().st_mode) == 0o755
