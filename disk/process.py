"""Which process is which, where no lock can tell: by machine, start of the machine, and its own."""

import os
from pathlib import Path

_STARTED = 19  # the number of the field in /proc/PID/stat, after the name in brackets


def identity() -> str:
    """Return words that no other process on any machine has; without /proc nearly so."""
    return f"{_machine()} | {os.getpid()} {_started(os.getpid())}"


def runs(words: str) -> bool | None:
    """Tell whether the process with this `identity` runs; None if it is another machine's."""
    machine, _, process = words.partition(" | ")
    pid, _, started = process.partition(" ")
    if machine != _machine() or not pid.isdecimal():
        return None
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass  # another user's: its start tells
    return _started(int(pid)) == started


def is_stopped(pid: int) -> bool:
    """Whether a process of this machine is stopped, as by ctrl+z; False without /proc."""
    return _text(f"/proc/{pid}/stat").rpartition(")")[2].split()[:1] == ["T"]


def _machine() -> str:
    """This machine since it was started."""
    return f"{os.uname().nodename} {_text('/proc/sys/kernel/random/boot_id')}"


def _started(pid: int) -> str:
    """When a process was started: its number may have been another one's before."""
    fields = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    if fields[:1] == ["Z"]:
        return "ended"  # and nobody has asked yet how
    return fields[_STARTED] if len(fields) > _STARTED else "-"


def _text(file: str) -> str:
    """What the system says; "-" where it says nothing."""
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace").strip() or "-"
    except OSError:
        return "-"
