"""Work that the disk does not take is kept, said, tried again and found at the next start."""

import errno
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from annotations.files.listing import LOCK_NAME
from benchmarks.undo import KINDS as KINDS_OF_STEPS
from benchmarks.undo import Folder
from corpus.article import Article
from corpus.text.spans import Span
from disk import durable
from disk.lock import locked
from workspace.coding import file_writer
from workspace.coding.bulk import Marked
from workspace.places import Places
from workspace.workspace import Workspace

Open = Callable[[], Workspace]
OnDisk = Callable[[str], list[dict[str, Any]]]

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"


def sentence(article: Article, words: str) -> Span:
    return article.sentence_at(article.text.index(words))


@contextmanager
def broken_disk(folder: Path, number: int = errno.ENOSPC) -> Iterator[None]:
    """Nothing can be written below this folder."""
    write = durable.write_durably

    def fails(path: Path, data: bytes, **more: Any) -> None:
        if path.is_relative_to(folder):
            raise OSError(number, os.strerror(number), str(path))
        write(path, data, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(durable, "write_durably", fails)
        yield


@contextmanager
def refusing_to_delete(folder: Path) -> Iterator[None]:
    """Nothing can be written or deleted below this folder, as where it is mounted read-only."""
    remove = durable.remove

    def fails(path: Path, **more: Any) -> None:
        if path.is_relative_to(folder):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        remove(path, **more)

    with pytest.MonkeyPatch.context() as patch, broken_disk(folder, errno.EROFS):
        patch.setattr(durable, "remove", fails)
        yield


def work(workspace: Workspace) -> None:
    """Two articles, three changes, one of them taken back."""
    fox, bbc = workspace.article(FOX), workspace.article(BBC)
    for change in (
        workspace.changes.toggle_topic(fox, sentence(fox, "UN-Resolution"), "sanctions", None),
        workspace.changes.write_note(fox, sentence(fox, "UN-Resolution"), None, "Wo?"),
        workspace.changes.toggle_topic(bbc, sentence(bbc, "Kirby"), "summits", None),
        workspace.recorder.undo(),
    ):
        assert change is not None
        assert change.problem.startswith("Not on disk yet, but kept and tried again: ")
        assert "No space left" in change.words


def is_done(found: list[dict[str, Any]]) -> bool:
    return [(each["topics"], each.get("note")) for each in found] == [(["sanctions"], "Wo?")]


def test_a_full_disk_loses_nothing_and_says_so_until_there_is_space(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations):
        work(workspace)
        assert on_disk(FOX) == on_disk(BBC) == []
        # On the screen it is done, and can be undone.
        assert [each.note for each in workspace.annotations_of(FOX)] == ["Wo?"]
        assert workspace.annotations_of(BBC) == ()
        assert workspace.recorder.can_redo
        assert workspace.recorder.retry() is None
        assert workspace.recorder.unsaved.startswith(
            "1 change is not in the annotations folder yet"
        )
        assert [each.note for each in workspace.read_annotations(FOX)] == ["Wo?"]
    saved = workspace.recorder.retry()
    assert saved is not None
    assert saved.label == "saved now: 1 change that could not be saved before"
    assert is_done(on_disk(FOX))
    assert on_disk(BBC) == []
    assert (workspace.recorder.unsaved, workspace.recorder.retry()) == ("", None)
    assert list(places.rescue.iterdir()) == []
    workspace.recorder.undo()
    assert [each.get("note", "") for each in on_disk(FOX)] == [""]


def test_the_next_change_of_an_article_saves_what_was_kept_too(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations):
        work(workspace)
    fox = workspace.article(FOX)
    saved = workspace.changes.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "summits", None)
    assert saved.words == "tagged summits"
    assert sorted(each["topics"] for each in on_disk(FOX)) == [["sanctions"], ["summits"]]
    workspace.recorder.undo()
    assert is_done(on_disk(FOX))


def test_the_next_start_finds_what_could_not_be_saved(
    workspace: Workspace, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations):
        work(workspace)
        assert open_workspace().recorder.recover() is None  # its own work, while it runs
        workspace.close()
        # The disk is still full at the next start, where even more is done.
        second = open_workspace()
        recovered = second.recorder.recover()
        assert recovered is not None
        assert "No space left" in recovered.words
        assert [each.note for each in second.annotations_of(FOX)] == ["Wo?"]
        fox = second.article(FOX)
        second.changes.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "summits", None)
        assert open_workspace().recorder.recover() is None
        second.close()
    third = open_workspace()
    recovered = third.recorder.recover()
    assert recovered is not None
    assert recovered.words == "saved now: 2 changes that could not be saved before"
    assert sorted(each["topics"] for each in on_disk(FOX)) == [["sanctions"], ["summits"]]
    assert open_workspace().recorder.recover() is None
    third.recorder.undo()
    assert is_done(on_disk(FOX))


def test_finding_it_twice_does_no_harm(
    workspace: Workspace, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations):
        work(workspace)
        workspace.close()
    (file,) = places.rescue.glob("*.json")
    data = file.read_bytes()
    for _ in range(2):
        file.write_bytes(data)
        again = open_workspace()
        again.recorder.recover()
        again.close()
        assert is_done(on_disk(FOX))
        assert on_disk(BBC) == []


def test_without_any_place_it_is_kept_in_memory_and_that_is_said(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations.parent), broken_disk(places.state):
        fox = workspace.article(FOX)
        saved = workspace.changes.toggle_topic(
            fox, sentence(fox, "Luxuslimousine"), "summits", None
        )
        assert "do not quit before it is saved" in saved.problem
        assert "do not quit before it is saved" in workspace.recorder.unsaved
    assert workspace.recorder.retry() is not None
    assert len(on_disk(FOX)) == 1


