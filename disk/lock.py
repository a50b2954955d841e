"""A lock between processes that ends with the process that holds it, however it ends."""

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from disk import plain
from disk.cache_file import discard
from disk.durable import temporary_name
from disk.place import folder_of

_BUSY = frozenset((errno.EACCES, errno.EAGAIN))
_FLAGS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


@contextlib.contextmanager
def locked(
    path: Path, *, within: Path | None = None, own: bool = False, seconds: float = 10.0
) -> Iterator[None]:
    """Hold the lock file `path` (created if missing, never removed) during the `with` block.

    Waits up to `seconds` for another process to release it, then raises TimeoutError. Raises
    OSError if the file cannot be created, NotPlainError if it is no plain file. If the file system
    has no locks, it does without.
    """
    deadline = time.monotonic() + seconds
    descriptor = _wait_for(path, within, deadline, own=own)
    try:
        yield
    finally:
        os.close(descriptor)


def try_locked(path: Path, *, within: Path | None = None, own: bool = False) -> int | None:
    """Lock the file until the returned descriptor is closed; return None if it is held.

    Raises OSError as `locked` does.
    """
    while True:
        descriptor = open_lock(path, within=within, own=own)
        try:
            if not try_lock(descriptor):
                os.close(descriptor)
                return None
            if is_still(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # removed or replaced meanwhile: others now lock another file


def replace_locked(path: Path, data: bytes) -> int:
    """Replace a lock file that the caller holds by a new one with `data`, and hold that one.

    Returns its descriptor. Nothing is written into the old file. Raises OSError.
    """
    with folder_of(path) as (folder, name):
        temporary = temporary_name()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS
        descriptor = os.open(temporary, flags, 0o666, dir_fd=folder)
        try:
            try_lock(descriptor)
            os.write(descriptor, data)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            raise
        return descriptor


def open_lock(path: Path, *, within: Path | None = None, own: bool = False) -> int:
    """Open a lock file, created if missing: plain, without a second name; raises OSError.

    A colleague's file that is read-only to us will do. Nothing is ever written to it. With `own`,
    what is no file is removed, and a second name does no harm.
    """
    if own:
        _clear(path)
    with folder_of(path, within, own=own) as (folder, name):
        with contextlib.suppress(FileNotFoundError):
            plain.check(os.stat(name, dir_fd=folder, follow_symlinks=False), str(path))
        try:
            descriptor = os.open(name, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666, dir_fd=folder)
        except PermissionError:
            descriptor = os.open(name, os.O_RDONLY | _FLAGS, dir_fd=folder)
        try:
            status = os.fstat(descriptor)
            if own:
                plain.check(status, str(path))
                plain.check_owner(status, os.fstat(folder).st_uid, str(path))
            else:
                plain.check_alone(status, str(path))
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


def _clear(path: Path) -> None:
    """Delete what is neither file nor folder in the place of a lock of our own."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        discard(path)


def look(path: Path) -> None:
    """Raise NotPlainError if what is at `path` cannot be a lock file."""
    with contextlib.suppress(FileNotFoundError), folder_of(path) as (folder, name):
        plain.check_alone(os.stat(name, dir_fd=folder, follow_symlinks=False), str(path))


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed, if nobody else has; true if there are no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _BUSY
    return True


def has_locks(descriptor: int) -> bool:
    """Whether a lock that `try_lock` has got is one: not so on file systems that refuse them."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def renew(descriptor: int) -> None:
    """Let an open lock file be as new as can be; raises OSError."""
    os.utime(descriptor)


def is_still(descriptor: int, path: Path) -> bool:
    """Whether an open file is the one at `path` now."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


def _wait_for(path: Path, within: Path | None, deadline: float, *, own: bool) -> int:
    pause = 0.001
    while True:
        descriptor = try_locked(path, within=within, own=own)
        if descriptor is not None:
            return descriptor
        if time.monotonic() > deadline:
            raise TimeoutError(errno.ETIMEDOUT, "another program holds the lock", str(path))
        time.sleep(pause)
        # Short, so that neither of two programs that save all the time is left waiting.
        pause = min(pause * 1.5, 0.005)
