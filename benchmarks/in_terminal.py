"""nkreader in a pseudo-terminal, for the benchmarks that drive it: keys in, bytes out, its end."""

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
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 300.0  # a slow machine may take its time; nothing waits longer than it needs
# The program gets a terminal of its own, as a shell would give it one, and then takes its place.
_IN_OWN_TERMINAL = """
import fcntl, os, signal, sys, termios
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)  # a job in the background has been told to ignore some
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "nkreader", *sys.argv[1:]])
"""
_COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
_NOT_OURS = {"COLORTERM", "COLUMNS", "LINES", "TERM_PROGRAM", "TMUX", "STY"}


class Program:
    """nkreader on `base/articles` and `base/annotations`, with `base` for all that it keeps.

    `output` is every byte it has written. `environment` is added to its own.
    """

    def __init__(
        self,
        base: Path,
        arguments: Sequence[str] = (),
        size: tuple[int, int] = (100, 30),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.base = base
        self.output = b""
        self.master, theirs = pty.openpty()
        os.set_inheritable(self.master, False)
        self.resize(*size)
        folders = ["--folder", str(base / "articles"), "--annotations", str(base / "annotations")]
        if (base / "config.yaml").exists():
            folders += ["--config", str(base / "config.yaml")]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _IN_OWN_TERMINAL, *folders, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=base,
            env={**_environment(base), **(environment or {})},
            start_new_session=True,
        )
        os.close(theirs)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told by the kernel."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until_keys_are_kept(self) -> None:
        """Wait until the terminal takes no key for itself any more, or the program has ended."""
        while self.process.poll() is None and termios.tcgetattr(self.master)[3] & termios.ICANON:
            time.sleep(0.002)

    def press(self, keys: bytes) -> None:
        """Type; what the program does not take is an error."""
        while keys:
            if not select.select([], [self.master], [], SECONDS)[1]:
                raise TimeoutError("the program no longer reads what is typed")
            keys = keys[os.write(self.master, keys) :]

    def pump(self, seconds: float) -> bytes:
        """Read what it writes for a time, or until it has ended."""
        until = time.monotonic() + seconds
        came = b""
        while (left := until - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                try:
                    data = os.read(self.master, 65536)
                except OSError:
                    break
                if not data:
                    break
                came += data
                self.output += data
        return came

    def wait_for(self, words: bytes, seconds: float = SECONDS) -> bool:
        """Whether words come on the wire in time; what came before is not looked at."""
        until = time.monotonic() + seconds
        seen = b""
        while time.monotonic() < until and self.process.poll() is None:
            seen += self.pump(0.02)
            if words in _COLOUR.sub(b"", seen):
                return True
        return False

    def close_terminal(self) -> None:
        """Do as somebody who closes the window."""
        os.close(self.master)
        self.master = -1

    def wait_exit(self, seconds: float) -> float | None:
        """How many seconds it took to end; `None` when it did not within `seconds`."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.master >= 0:
                self.pump(0.005)
            else:
                time.sleep(0.005)
            if self.process.poll() is not None:
                return time.monotonic() - began
        return None

    def family(self) -> set[int]:
        """The process and all that it has started and they have."""
        parents: dict[int, int] = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(status.parent.name)] = int(
                    status.read_text().rpartition(")")[2].split()[1]
                )
            except OSError:
                continue
        found, size = {self.process.pid}, 0
        while size != len(found):
            size = len(found)
            found |= {pid for pid, parent in parents.items() if parent in found}
        return found

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        for pid in self.family() if self.process.poll() is None else ():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        if self.master >= 0:
            os.close(self.master)
            self.master = -1


def runs(pid: int) -> bool:
    """Whether a process is there and not only its exit status."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _environment(base: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _NOT_OURS and not name.startswith(("TEXTUAL", "PYTHON", "COV"))
    }
    ours = {f"XDG_{name}_HOME": str(base / name.lower()) for name in ("STATE", "CACHE", "DATA")}
    config = {"XDG_CONFIG_HOME": str(base / "home")}
    own = {"TERM": "xterm-256color", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    return {**kept, **ours, **config, **own}
