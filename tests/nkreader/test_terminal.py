"""Nothing but harmless text reaches a terminal, from any command; data in a pipe stays exact."""

import ast
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.text.canonical import harmless
from corpus.text.spans import Span
from workspace.places import Options, resolve
from workspace.workspace import Workspace

ROOT = Path(__file__).parents[2]
EVIL = "\x1b]52;c;cm0gLXJm\x07\x1b[2J\x9b31m\u202eneffaw\u2066\x08\x7f\x85"
NAME = f"evil {EVIL[:-1]}  two.txt"
TITLE = f"Titel{EVIL} Ende"
CONFIG = """\
articles: articles
annotations: annotations
coder: "anna\\e]0;x\\a\\u202e"
topics:
- name: arms
  colour: red
"""


@pytest.fixture
def evil(project: Path) -> Path:
    """A project in which names, texts, topics and notes hold escape sequences."""
    article = project / "articles" / NAME
    article.write_text(f"{TITLE}\n\nEin Eisvogel{EVIL} flog vorbei.\n", encoding="utf-8")
    (project / "articles" / f"broken{EVIL[:-1]}.pdf").write_bytes(b"%PDF-1.4\x1b]0;a\x07\xff")
    (project / "config.yaml").write_text(CONFIG)
    workspace = Workspace(resolve(Options(project / "articles", project / "annotations")))
    loaded = workspace.article(NAME)
    start = loaded.text.index("Eisvogel")
    workspace.changes.toggle_topic(loaded, Span(start, start + 8), "arms", None)
    workspace.changes.write_note(loaded, Span(start, start + 8), None, f"note{EVIL}\nmore")
    bad = project / "annotations" / f"bad{EVIL[:-1]}.txt.yaml"
    bad.write_bytes(b"version: 1\nannotations:\n- \x1b]0;evil\x07: \xe2\x80\xae [\n")
    (project / "table.csv").write_text(f"path,quote\n{EVIL[:-1]},{EVIL[:-1]}\n", encoding="utf-8")
    return project


RUN = """
import json, sys
from nkreader.cli import run
for arguments in json.loads(sys.argv[1]):
    sys.argv[1:] = arguments
    try:
        run()
    except SystemExit as end:
        sys.stdout.write(f"== {end.code}\\n")
        sys.stdout.flush()
"""


def on_terminal(folder: Path, commands: list[list[str]], **environment: str) -> str:
    """What a terminal is sent by some commands, run one after the other."""
    ours, theirs = pty.openpty()
    code = [sys.executable, "-c", RUN, json.dumps(commands)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment}
    process = subprocess.Popen(
        code, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 1 << 16):
            seen += piece
    except OSError:  # the terminal's end, on Linux
        pass
    os.close(ours)
    process.wait()
    return seen.decode("utf-8", "replace")


COMMANDS = (
    *(["articles", *more] for more in ([], ["--json"])),
    ["show", NAME],
    ["show", NAME, "--why"],
    ["show", NAME, "--json"],
    ["show", f"nowhere{EVIL}"],
    *(["search", "Eisvogel", *more] for more in ([], ["--json"])),
    ["search", f"Eisvogel{EVIL}", f"topic:{EVIL}"],
    *(["passages", *more] for more in ([], ["--json"])),
    ["passages", "--topic", EVIL],
    ["suggest", "--topic", EVIL],
    *(
        ["export", name]
        for name in ("csv", "html", "markdown", "jsonl", "w3c", "hypothesis", "qdc")
    ),
    ["export", "csv", "-o", "-"],
    ["export", "csv", "-o", "/dev/stdout"],
    ["export", "csv", "-o", f"/nowhere/{EVIL}"],
    ["export", EVIL],
    ["import", "table.csv", "--dry-run"],
    ["import", f"table{EVIL}"],
    ["merge", EVIL],
    ["restore"],
    ["restore", EVIL],
    ["check"],
    ["check", "--json"],
    ["index", "--rebuild"],
    ["articles", "--folder", f"nowhere{EVIL}"],
    ["articles", "--config", f"nowhere{EVIL}"],
    [f"serch{EVIL}"],
    ["--nothing", EVIL],
    ["init", f"new{EVIL}"],
    ["completion", EVIL],
)


