"""`nkreader doctor`: what a bug report needs, and nothing of what anybody wrote."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.nkreader.test_terminal import on_terminal
from workspace.places import Options, resolve
from workspace.workspace import Workspace

Call = Any
Places = tuple[str, ...]


def report(call: Call, *arguments: str) -> dict[str, Any]:
    answer = call("doctor", "--json", *arguments)
    assert answer.status == 0, answer.err
    (found,) = answer.objects
    return dict(found)


def test_it_says_what_there_is_and_whether_it_is_indexed(
    call: Call, places: Places, tagged: dict[str, Any]
) -> None:
    before = report(call, *places)
    assert before["index"]["articles in the folder"] == 5
    assert (before["index"]["indexed"], before["index"]["is complete"]) == (0, False)
    call("index", *places)
    after = report(call, *places)
    assert (after["index"]["indexed"], after["index"]["is complete"]) == (5, True)
    assert after["annotations"]["annotations"] == 1
    assert after["annotations"]["files that cannot be read"] == 0
    assert after["versions"]["textual"][0].isdigit()
    assert after["extras"]["html"]["trafilatura"][0].isdigit()
    assert after["locale"]["encoding of names"] == "utf-8"


def test_the_values_of_a_section_stand_below_each_other(call: Call) -> None:
    for section in call("doctor").out.split("\n\n"):
        _heading, *lines = section.splitlines()
        names = [line.rstrip() for line in lines if not line.endswith(" ")]
        begins = set.intersection(*({at + 1 for at, c in enumerate(n) if c == " "} for n in names))
        assert begins - {1, 2}, section


def test_nothing_of_what_anybody_wrote_is_in_it(
    call: Call, project: Path, places: Places, tagged: dict[str, Any]
) -> None:
    (project / "articles" / "geheim.txt").write_bytes(bytes(range(256)) * 9)
    (project / "annotations" / "kaputt.txt.yaml").write_text("annotations: [\n  geheim")
    (project / "config.yaml").write_text(
        "articles: articles\nannotations: annotations\ncoder: Ada Geheim\n"
        "topics:\n- name: geheimes Thema\n"
    )
    call("index")
    said = call("doctor").out + call("doctor", "--json").out
    assert "files that cannot be read 1" in said
    words = ("geheim", "Ada", "arms deals", tagged["quote"], "Woher die Zahl", tagged["path"])
    assert [each for each in words if each.casefold() in said.casefold()] == []


def test_the_home_folder_and_its_name_are_shortened(
    call: Call, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = project / "home" / "ada"
    (home / "texte").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    said = report(call, "--folder", str(home / "texte"), "--annotations", "/media/ada/stick")
    assert said["folders"]["articles"]["path"] == "~/texte"
    assert said["folders"]["annotations"]["path"] == "/media/USER/stick"
    assert "ada" not in json.dumps(said)


def test_it_says_that_another_program_is_open_and_leaves_it_alone(
    call: Call, project: Path, places: Places, tagged: dict[str, Any]
) -> None:
    other = Workspace(resolve(Options(project / "articles", project / "annotations")))
    assert other.other_program() is None
    file = project / "annotations" / ".nkreader.open"
    before = file.read_bytes()
    assert report(call, *places)["annotations"]["open in another nkreader"] is True
    assert file.read_bytes() == before
    other.close()
    assert report(call, *places)["annotations"]["open in another nkreader"] is False


@pytest.mark.parametrize("wrong", ["topics: geheim", "\x00", "- - -\n a: ["])
def test_a_configuration_that_cannot_be_used_is_said_without_what_stands_there(
    call: Call, project: Path, wrong: str
) -> None:
    (project / "config.yaml").write_text(wrong)
    found = report(call)
    assert found["configuration"]["problem"].startswith("cannot be used")
    assert "geheim" not in json.dumps(found)
    assert "versions" in found


def test_folders_that_are_not_there_or_odd_are_said(call: Call, project: Path) -> None:
    (project / "file").write_text("")
    (project / "link").symlink_to("nowhere")
    said = report(call, "--folder", "file", "--annotations", "link")
    assert said["folders"]["articles"]["state"].startswith("no folder, -rw")
    assert said["folders"]["annotations"]["state"] == "not there yet"
    nowhere = report(call, "--folder", "nowhere/at/all")
    assert nowhere["folders"]["articles"]["state"] == "not there yet"
    assert "free" in nowhere["folders"]["articles"]


def test_damaged_files_and_changes_that_were_not_saved_are_counted(
    call: Call, project: Path, places: Places
) -> None:
    folders = resolve(Options(project / "articles", project / "annotations")).places
    folders.rescue.mkdir(parents=True)
    (folders.rescue / "a.json").write_text("{}")
    (folders.state / "reading.sqlite.damaged-1").write_text("x")
    state = report(call, *places)["state"]
    assert (state["unsaved changes"], state["set aside as damaged"]) == (1, 1)


def test_a_terminal_is_asked_what_it_knows(project: Path) -> None:
    seen = on_terminal(project, [["doctor", "--folder", "articles"]], TERM="xterm-256color")
    assert "\x1b[?u\x1b[c" in seen  # the only thing that is for the terminal itself
    assert "stdout is a terminal yes" in seen
    assert "kitty keyboard" in seen
