"""Recognises whether a folder is still the same folder.

An unmounted drive leaves its mount point behind: an empty folder of the same name, on another
device. What is written there disappears from sight as soon as the drive is back, and what is
missing there has not been deleted.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from disk.cache_file import make_own_folder
from disk.durable import remove, write_durably
from disk.reading import read

_MOST_BYTES = 1000


class Identity(Struct, frozen=True):
    """A folder as the system knows it, whatever it is called."""

    device: int
    inode: int


class Home:
    """Remembers which folder `folder` was, in `memory`, a file of the program's own."""

    def __init__(self, folder: Path, memory: Path) -> None:
        self.folder = folder
        self._memory = memory
        self._expected = _recalled(memory)
        self.is_held = False
        """Whether it has existed since the program started."""

    @property
    def now(self) -> Identity | None:
        """The folder that it is now; `None` if there is none."""
        try:
            status = self.folder.stat()
        except OSError:
            return None
        return Identity(status.st_dev, status.st_ino)

    @property
    def is_known(self) -> bool:
        """Whether it has been remembered."""
        return self._expected is not None

    @property
    def is_same(self) -> bool:
        """Whether it is the remembered folder."""
        return self._expected is not None and self._expected == self.now

    @property
    def is_on_its_device(self) -> bool:
        """Whether it, or the place to make it, is on the remembered device."""
        there = next(filter(Path.exists, (self.folder, *self.folder.parents)), None)
        return there is None or self._expected is None or _device(there) == self._expected.device

    def remember(self) -> None:
        """Remember the present folder; if that cannot be saved, it holds for this session."""
        now = self.now
        self.is_held = now is not None
        if now is None or now == self._expected:
            return
        self._expected = now
        try:
            make_own_folder(self._memory.parent)
            write_durably(self._memory, msgspec.json.encode(now), own=True)
        except OSError:
            return

    def forget(self) -> None:
        """Accept whatever folder is there."""
        self._expected = None
        try:
            remove(self._memory, own=True, missing_ok=True)
        except OSError:
            return


def _device(folder: Path) -> int | None:
    try:
        return folder.stat().st_dev
    except OSError:
        return None


def _recalled(memory: Path) -> Identity | None:
    try:
        return msgspec.json.decode(read(memory, own=True, most=_MOST_BYTES), type=Identity)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
