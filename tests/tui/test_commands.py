"""One record for each command: all that is documented can be done, and all else cannot."""

import importlib
import runpy
from pathlib import Path

import pytest

from annotations.topics import Topic
from tui.all_commands import COMMANDS
from tui.app import NkreaderApp
from tui.commands.command import Command, Scope
from tui.keys.keymap import Keymap, KeyProblem, Pending
from tui.screens.base import CommandScreen

SCREENS = {
    Scope.LIBRARY: ("library.screen", "LibraryScreen"),
    Scope.FACETS: ("library.screen", "LibraryScreen"),
    Scope.PROMPT: ("library.screen", "LibraryScreen"),
    Scope.READER: ("reader.screen", "ReaderScreen"),
    Scope.CARET: ("reader.screen", "ReaderScreen"),
    Scope.ENDS: ("reader.screen", "ReaderScreen"),
    Scope.PLACING: ("reader.placing", "PlacingScreen"),
    Scope.FINDINGS: ("suggestions.screen", "FindingsScreen"),
    Scope.REVIEW: ("review.screen", "ReviewScreen"),
    Scope.PASSAGES: ("passages.screen", "PassagesScreen"),
    Scope.FILTER: ("passages.screen", "PassagesScreen"),
    Scope.FIND: ("reader.find", "FindScreen"),
    Scope.NOTE: ("notes.editor", "NoteScreen"),
    Scope.NAME: ("screens.file_name", "NameScreen"),
    Scope.PICKER: ("screens.picker", "PickerScreen"),
    Scope.TOPICS: ("topics.screen", "TopicsScreen"),
    Scope.TOPIC: ("topics.form", "TopicFormScreen"),
    Scope.QUESTION: ("screens.question", "QuestionScreen"),
    Scope.MESSAGES: ("screens.message_list", "MessageListScreen"),
}


def methods_of(module: str, name: str) -> set[str]:
    """The methods that carry out commands, of a screen and of its parts."""
    screen = getattr(importlib.import_module(f"tui.{module}"), name)
    return {
        method
        for holder in (screen, *screen.PARTS)
        for method in dir(holder)
        if method.startswith("do_") and callable(getattr(holder, method))
    }


@pytest.mark.parametrize("command", COMMANDS.commands, ids=lambda command: command.id)
def test_every_command_is_carried_out_by_its_screen(command) -> None:  # type: ignore[no-untyped-def]
    if command.scope in {Scope.EVERYWHERE, Scope.STEP}:
        assert hasattr(CommandScreen, command.method) or hasattr(NkreaderApp, command.method)
        return
    assert command.method in methods_of(*SCREENS[command.scope])


@pytest.mark.parametrize(("module", "name"), sorted(set(SCREENS.values())))
def test_every_method_for_a_command_has_one(module: str, name: str) -> None:
    topics = (Topic(name="x", letter="x"),)
    commands = {command.method for command in Keymap(COMMANDS, topics=topics).commands}
    assert methods_of(module, name) <= commands


def test_ids_are_unique_and_every_command_says_what_it_does() -> None:
    ids = [command.id for command in COMMANDS.commands]
    assert len(ids) == len(set(ids))
    assert all(command.help and command.label and command.keys for command in COMMANDS.commands)


def test_every_scope_is_looked_up_somewhere() -> None:
    assert {scope for layers in COMMANDS.layers for scope in layers} == set(Scope)


def keys_of(scope: Scope) -> set[str]:
    return {key for each in COMMANDS.commands if each.scope is scope for key in each.keys}


def test_no_usual_key_hides_another_in_the_same_place() -> None:
    """A key of a scope may hide one of a wider scope only where the design says so."""
    meant = {
        (Scope.CARET, Scope.READER),
        (Scope.PLACING, Scope.READER),
        (Scope.ENDS, Scope.READER),
        (Scope.FACETS, Scope.LIBRARY),
    }
    for layers in COMMANDS.layers:
        for first, *wider in (layers[at:] for at in range(len(layers))):
            for other in wider:
                if (first, other) in meant:
                    continue
                keys = {
                    key for each in COMMANDS.commands if each.scope is first for key in each.keys
                }
                hidden = {
                    key for each in COMMANDS.commands if each.scope is other for key in each.keys
                }
                assert not keys & hidden, (first, other)


@pytest.mark.parametrize("layers", COMMANDS.layers, ids=lambda layers: layers[0])
def test_every_command_is_reached_by_a_key_where_it_can_be_used(
    layers: tuple[Scope, ...],
) -> None:
    """The first scope is what one is in; what a mode hides is reached by leaving the mode."""
    keymap = Keymap(COMMANDS)
    scopes = [each for each in layers if each is layers[0] or layers[0] not in COMMANDS.modes]
    for command in keymap.commands:
        if command.scope in scopes:
            found = {keymap.find(layers, tuple(keys.split())) for keys in command.keys}
            assert command in found, command.id


