"""What happens to terminals: suspended, stopped, closed, and of another encoding."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations.files.presence import Presence

Launch = Callable[..., Any]

ENTER, ESCAPE, CTRL_C, CTRL_Q, CTRL_Z = b"\r", b"\x1b", b"\x03", b"\x11", b"\x1a"
SHELL = ("bash", "--norc", "--noprofile", "-i")
READING = "○ 1 arms deals"

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def state_of(pid: int) -> str:
    """`T` for a process that is stopped, "" for one that is not there."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


@needs_proc
@pytest.mark.parametrize("by_key", [True, False])
def test_the_shell_has_the_terminal_while_it_is_suspended(
    launch: Launch, monkeypatch: pytest.MonkeyPatch, by_key: bool
) -> None:
    monkeypatch.setenv("PS1", "prompt> ")
    shell = launch(program=SHELL)
    shell.sees("prompt>")
    shell.type(f"{sys.executable} -m nkreader\r")
    shell.sees("enter read")
    shell.press(ENTER)
    shell.sees(READING)
    if by_key:
        shell.press(CTRL_Z)
    else:
        os.kill(child_of(shell.process.pid), signal.SIGTSTP)
    shell.sees("Stopped")
    shell.type("echo q1q2q3\r")
    # What is typed before the shell reads is shown twice, by the terminal and by the shell.
    shell.until(lambda: "q1q2q3" in shell.text().split("\n"), "the shell's answer")
    shell.type("fg\r")
    shell.sees_no("Stopped")
    shell.sees(READING)
    shell.press(b"1")
    shell.sees("tagged arms deals")
    shell.press(CTRL_Q)
    shell.sees("prompt>")
    shell.type("echo status $?\r")
    shell.sees("status 0")
    shell.type("exit\r")
    assert shell.wait_exit() == 0


