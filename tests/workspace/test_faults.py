"""Whatever system call fails while many files are changed, nothing is lost and it can be redone."""

import contextlib
import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.store import AnnotationStore
from annotations.history.rescue import Rescue, Rescued, Unsaved
from annotations.history.steps import Change
from annotations.model import Annotation, ArticleIdentity
from corpus.folder.catalogue import Record
from workspace import bundled
from workspace.coding.earlier_versions import restore
from workspace.coding.folder_merge import bring_in, compare_folders
from workspace.coding.recorder import Recorder
from workspace.coding.renamed_articles import follow_renamed
from workspace.coding.save_result import SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.config import load_config
from workspace.places import Places, Settings

# What only asks for facts is left out, as it is called hundreds of times; the test of a single save
# lets it fail too.
NAMES = ("open", "write", "fsync", "fchmod", "close", "replace", "rename", "mkdir", "unlink")
CALLS = [(io, "open"), *((os, name) for name in (*NAMES, "scandir", "ftruncate"))]
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
REAL_CLOSE = os.close
ARTICLES = {"a": "A", "b": "B", "c": "C"}


@contextlib.contextmanager
def fails_at(number: int | None, error: int = errno.EIO) -> Iterator[list[str]]:
    """Let the system call with this number (from 0) fail; gives the names of those made."""
    seen: list[str] = []

    def wrap(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            seen.append(name)
            if len(seen) - 1 == number:
                if real is REAL_CLOSE:  # closes all the same, as Linux does
                    real(*args)
                raise OSError(error, os.strerror(error))
            return real(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        # Nothing is lost here by losing power, but much time by waiting for the disk.
        patch.setattr(os, "fsync", lambda _descriptor: None)
        for module, name in CALLS:
            patch.setattr(module, name, wrap(name, getattr(module, name)))
        yield seen


def made(identity: str, note: str = "") -> Annotation:
    return Annotation(identity, ("summits",), "quote", "", "", 0, 5, note, "anna", "1", "1")


class Folder:
    """Three annotated articles, their names, and their texts by name."""

    def __init__(self, base: Path) -> None:
        self.base = base
        (base / "articles").mkdir(parents=True)
        self.places = Places(
            base / "articles", base / "annotations", base / "cache", base / "state", samples=False
        )
        config = load_config(bundled.config_file())
        self.topics = TopicsFile(Settings(config, self.places, config.file))
        self.articles = dict(ARTICLES)
        self.opened: list[Recorder | Rescue] = []
        store = self.store()
        for path in self.articles:
            for note in ("old", "new"):
                before = made(path, "old") if note == "new" else None
                store.apply(self.identify(path), [Change(path, before, made(path, note))])

    def identify(self, path: str) -> ArticleIdentity:
        return ArticleIdentity(path, path, self.articles.get(path, ""))

    def store(self) -> AnnotationStore:
        return AnnotationStore(self.places.annotations, self.places.backups)

    def recorder(self) -> Recorder:
        recorder = Recorder(self.places, self.topics, self.identify)
        self.opened.append(recorder)
        recorder.load()
        return recorder

    def close(self) -> None:
        """End the programs that have had it open."""
        while self.opened:
            self.opened.pop().close()

    def notes(self) -> dict[str, list[tuple[str, str]]]:
        """What every file says: id and note; each must be one that can be read."""
        found = list(self.store().load_all())
        assert all(isinstance(file, AnnotationFile) for file in found), found
        return {
            file.path: [(each.id, each.note) for each in file.annotations]
            for file in found
            if isinstance(file, AnnotationFile)
        }


def survives(
    base: Path,
    act: Callable[[Folder], object],
    check: Callable[[Folder], object],
    prepare: Callable[[Folder], object] = lambda _folder: None,
) -> None:
    """Let each system call of `act` fail; `check`, and then `act` must do what it should."""
    with fails_at(None) as calls:
        folder = Folder(base / "folder")
        prepare(folder)
        # The state is named after the place of the annotations, so all happens in one place.
        shutil.copytree(folder.base, base / "before")
        del calls[:]
        act(folder)
    folder.close()
    assert len(calls) > 10
    for number in range(len(calls)):
        shutil.rmtree(folder.base)
        shutil.copytree(base / "before", folder.base)
        folder.articles = dict(ARTICLES)
        with (
            contextlib.suppress(SaveError, AnnotationFileError),
            fails_at(number, ERRORS[number % len(ERRORS)]),
        ):
            act(folder)
        check(folder)
        folder.close()


def test_following(tmp_path: Path) -> None:
    def act(folder: Folder) -> None:
        folder.articles = {"x": "A", "b": "B", "y/c": "C"}
        records = {path: Record(path, "", sha256=text) for path, text in folder.articles.items()}
        follow_renamed(folder.recorder(), folder.places.articles, records)

    def check(folder: Folder) -> None:
        there = {each for file in folder.notes().values() for each in file}
        assert there == {("a", "new"), ("b", "new"), ("c", "new")}
        with fails_at(None):
            act(folder)
        assert folder.notes() == {"x": [("a", "new")], "b": [("b", "new")], "y/c": [("c", "new")]}

    survives(tmp_path, act, check)


@pytest.mark.parametrize("damage", ["", "deleted", "broken"])
def test_restoring(tmp_path: Path, damage: str) -> None:
    def prepare(folder: Folder) -> None:
        file = folder.store().file_of("a")
        if damage == "deleted":
            file.unlink()
        elif damage == "broken":
            file.write_text("- broken")

    def act(folder: Folder) -> None:
        recorder = folder.recorder()
        oldest = recorder.versions("a")[-1:]
        for version in oldest:
            restore(recorder, "a", version)

    def check(folder: Folder) -> None:
        if not damage:
            assert folder.notes()["a"] in ([("a", "old")], [("a", "new")])
        with fails_at(None):
            act(folder)
        assert folder.notes()["a"] == [("a", "old")]

    survives(tmp_path, act, check, prepare)


def test_many_articles_at_once(tmp_path: Path) -> None:
    changes = [Change(path, made(path, "new"), made(path, "bulk")) for path in "abc"]
    outcome: dict[str, Any] = {}

    def act(folder: Folder) -> None:
        outcome["recorder"] = folder.recorder()
        outcome["saved"] = None
        outcome["saved"] = outcome["recorder"].make("bulk", changes)

    def check(folder: Folder) -> None:
        recorder = outcome["recorder"]
        done = {path: [(path, "bulk")] for path in "abc"}
        saved = outcome["saved"]
        if saved and not saved.problem and not any("Not changed" in note for note in saved.notes):
            assert folder.notes() == done
        with fails_at(None):
            recorder.retry()
            step = recorder.undo() if recorder.open_history().done else None
            assert folder.notes() == {path: [(path, "new")] for path in "abc"}
            if step:
                recorder.redo()
            recorder.make("again", changes)
        assert folder.notes() == done

    survives(tmp_path, act, check)


def test_merging(tmp_path: Path) -> None:
    theirs = AnnotationStore(tmp_path / "theirs")
    for path in ("a", "b"):
        change = Change(path, None, made(f"their-{path}"))
        theirs.apply(ArticleIdentity(path, "", ""), [change])

    def act(folder: Folder) -> None:
        recorder = folder.recorder()
        merger = compare_folders(recorder, theirs.folder, folder.articles, ["summits"])
        bring_in(recorder, merger, "ben")

    def check(folder: Folder) -> None:
        for path, said in folder.notes().items():
            assert (path, "new") in said
        with fails_at(None):
            recorder = folder.recorder()
            recorder.recover()
            act(folder)
        for path in ("a", "b"):
            assert set(folder.notes()[path]) == {(path, "new"), (f"their-{path}", "")}

    survives(tmp_path, act, check)


def test_the_rescue_file(tmp_path: Path) -> None:
    kept = [
        Rescued((Unsaved(ArticleIdentity("a", "", ""), (Change("a", None, made(note)),), "full"),))
        for note in ("one", "two")
    ]

    def act(folder: Folder) -> None:
        rescue = Rescue(folder.places.rescue)
        folder.opened.append(rescue)
        rescue.file = folder.places.rescue / "mine.json"
        with contextlib.suppress(OSError):
            rescue.keep(kept[0])
            rescue.keep(kept[1])

    def check(folder: Folder) -> None:
        found = [rescued for _, rescued in Rescue(folder.places.rescue).others()]
        assert found in ([], [kept[0]], [kept[1]])
        with fails_at(None):
            act(folder)
        assert [rescued for _, rescued in Rescue(folder.places.rescue).others()] == [kept[1]]

    survives(tmp_path, act, check)
