"""The program as a process among others: pipes, closed streams, signals, shells, odd arguments."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from nkreader.cli import run
from nkreader.main import COMMANDS, main

PROGRAM = [sys.executable, "-m", "nkreader"]
FOX = "003_bbd1d1e14c627851.txt"
NAMES = [name for group in COMMANDS.values() for name in group]


def nkreader(
    project: Path, *arguments: str | bytes, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=project,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def in_shell(project: Path, line: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a line of bash in which `nkreader` is this program."""
    program = project / "bin" / "nkreader"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m nkreader "$@"\n')
    program.chmod(0o755)
    root = str(Path(__file__).resolve().parents[2])
    paths = {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": root}
    return subprocess.run(
        ["bash", "--norc", "-c", line],
        cwd=project,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **paths, **environment},
    )


@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_pipe_that_is_closed_early_ends_it_quietly(project: Path, buffered: str) -> None:
    # It begins when nobody can read any more, however slow the machine is.
    waits = "until [ -e closed ]; do sleep 0.01; done"
    line = f"{{ {waits}; nkreader show --json --folder articles {FOX}; }} | "
    line += "{ exec <&-; touch closed; }; echo ${PIPESTATUS[0]}"
    done = in_shell(project, line, PYTHONUNBUFFERED=buffered)
    assert (done.stdout, done.stderr) == ("141\n", "")


def test_what_was_to_be_done_is_done_although_nobody_reads_about_it(project: Path) -> None:
    line = "nkreader merge ../other --folder articles --annotations mine | true; ls mine"
    other = project.parent / "other"
    other.mkdir()
    text = (project / "articles" / FOX).read_text(encoding="utf-8")
    quote = "24 Jahren"
    (other / f"{FOX}.yaml").write_text(
        f"version: 1\narticle:\n  path: {FOX}\n  title: x\n  text_sha256: y\nannotations:\n"
        f"- id: 7b5bb9cf-38e5-4dde-93bd-4a15bb5a1b0e\n  topics: [summits]\n  quote: {quote}\n"
        f"  start: {text.index(quote)}\n  end: {text.index(quote) + len(quote)}\n",
        encoding="utf-8",
    )
    done = in_shell(project, line)
    assert done.stdout == f"{FOX}.yaml\n", done.stderr


def test_an_import_is_done_although_nobody_reads_about_it(project: Path) -> None:
    table = project / "table.csv"
    table.write_text(f"path,quote,topic\n{FOX},24 Jahren,summits\n", encoding="utf-8")
    line = "nkreader import table.csv --yes --folder articles --annotations mine | true; ls mine"
    done = in_shell(project, line)
    assert done.stdout == f"{FOX}.yaml\n", done.stderr


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("nkreader articles --folder articles >&-", 2, "standard output cannot be written"),
        ("nkreader articles --folder articles >/dev/full", 2, "No space left on device"),
        ("nkreader articles --folder articles 2>&- >/dev/null", 0, ""),
        ("nkreader articles --folder nowhere 2>&-", 2, ""),
        ("nkreader articles --folder articles <&- >/dev/null", 0, ""),
        ("nkreader index --folder articles <&- >&- 2>&-", 0, ""),
        ("nkreader articles <&-", 2, "no such folder"),
        ("nkreader --version >&-", 2, "standard output cannot be written"),
    ],
)
def test_streams_may_be_closed_or_full(project: Path, line: str, status: int, words: str) -> None:
    if "--folder" not in line and "version" not in line:
        line += " --folder nowhere"
    done = in_shell(project, line)
    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_quietly(project: Path) -> None:
    waits = (
        "import signal, sys\n"
        "import nkreader.commands.articles\n"
        "def wait(*_):\n"
        "    print('waiting', flush=True)\n"
        "    signal.pause()\n"
        "nkreader.commands.articles.open_folder = wait\n"
        "sys.argv[1:] = ['articles']\n"
        "from nkreader.cli import run\n"
        "run()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", waits],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == ""
    assert process.returncode == 130


