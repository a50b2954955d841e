"""What must be said for longer than a moment: problems, and what others have done to the folder.

Notices take room of their own at the foot of the screen; they never cover what one works on.
"""

from dataclasses import dataclass

PROBLEM_SECONDS = 12.0
"""How long a problem stays on the screen."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Words, and whether something went wrong."""

    words: str
    is_problem: bool


class Notices:
    """The notices that are shown now, the newest last, whatever screen is open."""

    def __init__(self) -> None:
        self.current: list[Notice] = []

    def add(self, notice: Notice) -> None:
        """Show a notice; one that says the same is not said twice."""
        self.forget(notice)
        self.current.append(notice)

    def forget(self, notice: Notice) -> None:
        """Show a notice no longer."""
        if notice in self.current:
            self.current.remove(notice)
