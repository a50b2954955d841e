"""What the program keeps for itself, caches and state, read back whatever has become of it.

A flipped bit, a torn write or a file of another version does not fail in one way: it comes as an
error of msgspec, of text decoding, of SQLite, zlib or struct, as a length of four gigabytes, or
as a nesting without end. No list of exceptions is ever whole. So whatever reads such a file does
it inside `understood`, which has one error for all of them.

A cache that is damaged is made anew, which only the log tells. What a person has made is never
deleted: it gets another name (`set_aside`), and the person is told where it is (`take_told`).
"""

import errno
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.log import log
from disk.durable import move
from disk.plain import NotPlainError

# SQLite's primary result codes that say "not now" and nothing about what is in the file:
# permission, busy, locked, no memory, read-only, interrupted, input or output, full, cannot open.
_SQLITE_NOT_NOW = frozenset((3, 5, 6, 7, 8, 9, 10, 13, 14))

_told: deque[str] = deque()


class KeptError(Exception):
    """A file of the program's own cannot be used: `file`, and `reason` in words.

    With `is_damaged` its content is at fault; else trying later may help (busy, no permission).
    """

    def __init__(self, file: Path, reason: str, *, is_damaged: bool) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason
        self.is_damaged = is_damaged


@contextmanager
def understood(file: Path) -> Iterator[None]:
    """Turn whatever goes wrong while `file` is read and decoded into one error.

    Raises FileNotFoundError where there is no file, KeptError for everything else.
    """
    try:
        yield
    except (FileNotFoundError, KeptError):
        raise
    except OSError as error:
        # A folder, a link or a FIFO in the place of a file stays until somebody moves it.
        # What belongs to somebody else is theirs, and stays.
        is_no_file = isinstance(error, IsADirectoryError | NotPlainError)
        is_no_file = is_no_file and error.errno != errno.EPERM
        words = error.strerror or str(error)
        reason = words if isinstance(error, NotPlainError) else words.lower()
        raise KeptError(file, reason, is_damaged=is_no_file) from error
    except Exception as error:
        code = getattr(error, "sqlite_errorcode", None)
        is_damaged = code is None or code & 0xFF not in _SQLITE_NOT_NOW or file.is_dir()
        raise KeptError(file, _reason(error), is_damaged=is_damaged) from error


def refuse_lost(said: object, understood_as: object) -> None:
    """Raise ValueError when a file says more than was understood: decoders skip unknown names.

    So a flipped bit in a name would drop what stands under it. Both are plain data, as decoded
    without types and as encoded again.
    """
    if isinstance(said, dict) and isinstance(understood_as, dict):
        for name, value in said.items():
            if name not in understood_as:
                raise ValueError(f"nobody knows what {str(name)[:40]!r} is")
            refuse_lost(value, understood_as[name])
    elif isinstance(said, list) and isinstance(understood_as, list):
        for one, other in zip(said, understood_as, strict=False):
            refuse_lost(one, other)


def _reason(error: Exception) -> str:
    words = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def made_anew(error: KeptError, what: str) -> None:
    """Note in the log that a cache could not be used: `what` it was."""
    log(f"{what} could not be used and is made anew: {error}")


def set_aside(error: KeptError, what: str) -> Path | None:
    """Give a damaged file another name in its folder, and have that told; its new place.

    What belongs to it (`-wal` and `-shm` of SQLite) goes with it. A file that is not damaged but
    cannot be used now stays where it is. None where it stays; that is told too.
    """
    file = error.file
    if not error.is_damaged:
        _tell(f"{what} cannot be used now ({error.reason}): {file}")
        return None
    place = _free_name(file)
    try:
        move(file, place, within=file.parent)
        for suffix in ("-wal", "-shm", "-journal"):
            beside = file.with_name(file.name + suffix)
            if beside.exists():
                move(beside, place.with_name(place.name + suffix), within=file.parent)
    except OSError as refused:
        why = refused.strerror or refused
        _tell(f"{what} is damaged ({error.reason}) and cannot be set aside ({why}): {file}")
        return None
    _tell(f"{what} is damaged ({error.reason}). It is kept as {place}; a new one is begun.")
    return place


def _free_name(file: Path) -> Path:
    """Give a name beside the file that nothing has; no pattern for such files finds it."""
    number = 1
    while (place := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    return place


def _tell(words: str) -> None:
    log(words)
    if words not in _told:
        _told.append(words)


def take_told() -> list[str]:
    """Give what a person must be told of set aside files, each once."""
    words = []
    while _told:
        words.append(_told.popleft())
    return words
