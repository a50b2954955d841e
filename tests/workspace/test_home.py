"""Folders whose drive goes away while, or before, they are open."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.folder.scan import FolderError
from corpus.text.spans import Span
from disk.home import Home
from workspace.articles.refresh import stamps
from workspace.coding.earlier_versions import restorable, restore
from workspace.coding.save_result import SaveError
from workspace.places import Places
from workspace.search.review import Review
from workspace.workspace import Workspace

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"
ROOT = Path(__file__).resolve().parents[2]
OnDisk = Callable[[str], list[dict[str, Any]]]
Open = Callable[[], Workspace]


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def tag(workspace: Workspace, words: str, path: str = FOX) -> str:
    article = workspace.article(path)
    return workspace.changes.toggle_topic(article, span_of(article, words), "summits", None).problem


@pytest.mark.parametrize("looks", [True, False])
def test_what_is_done_while_another_empty_folder_is_there_is_kept_and_saved_later(
    workspace: Workspace, places: Places, on_disk: OnDisk, tmp_path: Path, looks: bool
) -> None:
    assert tag(workspace, "Luxuslimousine") == ""
    if looks:
        workspace.watch.look()
    places.annotations.rename(tmp_path / "drive")
    places.annotations.mkdir()
    if looks:
        assert "is not the folder it was" in workspace.watch.look().words
    assert "Not on disk yet" in tag(workspace, "UN-Resolution")
    assert "Not on disk yet" in tag(workspace, "Kirby", BBC)
    assert workspace.recorder.unsaved
    assert workspace.recorder.retry() is None
    assert list(places.annotations.iterdir()) == []
    assert len(workspace.annotations_of(FOX)) == 2
    places.annotations.rmdir()
    (tmp_path / "drive").rename(places.annotations)
    assert workspace.recorder.retry() is not None
    assert (len(on_disk(FOX)), len(on_disk(BBC)), workspace.recorder.unsaved) == (2, 1, "")
    workspace.watch.look()
    assert workspace.problems == {}


def test_a_folder_that_is_put_back_by_git_or_a_backup_is_taken(
    workspace: Workspace, places: Places, on_disk: OnDisk, tmp_path: Path
) -> None:
    tag(workspace, "Luxuslimousine")
    workspace.watch.look()
    shutil.copytree(places.annotations, tmp_path / "copy")
    shutil.rmtree(places.annotations)
    (tmp_path / "copy").rename(places.annotations)
    assert workspace.watch.look().words == ""
    assert tag(workspace, "UN-Resolution") == ""
    assert len(on_disk(FOX)) == 2


def test_a_folder_that_was_emptied_or_deleted_between_two_sessions_is_begun_anew(
    workspace: Workspace, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    for remove in (shutil.rmtree, lambda folder: [each.unlink() for each in folder.iterdir()]):
        tag(workspace, "Luxuslimousine")
        workspace.close()
        remove(places.annotations)
        workspace = open_workspace()
        assert (workspace.problems, workspace.annotation_files()) == ({}, [])
        assert tag(workspace, "UN-Resolution") == ""
        assert len(on_disk(FOX)) == 1
        tag(workspace, "UN-Resolution")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was remembered was on another drive."""
    monkeypatch.setattr(Home, "is_on_its_device", False)


def test_a_start_without_the_drive_saves_nothing_below_its_mount_point(
    workspace: Workspace,
    open_workspace: Open,
    places: Places,
    on_disk: OnDisk,
    tmp_path: Path,
    elsewhere: None,
) -> None:
    tag(workspace, "Luxuslimousine")
    workspace.close()
    for stays in (True, False):
        places.annotations.rename(tmp_path / "drive")
        if stays:
            places.annotations.mkdir()
        again = open_workspace()
        assert list(again.problems) == [str(places.annotations)]
        assert "Not on disk yet" in tag(again, "UN-Resolution" if stays else "Atomarsenal")
        if stays:
            places.annotations.rmdir()
        assert not places.annotations.exists()
        (tmp_path / "drive").rename(places.annotations)
        assert again.recorder.retry() is not None
    assert len(on_disk(FOX)) == 3


