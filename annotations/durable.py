"""Writes a file so that, whatever happens, its old or its new content is whole on disk."""

import contextlib
import errno
import os
import secrets
import time
from pathlib import Path

# Hidden, and without the ending .yaml: nothing that loads annotations looks at it.
_PREFIX = ".nkreader-"
_SUFFIX = ".tmp"
_LEFTOVER_SECONDS = 3600


def write_durably(path: Path, data: bytes) -> None:
    """Replace or create the file `path`; when this returns, `data` is on disk under that name.

    A temporary file in the same folder is written, flushed to disk, read back and compared, and
    then renamed over `path`, which keeps its mode. Raises OSError; the old content is then still
    whole, except that after a failing flush of the folder it may be the new content that is.
    """
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    temporary = path.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
    try:
        _write_new(temporary, data, _mode_of(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents so that they outlive a crash; raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk, where the platform can; raises OSError."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot flush a folder; there is nothing better to do there.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def is_temporary(name: str) -> bool:
    """Tell whether a file name is that of an unfinished write."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def remove_leftover(path: Path) -> None:
    """Remove the temporary file of a write that crashed; one that may still be written to stays."""
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
            path.unlink()


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600
    )
    try:
        rest = memoryview(data)
        while rest:
            written = os.write(descriptor, rest)
            if written == 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            rest = rest[written:]
        if mode is not None and os.name != "nt":
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if path.read_bytes() != data:
        raise OSError(errno.EIO, "the disk gave back other bytes than were written", str(path))