def test_a_rescue_file_that_is_no_rescue_file_stays(open_workspace: Open, places: Places) -> None:
    places.rescue.mkdir(parents=True)
    for name, data in (("a.json", b"{"), ("b.json", b'{"unsaved": 1}'), ("c.json", b"\xff")):
        (places.rescue / name).write_bytes(data)
    assert open_workspace().recorder.recover() is None
    assert len(list(places.rescue.iterdir())) == 3


def test_undone_what_was_saved_late_leaves_no_file_where_there_was_none(
    workspace: Workspace, places: Places
) -> None:
    bbc = workspace.article(BBC)
    file = places.annotations / f"{BBC}.yaml"
    with broken_disk(places.annotations):
        workspace.changes.toggle_topic(bbc, sentence(bbc, "Kirby"), "summits", None)
        workspace.changes.toggle_topic(bbc, sentence(bbc, "Kirby"), "sanctions", None)
    assert workspace.recorder.retry() is not None
    both = file.read_bytes()
    workspace.recorder.undo()
    one = file.read_bytes()
    assert b"sanctions" not in one
    workspace.recorder.undo()
    assert not file.exists()
    workspace.recorder.redo()
    assert file.read_bytes() == one
    workspace.recorder.redo()
    assert file.read_bytes() == both


def test_an_undoing_that_was_saved_late_leaves_no_file_where_there_was_none(
    workspace: Workspace, places: Places
) -> None:
    bbc = workspace.article(BBC)
    file = places.annotations / f"{BBC}.yaml"
    workspace.changes.toggle_topic(bbc, sentence(bbc, "Kirby"), "summits", None)
    before = file.read_bytes()
    with refusing_to_delete(places.annotations):
        undone = workspace.recorder.undo()
        assert undone is not None
        assert "not on disk yet" in undone.words.lower()
    assert file.read_bytes() == before
    workspace.recorder.retry()
    assert not file.exists()
    workspace.recorder.redo()
    assert file.read_bytes() == before


KINDS = (
    *(kind for kind in KINDS_OF_STEPS if kind != "restore"),
    *("undo", "undo", "undo", "redo", "redo", "retry", "restart"),
)


@pytest.mark.parametrize("seed", [0, 6, 9, 125])
def test_whatever_was_saved_late_undone_the_files_are_as_they_were(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    folder = Folder(tmp_path)
    first = folder.look()
    for _ in range(12):
        is_broken = dice.random() < 0.5
        with broken_disk(folder.annotations) if is_broken else nullcontext():
            kind = dice.choice(KINDS)
            if kind == "restart":
                folder.restart()
            elif kind in {"undo", "redo", "retry"}:
                getattr(folder.workspace.recorder, kind)()
            else:
                folder.do(kind, dice)
    folder.workspace.recorder.retry()
    assert folder.workspace.recorder.unsaved == ""
    last, steps = folder.look(), 0
    while folder.workspace.recorder.undo():
        steps += 1
    assert folder.look() == first
    for _ in range(steps):
        folder.workspace.recorder.redo()
    assert folder.look() == last
    folder.workspace.close()


def test_a_program_that_holds_the_lock_does_not_hold_the_keys(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    fox = workspace.article(FOX)
    places.annotations.mkdir()
    with locked(places.annotations / LOCK_NAME):
        saved = workspace.changes.toggle_topic(
            fox, sentence(fox, "Luxuslimousine"), "summits", None
        )
        assert "Another nkreader is saving, or has been stopped" in saved.problem
        assert on_disk(FOX) == []
    assert workspace.recorder.retry() is not None
    assert len(on_disk(FOX)) == 1


def test_leaving_saves_what_waited_for_another_program(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    fox = workspace.article(FOX)
    places.annotations.mkdir()
    with locked(places.annotations / LOCK_NAME):
        workspace.changes.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "summits", None)
    workspace.close()
    assert workspace.recorder.unsaved == ""
    assert len(on_disk(FOX)) == 1


def test_a_long_step_lets_other_programs_save_in_between(
    workspace: Workspace, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(14):
        (places.articles / f"{number}.txt").write_text("Ein Satz.\n")
    marked = [
        Marked(each.path, each.sha256, (Span(0, 9),))
        for each in (workspace.article(f"{number}.txt") for number in range(14))
    ]
    holds: list[int] = []
    gaps: list[float] = []
    released = time.monotonic()
    write, writing = durable.write_durably, workspace.recorder._known.store.writing

    def slow(path: Path, data: bytes, **more: Any) -> None:
        if path.suffix == ".yaml":
            holds[-1] += 1
            time.sleep(0.02)
        write(path, data, **more)

    @contextmanager
    def watched(article: str) -> Iterator[None]:
        nonlocal released
        gaps.append(time.monotonic() - released)
        with writing(article):
            holds.append(0)
            yield
        released = time.monotonic()

    monkeypatch.setattr(file_writer, "_HOLD", 0.05)
    monkeypatch.setattr(durable, "write_durably", slow)
    monkeypatch.setattr(workspace.recorder._known.store, "writing", watched)
    workspace.bulk.tag_many(marked, "summits")
    assert sum(holds) == 14
    # What is not known yet is tried; then no more are written than others can wait for.
    assert max(holds[1:]) <= 2
    assert min(gaps[1:]) >= 0.008


def test_a_note_with_half_a_character_is_kept_too(
    workspace: Workspace, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    fox = workspace.article(FOX)
    with broken_disk(places.annotations):
        workspace.changes.write_note(fox, sentence(fox, "Luxuslimousine"), None, "a\ud800b")
        workspace.close()
    open_workspace().recorder.recover()
    assert [each["note"] for each in on_disk(FOX)] == ["a\ufffdb"]
