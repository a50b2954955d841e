"""Topics are changed in configuration and annotations as one step, and nothing gets lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import platformdirs
import pytest
import yaml

from annotations.files.store import AnnotationStore, Planned
from annotations.topics import Topic
from corpus.text.spans import Span
from disk import durable
from workspace import bundled
from workspace.coding.save_result import SaveError
from workspace.places import Options, resolve
from workspace.workspace import Workspace

FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"
CONFIG = """\
topics:
# what is sold
- name: arms deals
  key: 1   # first
  colour: red
# who meets
- name: summits
  # key: 9
  key: 2
  letter: s
"""
OnDisk = Callable[[str], list[dict[str, Any]]]
Start = Callable[[], Workspace]


@pytest.fixture
def config(project: Path) -> Path:
    file = project / "config.yaml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


@pytest.fixture
def start(project: Path, config: Path) -> Start:
    """Open the project as a new start of the program would."""

    def run() -> Workspace:
        options = Options(project / "articles", project / "annotations", config)
        workspace = Workspace(resolve(options))
        workspace.load_annotations()
        return workspace

    return run


@pytest.fixture
def workspace(start: Start) -> Workspace:
    return start()


def tag(workspace: Workspace, path: str, word: str, *topics: str) -> None:
    article = workspace.article(path)
    at = article.text.index(word)
    for topic in topics:
        workspace.changes.toggle_topic(article, Span(at, at + len(word)), topic, None)


def topics(found: list[dict[str, Any]]) -> list[list[str]]:
    return [each["topics"] for each in found]


def test_a_rename_is_one_step_for_both_and_outlives_a_restart(
    workspace: Workspace, start: Start, config: Path, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "arms deals", "summits")
    tag(workspace, BBC, "Kirby", "arms deals")
    saved = workspace.codebook.rename("arms deals", "Waffen: alles")
    assert saved.words == "arms deals is now Waffen: alles"
    renamed = CONFIG.replace("arms deals", "'Waffen: alles'")
    assert config.read_text() == renamed
    assert topics(on_disk(FOX)) == [["Waffen: alles", "summits"]]
    assert [topic.name for topic in workspace.topics] == ["Waffen: alles", "summits"]
    workspace.close()
    again = start()
    undone = again.recorder.undo()
    assert undone is not None
    assert undone.label == "undone: arms deals is now Waffen: alles"
    assert config.read_text() == CONFIG
    assert topics(on_disk(FOX) + on_disk(BBC)) == [["arms deals", "summits"], ["arms deals"]]
    again.close()
    start().recorder.redo()
    assert config.read_text() == renamed
    assert topics(on_disk(BBC)) == [["Waffen: alles"]]


def test_merging_and_deleting_bring_back_every_comment(
    workspace: Workspace, config: Path, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "arms deals", "summits")
    tag(workspace, BBC, "Kirby", "summits")
    codebook = workspace.codebook
    preview = codebook.preview("summits", "arms deals")
    assert (preview.passages, preview.both, preview.vanishing) == (2, 1, 0)
    assert [(path, count) for path, _, count in preview.articles] == [(BBC, 1), (FOX, 1)]
    assert codebook.preview("summits", None).vanishing == 1
    codebook.rename("summits", "Arms Deals")
    assert [topic.name for topic in workspace.topics] == ["arms deals"]
    assert "# who meets" in config.read_text()
    assert "key: 9" not in config.read_text()
    assert topics(on_disk(FOX) + on_disk(BBC)) == [["arms deals"], ["arms deals"]]
    codebook.delete("arms deals")
    assert workspace.topics == ()
    assert on_disk(FOX) == on_disk(BBC) == []
    workspace.recorder.undo()
    workspace.recorder.undo()
    assert config.read_text() == CONFIG
    assert topics(on_disk(FOX) + on_disk(BBC)) == [["arms deals", "summits"], ["summits"]]


def test_a_new_topic_and_its_first_passage_are_one_step(
    workspace: Workspace, config: Path, on_disk: OnDisk
) -> None:
    article = workspace.article(FOX)
    workspace.changes.toggle_topic(article, Span(0, 5), "  Neue  Sache ", None, create=True)
    new = workspace.topics[-1]
    assert new == Topic("Neue Sache", 3, "n", "orange")
    assert topics(on_disk(FOX)) == [["Neue Sache"]]
    assert config.read_text() == (
        CONFIG + "- name: Neue Sache\n  key: 3\n  letter: 'n'\n  colour: orange\n"
    )
    workspace.changes.toggle_topic(article, Span(6, 9), "neue sache", None, create=True)
    assert topics(on_disk(FOX)) == [["Neue Sache"]] * 2
    workspace.recorder.undo()
    workspace.recorder.undo()
    assert config.read_text() == CONFIG
    assert on_disk(FOX) == []


def test_several_topics_are_added_at_once(workspace: Workspace, config: Path) -> None:
    codebook = workspace.codebook
    wanted = [Topic("a", key=2), Topic("Summits"), Topic("b", description="x: y"), Topic("s")]
    saved = codebook.add(wanted)
    assert saved.words == "added “a”, “b”, “s”. There is a topic “Summits” already"
    assert [(topic.key, topic.letter) for topic in workspace.topics[2:]] == [
        (3, "a"),
        (4, "b"),
        (5, "c"),
    ]
    workspace.recorder.undo()
    assert config.read_text() == CONFIG


def test_a_topic_that_cannot_be_added_as_it_is_called_is_told(workspace: Workspace) -> None:
    saved = workspace.codebook.add([Topic(" \n"), Topic("a\nb\x07")])
    assert saved.notes == (
        "A topic whose name is only white space was not added",
        "The topic 'a\\nb\\x07' was added as “a b\x07”",
    )
    assert [topic.name for topic in workspace.topics[2:]] == ["a b\x07"]
    saved = workspace.codebook.add([Topic("a//b"), Topic("c/d")])
    assert "A topic was not added: name `a//b` has nothing on one side" in saved.notes[0]
    assert [topic.name for topic in workspace.topics[3:]] == ["c/d"]


@pytest.mark.parametrize("name", ["/b", "a/", "a//c", "a/ /c", "/"])
def test_a_topic_below_nothing_is_refused(workspace: Workspace, name: str) -> None:
    for change in (
        workspace.codebook.creating,
        lambda name: workspace.codebook.rename("summits", name),
        lambda name: workspace.codebook.change("summits", Topic(name)),
    ):
        with pytest.raises(SaveError, match="Name both sides"):
            change(name)


def test_a_key_is_taken_from_the_topic_that_has_it(workspace: Workspace) -> None:
    arms, summits = workspace.topics
    workspace.codebook.change("summits", Topic("summits", 1, "s", "blue", "Who meets"))
    assert [(topic.name, topic.key) for topic in workspace.topics] == [
        ("arms deals", None),
        ("summits", 1),
    ]
    workspace.recorder.undo()
    assert workspace.topics == (arms, summits)


def test_what_cannot_be_a_topic_is_said(workspace: Workspace, config: Path) -> None:
    with pytest.raises(SaveError, match=r"unknown colour `mauve`\. Use red, orange"):
        workspace.codebook.change("summits", Topic("summits", colour="mauve"))
    with pytest.raises(SaveError, match="needs a name"):
        workspace.codebook.rename("summits", "  ")
    assert config.read_text() == CONFIG
    assert not workspace.recorder.open_history().done


def test_a_topic_that_only_annotations_have(
    workspace: Workspace, config: Path, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "old", "summits")
    workspace.codebook.rename("old", "older")
    assert topics(on_disk(FOX)) == [["older", "summits"]]
    assert config.read_text() == CONFIG
    workspace.codebook.change("older", workspace.codebook.completed(Topic("older")))
    assert workspace.topics[-1] == Topic("older", 3, "o", "orange")


def test_half_a_character_in_a_name_is_replaced_in_both_files(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "old", "summits")
    workspace.codebook.rename("old", "halb \ud83d")
    workspace.codebook.rename("summits", "\ud83d halb")
    assert topics(on_disk(FOX)) == [["halb \ufffd", "\ufffd halb"]]
    assert [topic.name for topic in workspace.topics] == ["arms deals", "\ufffd halb"]
    workspace.recorder.undo()
    workspace.recorder.undo()
    assert topics(on_disk(FOX)) == [["old", "summits"]]


def test_annotations_that_cannot_be_read_keep_the_old_name_and_that_is_said(
    project: Path, start: Start
) -> None:
    broken = project / "annotations" / f"{BBC}.yaml"
    broken.parent.mkdir()
    broken.write_text("- broken")
    saved = start().codebook.rename("summits", "Gipfel")
    assert "1 annotation file cannot be read, and stays as it is: nkreader check" in saved.words
    assert broken.read_text() == "- broken"


# -- others, and accidents


def test_what_others_write_meanwhile_stays(workspace: Workspace, config: Path) -> None:
    theirs = CONFIG.replace("colour: red", "colour: green").replace("key: 2", "key: 7")
    config.write_text("coder: anna\n" + theirs + "- name: theirs\n  key: 3\n")
    workspace.codebook.rename("summits", "Gipfel")
    assert (
        config.read_text()
        == "coder: anna\n"
        + theirs.replace("name: summits", "name: Gipfel")
        + "- name: theirs\n  key: 3\n"
    )
    saved = workspace.codebook.add([Topic("mine", key=3)])
    assert [topic.name for topic in workspace.topics] == ["arms deals", "Gipfel", "theirs", "mine"]
    assert saved.words.startswith("added “mine”")
    assert workspace.topics[-1].key == 2  # theirs has left it
    workspace.recorder.undo()
    workspace.recorder.undo()
    assert config.read_text() == "coder: anna\n" + theirs + "- name: theirs\n  key: 3\n"


def test_what_others_changed_in_the_same_place_is_not_overwritten(
    workspace: Workspace, config: Path, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "summits")
    theirs = CONFIG.replace("name: summits", "name: meetings")
    config.write_text(theirs)
    with pytest.raises(SaveError, match="“summits” was removed from the configuration meanwhile"):
        workspace.codebook.rename("summits", "Gipfel")
    assert config.read_text() == theirs
    assert topics(on_disk(FOX)) == [["summits"]]
    assert workspace.codebook.look()
    assert [topic.name for topic in workspace.topics] == ["arms deals", "meetings"]


def test_undoing_goes_on_where_the_configuration_is_another_one_now(
    workspace: Workspace, config: Path, on_disk: OnDisk
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "summits")
    workspace.codebook.rename("summits", "Gipfel")
    config.write_text("topics: []\n")
    undone = workspace.recorder.undo()
    assert undone is not None
    assert "Not changed: The topic “Gipfel” was removed" in undone.words
    assert topics(on_disk(FOX)) == [["summits"]]
    assert config.read_text() == "topics: []\n"


def test_a_topic_that_others_had_renamed_is_not_brought_back_by_a_form_left_open(
    workspace: Workspace, config: Path
) -> None:
    """Also when its new name has been seen here before the form is saved."""
    shown = next(topic for topic in workspace.topics if topic.name == "summits")
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("name: summits", "name: meetings"), encoding="utf-8")
    workspace.codebook.look()
    wanted = msgspec.structs.replace(shown, description="extra")
    renamed = config.read_text(encoding="utf-8")
    with pytest.raises(SaveError, match="“summits” was removed from the configuration meanwhile"):
        workspace.codebook.change("summits", wanted, shown=shown)
    assert config.read_text(encoding="utf-8") == renamed


def test_a_file_that_is_broken_meanwhile_is_said_once_and_not_touched(
    workspace: Workspace, config: Path
) -> None:
    config.write_text(CONFIG + "- nam: x\n")
    look = workspace.codebook.look()
    assert look is not None
    assert "Did you mean `name`?" in look
    assert workspace.codebook.look() is None
    with pytest.raises(SaveError, match="Nothing was changed"):
        workspace.codebook.delete("summits")
    assert config.read_text() == CONFIG + "- nam: x\n"
    assert len(workspace.topics) == 2


def test_what_others_do_is_noticed(workspace: Workspace, config: Path) -> None:
    assert workspace.codebook.look() is None
    config.write_text(CONFIG + "- name: theirs\n")
    assert workspace.codebook.look() == f"The topics were changed in {config}"
    assert workspace.topics[-1].name == "theirs"
    assert workspace.codebook.look() is None


class Crash(BaseException):
    pass


@pytest.mark.parametrize("dies", ["before the configuration", "between the two", "in the middle"])
def test_a_crash_loses_nothing(
    dies: str,
    workspace: Workspace,
    start: Start,
    config: Path,
    on_disk: OnDisk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "summits")
    tag(workspace, BBC, "Kirby", "summits")
    write, carry_out = durable.write_durably, AnnotationStore.carry_out
    last = BBC if dies == "in the middle" else ""

    def dying_write(path: Path, data: bytes, **more: Any) -> None:
        if dies == "before the configuration" and path == config:
            raise Crash
        write(path, data, **more)

    def dying_carry_out(store: AnnotationStore, planned: Planned) -> Any:
        if last in planned.part.article:
            raise Crash
        return carry_out(store, planned)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write_durably", dying_write)
        patch.setattr(AnnotationStore, "carry_out", dying_carry_out)
        with pytest.raises(Crash):
            workspace.codebook.delete("summits")
    workspace.recorder.open_history().session.end()  # as when its process ends
    again = start()
    again.recorder.undo()
    assert config.read_text() == CONFIG
    assert topics(on_disk(FOX) + on_disk(BBC)) == [["summits"], ["summits"]]
    again.recorder.redo()
    assert [topic.name for topic in again.topics] == ["arms deals"]
    assert on_disk(FOX) == on_disk(BBC) == []


def test_a_file_that_cannot_be_written_changes_nothing(
    workspace: Workspace, config: Path, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag(workspace, FOX, "Luxuslimousine", "summits")

    def full(path: Path, data: bytes, **more: Any) -> None:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("workspace.coding.topics_file.durable.write_durably", full)
        with pytest.raises(SaveError, match=r"config\.yaml cannot be written: No space left"):
            workspace.codebook.delete("summits")
    assert topics(on_disk(FOX)) == [["summits"]]
    assert config.read_text() == CONFIG
    assert len(workspace.topics) == 2
    assert len(workspace.recorder.open_history().done) == 1


def test_a_shape_that_cannot_be_edited_is_named_and_stays(project: Path, config: Path) -> None:
    text = "? topics\n: - name: odd\n  - name: b\n"
    config.write_text(text)
    workspace = Workspace(resolve(Options(project / "articles", project / "notes", config)))
    with pytest.raises(SaveError, match=rf"{config}:2: the topics are written in a way"):
        workspace.codebook.delete("odd")
    assert config.read_text() == text
    assert len(workspace.topics) == 2


# -- the configuration that is carried along


def test_the_bundled_configuration_is_never_written_and_nothing_moves(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    before = bundled.config_file().read_bytes()
    for options in (Options(), Options(project / "articles")):
        settings = resolve(options)
        workspace = Workspace(settings)
        saved = workspace.codebook.add([Topic("mine" if options.folder else "yours")])
        own = Path(platformdirs.user_config_path("nkreader")) / "config.yaml"
        if not options.folder:
            assert f"Topics now stand in {own}" in saved.words
        after = resolve(options)
        assert after.places == settings.places
        assert after.config.aliases == settings.config.aliases
        assert after.config.topics == workspace.topics
    assert bundled.config_file().read_bytes() == before
    assert [topic["name"] for topic in yaml.safe_load(own.read_bytes())["topics"]][-2:] == [
        "yours",
        "mine",
    ]
