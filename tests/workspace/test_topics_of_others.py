"""Topics that one program changes while others are open on the same folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotations.files.store import AnnotationStore
from annotations.topics import Topic
from corpus.article import Article
from corpus.text.spans import Span
from workspace.coding.conflicts import Keep
from workspace.coding.save_result import NotThereError
from workspace.coding.topics_file import TopicsFile
from workspace.places import Options, resolve
from workspace.workspace import Workspace

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"
CONFIG = "topics:\n- name: weapons\n  key: 1\n  letter: w\n- name: summits\n  key: 2\n"
OnDisk = Callable[[str], list[dict[str, Any]]]
Start = Callable[[], Workspace]


@pytest.fixture
def start(project: Path) -> Start:
    """Another program on the folder."""
    config = project / "config.yaml"
    config.write_text(CONFIG, encoding="utf-8")

    def run() -> Workspace:
        options = Options(project / "articles", project / "annotations", config)
        workspace = Workspace(resolve(options))
        workspace.load_annotations()
        return workspace

    return run


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def tag(workspace: Workspace, words: str, topic: str = "weapons", path: str = FOX) -> None:
    article = workspace.article(path)
    workspace.changes.toggle_topic(article, span_of(article, words), topic, None)


def topics_of(on_disk: OnDisk) -> list[list[str]]:
    return [each["topics"] for path in (FOX, BBC) for each in on_disk(path)]


def test_fresh_passages_whose_topic_another_program_renames_need_no_look(
    start: Start, on_disk: OnDisk
) -> None:
    anna, ben = start(), start()
    tag(anna, "Luxuslimousine")
    tag(anna, "Kirby", path=BBC)
    anna.changes.write_note(
        anna.article(FOX), span_of(anna.article(FOX), "Luxuslimousine"), None, "Ja"
    )
    ben.codebook.rename("weapons", "arms")
    found = anna.watch.look()
    assert (found.conflicts, anna.recorder.conflicts) == ((), ())
    assert anna.codebook.look() is not None
    assert anna.codebook.counts() == {"arms": 2, "summits": 0}
    ben.codebook.rename("arms", "summits")
    anna.watch.look()
    assert anna.recorder.conflicts == ()
    # What was changed otherwise is still asked about.
    tag(anna, "UN-Resolution", "summits")
    file = anna.places.annotations / f"{FOX}.yaml"
    file.write_text(file.read_text().replace("topics: [summits]", "topics: [other]"))
    assert len(anna.watch.look().conflicts) == 2


def test_a_key_for_a_topic_that_was_renamed_a_moment_ago_tags_nothing(
    start: Start, on_disk: OnDisk
) -> None:
    anna, ben = start(), start()
    tag(ben, "Kirby", path=BBC)
    anna.codebook.rename("weapons", "arms")
    with pytest.raises(NotThereError, match="or renamed"):
        tag(ben, "Luxuslimousine")
    assert topics_of(on_disk) == [["arms"]]
    assert "The topics were changed" in (ben.codebook.look() or "")
    tag(ben, "Luxuslimousine", "arms")
    assert topics_of(on_disk) == [["arms"], ["arms"]]
    for step in (anna.codebook.delete, lambda name: anna.codebook.rename(name, "else")):
        ben.codebook.rename(ben.topics[0].name, f"{ben.topics[0].name}!")
        with pytest.raises(NotThereError):
            step(anna.topics[0].name)


def test_undo_and_redo_of_a_passage_whose_topic_another_program_has_renamed_meanwhile(
    start: Start, on_disk: OnDisk
) -> None:
    anna, ben = start(), start()
    tag(anna, "Luxuslimousine")
    tag(ben, "Kirby", path=BBC)
    ben.codebook.rename("weapons", "arms")
    anna.recorder.undo()
    assert on_disk(FOX) == []
    anna.recorder.redo()
    assert topics_of(on_disk) == [["arms"], ["arms"]]
    ben.codebook.rename("arms", "trade")
    anna.recorder.undo()
    ben.codebook.rename("trade", "weapons")
    anna.recorder.redo()
    assert topics_of(on_disk) == [["weapons"], ["weapons"]]


def test_a_renaming_that_another_program_has_renamed_on_can_no_longer_be_undone(
    start: Start, on_disk: OnDisk, project: Path
) -> None:
    anna, ben = start(), start()
    tag(anna, "Luxuslimousine")
    anna.changes.write_article_note(FOX, "Ja")
    anna.codebook.rename("weapons", "arms")
    ben.codebook.rename("arms", "trade")
    before = (project / "config.yaml").read_text(), on_disk(FOX)
    undone = anna.recorder.undo()
    assert undone is not None
    assert "“weapons is now arms” can no longer be undone: The topic “arms” was" in undone.words
    assert ((project / "config.yaml").read_text(), on_disk(FOX)) == before
    anna.recorder.undo()  # what was done before
    assert len(on_disk(FOX)) == 1


def test_what_a_killed_program_had_done_is_finished_once_whatever_others_did_then(
    start: Start, on_disk: OnDisk
) -> None:
    anna, ben = start(), start()
    tag(anna, "Luxuslimousine")
    ben.codebook.rename("weapons", "arms")
    fox = ben.article(FOX)
    ben.changes.write_note(fox, span_of(fox, "Luxuslimousine"), None, "Ja")
    # As when it is killed: nobody says that it was finished.
    anna.recorder.open_history().session.end()
    start().recorder.recover()
    assert [(each["topics"], each["note"]) for each in on_disk(FOX)] == [(["arms"], "Ja")]


def test_a_renaming_brings_no_passage_back_that_was_deleted_meanwhile(
    start: Start, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, ben = start(), start()
    tag(anna, "Luxuslimousine")
    tag(anna, "Kirby", path=BBC)
    ben.watch.look()
    make = ben.recorder.make

    def late(*args: Any, **options: Any) -> Any:
        anna.recorder.undo()
        return make(*args, **options)

    monkeypatch.setattr(ben.recorder, "make", late)
    ben.codebook.rename("weapons", "arms")
    assert topics_of(on_disk) == [["arms"]]


def test_a_passage_tagged_until_the_topic_has_its_new_name_gets_that(
    start: Start, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    anna, ben = start(), start()
    tag(ben, "Kirby", path=BBC)
    before = on_disk(BBC)
    edit = TopicsFile.make

    def late(topics: TopicsFile, *args: Any) -> Any:
        monkeypatch.setattr(TopicsFile, "make", edit)
        tag(anna, "Luxuslimousine")
        return edit(topics, *args)

    monkeypatch.setattr(TopicsFile, "make", late)
    ben.codebook.rename("weapons", "arms")
    assert topics_of(on_disk) == [["arms"], ["arms"]]
    assert [each.topics for each in ben.recorder.read(FOX).annotations] == [("arms",)]
    assert FOX in ben.watch.look().articles
    ben.recorder.undo()
    assert topics_of(on_disk) == [["weapons"], ["weapons"]]
    assert on_disk(BBC) == before
    assert "arms" not in (project / "config.yaml").read_text()


@pytest.mark.parametrize("new", ["arms", "summits"])
def test_a_passage_that_waits_for_its_turn_while_its_topic_is_renamed_gets_the_new_name(
    start: Start, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch, new: str
) -> None:
    """Also where it is merged with a topic that is there."""
    anna, ben = start(), start()
    tag(ben, "Kirby", path=BBC)
    writing = AnnotationStore.writing

    def late(store: AnnotationStore, article: str) -> Any:
        monkeypatch.setattr(AnnotationStore, "writing", writing)
        ben.codebook.rename("weapons", new)
        return writing(store, article)

    monkeypatch.setattr(AnnotationStore, "writing", late)
    tag(anna, "Luxuslimousine")
    assert topics_of(on_disk) == [[new], [new]]
    anna.recorder.undo()
    assert topics_of(on_disk) == [[new]]
    anna.recorder.redo()
    ben.recorder.undo()
    assert [each.name for each in ben.topics] == ["weapons", "summits"]
    assert topics_of(on_disk) == [[new], ["weapons"]]


def test_passages_that_came_under_the_old_name_are_told_once_and_taken_along(
    start: Start, on_disk: OnDisk, project: Path
) -> None:
    anna, ben, cleo = start(), start(), start()
    tag(anna, "Luxuslimousine")
    pulled = (project / "annotations" / f"{FOX}.yaml").read_text()
    anna.codebook.rename("weapons", "arms")
    # As git, or a program that was at it while the topic was renamed, would bring it.
    file = project / "annotations" / f"{BBC}.yaml"
    file.write_text(pulled.replace(FOX, BBC).replace("- id: ", "- id: b"))
    for program in (anna, ben, cleo):
        program.watch.look()
        found = program.watch.look()
        assert found.left_behind == (("weapons", "arms", 1),)
        assert (
            "1 passage has the topic “weapons”, which is called “arms” now: to take it along, "
            "merge “weapons” into “arms” in the list of topics"
        ) in found.words
        assert program.watch.look().words == ""
    cleo.codebook.rename("weapons", "arms")
    assert topics_of(on_disk) == [["arms"], ["arms"]]
    for program in (anna, ben, cleo):
        assert program.watch.look().left_behind == ()
        assert program.watch.look().left_behind == ()


@pytest.mark.parametrize("name", ["weapons", "plain"])
def test_passages_tagged_since_a_renaming_are_told_when_that_is_undone(
    start: Start, on_disk: OnDisk, project: Path, name: str
) -> None:
    """Also in the program that undoes it, and of a topic without a key."""
    (project / "config.yaml").write_text(f"{CONFIG}- name: plain\n", encoding="utf-8")
    anna, ben = start(), start()
    ben.codebook.rename(name, "arms")
    anna.codebook.look()
    tag(anna, "Luxuslimousine", "arms")
    ben.recorder.undo()
    for program in (anna, ben):
        program.watch.look()
        assert program.watch.look().left_behind == (("arms", name, 1),)
    ben.codebook.rename("arms", name)
    assert topics_of(on_disk) == [[name]]


def test_a_field_that_somebody_changes_while_a_form_is_open_stays(
    start: Start, project: Path
) -> None:
    anna, ben = start(), start()
    shown = anna.topics[0]
    ben.codebook.change("weapons", msgspec.structs.replace(shown, description="What is sold"))
    wanted = msgspec.structs.replace(shown, colour="red")
    anna.codebook.change("weapons", wanted, shown=shown)
    assert anna.topics[0] == Topic("weapons", 1, "w", "red", "What is sold")
    ben.codebook.catch_up()
    ben.codebook.rename("weapons", "arms")
    with pytest.raises(NotThereError):
        anna.codebook.change("weapons", wanted, shown=shown)
    assert "weapons" not in (project / "config.yaml").read_text()


def test_what_agrees_again_needs_no_look_any_more(start: Start, project: Path) -> None:
    anna = start()
    tag(anna, "Luxuslimousine")
    file = project / "annotations" / f"{FOX}.yaml"
    old = file.read_text()
    tag(anna, "Luxuslimousine", "summits")
    tag(anna, "UN-Resolution")
    new = file.read_text()
    file.write_text(old)  # as git checkout does, there
    assert len(anna.watch.look().conflicts) == 2
    conflict = anna.recorder.conflicts[0]
    file.write_text(old.replace("topics: [weapons]", "topics: [weapons, other]"))
    anna.watch.look()
    assert len(anna.recorder.conflicts) == 2
    if (
        conflict not in anna.recorder.conflicts
    ):  # it is shown as it stands now, and not settled unseen
        with pytest.raises(Exception, match="changed again elsewhere"):
            anna.changes.settle(conflict, Keep.OURS)
    file.write_text(new)  # and back
    assert anna.watch.look().conflicts == ()
    assert anna.recorder.conflicts == ()
    again = start()
    again.recorder.recover()
    assert again.recorder.conflicts == ()
