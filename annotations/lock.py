"""A lock between processes that ends with the process that holds it, however it ends."""

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: writes stay whole, but two programs at once are not kept apart
    fcntl = None  # type: ignore[assignment]

_BUSY = frozenset((errno.EACCES, errno.EAGAIN))


@contextlib.contextmanager
def locked(path: Path, *, seconds: float = 10.0) -> Iterator[None]:
    """Hold the lock file `path` (created when missing, never removed) during the `with` block.

    Waits up to `seconds` for another process to let go; then raises TimeoutError. Raises OSError
    when the file cannot be created. Where the platform or file system has no locks, it goes on
    without.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait_for(descriptor, path, time.monotonic() + seconds)
        yield
    finally:
        os.close(descriptor)


def try_lock(descriptor: int) -> bool:
    """Lock an open file until it is closed, if nobody else has; true where there are no locks."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _BUSY
    return True


def _wait_for(descriptor: int, path: Path, deadline: float) -> None:
    pause = 0.001
    while not try_lock(descriptor):
        if time.monotonic() > deadline:
            raise TimeoutError(errno.ETIMEDOUT, "another program holds the lock", str(path))
        time.sleep(pause)
        # Short, so that one of two programs that save all the time is not left waiting.
        pause = min(pause * 1.5, 0.005)
