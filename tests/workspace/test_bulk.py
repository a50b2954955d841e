"""Changes of many articles are one step, and nothing of them is lost when some cannot be made."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations.files.store import AnnotationStore, Planned
from corpus.article import Article
from corpus.text.spans import Span
from disk import durable
from workspace.coding.bulk import Marked
from workspace.places import Places
from workspace.workspace import Workspace

Open = Callable[[], Workspace]
OnDisk = Callable[[str], list[dict[str, Any]]]

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"


def marked(article: Article, *words: str) -> Marked:
    starts = [article.text.index(word) for word in words]
    spans = tuple(Span(at, at + len(word)) for at, word in zip(starts, words, strict=True))
    return Marked(article.path, article.sha256, spans)


@pytest.fixture
def hits(workspace: Workspace) -> list[Marked]:
    fox, bbc = workspace.article(FOX), workspace.article(BBC)
    return [marked(fox, "Luxuslimousine", "UN-Resolution"), marked(bbc, "Kirby")]


def topics(found: list[dict[str, Any]]) -> list[list[str]]:
    return [each["topics"] for each in found]


def test_a_topic_on_many_passages_is_one_step(
    workspace: Workspace, hits: list[Marked], on_disk: OnDisk, open_workspace: Open
) -> None:
    fox = workspace.article(FOX)
    workspace.changes.toggle_topic(fox, hits[0].spans[0], "sanctions", None)
    saved = workspace.bulk.tag_many(hits, "summits")
    assert saved.words == "tagged summits: 3 passages"
    assert sorted(topics(on_disk(FOX))) == [["sanctions", "summits"], ["summits"]]
    assert topics(on_disk(BBC)) == [["summits"]]
    again = workspace.bulk.tag_many(hits, "summits")
    assert again.words == "nothing was changed. Already done: 3 passages"
    workspace.close()
    reopened = open_workspace()
    reopened.recorder.undo()
    assert topics(on_disk(FOX)) == [["sanctions"]]
    assert on_disk(BBC) == []
    reopened.recorder.redo()
    assert topics(on_disk(BBC)) == [["summits"]]


def test_what_cannot_be_tagged_is_said_and_the_rest_is_one_step(
    workspace: Workspace, hits: list[Marked], on_disk: OnDisk, places: Places
) -> None:
    broken = places.annotations / f"{FOX}.yaml"
    broken.parent.mkdir()
    broken.write_text("- broken")
    (places.articles / "000_3f97b978eb2c138a.txt").write_text("Ein anderer Text als vorher.")
    gone = Marked("gone.txt", "", (Span(0, 3),))
    other = Marked("000_3f97b978eb2c138a.txt", "0", (Span(0, 3),))
    saved = workspace.bulk.tag_many([*hits, gone, other], "summits")
    words = saved.words
    assert "Not changed: " in words
    assert "expected the keys version, article and annotations" in words
    assert "Left out: gone.txt: There is no such file" in words
    assert "Left out: 000_3f97b978eb2c138a.txt was changed meanwhile" in words
    assert topics(on_disk(BBC)) == [["summits"]]
    assert broken.read_text() == "- broken"
    workspace.recorder.undo()
    assert on_disk(BBC) == []
    assert not workspace.recorder.can_undo


def test_a_crash_in_the_middle_leaves_a_step_that_can_be_undone(
    workspace: Workspace,
    hits: list[Marked],
    on_disk: OnDisk,
    open_workspace: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Crash(BaseException):
        pass

    carry_out = AnnotationStore.carry_out

    def dies(store: AnnotationStore, planned: Planned) -> Any:
        if planned.part.article == BBC:
            raise Crash
        return carry_out(store, planned)

    with monkeypatch.context() as patch:
        patch.setattr(AnnotationStore, "carry_out", dies)
        with pytest.raises(Crash):
            workspace.bulk.tag_many(hits, "summits")
    assert len(on_disk(FOX)) == 2
    workspace.recorder.open_history().session.end()  # as when its process ends
    again = open_workspace()
    undone = again.recorder.undo()
    assert undone is not None
    assert undone.label == "undone: tagged summits: 3 passages"
    assert on_disk(FOX) == on_disk(BBC) == []
    again.recorder.redo()
    assert (len(on_disk(FOX)), len(on_disk(BBC))) == (2, 1)


def test_topics_are_renamed_merged_and_deleted_everywhere(
    workspace: Workspace, hits: list[Marked], on_disk: OnDisk
) -> None:
    workspace.bulk.tag_many(hits, "summits")
    workspace.bulk.tag_many(hits[:1], "sanctions")
    workspace.changes.write_note(workspace.article(BBC), hits[1].spans[0], None, "Wer?")

    workspace.codebook.rename("sanctions", "embargo")
    assert topics(on_disk(FOX)) == [["summits", "embargo"]] * 2
    workspace.codebook.rename("embargo", "summits")
    assert topics(on_disk(FOX)) == [["summits"]] * 2
    workspace.codebook.delete("summits")
    assert on_disk(FOX) == []
    assert [(each["topics"], each["note"]) for each in on_disk(BBC)] == [([], "Wer?")]
    for _ in range(3):
        workspace.recorder.undo()
    assert topics(on_disk(FOX)) == [["summits", "sanctions"]] * 2
    assert topics(on_disk(BBC)) == [["summits"]]


def test_a_disk_that_is_full_in_the_middle_keeps_the_rest(
    workspace: Workspace, hits: list[Marked], on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = durable.write_durably

    def fails(path: Any, data: bytes, **more: Any) -> None:
        if path.name.startswith(BBC):
            raise OSError(28, "No space left on device", str(path))
        write(path, data, **more)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write_durably", fails)
        assert "Not on disk yet, but kept" in workspace.bulk.tag_many(hits, "summits").words
        assert (len(on_disk(FOX)), len(on_disk(BBC))) == (2, 0)
        assert len(workspace.annotations_of(BBC)) == 1
    assert workspace.recorder.retry() is not None
    assert len(on_disk(BBC)) == 1
    workspace.recorder.undo()
    assert on_disk(FOX) == on_disk(BBC) == []
