"""A step is computed from what is there when it is made, not from what was on the screen."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from annotations.model import Annotation
from corpus.article import Article
from corpus.text.spans import Span
from disk import durable
from workspace.coding.article_coding import Placed
from workspace.coding.present import AnnotationRef
from workspace.coding.save_result import ArticleChangedError, NotThereError
from workspace.workspace import Workspace

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"
OnDisk = Callable[[str], list[dict[str, Any]]]
Open = Callable[[], Workspace]
WORDS = {FOX: ("UN-Resolution", "Luxuslimousine", "Atomarsenal"), BBC: ("Kirby", "Milley")}


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def meant(workspace: Workspace) -> list[AnnotationRef]:
    """Five notes in two articles, as a list of passages shows them."""
    for path, quotes in WORDS.items():
        article = workspace.article(path)
        for words in quotes:
            workspace.changes.write_note(article, span_of(article, words), None, f"zu {words}")
    return [
        AnnotationRef(path, each.id) for path in WORDS for each in workspace.annotations_of(path)
    ]


def codes(on_disk: OnDisk) -> list[tuple[list[str], str]]:
    """Topics and note of everything on disk, once each."""
    found = [each for path in WORDS for each in on_disk(path)]
    return [(each["topics"], each["note"].strip()) for each in found]


def test_topics_put_on_the_same_rows_one_after_the_other_double_nothing(
    workspace: Workspace, meant: list[AnnotationRef], on_disk: OnDisk
) -> None:
    for topic in ("summits", "sanctions", "summits"):
        workspace.bulk.toggle_those(meant, topic)
    assert [topics for topics, _ in codes(on_disk)] == [["sanctions"]] * 5
    for _ in range(3):
        workspace.recorder.undo()
    assert [topics for topics, _ in codes(on_disk)] == [[]] * 5


def test_keys_typed_while_a_slow_disk_still_writes_double_nothing(
    workspace: Workspace,
    meant: list[AnnotationRef],
    on_disk: OnDisk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = durable.write_durably

    def slowly(*given: Any, **how: Any) -> None:
        time.sleep(0.02)  # the disk, and nothing that is waited for
        write(*given, **how)

    monkeypatch.setattr(durable, "write_durably", slowly)
    topics = ["summits", "sanctions", "arms deals"]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda topic: workspace.bulk.toggle_those(meant, topic), topics))
    assert [sorted(put) for put, _ in codes(on_disk)] == [sorted(topics)] * 5


def test_a_topic_goes_from_all_only_when_all_have_it_by_now(
    workspace: Workspace, meant: list[AnnotationRef], on_disk: OnDisk
) -> None:
    workspace.bulk.toggle_those(meant[:2], "summits")
    assert workspace.bulk.toggle_those(meant, "summits").label == "tagged summits: 3 passages"
    assert workspace.bulk.toggle_those(meant, "summits").label == (
        "removed summits from 5 passages"
    )
    assert [topics for topics, _ in codes(on_disk)] == [[]] * 5


def test_what_was_deleted_is_not_brought_back_by_a_later_key(
    workspace: Workspace, meant: list[AnnotationRef], on_disk: OnDisk
) -> None:
    first, *others = meant
    workspace.bulk.delete_those([first])
    saved = workspace.bulk.toggle_those([first], "summits", create=True)
    assert saved.words == "nothing was changed. 1 passage no longer exists"
    assert len(codes(on_disk)) == 4
    saved = workspace.bulk.toggle_those(meant, "summits")
    assert saved.words == "tagged summits: 4 passages. 1 passage no longer exists"
    assert workspace.bulk.delete_those(meant).label == "deleted 4 annotations"
    saved = workspace.bulk.delete_those(others)
    assert saved.words == "nothing was changed. 4 passages no longer exist"
    assert codes(on_disk) == []
    for each in (workspace.changes.delete, lambda path, id_: workspace.changes.keep(path, id_, "")):
        with pytest.raises(NotThereError, match="no longer exists"):
            each(*first)
    article = workspace.article(FOX)
    for step in (workspace.changes.move, workspace.changes.resize):
        with pytest.raises(NotThereError):
            step(article, first.id, Span(0, 5))
    with pytest.raises(NotThereError):
        workspace.changes.toggle_topic(article, Span(0, 5), "summits", None, first.id)
    assert codes(on_disk) == []


def test_words_typed_on_a_passage_that_was_deleted_meanwhile_are_kept(
    workspace: Workspace, meant: list[AnnotationRef], on_disk: OnDisk
) -> None:
    begun = workspace.annotations_of(FOX)[0]
    workspace.changes.delete(FOX, begun.id)
    saved = workspace.changes.write_note_on(FOX, begun, "Mühsam herausgefunden.")
    assert saved.notes[0].startswith("Deleted elsewhere, kept because you changed it")
    assert [each["note"].strip() for each in on_disk(FOX)].count("Mühsam herausgefunden.") == 1
    workspace.changes.delete(FOX, begun.id)
    with pytest.raises(NotThereError):
        workspace.changes.write_note_on(FOX, begun, "")
    article = workspace.article(FOX)
    span = span_of(article, begun.quote)
    saved = workspace.changes.write_note(article, span, begun.id, "Noch einmal.")
    assert "a new annotation" in saved.words
    assert len(on_disk(FOX)) == 3


@pytest.fixture
def somebody(meant: list[AnnotationRef], open_workspace: Open) -> Workspace:
    """Another program, which knows the passages."""
    return open_workspace()


def by_quote(workspace: Workspace) -> dict[str, Annotation]:
    return {each.quote: each for each in workspace.annotations_of(FOX)}


def test_what_another_program_has_just_done_to_the_same_passages_stays(
    workspace: Workspace, somebody: Workspace, meant: list[AnnotationRef], on_disk: OnDisk
) -> None:
    article = somebody.article(FOX)
    note, gone, topic = (by_quote(somebody)[words] for words in WORDS[FOX])
    somebody.changes.write_note(article, span_of(article, note.quote), note.id, "ihre")
    somebody.changes.delete(FOX, gone.id)
    somebody.changes.toggle_topic(article, span_of(article, topic.quote), "summits", None, topic.id)
    saved = workspace.bulk.toggle_those(meant, "summits")
    assert saved.words == "tagged summits: 3 passages. 1 passage no longer exists"
    # None is doubled, none comes back, and what both have put there is there once.
    assert sorted(codes(on_disk)) == [
        (["summits"], "ihre"),
        (["summits"], "zu Atomarsenal"),
        (["summits"], "zu Kirby"),
        (["summits"], "zu Milley"),
    ]


def test_one_passage_in_the_reader_too(
    workspace: Workspace, somebody: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    for words in ("Luxuslimousine", "Gipfel"):
        for by in (somebody, workspace):
            by.watch.look()
        for by in (somebody, workspace):
            by.changes.toggle_topic(article, span_of(article, words), "summits", None)
    found = {each["quote"]: each["topics"] for each in on_disk(FOX)}
    assert (found["Luxuslimousine"], found["Gipfel"]) == (["summits"], ["summits"])
    assert len(on_disk(FOX)) == 4


def test_what_another_program_has_just_written_on_it_is_not_deleted(
    workspace: Workspace, somebody: Workspace, meant: list[AnnotationRef], on_disk: OnDisk
) -> None:
    article = somebody.article(FOX)
    noted = by_quote(somebody)["Luxuslimousine"]
    somebody.changes.write_note(article, span_of(article, noted.quote), noted.id, "ihre")
    saved = workspace.bulk.delete_those(meant)
    assert "Not deleted, because it was changed elsewhere" in saved.words
    assert codes(on_disk) == [([], "ihre")]


def test_a_place_that_is_another_one_by_now_is_not_taken(
    workspace: Workspace, somebody: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    passage = by_quote(workspace)["Luxuslimousine"]
    shown: Placed = next(
        each for each in workspace.placed(article) if each.annotation.id == passage.id
    )
    somebody.changes.resize(article, passage.id, Span(passage.start - 4, passage.end))
    with pytest.raises(ArticleChangedError, match="another program"):
        workspace.changes.resize(article, passage.id, Span(passage.start, passage.end + 4))
    with pytest.raises(ArticleChangedError):
        workspace.changes.confirm(article, shown)
    (now,) = [each for each in on_disk(FOX) if each["id"] == passage.id]
    assert (now["start"], now["end"]) == (passage.start - 4, passage.end)


def test_a_star_is_put_on_an_article_once_before_its_annotations_are_read(
    workspace: Workspace, settings: Any, on_disk: OnDisk
) -> None:
    workspace.changes.toggle_star(FOX)
    fresh = Workspace(settings)
    fresh.changes.write_article_note(FOX, "Wer schreibt das?")
    assert fresh.changes.toggle_star(FOX).label == "star removed"
    (only,) = on_disk(FOX)
    assert only["note"].strip() == "Wer schreibt das?"


@pytest.fixture(autouse=True)
def closed(workspace: Workspace) -> Iterator[None]:
    yield
    workspace.close()
