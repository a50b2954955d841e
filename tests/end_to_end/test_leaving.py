"""Coming and going: what is left behind in the terminal, among the processes and on the screen."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Launch = Callable[..., Any]

ENTER, CTRL_Q = b"\r", b"\x11"
MODES = ("1049", "1000", "1003", "1006", "2004")  # alternate screen, mouse, bracketed paste
MANY = 2500


def switched_off(output: bytes, mode: str) -> bool:
    """Whether the last word on a terminal mode was that it is off."""
    return output.rfind(f"\x1b[?{mode}l".encode()) > output.rfind(f"\x1b[?{mode}h".encode()) >= 0


def children(pid: int) -> set[int]:
    """The processes that a process has started and that still run."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # gone meanwhile
            continue
        if int(parent) == pid and state != "Z":
            found.add(int(status.parent.name))
    return found


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def make_articles(folder: Path) -> None:
    """A few thousand short articles, each with a word of its own."""
    for number in range(MANY):
        text = (
            f"Meldung Nummer {number} aus Seoul\n\n"
            f"Die Delegation traf am Montag ein. Sie sprach über Lieferungen und den Vorgang "
            f"vorgang{number:05}. Beobachter erwarten weitere Gespräche im Herbst.\n"
        )
        (folder / f"meldung-{number:05}.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_gives_the_terminal_back(launch: Launch, number: signal.Signals) -> None:
    terminal = launch()
    terminal.sees("5 articles")
    terminal.sees("enter read")
    terminal.press(ENTER)
    terminal.sees("arms deals")
    os.kill(terminal.process.pid, number)
    terminal.wait_exit()
    assert [mode for mode in MODES if not switched_off(terminal.output, mode)] == []
    assert terminal.modes_after == terminal.modes_before
    assert b"Traceback" not in terminal.output


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize("is_killed", [False, True])
def test_leaving_while_articles_are_indexed_leaves_no_process_behind(
    launch: Launch, project: Path, is_killed: bool
) -> None:
    make_articles(project / "articles")
    total = f"{MANY + 5:,}"
    first = launch()
    first.sees(f"of {total}")
    working = children(first.process.pid)
    assert working
    if is_killed:
        os.kill(first.process.pid, signal.SIGKILL)
        first.wait_exit()
        first.until(lambda: not any(map(runs, working)), "the end of what it had started")
    else:
        first.press(CTRL_Q)
        assert first.wait_exit() == 0
        assert [pid for pid in working if runs(pid)] == []
        assert [mode for mode in MODES if not switched_off(first.output, mode)] == []

    again = launch()
    again.sees(f"{total} articles")
    again.sees_no("reading articles")
    again.press(b"/")
    again.sees("show results")
    again.type(f"vorgang{MANY - 1:05}")
    again.sees(f"1 of {total} articles")
    again.sees(f"Meldung Nummer {MANY - 1} aus Seoul")
    again.press(CTRL_Q)
    assert again.wait_exit() == 0


@pytest.mark.parametrize(
    ("arguments", "config", "said"),
    [
        (("no-such-folder",), "", ("no-such-folder",)),
        ((), "articles: articles\nthema: dark\n", ("config.yaml:2", "thema", "theme")),
        (
            (),
            "articles: articles\nreading:\n  width: wide\n",
            ("config.yaml:3", "reading.width", "expected a whole number"),
        ),
    ],
)
def test_what_cannot_be_opened_is_said_before_the_screen_is_touched(
    launch: Launch,
    project: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    config: str,
    said: tuple[str, ...],
) -> None:
    if config:
        (project / "config.yaml").write_text(config, encoding="utf-8")
    terminal = launch(*arguments, errors=tmp_path / "stderr")
    assert terminal.wait_exit() == 2
    words = terminal.words_on_stderr()
    for word in said:
        assert word in words
    assert "Traceback" not in words
    assert terminal.output == b""
    assert terminal.modes_after == terminal.modes_before