def test_ctrl_c_while_indexing_keeps_what_was_read(project: Path) -> None:
    for number in range(200):
        text = f"Meldung {number}\n\nAm Fluss war am Montag Wort{number:03} zu sehen.\n"
        (project / "articles" / f"viele{number:03}.txt").write_text(text, encoding="utf-8")
    interrupted = (
        "import os, signal, sys\n"
        "from nkreader.progress import ProgressLine\n"
        "def show(_self, done, _total):\n"
        "    if done == 100:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "ProgressLine.show = show\n"
        "sys.argv[1:] = ['index', '--folder', 'articles']\n"
        "from nkreader.cli import run\n"
        "run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupted],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 130
    assert "the next run resumes" in done.stderr
    rest = nkreader(project, "index", "--folder", "articles")
    assert b"205 articles, 104 read" in rest.stderr


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_commands_and_their_help_say_the_same(project: Path, name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    shown = nkreader(project, name, "--help", COLUMNS="20").stdout.decode()
    for part in (f"Usage: nkreader {name}", "\nExit status:", "\nExamples:\n  "):
        assert part in shown
    # Its examples can be copied: they are commands with options that there are.
    for line in re.findall(r"(?m)^  (nkreader .*)$", shown.partition("\nExamples:")[2]):
        for option in re.findall(r"(?<= )--[a-z-]+", line):
            assert option in shown, line


def test_the_help_lists_every_command_and_imports_none(project: Path) -> None:
    code = "import sys; from nkreader.cli import run\ntry: run()\nexcept SystemExit: pass\n"
    code += "print(*(each for each in sys.modules if each.startswith(('workspace', 'yaml'))))"
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], cwd=project, capture_output=True, check=True
    )
    *shown, modules = done.stdout.decode().splitlines()
    assert modules == ""
    for name in NAMES:
        assert any(line.startswith(f"  {name} ") for line in shown)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("serch Putin", "`search`"),
        ("pasages", "`passages`"),
        ("search --limmit 3 Putin", "'--limit'"),
        ("articles --jsn", "'--json'"),
        ("completion fisch", "`fish`"),
    ],
)
def test_of_a_misspelt_word_the_nearest_is_told(project: Path, line: str, meant: str) -> None:
    done = nkreader(project, *line.split())
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"Did you mean {meant}?" in done.stderr.decode()


def test_words_of_a_query_may_begin_with_a_dash(project: Path) -> None:
    done = nkreader(project, "search", "Luxuslimousine", "-Quastenflosser", "--folder", "articles")
    assert (done.returncode, done.stderr) == (0, b"")
    after = nkreader(project, "search", "--folder", "articles", "--", "--limmit")
    assert (after.returncode, b"No such option" in after.stderr) == (1, False)


def test_a_folder_that_is_called_like_a_command(project: Path) -> None:
    (project / "articles").rename(project / "search")
    opened = nkreader(project, "./search")
    assert b"needs a terminal" in opened.stderr
    assert b"./search" in nkreader(project, "--help").stdout


LONG = "a" * 5000
ODD = [b"\xff\xfe", LONG.encode(), b"\x1b[2J", "Ärger/ü".encode(), b"..", b"/dev/null", b"", b"a\n"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_arguments_end_in_words(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    odd: bytes,
) -> None:
    monkeypatch.chdir(project)
    lines: list[list[str | bytes]] = [
        [odd],
        ["show", odd, "--folder", "articles"],
        ["restore", odd, "--folder", "articles"],
        ["restore", FOX, "--version", odd, "--folder", "articles"],
        ["merge", odd, "--folder", "articles"],
        ["articles", "--folder", odd],
        ["passages", "--annotations", odd, "--folder", "articles"],
        ["check", "--annotations", odd, "--folder", "articles"],
        ["passages", "--config", odd],
        ["search", odd, "--folder", "articles"],
        ["search", "Putin", "--limit", odd],
        ["export", odd, "--folder", "articles"],
        ["export", "html", "-o", odd, "--folder", "articles"],
        ["export", "csv", "--query", odd, "--folder", "articles"],
        ["passages", "--topic", odd, "--folder", "articles"],
        ["passages", "--article", odd, "--folder", "articles"],
        ["suggest", "--topic", odd, "--folder", "articles"],
        ["import", odd, "--folder", "articles"],
        ["import", FOX, "--format", odd, "--folder", "articles"],
        ["completion", odd],
    ]
    for line in lines:
        monkeypatch.setattr("sys.argv", ["nkreader", *map(os.fsdecode, line)])
        with pytest.raises(SystemExit) as end:
            run()
        said = capfdbinary.readouterr()
        assert end.value.code in {0, 1, 2}, line
        assert b"unexpected" not in said.err, line
        assert b"\x1b" not in said.err + said.out, line
        assert end.value.code != 2 or said.err, line


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    ],
)
def test_data_is_utf_8_whatever_the_locale(project: Path, environment: dict[str, str]) -> None:
    shown = nkreader(project, "show", FOX, "--folder", "articles", **environment)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "Präsident" in shown.stdout.decode("utf-8")
    wrong = nkreader(project, "show", "Ä“.txt", "--folder", "articles", **environment)
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"Traceback" not in wrong.stderr