@needs_proc
def test_a_job_that_is_stopped_can_be_ended(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PS1", "prompt> ")
    shell = launch(program=SHELL)
    shell.sees("prompt>")
    shell.type(f"{sys.executable} -m nkreader\r")
    shell.sees("enter read")
    pid = child_of(shell.process.pid)
    shell.press(CTRL_Z)
    shell.sees("Stopped")
    shell.type("kill %1\r")
    shell.until(lambda: state_of(pid) == "", "the end of the job")
    shell.type("exit\r")
    shell.wait_exit()


def test_where_no_shell_could_go_on_with_it_it_is_not_stopped(launch: Launch) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(CTRL_Z)
    again = "that it has the terminal again"
    terminal.until(lambda: terminal.output.count(b"\x1b[?1049h") == 2, again)
    terminal.press(ENTER)
    terminal.sees(READING)
    terminal.press(CTRL_Q)
    assert terminal.wait_exit() == 0


@needs_proc
def test_it_goes_on_after_sigstop(launch: Launch) -> None:
    terminal = launch()
    terminal.is_ready()
    os.kill(terminal.process.pid, signal.SIGSTOP)
    terminal.until(lambda: state_of(terminal.process.pid) == "T", "that it stands still")
    before = len(terminal.output)
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.until(lambda: b"5 articles" in terminal.output[before:], "all drawn again")
    terminal.press(ENTER)
    terminal.sees(READING)
    terminal.press(CTRL_Q)
    assert terminal.wait_exit() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_that_come_twice_end_it_without_complaint(
    launch: Launch, number: signal.Signals
) -> None:
    terminal = launch()
    terminal.is_ready()
    for _ in range(2):
        os.kill(terminal.process.pid, number)
    assert terminal.wait_exit() == 0
    assert b"Traceback" not in terminal.output


def test_ctrl_c_leaves_and_in_the_reader_twice(launch: Launch) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(CTRL_C)
    assert terminal.wait_exit() == 0
    again = launch()
    again.is_ready()
    again.press(ENTER)
    again.sees(READING)
    again.press(CTRL_C)
    again.sees("Copied")
    again.press(CTRL_C + CTRL_C)  # at once: what counts is how soon one follows the other
    assert again.wait_exit() == 0


def test_a_terminal_that_is_closed_ends_it_and_frees_the_folder(
    launch: Launch, project: Path
) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(ENTER)
    terminal.sees(READING)
    terminal.press(b"1")
    terminal.sees("tagged arms deals")
    terminal.hang_up()
    terminal.wait_exit()
    presence = Presence(project / "annotations", "")
    assert presence.acquire() is None
    presence.release()
    assert "arms deals" in next((project / "annotations").glob("*.yaml")).read_text("utf-8")


LOSES = """
import sys
from pathlib import Path

lost = Path(sys.argv.pop(1))
import nkreader
from tui.terminal import Screen
flush = Screen.flush

def flush_and_tell(screen):
    data = bytes(screen._waiting)
    flush(screen)
    if screen._is_stuck:
        with lost.open("ab") as file:
            file.write(data)

Screen.flush = flush_and_tell
from nkreader.cli import run
run()
"""


def test_what_a_terminal_missed_while_it_hung_is_drawn_although_nothing_more_happens(
    launch: Launch, tmp_path: Path
) -> None:
    lost = tmp_path / "lost"
    lost.touch()
    terminal = launch(program=(sys.executable, "-c", LOSES, str(lost)))
    terminal.is_ready()
    terminal.press(ENTER)
    terminal.sees("9 suggestions")  # found last: nothing more is drawn without a key
    with terminal.hangs():

        def draws_too_much() -> bool:
            os.kill(terminal.process.pid, signal.SIGCONT)  # all is drawn again
            return lost.stat().st_size > 0

        terminal.until(draws_too_much, "that it accepts nothing more")
        terminal.press(b"G")
        terminal.until(lambda: b"100%" in lost.read_bytes(), "what it does not accept")
    terminal.sees("100%")
    terminal.press(CTRL_Q)
    assert terminal.wait_exit() == 0


WAITS = """
import sys, time
from pathlib import Path

typed = Path(sys.argv.pop(1))

class Waits:
    def find_spec(self, name, *_):
        while name == "tui.start" and not typed.exists():
            time.sleep(0.01)

sys.meta_path.insert(0, Waits())
from nkreader.cli import run
run()
"""


def test_a_key_that_leaves_is_heard_before_there_is_a_screen(
    launch: Launch, tmp_path: Path
) -> None:
    typed = tmp_path / "typed"
    terminal = launch(program=(sys.executable, "-c", WAITS, str(typed)))
    terminal.until(terminal.gives_keys, "keys that are kept")
    terminal.press(CTRL_Q)
    assert b"\x1b[?1049h" not in terminal.output
    typed.touch()
    assert terminal.wait_exit() == 0
    assert terminal.modes_after == terminal.modes_before


@pytest.fixture
def latin(tmp_path: Path) -> dict[str, str]:
    """A locale whose encoding is Latin-1, as few systems still have one."""
    if shutil.which("localedef") is None:
        pytest.skip("no localedef")
    folder = tmp_path / "locales"
    folder.mkdir()
    command = ["localedef", "-i", "de_DE", "-f", "ISO-8859-1", str(folder / "de_DE.ISO-8859-1")]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no such locale")
    ours = {"PYTHONUTF8", "LANG", "LC_ALL", "LC_CTYPE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    latin = {"LC_ALL": "de_DE.ISO-8859-1", "LOCPATH": str(folder), "TERM": "xterm-256color"}
    return {**kept, **latin}


@pytest.mark.parametrize("speaks_utf8", [True, False])
def test_a_terminal_gets_what_it_speaks_whatever_the_locale_says(
    launch: Launch, latin: dict[str, str], project: Path, speaks_utf8: bool
) -> None:
    (project / "articles" / "übung.txt").write_text(
        "Größe „zählt“\n\nFünf ‑ — Łódź → 5 €.\n", encoding="utf-8"
    )
    terminal = launch(environment=latin, speaks_utf8=speaks_utf8)
    terminal.sees("6 articles")
    terminal.sees("── 6 articles ·" if speaks_utf8 else "-- 6 articles ·")
    terminal.sees("Größe „zählt“" if speaks_utf8 else 'Größe "zählt"')
    assert "\\u" not in terminal.text()
    terminal.press("/zä".encode("utf-8" if speaks_utf8 else "latin-1"))
    terminal.sees("/ zä")
    terminal.sees("1 of 6 articles")
    terminal.press(ENTER, ENTER)
    terminal.sees(READING if speaks_utf8 else "o 1 arms deals")
    terminal.press(b"1")
    terminal.sees("tagged arms deals")
    assert (project / "annotations" / "übung.txt.yaml").exists()
    assert "path: übung.txt" in (project / "annotations" / "übung.txt.yaml").read_text("utf-8")
    terminal.press(CTRL_Q)
    assert terminal.wait_exit() == 0


def test_a_paste_whose_end_never_comes_ends_all_the_same(launch: Launch) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(b"\x1b[200~Kim und Putin")
    terminal.sees("There is no field here to paste into.")
    terminal.press(b"?")
    terminal.sees("Commands")
    terminal.press(ESCAPE, CTRL_Q)
    assert terminal.wait_exit() == 0
