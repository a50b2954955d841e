"""What is to be done to all annotations waits until all have been read."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from annotations.files.article_file import AnnotationFile
from annotations.files.store import AnnotationStore
from corpus.article import Article
from corpus.text.spans import Span
from workspace.coding.save_result import SaveError
from workspace.places import Settings
from workspace.workspace import Workspace

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"
OnDisk = Callable[[str], list[dict[str, Any]]]


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


class Watched:
    """A progress that says when it has been waited for, and stops when it is told to."""

    def __init__(self) -> None:
        self.has_waited = Event()
        self.stops = False
        self.words: list[str] = []

    def say(self, done: int, total: int, doing: str = "") -> None:
        self.words.append(f"{doing}: {done} of {total}")
        if done and "reading" in doing:
            self.has_waited.set()

    def should_stop(self) -> bool:
        return self.stops


@pytest.fixture
def go_on(workspace: Workspace, project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Two articles are tagged; of their files the second is not read before this is set."""
    (project / "config.yaml").write_text("topics:\n- name: summits\n  key: 2\n")
    for path, words in ((BBC, "Kirby"), (FOX, "Luxuslimousine")):
        article = workspace.article(path)
        workspace.changes.toggle_topic(article, span_of(article, words), "summits", None)
    may_go_on = Event()
    load = AnnotationStore.load_named

    def slowly(store: AnnotationStore, name: str) -> AnnotationFile | None:
        if name.startswith(FOX):
            assert may_go_on.wait(300)
        return load(store, name)

    monkeypatch.setattr(AnnotationStore, "load_named", slowly)
    yield may_go_on
    may_go_on.set()


@pytest.fixture
def loading(settings: Settings, go_on: Event) -> Iterator[Workspace]:
    """A start of the program that has read the first file and not yet the second."""
    workspace = Workspace(settings)
    thread = Thread(target=workspace.load_annotations)
    thread.start()
    while not workspace.recorder.files():
        assert thread.is_alive()
    assert not workspace.loaded.annotations.is_whole
    assert workspace.loaded.annotations.words == "1 of 2 annotation files"
    yield workspace
    go_on.set()
    thread.join()
    workspace.close()


def topics_of(on_disk: OnDisk) -> list[list[str]]:
    return [each["topics"] for path in (BBC, FOX) for each in on_disk(path)]


@pytest.mark.parametrize("new", ["Gipfel", "arms deals"])
def test_a_rename_waits_for_the_rest_and_takes_it_along(
    loading: Workspace, go_on: Event, on_disk: OnDisk, new: str
) -> None:
    progress = Watched()
    rename = Thread(target=loading.codebook.rename, args=("summits", new, progress))
    rename.start()
    assert progress.has_waited.wait(300)
    assert topics_of(on_disk) == [["summits"], ["summits"]]
    go_on.set()
    rename.join()
    assert "reading annotation files: 1 of 2" in progress.words
    assert topics_of(on_disk) == [[new], [new]]
    loading.recorder.undo()
    assert topics_of(on_disk) == [["summits"], ["summits"]]


def test_a_deletion_that_is_stopped_while_it_waits_changes_nothing(
    loading: Workspace, on_disk: OnDisk, project: Path
) -> None:
    config = (project / "config.yaml").read_bytes()
    progress = Watched()
    progress.stops = True
    with pytest.raises(SaveError, match="stopped when 1 of 2 annotation files were known"):
        loading.codebook.delete("summits", progress)
    with pytest.raises(SaveError):
        loading.codebook.preview("summits", None, progress)
    assert topics_of(on_disk) == [["summits"], ["summits"]]
    assert (project / "config.yaml").read_bytes() == config


def test_a_preview_counts_all(loading: Workspace, go_on: Event) -> None:
    progress = Watched()
    asked = Thread(target=lambda: progress.has_waited.wait(300) and go_on.set())
    asked.start()
    assert loading.codebook.preview("summits", None, progress).passages == 2
    asked.join()


def test_an_article_whose_annotations_are_not_read_yet_is_read_before_it_is_changed(
    loading: Workspace, on_disk: OnDisk, go_on: Event
) -> None:
    article = loading.article(FOX)
    loading.changes.toggle_topic(article, span_of(article, "Luxuslimousine"), "sanctions", None)
    assert [each["topics"] for each in on_disk(FOX)] == [["summits", "sanctions"]]
    go_on.set()
    loading.load_annotations()  # which waits
    (known,) = loading.annotations_of(FOX)
    assert known.topics == ("summits", "sanctions")
    assert loading.codebook.counts()["summits"] == 2


def test_what_was_read_by_others_while_it_waits_is_taken_along(
    loading: Workspace, settings: Settings, go_on: Event, on_disk: OnDisk
) -> None:
    go_on.set()
    other = Workspace(settings)
    other.load_annotations()
    article = other.article(BBC)
    other.changes.toggle_topic(article, span_of(article, "Milley"), "summits", None)
    loading.codebook.rename("summits", "Gipfel")
    assert topics_of(on_disk) == [["Gipfel"]] * 3
    assert loading.watch.look().articles == (BBC,)
