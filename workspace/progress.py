"""Reports the progress of a long step, and lets a person stop it."""

from typing import Protocol


class Progress(Protocol):
    """What a step of many files reports to; all methods are called in the thread that writes."""

    def say(self, done: int, total: int, doing: str = "saving files") -> None:
        """Note that `done` of `total` files have been written, or what else it is `doing`."""

    def should_stop(self) -> bool:
        """Whether to stop before the next files; what has been written stays."""

    def is_last(self) -> bool:
        """Whether it is to stop only because the program ends."""


class Silent:
    """The progress of a step that nobody watches and nobody stops."""

    def say(self, done: int, total: int, doing: str = "saving files") -> None:
        """Do nothing."""

    def should_stop(self) -> bool:
        """Never."""
        return False

    def is_last(self) -> bool:
        """Never."""
        return False
