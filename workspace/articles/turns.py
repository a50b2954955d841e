"""Lets one program at a time bring a folder up to date; others see its progress, and wait.

Whoever has the turn holds a lock, which ends with its process, and says in a file beside it which
turn this is and how far it has come. Turns are numbered. Who finds turn 7 under way and waits until
turn 8 has been finished by somebody has nothing to do: that one began after the question was asked.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from corpus.own_files import OwnFileError, decoding
from disk.cache_file import replacing
from disk.lock import locked
from disk.reading import read

_LOCK = "indexing.lock"
_SAID = "indexing.json"
FILES = (_LOCK, _SAID)
_SECONDS_BETWEEN_WORDS = 0.5


class Said(msgspec.Struct, frozen=True):
    """What is known of the turns: the last one begun, the last one that came to its end.

    `done` of `total` articles have been read in the last one; there are `articles` in the folder.
    """

    begun: int = 0
    finished: int = 0
    done: int = 0
    total: int = 0
    articles: int = 0


class Turn:
    """The turn that this process has."""

    def __init__(self, file: Path, before: Said) -> None:
        self._file = file
        self._said = Said(before.begun + 1, before.finished)
        self._said_at = 0.0
        self._say(self._said)

    def tell(self, done: int, total: int, articles: int) -> None:
        """Report how far it is, but not more often than anybody looks."""
        now = time.monotonic()
        if now - self._said_at >= _SECONDS_BETWEEN_WORDS:
            self._said_at = now
            said = self._said
            self._say(Said(said.begun, said.finished, done, total, articles))

    def finish(self, articles: int) -> None:
        """Report that the whole folder is up to date."""
        begun = self._said.begun
        self._say(Said(begun, begun, articles=articles))

    def _say(self, said: Said) -> None:
        self._said = said
        with suppress(OSError), replacing(self._file) as new:  # others then do it once more
            new.write(msgspec.json.encode(said))


@contextmanager
def turn(cache: Path) -> Iterator[Turn | None]:
    """Acquire the turn in a cache folder; `None` while another program has it. Raises OSError."""
    try:
        lock = locked(cache / _LOCK, own=True, seconds=0.0)
        lock.__enter__()
    except TimeoutError:
        yield None
        return
    try:
        yield Turn(cache / _SAID, said(cache))
    finally:
        lock.__exit__(None, None, None)


def is_taken(cache: Path) -> bool:
    """Whether a program has the turn now."""
    try:
        with locked(cache / _LOCK, own=True, seconds=0.0):
            return False
    except TimeoutError:
        return True
    except OSError:
        return False


def said(cache: Path) -> Said:
    """What the programs have reported of their turns; nothing where that cannot be read."""
    try:
        with decoding(cache / _SAID):
            return msgspec.json.decode(read(cache / _SAID, own=True), type=Said)
    except (FileNotFoundError, OwnFileError):
        return Said()
