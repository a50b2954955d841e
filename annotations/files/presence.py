"""Knows who else has an annotations folder open, by a lock that ends with its process."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from corpus.own_files import OwnFileError, decoding
from disk.lock import replace_locked, try_locked
from disk.process import is_stopped
from disk.reading import read

NAME = ".nkreader.open"
_MOST_BYTES = 4096


class OtherInstance(Struct, frozen=True):
    """Another program that has the folder open: process id, machine, coder, and since when."""

    pid: int = 0
    host: str = ""
    coder: str = ""
    since: str = ""

    @property
    def words(self) -> str:
        """Who it is, in words; as much as is known."""
        parts = [f"process {self.pid}"] * bool(self.pid)
        parts += [f"on {self.host}"] * bool(self.host and self.host != os.uname().nodename)
        parts += [f"of {self.coder}"] * bool(self.coder)
        parts += [f"since {_local(self.since)}"] * bool(self.since)
        return "Another nkreader has these annotations open" + (
            f" ({', '.join(parts)})" * bool(parts)
        )

    @property
    def is_stopped(self) -> bool:
        """Whether it is stopped, as by ctrl+z; False where that cannot be known."""
        return self.host == os.uname().nodename and is_stopped(self.pid)

    @property
    def notice(self) -> str:
        """Who it is, and what each of the two sees of the other's work."""
        if self.is_stopped:
            return f"{self.words}. It is stopped; `fg` in its shell resumes it."
        return f"{self.words}. Each sees what the other does."


def _local(time: str) -> str:
    """Return a time (2026-11-26T07:40:51Z) as the clock shows it here; other words as they are."""
    try:
        return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return time


class Presence:
    """Says in the file `.nkreader.open` of a folder that this program has it open.

    The file is locked for as long as the program runs, however it ends; whoever finds it unlocked
    is the only one, whatever is written in it. It is made when the folder is there. As the folder
    may come from anybody, nothing is written into a file that is found: one of our own takes its
    place.
    """

    def __init__(self, folder: Path, coder: str) -> None:
        self._file = folder / NAME
        self._coder = coder
        self._descriptor: int | None = None
        self._is_own = False

    def acquire(self) -> OtherInstance | None:
        """Claim the folder if nobody has it open; else return who has.

        `None` also where this cannot be known: no folder yet, no locks, no permission, or what is
        no plain file at its place, which `annotations.files.listing` tells.
        """
        if self._descriptor is not None or not self._file.parent.is_dir():
            return None
        try:
            held = try_locked(self._file)
        except OSError:
            return None
        if held is None:
            return _read(self._file)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        us = msgspec.json.encode(OtherInstance(os.getpid(), os.uname().nodename, self._coder, now))
        try:
            self._descriptor = replace_locked(self._file, us)
        except OSError:  # in a folder where nobody replaces what is another's
            self._descriptor = held  # the lock says enough
        else:
            self._is_own = True
            os.close(held)
        return None

    def release(self) -> None:
        """Let others claim the folder; also done when the process ends."""
        if self._descriptor is not None:
            if self._is_own:
                with suppress(OSError):
                    os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
            self._is_own = False


def _read(file: Path) -> OtherInstance:
    """What the other program says of itself; somebody else wrote it, so it may be anything."""
    try:
        with decoding(file):
            return msgspec.json.decode(read(file, most=_MOST_BYTES), type=OtherInstance)
    except (FileNotFoundError, OwnFileError):
        return OtherInstance()


def is_taken(folder: Path) -> bool:
    """Whether a program has the folder open; looking changes nothing."""
    file = folder / NAME
    try:
        held = try_locked(file) if file.exists() else -1
    except OSError:
        return False
    if held is None:
        return True
    if held >= 0:
        os.close(held)
    return False