def test_no_command_needs_a_key_that_german_keyboards_hide() -> None:
    hard = set("[]{}\\@`") | {"ctrl+i", "ctrl+m", "ctrl+h"}
    for command in COMMANDS.commands:
        assert not set(command.keys) <= hard, command.id


def test_a_sequence_is_waited_for_and_then_found() -> None:
    keymap = Keymap(COMMANDS, topics=(Topic(name="arms deals", key=1, letter="a"),))
    layers = (Scope.READER, Scope.EVERYWHERE)
    assert keymap.find(layers, ("g",)) == Pending(("g",))
    first = keymap.find(layers, ("g", "g"))
    assert first is not None
    assert getattr(first, "id", "") == "reader.first"
    following = dict(keymap.following(layers, ("t",)))
    assert following["a"].label == "arms deals"
    assert following["t"].id == "reader.pick_topic"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"reader.noet": "f2"}, "Did you mean `reader.note`?"),
        ({"reader.note": "n"}, "`n` clashes with `n` of reader.next_hit"),
        ({"reader.note": "g"}, "`g` clashes with `g g` of reader.first"),
        ({"reader.note": "t t t"}, "is not one key or two in a row"),
        ({"reader.note": "ctrl+i"}, "the same as tab in many terminals"),
        ({"reader.note": "hyper"}, "is not the name of a key"),
        ({"reader.note": ["a", "q"]}, "`q` clashes with `q` of reader.back"),
        ({"library.copy": "u"}, "library.copy: `u` clashes with `u` of app.undo"),
        ({"app.undo": "j"}, "app.undo: `j` clashes with `j` of library.down"),
        ({"reader.down": "n"}, "reader.down: `n` clashes with `n` of reader.next_hit"),
        ({"reader.note": "shift+a"}, "`shift+a` is sent by few terminals. Write `A`."),
        ({"reader.note": "ctrl+enter"}, "`ctrl+enter` is sent by few terminals"),
        ({"reader.note": "ctrl+shift+n"}, "`ctrl+shift+n` is sent by few terminals"),
        ({"reader.note": "ctrl+1"}, "`ctrl+1` is sent by few terminals"),
    ],
)
def test_a_key_that_cannot_work_is_refused_with_the_reason(
    keys: dict[str, str | list[str]], said: str
) -> None:
    with pytest.raises(KeyProblem) as problem:
        Keymap(COMMANDS, keys)
    assert said in str(problem.value)


def test_several_keys_and_a_comma_can_be_given() -> None:
    free = {"reader.previous_suggestion": "f4"}
    keymap = Keymap(COMMANDS, {"reader.note": "f2, f3", "reader.caret": ",", **free})
    assert keymap.command("reader.note").keys == ("f2", "f3")
    assert keymap.command("reader.caret").keys == (",",)


def test_the_page_of_keys_is_what_the_program_does() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs"
    made = runpy.run_path(str(docs / "make_keys.py"))["page"]()
    assert (docs / "keys.md").read_text(encoding="utf-8") == made, "run: make docs"


def test_a_command_for_any_letter_gets_the_letter() -> None:
    keymap = Keymap(COMMANDS)
    layers = (Scope.READER, Scope.EVERYWHERE)
    assert keymap.find(layers, ("m",)) == Pending(("m",))
    for letter in ("a", "Z", "_", "ß", "7"):
        found = keymap.find(layers, ("m", letter))
        assert isinstance(found, Command)
        assert (found.method, found.argument) == ("do_mark", letter)
        assert keymap.command(found.id) == found
    assert keymap.find(layers, ("m", "escape")) is None
    assert keymap.command("reader.mark_letter").wants_letter


def test_a_command_for_any_letter_can_have_another_first_key() -> None:
    keymap = Keymap(COMMANDS, {"reader.mark_letter": "M <letter>"})
    assert keymap.find((Scope.READER,), ("M", "a")) == keymap.command("reader.mark_a")
    with pytest.raises(KeyProblem, match="leaves no letter to choose"):
        Keymap(COMMANDS, {"reader.mark_letter": "f2"})
    with pytest.raises(KeyProblem, match="clashes"):
        Keymap(COMMANDS, {"reader.note": "m a"})


def test_topics_with_letters_that_clash_do_without_and_that_is_said() -> None:
    keymap = Keymap(COMMANDS, {"reader.find": "t z"}, ()).with_topics(
        (Topic("x", 3, "z"), Topic("y"))
    )
    assert "`t z` clashes with" in keymap.problem
    assert keymap.find((Scope.READER,), ("t", "z")) == keymap.command("reader.find")
    assert keymap.command("reader.topic_3").label == "x"
    # A click on its name tags with a topic that has no key at all.
    assert keymap.command("reader.tag_1").label == "y"
    assert not keymap.with_topics((Topic("x", 3, "a"),)).problem
    assert not keymap.with_topics((Topic("x", 3), Topic("y"))).problem
