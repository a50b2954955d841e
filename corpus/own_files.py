"""The program's own files, caches and state, read back whatever has become of them.

A flipped bit, a torn write or a file of another version does not fail in one way: it shows up as
an error of msgspec, of text decoding, of SQLite, zlib or struct, as a length of four gigabytes, or
as endless nesting. No list of exceptions is ever complete. So whatever reads such a file does it
inside `decoding`, which turns all of them into one error.

A damaged cache is rebuilt, which only the log mentions. What a person has made is never deleted: it
gets another name (`set_aside`), and the person is told where it is (`take_notices`).
"""

import errno
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from corpus.log import log
from disk.durable import move
from disk.plain import NotPlainError
from disk.reading import read

# SQLite's primary result codes that mean "not now" and say nothing about the content of the file:
# permission, busy, locked, no memory, read-only, interrupted, input or output, full, cannot open.
_SQLITE_NOT_NOW = frozenset((3, 5, 6, 7, 8, 9, 10, 13, 14))

_notices: deque[str] = deque()
_T = TypeVar("_T")


class OwnFileError(Exception):
    """A file of the program's own cannot be used: `file`, and the `reason`.

    If it `is_damaged`, its content is at fault; else a later try may succeed (busy, no permission).
    """

    def __init__(self, file: Path, reason: str, *, is_damaged: bool) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason
        self.is_damaged = is_damaged


@contextmanager
def decoding(file: Path) -> Iterator[None]:
    """Turn whatever goes wrong while `file` is read and decoded into one error.

    Raises FileNotFoundError if there is no file, OwnFileError for everything else.
    """
    try:
        yield
    except (FileNotFoundError, OwnFileError):
        raise
    except OSError as error:
        # A folder, a link or a FIFO in the place of a file stays until somebody moves it.
        # What belongs to another user stays as it is.
        is_no_file = isinstance(error, IsADirectoryError | NotPlainError)
        is_no_file = is_no_file and error.errno != errno.EPERM
        message = error.strerror or str(error)
        reason = message if isinstance(error, NotPlainError) else message.lower()
        raise OwnFileError(file, reason, is_damaged=is_no_file) from error
    except Exception as error:
        code = getattr(error, "sqlite_errorcode", None)
        is_damaged = code is None or code & 0xFF not in _SQLITE_NOT_NOW or file.is_dir()
        raise OwnFileError(file, _reason(error), is_damaged=is_damaged) from error


def refuse_unknown(raw: object, understood: object) -> None:
    """Raise ValueError if a file holds names that a decoder skipped because it does not know them.

    A flipped bit in a name would otherwise drop what stands under it. Both arguments are plain
    data: as decoded without types, and as encoded again.
    """
    if isinstance(raw, dict) and isinstance(understood, dict):
        for name, value in raw.items():
            if name not in understood:
                raise ValueError(f"unknown name {str(name)[:40]!r}")
            refuse_unknown(value, understood[name])
    elif isinstance(raw, list) and isinstance(understood, list):
        for one, other in zip(raw, understood, strict=False):
            refuse_unknown(one, other)


def _reason(error: Exception) -> str:
    message = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def log_rebuild(error: OwnFileError, what: str) -> None:
    """Note in the log that a cache could not be used; `what` names it."""
    log(f"{what} could not be used and is rebuilt: {error}")


def set_aside(error: OwnFileError, what: str) -> Path | None:
    """Rename a damaged file within its folder, tell the user, and return its new place.

    What belongs to it (`-wal` and `-shm` of SQLite) goes with it. A file that is not damaged but
    cannot be used now stays where it is, and so does one that cannot be renamed: then the user is
    told, and None is returned.
    """
    file = error.file
    if not error.is_damaged:
        _notify(f"{what} cannot be used now ({error.reason}): {file}")
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
        _notify(f"{what} is damaged ({error.reason}) and cannot be set aside ({why}): {file}")
        return None
    _notify(f"{what} is damaged ({error.reason}). It is kept as {place}; a new one is used.")
    return place


def load_or_set_aside(file: Path, decode: Callable[[bytes], _T], what: str) -> _T | None:
    """Decode what a person has made; None if there is no file, or if it had to be set aside.

    `what` names it for the user.
    """
    try:
        with decoding(file):
            return decode(read(file, own=True))
    except FileNotFoundError:
        return None
    except OwnFileError as error:
        set_aside(error, what)
        return None


def _free_name(file: Path) -> Path:
    """Return an unused name beside the file; no pattern for such files matches it."""
    number = 1
    while (place := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    return place


def _notify(message: str) -> None:
    log(message)
    if message not in _notices:
        _notices.append(message)


def take_notices() -> list[str]:
    """Return what the user must be told about files set aside, each message once."""
    notices = []
    while _notices:
        notices.append(_notices.popleft())
    return notices
