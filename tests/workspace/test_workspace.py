"""Coding through the workspace: every change is on disk, can be undone, and hurts nobody else's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from annotations.anchoring.anchors import State
from corpus.article import Article
from corpus.text.spans import Span
from workspace.coding.save_result import ArticleChangedError, SaveError
from workspace.search.conditions import articles_where
from workspace.workspace import Workspace

Open = Callable[[], Workspace]
OnDisk = Callable[[str], list[dict[str, Any]]]

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def sentence(article: Article, words: str) -> Span:
    return article.sentence_at(article.text.index(words))


def topics_of(found: list[dict[str, Any]]) -> list[list[str]]:
    return [each["topics"] for each in found]


# -- topics


def test_a_topic_goes_on_the_exact_slice_and_off_again(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    span = span_of(article, "eine Luxuslimousine vom Typ Aurus Senat")
    saved = workspace.changes.toggle_topic(article, span, "sanctions", None)
    assert saved.label == "tagged sanctions"
    (made,) = on_disk(FOX)
    assert made["quote"] == article.text[made["start"] : made["end"]]
    assert made["quote"] == "eine Luxuslimousine vom Typ Aurus Senat"
    assert made["topics"] == ["sanctions"]

    workspace.changes.toggle_topic(article, span, "arms deals", None)
    (both,) = on_disk(FOX)
    assert (both["id"], both["topics"]) == (made["id"], ["sanctions", "arms deals"])
    workspace.changes.toggle_topic(article, span, "sanctions", None)
    assert topics_of(on_disk(FOX)) == [["arms deals"]]
    workspace.changes.toggle_topic(article, span, "arms deals", None)
    assert on_disk(FOX) == []


def test_a_selection_within_a_passage_becomes_a_passage_of_its_own(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    whole = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, whole, "sanctions", None)
    part = span_of(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, part, "sanctions", None)
    assert [(each["start"], each["end"]) for each in on_disk(FOX)] == [whole, part]


def test_without_a_selection_the_covering_passage_loses_the_topic(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    first, second = sentence(article, "Luxuslimousine"), sentence(article, "UN-Resolution")
    both = Span(first.start, second.end)
    workspace.changes.toggle_topic(article, both, "summits", None)
    workspace.changes.toggle_topic(article, both, "sanctions", None)
    # The point lies in the second sentence; with no selection that sentence is the target.
    workspace.changes.toggle_topic(article, second, "summits", second.start + 5)
    assert topics_of(on_disk(FOX)) == [["sanctions"]]
    # A topic that no passage here has goes on the sentence.
    workspace.changes.toggle_topic(article, second, "arms deals", second.start + 5)
    assert topics_of(on_disk(FOX)) == [["sanctions"], ["arms deals"]]


def test_the_passage_that_is_meant_gets_the_topic_whatever_else_is_there(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    whole, part = sentence(article, "Luxuslimousine"), span_of(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, whole, "sanctions", None)
    workspace.changes.toggle_topic(article, part, "sanctions", None)
    outer, inner = on_disk(FOX)
    # Without a meant one the shortest passage here would lose it.
    workspace.changes.toggle_topic(article, whole, "sanctions", part.start, outer["id"])
    assert [each["id"] for each in on_disk(FOX)] == [inner["id"]]
    workspace.changes.toggle_topic(article, whole, "arms deals", part.start, inner["id"])
    assert topics_of(on_disk(FOX)) == [["sanctions", "arms deals"]]


def test_new_ends_keep_everything_but_the_words_and_can_be_undone(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    part = span_of(article, "Luxuslimousine vom Typ")
    workspace.changes.toggle_topic(article, part, "sanctions", None)
    (before,) = on_disk(FOX)
    longer = Span(part.start, part.end + len(" Aurus"))
    workspace.changes.resize(article, workspace.annotations_of(FOX)[0].id, longer)
    (after,) = on_disk(FOX)
    assert after["quote"] == "Luxuslimousine vom Typ Aurus"
    assert after["suffix"].startswith(" Senat")
    assert (after["id"], after["topics"]) == (before["id"], before["topics"])
    undone = workspace.recorder.undo()
    assert undone is not None
    assert [change.after.quote for change in undone.changes if change.after] == [before["quote"]]
    assert on_disk(FOX) == [before]


def test_a_passage_with_a_note_stays_without_topics(workspace: Workspace, on_disk: OnDisk) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, span, "summits", None)
    workspace.changes.write_note(article, span, None, "Seit wann?")
    workspace.changes.toggle_topic(article, span, "summits", None)
    (left,) = on_disk(FOX)
    assert (left["topics"], left["note"].strip()) == ([], "Seit wann?")
    workspace.changes.write_note(article, span, left["id"], "")
    assert on_disk(FOX) == []


# -- notes


@pytest.mark.parametrize(
    "note", ["Ein Wort", "zwei\nZeilen\n\nund mehr", "- a: b #c", "'\"\\ \t§ 🙂", "yes", "---"]
)
def test_a_note_is_kept_as_it_was_written(
    workspace: Workspace, open_workspace: Open, note: str
) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    assert workspace.changes.write_note(article, span, None, note).label == "note written"
    (there,) = open_workspace().annotations_of(FOX)
    assert (there.note, there.quote) == (note, article.text[span.start : span.end])
    assert workspace.changes.write_note(article, span, there.id, "").label == "note removed"


def test_delete_takes_everything_away(workspace: Workspace, on_disk: OnDisk) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, span, "summits", None)
    workspace.changes.write_note(article, span, None, "Seit wann?")
    (made,) = workspace.annotations_of(FOX)
    workspace.changes.delete(FOX, made.id)
    assert on_disk(FOX) == []
    assert workspace.recorder.undo() is not None
    (back,) = on_disk(FOX)
    assert (back["id"], back["note"].strip()) == (made.id, "Seit wann?")


def test_an_annotation_of_an_article_that_is_gone_can_be_deleted(
    workspace: Workspace, places: Any, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    workspace.changes.toggle_topic(article, sentence(article, "Luxuslimousine"), "summits", None)
    (made,) = workspace.annotations_of(FOX)
    (places.articles / FOX).unlink()
    workspace.changes.delete(FOX, made.id)
    assert on_disk(FOX) == []


def test_what_is_counted_and_asked_for(workspace: Workspace) -> None:
    fox, bbc = workspace.article(FOX), workspace.article(BBC)
    workspace.changes.toggle_topic(fox, sentence(fox, "Luxuslimousine"), "sanctions", None)
    workspace.changes.toggle_topic(bbc, sentence(bbc, "1.000 Container"), "arms deals", None)
    workspace.changes.toggle_topic(bbc, sentence(bbc, "Milley"), "arms deals", None)
    workspace.changes.write_note(bbc, sentence(bbc, "Kirby"), None, "Wer sagt das?")
    assert workspace.codebook.counts() == {"arms deals": 2, "summits": 0, "sanctions": 1}
    assert list(workspace.codebook.counts()) == ["arms deals", "summits", "sanctions"]
    assert articles_where(workspace, "topic", "SANCTIONS") == {FOX}
    assert articles_where(workspace, "note", "wer sagt") == {BBC}
    assert articles_where(workspace, "is", "tagged") == {FOX, BBC}
    assert articles_where(workspace, "is", "nonsense") is None


# -- undo


def test_undo_and_redo_survive_a_restart(
    workspace: Workspace, open_workspace: Open, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, span, "summits", None)
    workspace.changes.write_note(article, span, None, "Seit wann?")
    workspace.close()

    second = open_workspace()
    assert second.recorder.can_undo
    undone = second.recorder.undo()
    assert undone is not None
    assert (undone.label, undone.article) == ("undone: note written", FOX)
    assert [each.get("note", "") for each in on_disk(FOX)] == [""]
    second.recorder.undo()
    assert on_disk(FOX) == []
    assert second.recorder.undo() is None
    second.close()

    third = open_workspace()
    assert third.recorder.can_redo
    assert not third.recorder.can_undo
    third.recorder.redo()
    third.recorder.redo()
    (back,) = on_disk(FOX)
    assert (back["topics"], back["note"].strip()) == (["summits"], "Seit wann?")
    assert third.recorder.redo() is None


def test_a_new_change_ends_what_could_be_done_again(workspace: Workspace) -> None:
    article = workspace.article(FOX)
    workspace.changes.toggle_topic(article, sentence(article, "Luxuslimousine"), "summits", None)
    workspace.recorder.undo()
    assert workspace.recorder.can_redo
    workspace.changes.toggle_topic(article, sentence(article, "UN-Resolution"), "sanctions", None)
    assert not workspace.recorder.can_redo


def test_undo_of_what_somebody_else_has_deleted(
    workspace: Workspace, open_workspace: Open, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, span, "summits", None)
    workspace.changes.toggle_topic(article, span, "sanctions", None)
    somebody = open_workspace()
    somebody.changes.delete(FOX, somebody.annotations_of(FOX)[0].id)
    assert on_disk(FOX) == []
    for _ in range(2):
        assert workspace.recorder.undo() is not None
    for _ in range(2):
        assert workspace.recorder.redo() is not None


def test_undo_does_not_take_away_what_somebody_else_wrote(
    workspace: Workspace, open_workspace: Open, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, span, "summits", None)
    somebody = open_workspace()
    somebody.changes.write_note(article, span, None, "Mühsam herausgefunden.")
    workspace.recorder.undo()
    assert "Mühsam herausgefunden." in [each.get("note", "").strip() for each in on_disk(FOX)]


def test_two_people_code_one_article(
    workspace: Workspace, open_workspace: Open, on_disk: OnDisk
) -> None:
    somebody = open_workspace()
    article = workspace.article(FOX)
    workspace.changes.toggle_topic(article, sentence(article, "Luxuslimousine"), "summits", None)
    somebody.changes.toggle_topic(article, sentence(article, "UN-Resolution"), "sanctions", None)
    workspace.changes.toggle_topic(article, sentence(article, "Atomarsenal"), "arms deals", None)
    assert sorted(topics_of(on_disk(FOX))) == [["arms deals"], ["sanctions"], ["summits"]]


def test_changes_from_many_threads_are_all_kept(workspace: Workspace, on_disk: OnDisk) -> None:
    article = workspace.article(FOX)
    spans = [span for block in range(12, 18) for span in article.sentences_in(block)]
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda span: workspace.changes.toggle_topic(article, span, "summits", None), spans
            )
        )
    assert sorted((each["start"], each["end"]) for each in on_disk(FOX)) == sorted(spans)
    for _ in spans:
        workspace.recorder.undo()
    assert on_disk(FOX) == []


# -- texts that change


def test_an_article_changed_since_it_was_opened_is_not_coded_at_the_wrong_words(
    workspace: Workspace, places: Any, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, span, "summits", None)
    before = on_disk(FOX)
    file = places.articles / FOX
    file.write_bytes(b"Ein neuer Satz.\n\n" + file.read_bytes())
    other = sentence(article, "UN-Resolution")
    with pytest.raises(ArticleChangedError, match=FOX):
        workspace.changes.toggle_topic(article, other, "sanctions", None)
    with pytest.raises(ArticleChangedError):
        workspace.changes.write_note(article, other, None, "Wo?")
    assert on_disk(FOX) == before

    anew = workspace.article(FOX)
    assert anew.text.startswith("Ein neuer Satz.")
    workspace.changes.toggle_topic(anew, sentence(anew, "UN-Resolution"), "sanctions", None)
    for each in on_disk(FOX):
        assert anew.text[each["start"] : each["end"]] == each["quote"]


def test_an_article_that_was_deleted_meanwhile_is_not_coded(
    workspace: Workspace, places: Any, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    (places.articles / FOX).unlink()
    with pytest.raises(SaveError, match=FOX):
        workspace.changes.toggle_topic(
            article, sentence(article, "Luxuslimousine"), "summits", None
        )
    assert on_disk(FOX) == []


BEFORE = """Reisen

