"""Messages that stay for a while: problems, and what others have done to the folder.

Notices have their own room at the foot of the screen and never cover anything.
"""

from collections import deque

from msgspec import Struct

_MOST_RECENT = 100
PROBLEM_SECONDS = 12.0
"""How long a problem stays on the screen."""


class Notice(Struct, frozen=True):
    """A message, whether it reports a problem, and whether it is still worth reading later."""

    words: str
    is_problem: bool
    is_kept: bool = True


class Notices:
    """The notices shown now on every screen, the newest last."""

    def __init__(self) -> None:
        self.current: list[Notice] = []
        self._recent: deque[str] = deque(maxlen=_MOST_RECENT)

    def add(self, notice: Notice) -> None:
        """Show a notice, and remove an older one with the same words."""
        self.forget(notice)
        self.current.append(notice)
        if notice.is_kept and notice.words not in self._recent:
            self._recent.appendleft(notice.words)

    @property
    def recent(self) -> list[str]:
        """The messages of this session, the newest first, each once."""
        return list(self._recent)

    def forget(self, notice: Notice) -> None:
        """Remove a notice."""
        if notice in self.current:
            self.current.remove(notice)