def test_no_version_is_brought_back_below_a_mount_point(
    workspace: Workspace, open_workspace: Open, places: Places, tmp_path: Path, elsewhere: None
) -> None:
    tag(workspace, "Luxuslimousine")
    workspace.close()
    places.annotations.rename(tmp_path / "drive")
    places.annotations.mkdir()
    again = open_workspace()
    version = restorable(again.recorder, FOX)[0].version
    with pytest.raises(SaveError, match="not the folder it was"):
        restore(again.recorder, FOX, version)
    assert not list(places.annotations.glob("*.yaml"))


def test_articles_whose_drive_is_away_are_not_taken_for_deleted(
    workspace: Workspace,
    places: Places,
    refreshed: Callable[..., Any],
    tmp_path: Path,
    elsewhere: None,
) -> None:
    tag(workspace, "Luxuslimousine")
    refreshed()
    before = places.catalogue.read_bytes()
    places.articles.rename(tmp_path / "drive")
    for exists in (False, True):
        if exists:
            places.articles.mkdir()
        with pytest.raises(FolderError):
            refreshed()
        with pytest.raises(FolderError):
            list(stamps(places, lambda _problem: None))
        workspace.load_catalogue()
        assert Review(workspace).find() == ()
    assert places.catalogue.read_bytes() == before
    places.articles.rmdir()
    (tmp_path / "drive").rename(places.articles)
    assert refreshed().changed == 0


def test_articles_that_were_all_deleted_are_gone(
    places: Places, refreshed: Callable[..., Any]
) -> None:
    refreshed()
    for file in places.articles.iterdir():
        file.unlink()
    assert refreshed().removed == 5


MOUNTED = """
import subprocess
import sys
from pathlib import Path
from workspace.places import Options, resolve
from workspace.articles.refresh import Watcher, refresh_folder
from workspace.search.review import Review
from workspace.workspace import Workspace
from corpus.folder.scan import FolderError
from corpus.text.spans import Span
project = Path(sys.argv[1])
def mount(name):
    subprocess.run(["mount", "-t", "tmpfs", "none", str(project / name)], check=True)
def away(name):
    subprocess.run(["umount", str(project / name)], check=True)
(project / "annotations").mkdir()
held = {each.name: each.read_bytes() for each in (project / "articles").iterdir()}
mount("annotations"); mount("articles")
for name, data in held.items():
    (project / "articles" / name).write_bytes(data)
settings = resolve(Options(project / "articles", project / "annotations"))
workspace = Workspace(settings)
workspace.load_annotations()
def tag(words):
    article = workspace.article("003_bbd1d1e14c627851.txt")
    at = article.text.index(words)
    span = Span(at, at + len(words))
    return workspace.changes.toggle_topic(article, span, "summits", None).problem
assert tag("Luxuslimousine") == ""
refresh_folder(settings.places, Watcher())
away("annotations")
assert "not the folder it was" in tag("UN-Resolution"), "saved below the mount point"
assert list((project / "annotations").iterdir()) == []
again = Workspace(settings)
again.load_annotations()
assert again.problems, "nothing said at the start"
away("articles")
for file in (project / "articles").iterdir():
    file.unlink()
try:
    refresh_folder(settings.places, Watcher())
except FolderError as error:
    print(error)
assert len(workspace.load_catalogue().records) == len(held)
assert Review(workspace).find() == ()
"""


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare"), reason="only root may mount here"
)
def test_real_drives_that_are_unmounted(project: Path) -> None:
    program = ["unshare", "-m", sys.executable, "-c", MOUNTED, str(project)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    if "Operation not permitted" in done.stderr or "permission denied" in done.stderr:
        pytest.skip("mounting is not permitted here")
    assert (done.stderr, done.returncode) == ("", 0)
    assert "Is their drive connected?" in done.stdout