def test_no_command_lets_a_terminal_obey_what_it_prints(evil: Path) -> None:
    # To redraw a line of progress, and for the colours of what is found: the program's own.
    own = ("\r\x1b[K", "\x1b[1m", "\x1b[2m", "\x1b[0m")
    seen = on_terminal(evil, [list(each) for each in COMMANDS])
    assert seen.count("== ") == len(COMMANDS), seen[-2000:]
    assert seen.count("Eisvogel") > 20
    for sequence in own:
        seen = seen.replace(sequence, "")
    seen = seen.replace("\r\n", "\n")
    at = next((at for at, letter in enumerate(seen) if harmless(letter) != letter), None)
    assert at is None, (seen[max(at - 300, 0) : at + 60]) if at is not None else ""


def test_an_unexpected_error_is_told_whole_and_harmless(evil: Path) -> None:
    (evil / "sitecustomize.py").write_text(
        "import workspace.exchange.exporting as e\n"
        f"def broken(*_): raise ValueError({EVIL!r})\n"
        "e.check_selection = broken\n"
    )
    environment = {"PYTHONPATH": f"{evil}:{ROOT}", "NKREADER_TRACEBACK": "1"}
    seen = on_terminal(evil, [["passages", "--topic", "arms"]], **environment)
    assert "Traceback (most recent call last)" in seen
    assert "ValueError" in seen
    seen = seen.replace("\r\n", "\n").replace("\r\x1b[K", "")
    assert seen == harmless(seen)


def piped(folder: Path, *arguments: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "nkreader", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return done.stdout


def test_data_in_a_pipe_or_a_file_is_exact(evil: Path) -> None:
    note = f"note{EVIL}\nmore"
    kept = [json.loads(line) for line in piped(evil, "passages", "--json").splitlines()]
    assert [(each["path"], each["note"]) for each in kept] == [(NAME, note)]
    assert b"\x1b" not in piped(evil, "passages", "--json")  # but escaped
    table = piped(evil, "export", "csv")
    assert EVIL.encode() in table
    piped(evil, "export", "csv", "-o", "out.csv")
    assert (evil / "out.csv").read_bytes() == table


def test_a_row_keeps_the_name_of_a_file_as_it_is(call: Any, project: Path, places: Any) -> None:
    names = {"zwei  Leerzeichen.txt", "u\u0308ber.txt", "nicht\u00a0trennen.txt"}
    for name in names:
        (project / "articles" / name).write_text("Ein Eisvogel.\n")
    paths = {line.split("\t")[0] for line in call("articles", *places).out.splitlines()}
    assert names <= paths
    for name in names:
        assert call("show", name, *places).status == 0


# -- no way round the door

DOOR = "terminal.py"
_STREAMS = {"write", "writelines", "buffer", "print"}


def ways_round(source: str) -> list[str]:
    """What writes to a stream of the terminal, in a module that is not the door."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="print" | "input" | "Console" as name)):
                found.append(name)
            case ast.Attribute(value=ast.Name(id="click"), attr=name) if name in {
                *("echo", "secho", "confirm", "prompt", "echo_via_pager", "edit", "pause", "clear"),
                *("progressbar", "style"),
            }:
                found.append(f"click.{name}")
            case ast.Attribute(
                value=ast.Attribute(attr="stdout" | "stderr" as stream), attr=name
            ) if name in _STREAMS:
                found.append(f"{stream}.{name}")
            case ast.Attribute(attr="print_exc" | "print_exception" | "print_stack" as name):
                found.append(name)
            case ast.ImportFrom(module="rich.console", names=names) if any(
                each.name == "Console" for each in names
            ):
                found.append("rich.console")
            case ast.Attribute(attr="__stdout__" | "__stderr__" as name):
                found.append(name)
    return found


def test_no_command_writes_past_the_door() -> None:
    modules = [file for file in (ROOT / "nkreader").rglob("*.py") if file.name != DOOR]
    assert len(modules) > 15
    assert {file.name: ways for file in modules if (ways := ways_round(file.read_text()))} == {}
    assert len(ways_round((ROOT / "nkreader" / DOOR).read_text())) > 5


@pytest.mark.parametrize(
    "line",
    [
        "print(x)",
        "sys.stdout.write(x)",
        "sys.stderr.buffer.write(x)",
        "click.echo(x)",
        "click.secho(x)",
        "traceback.print_exc()",
        "from rich.console import Console",
        "print(x, file=sys.stderr)",
    ],
)
def test_the_search_for_ways_round_finds_them(line: str) -> None:
    assert ways_round(f"def f(x):\n    {line}\n")
