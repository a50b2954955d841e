"""Work that the disk does not take is kept, said, tried again and found at the next start."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from annotations.store import LOCK_NAME
from corpus.article import Article
from corpus.spans import Span
from disk import durable
from disk.lock import locked
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


def work(workspace: Workspace) -> None:
    """Two articles, three changes, one of them taken back."""
    fox, bbc = workspace.article(FOX), workspace.article(BBC)
    for change in (
        workspace.toggle_topic(fox, sentence(fox, "UN-Resolution"), "sanctions", None),
        workspace.write_note(fox, sentence(fox, "UN-Resolution"), None, "Wo?"),
        workspace.toggle_topic(bbc, sentence(bbc, "Kirby"), "summits", None),
        workspace.undo(),
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
        assert workspace.can_redo
        assert workspace.retry() is None
        assert workspace.unsaved.startswith("1 change is not in the annotations folder yet")
        assert [each.note for each in workspace.read_annotations(FOX)] == ["Wo?"]
    saved = workspace.retry()
    assert saved is not None
    assert saved.label == "1 change that could not be saved before: saved now"
    assert is_done(on_disk(FOX))
    assert on_disk(BBC) == []
    assert (workspace.unsaved, workspace.retry()) == ("", None)
    assert list(places.rescue.iterdir()) == []
    workspace.undo()
    assert [each.get("note", "") for each in on_disk(FOX)] == [""]


def test_the_next_change_of_an_article_saves_what_was_kept_too(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations):
        work(workspace)
    fox = workspace.article(FOX)
    saved = workspace.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "summits", None)
    assert saved.words == "tagged summits"
    assert sorted(each["topics"] for each in on_disk(FOX)) == [["sanctions"], ["summits"]]
    workspace.undo()
    assert is_done(on_disk(FOX))


def test_the_next_start_finds_what_could_not_be_saved(
    workspace: Workspace, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations):
        work(workspace)
        # The disk is still full at the next start, where even more is done.
        second = open_workspace()
        recovered = second.recover()
        assert recovered is not None
        assert "No space left" in recovered.words
        assert [each.note for each in second.annotations_of(FOX)] == ["Wo?"]
        fox = second.article(FOX)
        second.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "summits", None)
    assert open_workspace().recover() is None  # it is the second one's work, which still runs
    second.close()
    third = open_workspace()
    recovered = third.recover()
    assert recovered is not None
    assert recovered.words == "2 changes that could not be saved before: saved now"
    assert sorted(each["topics"] for each in on_disk(FOX)) == [["sanctions"], ["summits"]]
    assert open_workspace().recover() is None
    third.undo()
    assert is_done(on_disk(FOX))


def test_finding_it_twice_does_no_harm(
    workspace: Workspace, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations):
        work(workspace)
    (file,) = places.rescue.iterdir()
    data = file.read_bytes()
    for _ in range(2):
        file.write_bytes(data)
        again = open_workspace()
        again.recover()
        again.close()
        assert is_done(on_disk(FOX))
        assert on_disk(BBC) == []


def test_without_any_place_it_is_kept_in_memory_and_that_is_said(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    with broken_disk(places.annotations.parent), broken_disk(places.state):
        fox = workspace.article(FOX)
        saved = workspace.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "summits", None)
        assert "do not quit before it is saved" in saved.problem
        assert "do not quit before it is saved" in workspace.unsaved
    assert workspace.retry() is not None
    assert len(on_disk(FOX)) == 1


def test_a_rescue_file_that_is_no_rescue_file_stays(open_workspace: Open, places: Places) -> None:
    places.rescue.mkdir(parents=True)
    for name, data in (("a.json", b"{"), ("b.json", b'{"unsaved": 1}'), ("c.json", b"\xff")):
        (places.rescue / name).write_bytes(data)
    assert open_workspace().recover() is None
    assert len(list(places.rescue.iterdir())) == 3


def test_a_program_that_holds_the_lock_does_not_hold_the_keys(
    workspace: Workspace, places: Places, on_disk: OnDisk
) -> None:
    fox = workspace.article(FOX)
    places.annotations.mkdir()
    with locked(places.annotations / LOCK_NAME):
        saved = workspace.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "summits", None)
        assert "Another nkreader is saving, or has been stopped" in saved.problem
        assert on_disk(FOX) == []
    assert workspace.retry() is not None
    assert len(on_disk(FOX)) == 1


def test_a_note_with_half_a_character_is_kept_too(
    workspace: Workspace, open_workspace: Open, places: Places, on_disk: OnDisk
) -> None:
    fox = workspace.article(FOX)
    with broken_disk(places.annotations):
        workspace.write_note(fox, sentence(fox, "Luxuslimousine"), None, "a\ud800b")
    open_workspace().recover()
    assert [each["note"] for each in on_disk(FOX)] == ["a\ufffdb"]
