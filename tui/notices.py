"""Messages that stay for a while: problems, and what others have done to the folder.

Notices have their own room at the foot of the screen and never cover anything.
"""

from dataclasses import dataclass

PROBLEM_SECONDS = 12.0
"""How long a problem stays on the screen."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message, and whether it reports a problem."""

    words: str
    is_problem: bool


class Notices:
    """The notices shown now on every screen, the newest last."""

    def __init__(self) -> None:
        self.current: list[Notice] = []

    def add(self, notice: Notice) -> None:
        """Show a notice, and remove an older one with the same words."""
        self.forget(notice)
        self.current.append(notice)

    def forget(self, notice: Notice) -> None:
        """Remove a notice."""
        if notice in self.current:
            self.current.remove(notice)