Die Delegation ruhte sich aus. Der Gipfel der beiden Präsidenten findet im März in Moskau statt.

Danach fuhren alle nach Hause.
"""
AFTER = """Reisen

Der Gipfel der beiden Präsidenten findet im April in Moskau statt. Es regnete.

Der Gipfel der beiden Präsidenten findet im Mai in Moskau statt. Die Sonne schien wieder.
"""


def test_a_topic_key_never_changes_an_uncertain_annotation(
    workspace: Workspace, places: Any
) -> None:
    file = places.articles / "reise.txt"
    file.write_text(BEFORE, encoding="utf-8")
    article = workspace.article("reise.txt")
    workspace.changes.toggle_topic(article, sentence(article, "Gipfel"), "summits", None)
    (was,) = workspace.annotations_of("reise.txt")
    file.write_text(AFTER, encoding="utf-8")
    article = workspace.article("reise.txt")
    (placed,) = workspace.placed(article)
    assert placed.anchor.state is State.UNCERTAIN

    for topic in ("summits", "sanctions"):
        workspace.changes.toggle_topic(article, placed.span, topic, placed.span.start + 3)
        workspace.changes.toggle_topic(article, placed.span, topic, None)
        there = {each.id: each for each in workspace.annotations_of("reise.txt")}
        assert there[was.id] == was


def test_coding_near_a_moved_passage_writes_down_its_new_place(
    workspace: Workspace, places: Any, on_disk: OnDisk
) -> None:
    file = places.articles / "reise.txt"
    file.write_text(BEFORE, encoding="utf-8")
    article = workspace.article("reise.txt")
    workspace.changes.toggle_topic(article, sentence(article, "Gipfel"), "summits", None)
    file.write_text("Noch ein Absatz, ganz vorn.\n\n" + BEFORE, encoding="utf-8")
    article = workspace.article("reise.txt")
    workspace.changes.toggle_topic(article, sentence(article, "nach Hause"), "sanctions", None)
    assert len(on_disk("reise.txt")) == 2
    for each in on_disk("reise.txt"):
        assert article.text[each["start"] : each["end"]] == each["quote"]


# -- failures


def fails_to_save(workspace: Workspace, article: Article, word: str) -> None:
    """No change can be made, and none is half made."""
    span = sentence(article, "UN-Resolution")
    known = list(workspace.annotations_of(article.path))
    undo = workspace.recorder.open_history().undo_label
    with pytest.raises(SaveError, match=word) as caught:
        workspace.changes.toggle_topic(article, span, "sanctions", None)
    assert f"{article.path}.yaml" in str(caught.value)
    with pytest.raises(SaveError, match=word):
        workspace.changes.write_note(article, span, None, "Wo?")
    assert list(workspace.annotations_of(article.path)) == known
    assert workspace.recorder.open_history().undo_label == undo


def test_a_folder_where_the_file_should_be(workspace: Workspace, places: Any) -> None:
    (places.annotations / f"{FOX}.yaml").mkdir(parents=True)
    fails_to_save(workspace, workspace.article(FOX), "folder")


def test_a_file_where_the_annotations_folder_should_be(workspace: Workspace, places: Any) -> None:
    places.annotations.write_text("not a folder", encoding="utf-8")
    fails_to_save(workspace, workspace.article(FOX), "annotations")
    assert places.annotations.read_text(encoding="utf-8") == "not a folder"


def test_a_file_that_cannot_be_understood_is_never_overwritten(
    open_workspace: Open, places: Any
) -> None:
    places.annotations.mkdir()
    file = places.annotations / f"{FOX}.yaml"
    for broken in (b"version: 1\nannotations: [\n", b"\xff\xfe", b"version: 99\n", b"- a\n"):
        file.write_bytes(broken)
        workspace = open_workspace()
        assert [str(file)] == list(workspace.problems)
        fails_to_save(workspace, workspace.article(FOX), FOX)
        assert file.read_bytes() == broken
        # Other articles can be coded meanwhile.
        other = workspace.article(BBC)
        workspace.changes.toggle_topic(other, sentence(other, "Kirby"), "summits", None)


def test_a_history_that_cannot_be_written_does_not_stop_the_work(
    open_workspace: Open, places: Any, on_disk: OnDisk
) -> None:
    places.history.mkdir(parents=True)
    workspace = open_workspace()
    article = workspace.article(FOX)
    workspace.changes.toggle_topic(article, sentence(article, "Luxuslimousine"), "summits", None)
    assert topics_of(on_disk(FOX)) == [["summits"]]
    workspace.recorder.undo()
    assert on_disk(FOX) == []


def test_a_damaged_history_is_not_trusted(
    workspace: Workspace, open_workspace: Open, places: Any, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    workspace.changes.toggle_topic(article, sentence(article, "Luxuslimousine"), "summits", None)
    places.history.write_bytes(b"\xff\0{[ nonsense\n" * 3)
    told = open_workspace().recorder.undo()
    assert told is not None
    assert "What was done before can no longer be undone" in told.words
    assert open_workspace().recorder.undo() is None
    assert topics_of(on_disk(FOX)) == [["summits"]]


def test_annotations_keep_what_they_do_not_know(
    workspace: Workspace, open_workspace: Open, places: Any, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    span = sentence(article, "Luxuslimousine")
    workspace.changes.toggle_topic(article, span, "summits", None)
    somebody = open_workspace()
    file = places.annotations / f"{FOX}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  coder:", "  rating: 5\n  coder:"), encoding="utf-8")
    somebody.read_annotations(FOX)
    somebody.changes.toggle_topic(article, span, "sanctions", None)
    (there,) = on_disk(FOX)
    assert there["rating"] == 5
    assert there["topics"] == ["summits", "sanctions"]


# -- the article as a whole


def test_an_article_is_starred_and_noted_in_one_annotation_each_undone_alone(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    assert workspace.changes.toggle_star(FOX).label == "starred"
    assert (
        workspace.changes.write_article_note(FOX, "Gute Quelle").label
        == "note on the article written"
    )
    (made,) = on_disk(FOX)
    assert (made["quote"], made["start"], made["end"]) == ("", 0, 0)
    assert (made["starred"], made["note"].strip()) == (True, "Gute Quelle")
    workspace.recorder.undo()
    assert "note" not in on_disk(FOX)[0]
    workspace.recorder.undo()
    assert on_disk(FOX) == []
    workspace.recorder.redo()
    assert workspace.changes.own_about(FOX) is not None


def test_what_no_longer_says_anything_of_an_article_is_gone(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    workspace.changes.write_article_note(FOX, "Gute Quelle")
    workspace.changes.toggle_star(FOX)
    workspace.changes.write_article_note(FOX, "")
    assert len(on_disk(FOX)) == 1
    assert workspace.changes.toggle_star(FOX).label == "star removed"
    assert on_disk(FOX) == []


def test_two_coders_each_say_their_own_of_an_article(
    workspace: Workspace, on_disk: OnDisk, project: Path
) -> None:
    workspace.changes.write_article_note(FOX, "von mir")
    (file,) = (project / "annotations").glob("*.yaml")
    mine = file.read_text(encoding="utf-8")
    coder = on_disk(FOX)[0]["coder"]
    file.write_text(mine.replace(f"coder: {coder}", "coder: ben"), encoding="utf-8")
    workspace.read_annotations(FOX)
    assert workspace.changes.own_about(FOX) is None
    workspace.changes.write_article_note(FOX, "auch von mir")
    assert {each["coder"]: each["note"].strip() for each in on_disk(FOX)} == {
        "ben": "von mir",
        coder: "auch von mir",
    }


def test_a_star_on_an_article_touches_none_of_its_passages(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    first = article.sentence_at(0)
    workspace.changes.toggle_star(FOX)
    workspace.changes.toggle_topic(article, first, "summits", first.start)
    assert sorted(topics_of(on_disk(FOX))) == [[], ["summits"]]
    assert sum(bool(each.get("starred")) for each in on_disk(FOX)) == 1


def test_starred_articles_and_their_notes_can_be_searched_for(workspace: Workspace) -> None:
    workspace.changes.toggle_star(FOX)
    workspace.changes.write_article_note(BBC, "Gute Quelle")
    assert articles_where(workspace, "is", "starred") == {FOX}
    assert articles_where(workspace, "note", "quelle") == {BBC}
    assert articles_where(workspace, "is", "tagged") == set()


@pytest.mark.parametrize("began_with", ["", "alt"])
@pytest.mark.parametrize("is_about_article", [False, True])
def test_a_note_that_somebody_else_wrote_while_one_was_typing_is_kept_too(
    workspace: Workspace,
    open_workspace: Open,
    on_disk: OnDisk,
    began_with: str,
    is_about_article: bool,
) -> None:
    article = workspace.article(FOX)
    span = span_of(article, "Luxuslimousine")

    def write(by: Workspace, note: str, begun: str) -> str:
        if is_about_article:
            return by.changes.write_article_note(FOX, note, begun=begun).words
        return by.changes.write_note(article, span, None, note, begun=begun).words

    def notes() -> list[str]:
        return sorted(each["note"].strip() for each in on_disk(FOX) if "note" in each)

    if began_with:
        write(workspace, began_with, "")
    else:
        workspace.changes.toggle_topic(article, span, "summits", None)
    write(open_workspace(), "ihre", began_with)
    workspace.read_annotations(FOX)  # as the watching does, while the note is open
    assert "both versions are kept" in write(workspace, "meine", began_with)
    assert notes() == ["ihre", "meine"]
    workspace.recorder.undo()
    assert notes() == ["ihre"]
    assert "both" not in write(workspace, "neue", "ihre")
    assert notes() == ["neue"]
