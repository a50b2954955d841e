"""Flushes to disk what was written."""

import errno
import fcntl
import os

# On macOS only this asks the drive itself; other systems do so with fsync.
_FULL = getattr(fcntl, "F_FULLFSYNC", None)
# Some network file systems cannot flush a folder; there is nothing better to do there.
_CANNOT = frozenset((errno.EINVAL, errno.ENOTSUP))


def flush(descriptor: int) -> None:
    """Wait until an open file or folder is on the disk; raises OSError."""
    if _FULL is not None:
        try:
            fcntl.fcntl(descriptor, _FULL)
        except OSError:
            pass  # the drive or file system does not support it
        else:
            return
    os.fsync(descriptor)


def flush_folder(descriptor: int) -> None:
    """Flush a folder's list of names, where the file system can; raises OSError."""
    try:
        flush(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
