"""Who else has an annotations folder open, told by a lock that ends with its process."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from annotations.lock import try_lock
from corpus.kept import KeptError, understood

NAME = ".nkreader.open"


@dataclass(frozen=True, slots=True)
class Other:
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
        parts += [f"since {self.since}"] * bool(self.since)
        return "Another nkreader has these annotations open" + (
            f" ({', '.join(parts)})" * bool(parts)
        )


class Presence:
    """Says in the file `.nkreader.open` of a folder that this program has it open.

    The file is locked for as long as the program runs, however it ends; whoever finds it unlocked
    is the only one, whatever is written in it. It is made when the folder is there.
    """

    def __init__(self, folder: Path, coder: str) -> None:
        self._file = folder / NAME
        self._coder = coder
        self._descriptor: int | None = None

    def take(self) -> Other | None:
        """Be the one that has the folder open, if nobody is; else tell who is.

        `None` also where this cannot be known: no folder yet, no locks, no permission.
        """
        if self._descriptor is not None or not self._file.parent.is_dir():
            return None
        try:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:
            return None
        if not try_lock(descriptor):
            other = _read(descriptor)
            os.close(descriptor)
            return other
        self._descriptor = descriptor
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._say(msgspec.json.encode(Other(os.getpid(), os.uname().nodename, self._coder, now)))
        return None

    def release(self) -> None:
        """Let others be the one; also done when the process ends."""
        if self._descriptor is not None:
            self._say(b"")
            os.close(self._descriptor)
            self._descriptor = None

    def _say(self, data: bytes) -> None:
        assert self._descriptor is not None
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, data, 0)
        except OSError:
            return  # the lock says enough


def _read(descriptor: int) -> Other:
    """What the other program says of itself; somebody else wrote it, so it may be anything."""
    try:
        with understood(Path(NAME)):
            return msgspec.json.decode(os.pread(descriptor, 4096, 0), type=Other)
    except (FileNotFoundError, KeptError):
        return Other()
