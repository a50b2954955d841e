"""What other programs do in the annotations folder is seen, merged, or put side by side."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations.files.presence import NAME
from corpus.article import Article
from corpus.text.spans import Span
from workspace.coding.conflicts import Keep
from workspace.coding.external_changes import ExternalChanges
from workspace.places import Places
from workspace.workspace import Workspace

Open = Callable[[], Workspace]
OnDisk = Callable[[str], list[dict[str, Any]]]

ROOT = Path(__file__).resolve().parents[2]
FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def tag(workspace: Workspace, words: str, topic: str, path: str = FOX) -> None:
    article = workspace.article(path)
    workspace.changes.toggle_topic(article, span_of(article, words), topic, None)


def write_note(workspace: Workspace, words: str, note: str) -> None:
    article = workspace.article(FOX)
    workspace.changes.write_note(article, span_of(article, words), None, note)


def topics(workspace: Workspace, path: str = FOX) -> dict[str, tuple[str, ...]]:
    return {each.quote: each.topics for each in workspace.annotations_of(path)}


@pytest.fixture
def file(workspace: Workspace, places: Places) -> Path:
    """The file of an article with one passage, which the workspace has seen."""
    tag(workspace, "Luxuslimousine", "summits")
    workspace.watch.look()
    return places.annotations / f"{FOX}.yaml"


def test_ones_own_changes_are_nothing_new(workspace: Workspace, file: Path) -> None:
    assert workspace.watch.look() == ExternalChanges()
    tag(workspace, "UN-Resolution", "sanctions")
    tag(workspace, "Kirby", "summits", BBC)
    workspace.recorder.undo()
    assert workspace.watch.look() == ExternalChanges()


def test_what_another_program_does_is_seen(
    workspace: Workspace, open_workspace: Open, file: Path
) -> None:
    other = open_workspace()
    tag(other, "UN-Resolution", "sanctions")
    tag(other, "Kirby", "arms deals", BBC)
    found = workspace.watch.look()
    assert found.articles == (BBC, FOX)
    assert found.words == f"annotations changed elsewhere: {BBC} and 1 more"
    assert topics(workspace) == {"Luxuslimousine": ("summits",), "UN-Resolution": ("sanctions",)}
    assert topics(workspace, BBC) == {"Kirby": ("arms deals",)}
    assert workspace.watch.look() == ExternalChanges()
    # A topic that comes on a passage of ours is no conflict: our change is in it.
    tag(other, "Luxuslimousine", "sanctions")
    assert workspace.watch.look().conflicts == ()
    assert topics(workspace)["Luxuslimousine"] == ("summits", "sanctions")


def test_a_file_that_is_deleted_and_comes_back(
    open_workspace: Open, file: Path, places: Places
) -> None:
    workspace = open_workspace()  # has not changed anything itself
    file.rename(places.annotations / "elsewhere.txt.yaml")
    assert workspace.watch.look().articles == (FOX, "elsewhere.txt")
    assert topics(workspace) == {}
    (places.annotations / "elsewhere.txt.yaml").rename(file)
    workspace.watch.look()
    assert topics(workspace) == {"Luxuslimousine": ("summits",)}


def test_a_folder_that_vanishes_is_not_taken_for_an_empty_one(
    workspace: Workspace, file: Path, places: Places, on_disk: OnDisk
) -> None:
    away = places.annotations.rename(places.annotations.with_name("unplugged"))
    assert "no longer exists. Put the folder back." in workspace.watch.look().words
    assert workspace.watch.look() == ExternalChanges()
    assert topics(workspace) == {"Luxuslimousine": ("summits",)}
    article = workspace.article(FOX)
    saved = workspace.changes.toggle_topic(
        article, span_of(article, "UN-Resolution"), "sanctions", None
    )
    assert "Not on disk yet, but kept" in saved.problem
    assert workspace.recorder.retry() is None
    assert not places.annotations.exists()
    away.rename(places.annotations)
    assert workspace.watch.look() == ExternalChanges()
    assert workspace.recorder.retry() is not None
    assert len(on_disk(FOX)) == 2
    assert workspace.problems == {}


def test_conflict_markers_are_explained_and_what_is_known_stays(
    workspace: Workspace, file: Path
) -> None:
    good = file.read_text()
    file.write_text(good.replace("  topics:", "<<<<<<< HEAD\n  topics:") + ">>>>>>> ben\n")
    found = workspace.watch.look()
    assert "git left conflict markers" in found.words
    assert list(workspace.problems) == [str(file)]
    assert topics(workspace) == {"Luxuslimousine": ("summits",)}
    assert workspace.watch.look() == ExternalChanges()
    file.write_text(good)
    assert workspace.watch.look() == ExternalChanges()
    assert workspace.problems == {}


@pytest.fixture
def overwritten(workspace: Workspace, file: Path) -> Path:
    """An editor that had the file open saves it without knowing of our note, and with its own."""
    stale = file.read_text()
    write_note(workspace, "Luxuslimousine", "unsere")
    tag(workspace, "UN-Resolution", "sanctions")
    file.write_text(re.sub(r"(  coder:)", r"  note: ihre\n\1", stale))
    return file


def notes(found: list[dict[str, Any]]) -> list[str]:
    return sorted(each.get("note", "").strip() for each in found)


def test_what_was_changed_here_and_elsewhere_is_given_side_by_side(
    workspace: Workspace, overwritten: Path, on_disk: OnDisk
) -> None:
    found = workspace.watch.look()
    assert found.words.startswith(f"2 passages were changed here and elsewhere ({FOX})")
    first, second = found.conflicts
    assert first.ours is not None
    assert first.theirs is not None
    assert (first.ours.note, first.theirs.note) == ("unsere", "ihre")
    assert second.ours is not None
    assert (second.ours.quote, second.theirs) == ("UN-Resolution", None)
    assert workspace.watch.look() == ExternalChanges()

    workspace.changes.settle(first, Keep.BOTH)
    workspace.changes.settle(second, Keep.OURS)
    assert notes(on_disk(FOX)) == ["", "ihre", "unsere"]
    assert workspace.recorder.conflicts == ()
    workspace.recorder.undo()
    workspace.recorder.undo()
    assert notes(on_disk(FOX)) == ["ihre"]


@pytest.mark.parametrize(("keep", "left"), [(Keep.OURS, "unsere"), (Keep.THEIRS, "ihre")])
def test_a_conflict_is_settled_for_one_side(
    workspace: Workspace, overwritten: Path, on_disk: OnDisk, keep: Keep, left: str
) -> None:
    workspace.watch.look()
    for conflict in workspace.recorder.conflicts:
        workspace.changes.settle(conflict, keep)
    assert left in notes(on_disk(FOX))
    assert len(on_disk(FOX)) == (2 if keep is Keep.OURS else 1)
    assert workspace.watch.look() == ExternalChanges()


def test_a_conflict_is_found_by_opening_the_article_and_outlives_a_restart(
    workspace: Workspace, overwritten: Path, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    workspace.read_annotations(FOX)
    assert len(workspace.recorder.conflicts) == 2
    workspace.close()
    again = open_workspace()
    again.recorder.recover()
    assert again.recorder.conflicts == workspace.recorder.conflicts
    for conflict in again.recorder.conflicts:
        again.changes.settle(conflict, Keep.OURS)
    assert notes(on_disk(FOX)) == ["", "unsere"]
    assert list(places.rescue.iterdir()) == []


def test_the_next_change_keeps_both_at_once(
    workspace: Workspace, overwritten: Path, on_disk: OnDisk
) -> None:
    write_note(workspace, "Luxuslimousine", "unsere zweite")
    assert notes(on_disk(FOX)) == ["ihre", "unsere zweite"]
    (conflict,) = workspace.recorder.conflicts
    assert conflict.theirs is None


HOLD = """
import sys
import time
from pathlib import Path
from annotations.files.presence import Presence
presence = Presence(Path(sys.argv[1]), "anna")
print(presence.acquire(), flush=True)
sys.stdin.read()
"""


def test_a_second_program_is_told_and_takes_over_when_the_first_is_killed(
    workspace: Workspace, places: Places
) -> None:
    assert workspace.other_program() is None  # no folder yet, nobody in it
    assert not places.annotations.exists()
    places.annotations.mkdir()
    (places.annotations / NAME).write_text("{ what a crash left behind")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", HOLD, str(places.annotations)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as first:  # type: ignore[call-overload]
        assert first.stdout.readline() == "None\n"
        other = workspace.other_program()
        assert other is not None
        assert (other.pid, other.coder) == (first.pid, "anna")
        start = (
            f"Another nkreader has these annotations open (process {first.pid}, of anna, since 20"
        )
        assert other.words.startswith(start)
        assert re.search(r"since 20\d\d-\d\d-\d\d \d\d:\d\d\)$", other.words)
        assert other.notice.endswith("Each sees what the other does.")
        first.send_signal(signal.SIGSTOP)
        stopped = os.waitid(os.P_PID, first.pid, os.WSTOPPED | os.WNOWAIT)
        assert stopped is not None
        assert other.notice.endswith("It is stopped; `fg` in its shell resumes it.")
        first.send_signal(signal.SIGCONT)
        tag(workspace, "Luxuslimousine", "summits")  # both may work
        first.kill()
        first.wait()
    assert workspace.other_program() is None
    workspace.close()
    assert (places.annotations / NAME).read_bytes() == b""


def test_what_is_in_the_cache_is_what_is_in_the_files(
    open_workspace: Open, file: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60)  # long after the files were written
    open_workspace()
    assert places.summary.exists()
    good = file.read_bytes()
    for change in (b"", good.replace(b"summits", b"sanctions"), b"- broken"):
        file.write_bytes(change or good)
        fresh = open_workspace()
        places.summary.unlink(missing_ok=True)
        assert open_workspace().annotation_files() == fresh.annotation_files()
        assert open_workspace().problems.keys() == fresh.problems.keys()
    file.unlink()
    assert open_workspace().annotation_files() == []
