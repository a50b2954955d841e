"""The program as a process: what it loads, and what it says without a terminal."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOX = "003_bbd1d1e14c627851.txt"
# The screen, and what it brings: each dataclass takes half a millisecond to define.
_SCREEN = {"textual", "rich", "dataclasses"}
_SEARCH = {"whoosh", "concurrent", "logging", "http"}
_CODING = {"annotations.files", "annotations.history", "workspace.coding.recorder"}
_ROOMS = {"workspace", "annotations", "index"}
_SAY_MODULES = """
import atexit, json, sys
from pathlib import Path
target = Path(sys.argv.pop(1))
atexit.register(lambda: target.write_text(json.dumps(sorted(sys.modules))))
from nkreader.cli import run
run()
"""


def nkreader(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nkreader", *arguments],
        cwd=project,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["articles"], _SCREEN | _SEARCH | _CODING),
        (["show", FOX], _SCREEN | _SEARCH | _CODING),
        (["passages"], _SCREEN | _SEARCH),
        (["check"], _SCREEN | {"whoosh", "http"}),
        (["--help"], _SCREEN | _SEARCH | _CODING),
        (["search", "Putin"], _SCREEN | _CODING | {"http", "numpy", "ssl"}),
        (["index"], _SCREEN | {"http", "ssl"}),
        (["export", "--help"], _ROOMS),
        (["import", "--help"], _ROOMS),
        (["search", "--help"], _ROOMS),
    ],
)
def test_commands_load_only_what_they_need(
    project: Path, tmp_path: Path, arguments: list[str], unwanted: set[str]
) -> None:
    target = tmp_path / "modules.json"
    folder = [] if "--help" in arguments else ["--folder", "articles"]
    done = subprocess.run(
        [sys.executable, "-c", _SAY_MODULES, str(target), *arguments, *folder],
        cwd=project,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = json.loads(target.read_text())
    assert [
        name for name in loaded if any(f"{name}.".startswith(f"{each}.") for each in unwanted)
    ] == []


def test_no_command_loads_a_room_before_it_is_run(project: Path) -> None:
    code = """
import sys, click
from nkreader.main import COMMANDS, main
for group in COMMANDS.values():
    for name in group:
        main.get_command(click.Context(main), name)
print(*sorted(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.decode().split()}
    assert "nkreader" in loaded
    assert loaded & (_ROOMS | _SCREEN | {"tui", "yaml"}) == set()


def test_the_reader_without_a_terminal_says_so(project: Path) -> None:
    for arguments in ([], ["./articles"], ["open", "articles"]):
        done = nkreader(project, *arguments)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "needs a terminal" in done.stderr
        assert "nkreader --help" in done.stderr


def test_a_folder_that_is_not_there_goes_before_the_terminal(project: Path) -> None:
    done = nkreader(project, "no-such-folder")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no-such-folder" in done.stderr


def test_hostile_file_names_that_a_shell_hands_over_are_no_commands_to_the_terminal(
    project: Path,
) -> None:
    name = "boese\x1b]0;owned\x07.txt"
    for arguments in (["index", name], ["articles", "x.txt", name], ["show", FOX, name]):
        done = nkreader(project, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert not {"\x1b", "\x07"} & set(done.stderr), arguments


def test_version_and_help(project: Path) -> None:
    version = nkreader(project, "--version")
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.rstrip().endswith("0.1.0")
    shown = nkreader(project, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    for command in ("articles", "show", "search", "passages", "check", "index", "init"):
        assert f"\n  {command}" in shown.stdout
        described = nkreader(project, command, "--help")
        assert described.returncode == 0
        assert "Usage:" in described.stdout


def test_a_reader_of_the_data_may_stop_early(project: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "nkreader", "show", FOX, "--folder", "articles"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.wait()
        assert "Traceback" not in process.stderr.read()


def test_search_marks_its_hits_for_a_person_and_not_in_a_pipe(project: Path) -> None:
    article = project / "articles" / "002_f35cf44dca2f7aeb.txt"
    article.write_text(article.read_text(encoding="utf-8") + "\n\x1b[2J\x9bTitel\n", "utf-8")
    command = [sys.executable, "-m", "nkreader", "search", "Munition", "--limit", "2"]
    command += ["--folder", str(project / "articles")]
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    shown = b""
    with subprocess.Popen(command, cwd=project, stdout=theirs, env=environment) as person:
        os.close(theirs)
        while data := _read(ours):
            shown += data
    os.close(ours)
    assert person.returncode == 0
    assert re.search(rb"\x1b\[[0-9;]*m[^\x1b]*Munition", shown)
    assert b"\x1b[2J" not in shown
    piped = subprocess.run(command, cwd=project, capture_output=True, check=True).stdout
    assert b"\x1b" not in piped
    assert b"Munition" in piped


def _read(terminal: int) -> bytes:
    """What a terminal has got; nothing when nobody writes to it any more."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
