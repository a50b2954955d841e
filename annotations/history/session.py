"""Which of the programs that write one journal still run, told by a lock that ends with each."""

import contextlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from disk import lock
from disk.cache_file import make_own_folder
from disk.durable import remove


class Session:
    """A running program among those with lock files in `folder`; its file is made by `begin`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None
        self.id = uuid.uuid4().hex

    def begin(self) -> None:
        """Be seen to run, until `end` or until the process ends. Raises OSError."""
        if self._descriptor is None:
            make_own_folder(self._folder, within=self._folder.parent)
            self._descriptor = lock.try_locked(self._folder / self.id, own=True)

    def end(self) -> None:
        """Be seen no more."""
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
        file = self._folder / session
        if not file.exists():
            return False
        try:
            descriptor = lock.try_locked(file, own=True)
        except OSError:
            return False
        if descriptor is None:
            return True
        with contextlib.suppress(OSError):
            remove(file, flushed=False)
        os.close(descriptor)
        return False
