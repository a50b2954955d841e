"""How a long step tells how far it is, and learns that somebody wants it to stop."""

from typing import Protocol


class Progress(Protocol):
    """What a step of many files reports to; both methods are called in the thread that writes."""

    def say(self, done: int, total: int, doing: str = "saving files") -> None:
        """Hear that `done` of `total` files have been written, or what else it is `doing`."""

    def should_stop(self) -> bool:
        """Tell whether to stop before the next files; what has been written stays."""

    def is_last(self) -> bool:
        """Tell whether it is to stop because the program ends, which nobody meant for the step."""


class Silent:
    """The progress of a step that nobody watches and nobody stops."""

    def say(self, done: int, total: int, doing: str = "saving files") -> None:
        """Tell nobody."""

    def should_stop(self) -> bool:
        """Go on to the end."""
        return False

    def is_last(self) -> bool:
        """Know of no end."""
        return False