def test_a_configuration_that_cannot_be_read(project: Path) -> None:
    folder = project / "config.yaml"
    folder.mkdir()
    odd = project / "odd.yaml"
    odd.write_bytes(b"articles: \xff\xfe\x00\n")
    for file in (folder, odd):
        done = nkreader(project, "passages", "--config", str(file))
        assert done.returncode == 2
        assert str(file).encode() in done.stderr
        assert b"Traceback" not in done.stderr


def completions(project: Path, line: str, *more: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = [*line.split(" "), *more]
    environment = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = nkreader(project, _NKREADER_COMPLETE="bash_complete", **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    return [each.partition(",")[2] for each in done.stdout.decode().splitlines() if each]


def test_shells_complete_commands_options_and_names(project: Path) -> None:
    (project / "config.yaml").write_text("articles: articles\ntopics:\n- name: arms deals\n")
    assert set(NAMES) <= set(completions(project, "nkreader "))
    assert completions(project, "nkreader pas") == ["passages"]
    assert "--annotations" in completions(project, "nkreader passages --a")
    assert completions(project, "nkreader completion z") == ["zsh"]
    assert completions(project, "nkreader export q") == ["qdpx", "qdc"]
    assert completions(project, "nkreader passages --topic ar") == ["arms\\\\ deals"]
    assert completions(project, "nkreader show 003") == [FOX]
    assert completions(project, "nkreader show --folder nowhere 003") == []
    (project / "config.yaml").write_text("topics: 3\n")
    assert completions(project, "nkreader show 003") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_it_can_read(project: Path, shell: str) -> None:
    done = nkreader(project, "completion", shell)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"_NKREADER_COMPLETE" in done.stdout
    if shutil.which(shell):
        check = [shell, "-n"] if shell != "fish" else [shell, "--no-execute"]
        subprocess.run(check, input=done.stdout, check=True)


@pytest.mark.parametrize(
    ("words", "offered"), [("show 003", FOX), ("passages --topic ar", "arms\\ deals")]
)
def test_bash_completes_the_line_with_what_can_be_typed(
    project: Path, words: str, offered: str
) -> None:
    (project / "config.yaml").write_text("articles: articles\ntopics:\n- name: arms deals\n")
    line = (
        f'eval "$(nkreader completion bash)"; COMP_WORDS=(nkreader {words}); '
        'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _nkreader_completion nkreader; echo "$COMPREPLY"'
    )
    done = in_shell(project, line)
    assert done.stdout == f"{offered}\n", done.stderr


def test_progress_is_for_a_terminal_alone(project: Path) -> None:
    assert b"\r" not in nkreader(project, "index", "--folder", "articles").stderr
    ours, theirs = pty.openpty()
    code = (
        "import time; from nkreader.progress import ProgressLine\n"
        "line = ProgressLine('reading'); time.sleep(0.15); line.show(1, 2); line.clear()"
    )
    subprocess.run([sys.executable, "-c", code], stderr=theirs, check=True, cwd=project)
    os.close(theirs)
    assert b"reading: 1 of 2" in os.read(ours, 1000)
    os.close(ours)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on memory")
def test_a_file_too_large_to_import_is_named_with_the_way_out(project: Path) -> None:
    for name, size in (("grenze.json", 700 << 20), ("riese.json", (1 << 30) + 1)):
        with (project / name).open("wb") as file:
            file.write(b"[")
            file.truncate(size)  # takes no room on the disk
    line = "ulimit -v 600000; nkreader import --folder articles"
    for name, words in (
        ("grenze.json", "grenze.json needs more memory than this computer has free. Export it"),
        ("riese.json", "riese.json is larger than 1 GB. Export it from its program in parts"),
    ):
        done = in_shell(project, f"{line} {name}")
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
