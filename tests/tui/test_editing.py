"""A note in the user's own editor: nothing that was written is lost."""

import sys
from pathlib import Path

import pytest

from tui.notes.own_editor import edit, editor_of

WRITE = (
    "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('im Editor\\n', encoding='utf-8')"
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({}, []),
        ({"EDITOR": "nano"}, ["nano"]),
        ({"EDITOR": "nano", "VISUAL": "code --wait"}, ["code", "--wait"]),
        ({"EDITOR": "nano", "VISUAL": " "}, ["nano"]),
        ({"EDITOR": "'broken"}, []),
    ],
)
def test_visual_comes_before_editor_and_may_have_arguments(
    environment: dict[str, str], command: list[str]
) -> None:
    assert editor_of(environment) == command


def test_what_was_written_comes_back_and_the_file_goes(tmp_path: Path) -> None:
    edited = edit(python(WRITE), "vorher", tmp_path)
    assert (edited.text, edited.problem) == ("im Editor", "")
    assert list(tmp_path.iterdir()) == []


def test_the_editor_gets_the_text_in_a_file_that_is_private(tmp_path: Path) -> None:
    look = (
        "import os, pathlib, sys; file = pathlib.Path(sys.argv[1]); "
        "mode = os.stat(file.parent).st_mode & 0o777; "
        "file.write_text(f'{mode:o} {file.read_text()}')"
    )
    assert edit(python(look), "vorher", tmp_path).text == "700 vorher"


def test_an_editor_that_fails_loses_nothing(tmp_path: Path) -> None:
    edited = edit(python(WRITE + "; sys.exit(3)"), "vorher", tmp_path)
    assert edited.text == "im Editor"
    assert "ended with status 3" in edited.problem
    edited = edit(["/no/such/editor"], "vorher", tmp_path)
    assert edited.text == "vorher"
    assert "/no/such/editor cannot be started" in edited.problem


def test_what_cannot_be_read_back_stays_where_it_is(tmp_path: Path) -> None:
    spoil = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(b'\\xff')"
    edited = edit(python(spoil), "vorher", tmp_path)
    assert edited.text == "vorher"
    (left,) = tmp_path.glob("*/note.md")
    assert str(left) in edited.problem


def test_without_a_place_for_a_file_the_text_is_as_before(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    edited = edit(python(WRITE), "vorher", tmp_path / "file" / "folder")
    assert edited.text == "vorher"
    assert edited.problem


def test_half_a_character_in_a_note_does_not_stop_the_editor(tmp_path: Path) -> None:
    assert edit(python(""), "halb \ud83d", tmp_path).text == "halb \ufffd"
