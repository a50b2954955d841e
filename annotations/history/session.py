"""Which of the programs that write one journal still run, told by a lock that ends with each.

Where the file system refuses locks, as some network drives do, the file of a session says which
process it is: of this machine that can be looked up. One of another machine counts as running for a
day after it has last written something.
"""

import contextlib
import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from disk import lock, process
from disk.cache_file import make_own_folder
from disk.durable import remove
from disk.reading import read

_SECONDS_UNSEEN = 24 * 3600
_MOST_BYTES = 1000


_COMMAND = "command-"


def is_of_command(session: str) -> bool:
    """Whether a session by its id is that of a command, which ends when it has done its work."""
    return session.startswith(_COMMAND)


class Session:
    """A running program among those with lock files in `folder`; its file is made by `begin`.

    `is_command` says that it has no screen, so that nothing can be undone in it.
    """

    def __init__(self, folder: Path, *, is_command: bool = False) -> None:
        self._folder = folder
        self._descriptor: int | None = None
        self._is_locked = False
        self.id = f"{_COMMAND if is_command else ''}{uuid.uuid4().hex}"

    def begin(self) -> None:
        """Show that this session runs, until `end` or the end of the process. Raises OSError."""
        if self._descriptor is None:
            make_own_folder(self._folder, within=self._folder.parent)
            file = self._folder / self.id
            self._descriptor = lock.replace_locked(file, process.identity().encode())
            self._is_locked = lock.has_locks(self._descriptor)
        elif not self._is_locked:
            lock.renew(self._descriptor)

    def end(self) -> None:
        """Show that this session has ended."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                remove(self._folder / self.id, flushed=False)
            os.close(self._descriptor)
            self._descriptor = None

    def runs(self, session: str) -> bool:
        """Whether a session by its id is this one or another one that still runs."""
        return session == self.id or self._is_held(session)

    def others_that_run(self, sessions: Iterable[str]) -> set[str]:
        """Which of these sessions run and are not this one."""
        return {each for each in set(sessions) - {self.id, ""} if self._is_held(each)}

    def _is_held(self, session: str) -> bool:
        if not session:
            return False  # nobody's
        file = self._folder / session
        if not file.exists():
            return False
        try:
            descriptor = lock.try_locked(file, own=True)
        except OSError:
            return False
        if descriptor is None:
            return True
        if not lock.has_locks(descriptor) and _may_run(file):
            os.close(descriptor)
            return True
        with contextlib.suppress(OSError):
            remove(file, flushed=False)
        os.close(descriptor)
        return False


def _may_run(file: Path) -> bool:
    """Whether a session still runs, by what its file says."""
    try:
        said = read(file, own=True, most=_MOST_BYTES).decode("utf-8", "replace")
        unseen = time.time() - file.stat().st_mtime
    except OSError:
        return False
    runs = process.runs(said)
    return unseen < _SECONDS_UNSEEN if runs is None else runs
