"""How much of an opened folder has been read by now.

Behind the screen annotations are read and articles are looked through. Until all are there, a
number is one "so far", and what is to be done to all of them waits.
"""

from threading import Event

from workspace.coding.save_result import SaveError
from workspace.progress import Progress

_SECONDS_BETWEEN_WORDS = 0.1


class Part:
    """What is read file by file, called `what` in words. May be used from any thread."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._done = self._total = 0
        self._is_whole = Event()

    def say(self, done: int, total: int) -> None:
        """Note how much has been read by now, perhaps of what is being read again."""
        self._done, self._total = done, total
        if done < total:
            self._is_whole.clear()

    def finish(self) -> None:
        """Note that all has been read."""
        self._is_whole.set()

    @property
    def is_whole(self) -> bool:
        """Whether all has been read."""
        return self._is_whole.is_set()

    @property
    def words(self) -> str:
        """How far it is; "" when it is whole."""
        if self.is_whole:
            return ""
        return f"{self._done:,} of {self._total:,} {self._what}" if self._total else self._what

    def wait(self, progress: Progress) -> None:
        """Wait until all has been read, and tell how far it is.

        Raises `SaveError` when it is stopped.
        """
        if self.is_whole:
            return
        progress.say(0, self._total, f"reading {self._what}")
        while not self._is_whole.wait(_SECONDS_BETWEEN_WORDS):
            if progress.should_stop():
                raise SaveError(f"It was stopped when {self.words} were known.")
            progress.say(max(self._done, 1), self._total, f"reading {self._what}")


class Loaded:
    """Whether annotations and the list of articles are all there."""

    def __init__(self) -> None:
        self.annotations = Part("annotation files")
        self.articles = Part("articles")

    @property
    def is_whole(self) -> bool:
        """Whether a number counts all that there is."""
        return self.annotations.is_whole and self.articles.is_whole
