"""Passages that need a person are found, also where the file's hash says nothing, and settled."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.text.spans import Span
from workspace.articles.articles import Articles
from workspace.articles.refresh import Refreshed
from workspace.coding.article_coding import Placed
from workspace.coding.conflicts import Keep
from workspace.coding.save_result import ArticleChangedError
from workspace.search.doubts import Doubt, Kind
from workspace.search.review import Review
from workspace.workspace import Workspace

Open = Callable[[], Workspace]
OnDisk = Callable[[str], list[dict[str, Any]]]
Edit = Callable[[str, str], None]

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"
VISIT = "Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein."


def tag(workspace: Workspace, path: str, words: str, topic: str = "summits") -> None:
    article = workspace.article(path)
    start = article.text.index(words)
    workspace.changes.toggle_topic(article, Span(start, start + len(words)), topic, None)


@pytest.fixture
def edit(project: Path) -> Edit:
    """Replace words in the FOX article, as somebody who scrapes it again would."""

    def replace(old: str, new: str) -> None:
        file = project / "articles" / FOX
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def review_of() -> Callable[[Workspace], Review]:
    """The one review of an opened folder: it remembers what it has seen."""
    return cache(Review)


@pytest.fixture
def look(
    refreshed: Callable[..., Refreshed], review_of: Callable[[Workspace], Review]
) -> Callable[[Workspace], list[Doubt]]:
    """Bring the list of articles up to date, then see what needs a person."""

    def find(workspace: Workspace) -> list[Doubt]:
        refreshed()
        workspace.load_catalogue()
        return list(review_of(workspace).find())

    return find


Look = Callable[[Workspace], list[Doubt]]
ReviewOf = Callable[[Workspace], Review]


def placed_of(workspace: Workspace, doubt: Doubt) -> tuple[Article, Placed]:
    article = workspace.article(doubt.path)
    (placed,) = (p for p in workspace.placed(article) if p.annotation == doubt.annotation)
    return article, placed


CHANGES = {
    Kind.UNCERTAIN: (VISIT, "Es wird wohl seine allererste Reise in das Land seit Jahren sein."),
    Kind.REWORDED: (VISIT, VISIT.replace("erste", "zweite")),
    Kind.LOST: (VISIT, ""),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_an_edited_article_brings_its_passage_and_no_other(
    workspace: Workspace, edit: Edit, look: Look, kind: Kind, open_workspace: Open
) -> None:
    tag(workspace, FOX, VISIT)
    tag(workspace, FOX, "Leif-Eric Easley")
    tag(workspace, BBC, "Kirby")
    assert look(workspace) == []
    edit(*CHANGES[kind])
    (doubt,) = look(workspace)
    assert (doubt.kind, doubt.path, doubt.annotation.quote) == (kind, FOX, VISIT)
    if doubt.now is not None:
        text = workspace.article(FOX).text
        assert doubt.now.before + doubt.now.words + doubt.now.after in text
        assert doubt.now.before.strip()
        assert doubt.now.after.strip()
    assert (doubt.now is None) == (kind is Kind.LOST)
    # The next save in this article gives its file the hash of the new text; nothing is forgotten.
    tag(workspace, FOX, "Kurt Campbell")
    assert [each.annotation.quote for each in look(workspace)] == [VISIT]
    assert [each.annotation.quote for each in look(open_workspace())] == [VISIT]


def test_quotation_marks_and_white_space_need_nobody(
    workspace: Workspace, edit: Edit, look: Look
) -> None:
    quote = "die „enge und fruchtbare Zusammenarbeit“ des Landes"
    tag(workspace, FOX, quote)
    edit(quote, quote.replace("„", "»").replace("“", "«").replace("des Landes", "des  Landes"))
    assert look(workspace) == []


@pytest.mark.parametrize("kind", [Kind.UNCERTAIN, Kind.REWORDED])
def test_a_confirmed_passage_has_the_words_of_its_place_until_undo(
    workspace: Workspace, edit: Edit, look: Look, kind: Kind, open_workspace: Open, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, VISIT)
    edit(*CHANGES[kind])
    (doubt,) = look(workspace)
    workspace.changes.confirm(*placed_of(workspace, doubt))
    (stored,) = on_disk(FOX)
    text = workspace.article(FOX).text
    assert stored["quote"] == text[stored["start"] : stored["end"]]
    assert doubt.now is not None
    assert stored["quote"] == doubt.now.words
    assert look(workspace) == []
    workspace.close()
    again = open_workspace()
    assert look(again) == []
    assert again.recorder.undo() is not None
    assert on_disk(FOX)[0]["quote"] == VISIT
    assert look(again) == [doubt]
    again.recorder.redo()
    assert on_disk(FOX)[0]["quote"] == doubt.now.words


def test_a_passage_is_put_on_another_place_by_hand(
    workspace: Workspace, edit: Edit, look: Look, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, VISIT)
    edit(VISIT, "")
    (doubt,) = look(workspace)
    article = workspace.article(FOX)
    start = article.text.index("Juli 2000")
    workspace.changes.move(article, doubt.annotation.id, Span(start, start + 9))
    (stored,) = on_disk(FOX)
    assert (stored["quote"], stored["topics"], stored["id"]) == (
        "Juli 2000",
        ["summits"],
        doubt.annotation.id,
    )
    assert look(workspace) == []
    workspace.recorder.undo()
    assert look(workspace) == [doubt]


def test_nothing_is_confirmed_in_a_text_that_nobody_has_seen(
    workspace: Workspace, edit: Edit, look: Look, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, VISIT)
    edit(*CHANGES[Kind.UNCERTAIN])
    (doubt,) = look(workspace)
    article, placed = placed_of(workspace, doubt)
    edit("Der russische Präsident", "Russlands Präsident")
    with pytest.raises(ArticleChangedError):
        workspace.changes.confirm(article, placed)
    assert on_disk(FOX)[0]["quote"] == VISIT


def test_an_article_edited_since_the_list_was_made_is_looked_at_as_it_is(
    workspace: Workspace,
    edit: Edit,
    look: Look,
    monkeypatch: pytest.MonkeyPatch,
    review_of: ReviewOf,
) -> None:
    tag(workspace, FOX, VISIT)
    tag(workspace, BBC, "Kirby")
    assert look(workspace) == []
    edit(*CHANGES[Kind.UNCERTAIN])
    (doubt,) = review_of(workspace).find(is_anew=True)
    assert (doubt.kind, doubt.path) == (Kind.UNCERTAIN, FOX)
    read: list[str] = []
    load = Articles.load
    monkeypatch.setattr(Articles, "load", lambda *a: (read.append(a[1]), load(*a))[1])
    # What has been seen stays seen, whoever looks next, and costs no reading.
    assert review_of(workspace).find() == review_of(workspace).find(is_anew=True) == (doubt,)
    assert read == []
    edit(CHANGES[Kind.UNCERTAIN][1], VISIT)
    assert review_of(workspace).find(is_anew=True) == ()


def test_nothing_is_decided_about_a_text_that_nobody_has_seen(
    workspace: Workspace, edit: Edit, look: Look, project: Path, review_of: ReviewOf
) -> None:
    tag(workspace, FOX, VISIT)
    edit(VISIT, "")
    (doubt,) = look(workspace)
    review_of(workspace).refuse_if_changed(doubt)
    edit("Juli 2000", VISIT)
    with pytest.raises(ArticleChangedError, match="changed meanwhile"):
        review_of(workspace).refuse_if_changed(doubt)
    (project / "articles" / FOX).rename(project / FOX)
    (gone,) = look(workspace)
    review_of(workspace).refuse_if_changed(gone)
    (project / FOX).rename(project / "articles" / FOX)
    with pytest.raises(ArticleChangedError, match="changed meanwhile"):
        review_of(workspace).refuse_if_changed(gone)


def test_a_kept_passage_is_not_asked_about_before_the_text_changes(
    workspace: Workspace, edit: Edit, look: Look, open_workspace: Open, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, VISIT)
    edit(VISIT, "")
    (doubt,) = look(workspace)
    before = on_disk(FOX)[0]
    workspace.changes.keep(doubt.path, doubt.annotation.id, doubt.text_sha256)
    after = on_disk(FOX)[0]
    assert after.pop("kept_for") == workspace.article(FOX).sha256
    assert {**after, "updated": ""} == {**before, "updated": ""}
    assert look(workspace) == []
    workspace.close()
    again = open_workspace()
    assert look(again) == []
    edit("Juli 2000", "Sommer 2000")
    assert [each.kind for each in look(again)] == [Kind.LOST]
    again.recorder.undo()
    assert "kept_for" not in on_disk(FOX)[0]


def test_an_article_that_is_gone_brings_all_its_passages(
    workspace: Workspace, project: Path, look: Look, open_workspace: Open
) -> None:
    tag(workspace, FOX, VISIT)
    tag(workspace, FOX, "Leif-Eric Easley")
    (project / "articles" / FOX).rename(project / FOX)
    first, second = look(workspace)
    assert first.kind is second.kind is Kind.GONE
    assert (first.annotation.quote, first.title[:12]) == (VISIT, "Putin besuch")
    assert first.reason
    workspace.changes.keep(first.path, first.annotation.id, first.text_sha256)
    assert [each.annotation.quote for each in look(open_workspace())] == ["Leif-Eric Easley"]
    workspace.changes.delete(second.path, second.annotation.id)
    assert look(workspace) == []
    workspace.recorder.undo()
    workspace.recorder.undo()
    assert len(look(workspace)) == 2
    (project / FOX).rename(project / "articles" / FOX)
    assert look(workspace) == []


def conflict(workspace: Workspace, project: Path) -> None:
    """An editor that had the file open writes another note than ours, without knowing of it."""
    tag(workspace, FOX, VISIT)
    file = project / "annotations" / f"{FOX}.yaml"
    stale = file.read_text(encoding="utf-8")
    article = workspace.article(FOX)
    (annotation,) = workspace.annotations_of(FOX)
    workspace.changes.write_note(
        article, Span(annotation.start, annotation.end), annotation.id, "unsere"
    )
    assert "  coder:" in stale
    file.write_text(stale.replace("  coder:", "  note: ihre\n  coder:"), encoding="utf-8")
    workspace.watch.look()


@pytest.mark.parametrize(
    ("keep", "after", "undone"),
    [
        (Keep.OURS, ["unsere"], ["ihre"]),
        (Keep.THEIRS, ["ihre"], ["unsere"]),
        (Keep.BOTH, ["ihre", "unsere"], ["ihre"]),
    ],
)
def test_a_conflict_is_listed_first_settled_and_taken_back(
    workspace: Workspace,
    project: Path,
    look: Look,
    on_disk: OnDisk,
    keep: Keep,
    after: list[str],
    undone: list[str],
) -> None:
    conflict(workspace, project)
    (doubt,) = look(workspace)
    assert doubt.kind is Kind.CONFLICT
    assert doubt.conflict is not None
    workspace.changes.settle(doubt.conflict, keep)
    assert sorted(each.get("note", "") for each in on_disk(FOX)) == after
    assert look(workspace) == []
    assert workspace.changes.settle(doubt.conflict, keep) is None
    workspace.recorder.undo()
    assert sorted(each.get("note", "") for each in on_disk(FOX)) == undone
    workspace.recorder.redo()
    assert sorted(each.get("note", "") for each in on_disk(FOX)) == after


def test_keeping_both_where_the_other_side_deleted_it_loses_nothing(
    workspace: Workspace, project: Path, look: Look, on_disk: OnDisk
) -> None:
    conflict(workspace, project)
    (found,) = workspace.recorder.conflicts
    workspace.changes.settle(found, Keep.OURS)
    file = project / "annotations" / f"{FOX}.yaml"
    file.write_text("version: 1\nannotations: []\n", encoding="utf-8")
    workspace.watch.look()
    (doubt,) = look(workspace)
    assert doubt.conflict is not None
    assert doubt.conflict.theirs is None
    workspace.changes.settle(doubt.conflict, Keep.BOTH)
    assert [each["note"] for each in on_disk(FOX)] == ["unsere"]


def test_only_what_has_changed_is_looked_at_again(
    workspace: Workspace,
    edit: Edit,
    look: Look,
    open_workspace: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten thousand annotated articles must not be read at each start."""
    tag(workspace, FOX, VISIT)
    tag(workspace, BBC, "Kirby")
    look(workspace)
    read: list[str] = []
    load = Articles.plain
    monkeypatch.setattr(Articles, "plain", lambda *a: (read.append(a[1]), load(*a))[1])
    assert look(workspace) == []
    again = open_workspace()
    assert look(again) == []
    assert read == []
    edit(*CHANGES[Kind.LOST])
    assert len(look(again)) == len(look(again)) == 1
    assert read == [FOX]
    again.places.looked_at.write_bytes(b"damaged")
    assert len(look(open_workspace())) == 1
    assert sorted(read) == [BBC, FOX, FOX]


def test_a_cancelled_search_changes_nothing(
    workspace: Workspace, edit: Edit, look: Look, review_of: ReviewOf
) -> None:
    tag(workspace, FOX, VISIT)
    edit(*CHANGES[Kind.LOST])
    found = look(workspace)
    review = review_of(workspace)
    review.find(lambda: True)
    assert list(review.doubts) == found
    assert list(review.find()) == found
