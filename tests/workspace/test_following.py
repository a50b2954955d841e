"""Annotations go with renamed articles, and nothing is lost when that is interrupted."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotations.anchoring.moved_texts import ASIDE
from annotations.files.article_file import AnnotationFile
from annotations.files.store import AnnotationStore
from annotations.history.journal import Journal
from annotations.history.steps import Change, Step, parts_of
from annotations.model import Annotation, ArticleIdentity
from corpus.folder.catalogue import Record
from corpus.text.spans import Span
from disk import durable
from workspace import bundled
from workspace.coding.recorder import Recorder
from workspace.coding.renamed_articles import Followed, follow_renamed
from workspace.coding.topics_file import TopicsFile
from workspace.config import load_config
from workspace.places import Places, Settings
from workspace.workspace import Workspace

FOX = "003_bbd1d1e14c627851.txt"
Open = Callable[[], Workspace]
OnDisk = Callable[[str], list[dict[str, Any]]]


def tag_in(workspace: Workspace, words: str, topic: str) -> None:
    article = workspace.article(FOX)
    start = article.text.index(words)
    workspace.changes.toggle_topic(article, Span(start, start + len(words)), topic, None)


@pytest.fixture
def follow(open_workspace: Open, refreshed: Callable[..., Any]) -> Callable[[], Any]:
    """Start anew, refresh the list of articles and follow."""

    def run() -> tuple[Workspace, Followed]:
        refreshed()
        workspace = open_workspace()
        workspace.load_catalogue()
        return workspace, workspace.follow_renamed()

    return run


def test_a_renamed_article_keeps_annotations_versions_and_undo(
    workspace: Workspace, follow: Callable[[], Any], places: Places, on_disk: OnDisk
) -> None:
    tag_in(workspace, "Luxuslimousine", "summits")
    tag_in(workspace, "UN-Resolution", "sanctions")
    before = on_disk(FOX)
    (places.articles / "2024").mkdir()
    (places.articles / FOX).rename(places.articles / "2024" / FOX)

    workspace.close()
    again, followed = follow()
    assert followed.words == (f"annotations of {FOX} followed to 2024/{FOX}",)
    assert on_disk(f"2024/{FOX}") == before
    assert not (places.annotations / f"{FOX}.yaml").exists()
    assert again.annotations_of(FOX) == ()
    assert len(again.annotations_of(f"2024/{FOX}")) == 2
    assert list((places.backups / "2024" / f"{FOX}.yaml").iterdir())

    undone = again.recorder.undo()
    assert undone.article == f"2024/{FOX}"
    assert [each["quote"] for each in on_disk(f"2024/{FOX}")] == ["Luxuslimousine"]
    assert follow()[1] == Followed()


def test_undone_to_the_end_at_the_new_place_nothing_is_left_and_back_it_goes_back(
    workspace: Workspace, follow: Callable[[], Any], places: Places, on_disk: OnDisk
) -> None:
    tag_in(workspace, "Luxuslimousine", "summits")
    tag_in(workspace, "UN-Resolution", "sanctions")
    before = (places.annotations / f"{FOX}.yaml").read_bytes()
    (places.articles / FOX).rename(places.articles / "new.txt")
    workspace.close()
    again, _ = follow()
    while again.recorder.undo() is not None:
        pass
    assert not list(places.annotations.rglob("*.yaml"))
    while again.recorder.redo() is not None:
        pass
    again.close()
    (places.articles / "new.txt").rename(places.articles / FOX)
    follow()
    assert (places.annotations / f"{FOX}.yaml").read_bytes() == before


def test_an_article_that_was_copied_and_edited_keeps_its_annotations(
    workspace: Workspace, follow: Callable[[], Any], places: Places, on_disk: OnDisk
) -> None:
    tag_in(workspace, "Luxuslimousine", "summits")
    text = (places.articles / FOX).read_bytes()
    (places.articles / "copy.txt").write_bytes(text)
    (places.articles / FOX).write_bytes(b"Ein Satz mehr.\n\n" + text)
    assert follow()[1] == Followed()
    assert len(on_disk(FOX)) == 1


def test_two_places_of_one_text_are_reported(
    workspace: Workspace, follow: Callable[[], Any], places: Places, on_disk: OnDisk
) -> None:
    tag_in(workspace, "Luxuslimousine", "summits")
    text = (places.articles / FOX).read_bytes()
    (places.articles / FOX).unlink()
    for name in ("one.txt", "two.txt"):
        (places.articles / name).write_bytes(text)
    (words,) = follow()[1].words
    assert words.startswith(f"{FOX} is gone, and its text is now in one.txt, two.txt.")
    assert len(on_disk(FOX)) == 1


# -- many at once: records of one file, numbered anew


def made(identity: str, note: str = "") -> Annotation:
    return Annotation(identity, ("summits",), "quote", "", "", 0, 5, note, "anna", "", "")


class Folder:
    """A file with many records, each of a letter, and annotations for some of them."""

    def __init__(self, base: Path) -> None:
        (base / "articles").mkdir(parents=True)
        (base / "articles" / "news.jsonl").write_text("{}")
        self.places = Places(
            base / "articles", base / "annotations", base / "cache", base / "state", samples=False
        )
        config = load_config(bundled.config_file())
        self.topics = TopicsFile(Settings(config, self.places, config.file))

    def annotate(self, records: dict[str, str]) -> None:
        """Give each record one annotation, named after its text, as a step that can be undone."""
        store = AnnotationStore(self.places.annotations)
        journal = Journal(self.places.history)
        for path, text in records.items():
            change = Change(path, None, made(f"of {text}"))
            store.apply(ArticleIdentity(path, text, text), [change])
            journal.record(Step(f"of {text}", parts_of([change])))
        journal.close()

    def follow(self, records: dict[str, str]) -> Followed:
        """Start anew with these records."""

        def unknown(path: str) -> ArticleIdentity:
            return ArticleIdentity(path, "", records.get(path, ""))

        recorder = Recorder(self.places, self.topics, unknown)
        recorder.load()
        catalogue = {path: Record(path, "", sha256=text) for path, text in records.items()}
        return follow_renamed(recorder, self.places.articles, catalogue)

    def annotated(self) -> dict[str, list[str]]:
        found = list(AnnotationStore(self.places.annotations).load_all())
        files = [file for file in found if isinstance(file, AnnotationFile)]
        assert len(files) == len(found)
        return {file.path: [each.id for each in file.annotations] for file in files}

    def undone_at(self) -> dict[str, str]:
        """Where each step would be undone."""
        journal = Journal(self.places.history)
        return {each.label: journal.step(each.id).changes[0].article for each in journal.done}


def numbered(texts: str) -> dict[str, str]:
    return {f"news.jsonl/{number}": text for number, text in enumerate(texts)}


def test_annotations_are_numbered_anew_with_their_records(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.annotate(numbered("abc"))
    assert len(folder.follow(numbered("xabc")).moved) == 3
    assert folder.annotated() == {
        f"news.jsonl/{n}": [f"of {text}"] for n, text in enumerate("abc", 1)
    }
    assert folder.undone_at() == {
        f"of {text}": f"news.jsonl/{n}" for n, text in enumerate("abc", 1)
    }
    folder.follow(numbered("bcax"))
    assert folder.annotated() == {
        "news.jsonl/0": ["of b"],
        "news.jsonl/1": ["of c"],
        "news.jsonl/2": ["of a"],
    }


class Crash(BaseException):
    """The program ends here."""


@contextmanager
def ending_at(operation: int, error: type[BaseException] = Crash) -> Iterator[None]:
    """Let the program end, or the disk fail once, at its operation with this number."""
    left = operation

    def dies(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == -1:
                raise error
            return real(*args, **more)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)  # no power is lost here, but much time
        patch.setattr(durable, "write_durably", dies(durable.write_durably))
        patch.setattr(durable, "remove", dies(durable.remove))
        if error is Crash:
            patch.setattr(Journal, "follow", dies(Journal.follow))
        yield


# Some texts may be nowhere for a while.
ORDERS = st.tuples(
    st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=4),
    st.integers(0, 12),
    st.sampled_from([Crash, OSError]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(st.sampled_from("abcdef"), unique=True, max_size=6),
    orders=st.lists(ORDERS, min_size=1, max_size=3),
    last=st.permutations("abcdefgh"),
)
# What stepped aside is there twice.
@example(before=list("abdc"), orders=[(list("bacdefgh"), 1, Crash)], last=list("abcdefgh"))
# What stepped aside is there, and the file it should step aside to next time is, too.
@example(
    before=list("ab"),
    orders=[(list("bacd"), 2, Crash), (list("abcd"), 1, Crash)],
    last=list("abcdefgh"),
)
@example(
    before=list("abc"),
    orders=[(list("bcad"), 0, OSError), (list("cabd"), 3, Crash)],
    last=list("abcdefgh"),
)
def test_a_folder_put_in_any_order_keeps_each_annotation_at_its_text_also_after_crashes(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[str],
    orders: list[tuple[list[str], int, type[BaseException]]],
    last: list[str],
) -> None:
    folder = Folder(tmp_path_factory.mktemp("folder"))
    folder.annotate(numbered("".join(before)))
    for after, operation, error in orders:
        with ending_at(operation, error), suppress(Crash):
            folder.follow(numbered("".join(after)))
        there = {each for ids in folder.annotated().values() for each in ids}
        assert there == {f"of {text}" for text in before}
    records = numbered("".join(last))
    folder.follow(records)
    home = {text: path for path, text in records.items()}
    assert folder.annotated() == {home[text]: [f"of {text}"] for text in before}
    assert folder.undone_at() == {f"of {text}": home[text] for text in before}


def test_what_somebody_wrote_at_the_new_place_meanwhile_stays(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.annotate(numbered("ab"))
    store = AnnotationStore(folder.places.annotations)
    store.apply(ArticleIdentity("news.jsonl/3", "b", "b"), [Change("", None, made("mine"))])
    store.apply(ArticleIdentity("news.jsonl/3", "b", "b"), [Change("", None, made("of b", "new"))])
    folder.follow(numbered("xxab"))
    there = folder.annotated()
    assert there["news.jsonl/2"] == ["of a"]
    assert set(there["news.jsonl/3"]) == {"mine", "of b"}
    notes = {each.note for each in store.load("news.jsonl/3").annotations}
    assert "new" in notes


def test_a_full_disk_leaves_everything_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path)
    folder.annotate(numbered("abc"))
    before = folder.annotated()

    def full(path: Path, _data: bytes, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write_durably", full)
        followed = folder.follow(numbered("cab"))
    assert followed.moved == ()
    assert all("could not follow" in problem for problem in followed.problems)
    assert folder.annotated() == before
    assert len(folder.follow(numbered("cab")).moved) == 3
    assert not any(ASIDE in path for path in folder.annotated())
