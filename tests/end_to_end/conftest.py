"""The real program in a real pseudo-terminal, with a terminal emulator to look at."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any

import pyte
import pytest
import yaml

from corpus.load import load_article
from workspace.config import initial_config

SECONDS = 300.0  # a slow machine may take its time; no test waits longer than its condition needs

# Queries and protocols that the emulator does not know and would take for something else.
_NOT_FOR_PYTE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-zA-Z]|\x1b\[\?u")
_HALF_SEQUENCE = re.compile(rb"\x1b(\[[0-9;<=>?$]*)?$")
# The program gets a terminal of its own, as a shell would give it one, and then takes its place.
_IN_OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


_NKREADER = (sys.executable, "-m", "nkreader")


class Terminal:
    """nkreader running in a terminal of `size` columns and rows; `program` may be another one.

    `output` is every byte it has sent; `errors` gets its standard error when that is no terminal.
    A terminal that does not speak UTF-8 has Latin-1.
    """

    def __init__(
        self,
        *arguments: str,
        cwd: Path,
        size: tuple[int, int],
        errors: Path | None = None,
        program: tuple[str, ...] = _NKREADER,
        environment: Mapping[str, str] | None = None,
        speaks_utf8: bool = True,
    ) -> None:
        columns, rows = size
        self.output = b""
        self._errors = errors
        self._half = b""
        self._hung_up = False
        screen: Any = pyte.Screen(columns, rows)
        screen.write_process_input = lambda answer: self._write(answer.encode())
        self._screen = screen
        self._stream: Any = pyte.ByteStream(self._screen)
        if not speaks_utf8:
            self._stream.select_other_charset("@")
        self._changed = Condition()
        self._accepts = Event()
        self._accepts.set()
        self._ours, self._theirs = pty.openpty()
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes_before = termios.tcgetattr(self._theirs)
        self.modes_after: list[Any] | None = None
        with (errors or Path(os.devnull)).open("wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _IN_OWN_TERMINAL, *program, *arguments],
                cwd=cwd,
                env=_environment() if environment is None else dict(environment),
                stdin=self._theirs,
                stdout=self._theirs,
                stderr=stderr if errors else self._theirs,
                start_new_session=True,
            )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while self._accepts.wait():
            try:
                data = os.read(self._ours, 65536)
            except OSError:  # the other end is closed
                data = b""
            if not data:
                return
            with self._changed:
                self.output += data
                whole = self._half + data
                half = _HALF_SEQUENCE.search(whole)
                cut = half.start() if half else len(whole)
                self._half = whole[cut:]
                self._stream.feed(_NOT_FOR_PYTE.sub(b"", whole[:cut]))
                self._changed.notify_all()

    # -- looking

    def text(self) -> str:
        """What is on the screen, as lines of text."""
        with self._changed:
            return "\n".join(line.rstrip() for line in self._screen.display)

    def line(self, words: str) -> str:
        """The line of the screen that has these words."""
        return next((line for line in self.text().split("\n") if words in line), "")

    def find(self, words: str) -> tuple[int, int]:
        """Where on the screen words begin: column and row, both from 0."""
        for row, line in enumerate(self.text().split("\n")):
            if words in line:
                return line.index(words), row
        raise AssertionError(f"“{words}” is not on the screen\n{self.text()}")

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition, never for a time."""
        deadline = time.monotonic() + SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"this never came: {what}\n{self.text()}")
            with self._changed:
                self._changed.wait(0.02)

    def sees(self, words: str) -> None:
        self.until(lambda: words in self.text(), f"“{words}” on the screen")

    def sees_no(self, words: str) -> None:
        self.until(lambda: words not in self.text(), f"“{words}” gone from the screen")

    def gives_keys(self) -> bool:
        """Whether the terminal gives single keys to the program, and not lines."""
        return not termios.tcgetattr(self._ours)[3] & termios.ICANON

    def is_ready(self) -> None:
        """Wait until the five samples are listed, indexed, and keys are taken."""
        self.sees("5 articles")
        self.sees("enter read")
        self.sees_no("reading articles")

    # -- doing

    @contextmanager
    def hangs(self) -> Iterator[None]:
        """Have it accept nothing for a while, as when a connection stands still."""
        self._accepts.clear()
        try:
            yield
        finally:
            self._accepts.set()

    def press(self, *keys: bytes) -> None:
        for key in keys:
            self._write(key)

    def type(self, text: str) -> None:
        self._write(text.encode())

    def _write(self, data: bytes) -> None:
        while data:
            _, ready, _ = select.select([], [self._ours], [], SECONDS)
            assert ready, "the program no longer reads what is typed"
            data = data[os.write(self._ours, data) :]

    def click(self, words: str, times: int = 1, dx: int = 0) -> None:
        """Click on words, `dx` cells after where they begin."""
        x, y = self.find(words)
        self._write((_mouse(0, x + dx, y) + _mouse(0, x + dx, y, up=True)) * times)

    def drag(self, from_: tuple[int, int], to: tuple[int, int]) -> None:
        """Press the button at one cell, move through the next ones, release it at the other."""
        (x, y), (to_x, to_y) = from_, to
        self._write(_mouse(0, x, y) + _mouse(32, x + 1, y) + _mouse(32, to_x, to_y))
        self._write(_mouse(0, to_x, to_y, up=True))

    # -- ending

    def hang_up(self) -> None:
        """Do as somebody who closes the window of the terminal."""
        self._hung_up = True
        os.close(self._theirs)
        os.close(self._ours)

    def wait_exit(self) -> int:
        """Wait until it has ended and all it has sent is read; gives its exit status."""
        try:
            status = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it did not end\n{self.text()}") from None
        if self.modes_after is None and not self._hung_up:
            self.modes_after = termios.tcgetattr(self._theirs)
            os.close(self._theirs)
            self._reader.join(SECONDS)
            assert not self._reader.is_alive(), "something it started still holds the terminal"
        return status

    def words_on_stderr(self) -> str:
        assert self._errors is not None
        return self._errors.read_text(encoding="utf-8")

    def close(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.wait_exit()
        if not self._hung_up:
            os.close(self._ours)


def _mouse(button: int, x: int, y: int, *, up: bool = False) -> bytes:
    return f"\x1b[<{button};{x + 1};{y + 1}{'m' if up else 'M'}".encode()


def _environment() -> dict[str, str]:
    ours = {"COLORTERM", "COLUMNS", "LINES", "TERM_PROGRAM", "TMUX", "STY"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith(("TEXTUAL", "PYTHON", "COV"))
    }
    return {**kept, "TERM": "xterm-256color", "PYTHONUTF8": "1"}


Launch = Callable[..., Terminal]


@pytest.fixture
def launch(project: Path) -> Iterator[Launch]:
    """Start nkreader in a project folder that has a configuration, as often as a test likes."""
    (project / "config.yaml").write_text(initial_config("articles"), encoding="utf-8")
    started: list[Terminal] = []

    def run(
        *arguments: str, size: tuple[int, int] = (100, 30), cwd: Path = project, **options: Any
    ) -> Terminal:
        terminal = Terminal(*arguments, cwd=cwd, size=size, **options)
        started.append(terminal)
        return terminal

    yield run
    for terminal in started:
        terminal.close()


@pytest.fixture
def coded(project: Path) -> Callable[[str], list[dict[str, Any]]]:
    """The annotations of an article as another program reads them, each at its words."""

    def read(article: str) -> list[dict[str, Any]]:
        file = project / "annotations" / f"{article}.yaml"
        if not file.exists():
            return []
        found: list[dict[str, Any]] = yaml.safe_load(file.read_bytes())["annotations"]
        text = load_article(project / "articles", article).text
        for each in found:
            assert each["quote"] == text[each["start"] : each["end"]]
        return found

    return read
