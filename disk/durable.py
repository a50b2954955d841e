"""Writes files so that, whatever happens, the old or the new content is whole on disk."""

import contextlib
import errno
import os
import stat
import time
from pathlib import Path

from disk import plain
from disk.flush import flush, flush_folder
from disk.place import folder_at, folder_of

# Hidden, and without the ending .yaml: nothing that loads annotations looks at it.
_PREFIX = ".nkreader-"
_SUFFIX = ".tmp"
_LEFTOVER_SECONDS = 3600
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


def write_durably(
    path: Path, data: bytes, *, within: Path | None = None, own: bool = False
) -> None:
    """Replace or create the file `path`; when this returns, `data` is on disk under that name.

    A temporary file in the same folder is written, flushed to disk, read back and compared, and
    then renamed over `path`, whose mode is kept. Only a plain file is replaced, and none outside
    the place `within` (see `disk.reading.read`, also for `own`). Raises OSError; the old content is
    then still whole, except that it may be the new one if flushing the folder failed.
    """
    with folder_of(path, within, own=own) as (folder, name):
        mode = _mode_to_keep(folder, name, path)
        temporary = temporary_name()
        try:
            _write_new(folder, temporary, data, path, mode)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            raise
        flush_folder(folder)


def append_durably(path: Path, data: bytes, *, own: bool = False) -> int:
    """Append to a file, created for this user alone if missing, and return its new size.

    When this returns, the data is on disk. Part of it is never left behind. Raises OSError.
    """
    descriptor = open_to_append(path, own=own)
    try:
        size = os.fstat(descriptor).st_size
        written = os.write(descriptor, data)
        if written != len(data):
            os.ftruncate(descriptor, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        flush(descriptor)
    finally:
        os.close(descriptor)
    if not size:  # it may be new, and survives a crash only if its name does
        sync_folder(path.parent)
    return size + written


def open_to_append(path: Path, *, own: bool = False) -> int:
    """Open a plain file without a second name, created if missing; raises OSError."""
    with folder_of(path, own=own) as (folder, name):
        with contextlib.suppress(FileNotFoundError):
            plain.check(os.stat(name, dir_fd=folder, follow_symlinks=False), str(path))
        descriptor = os.open(name, _APPEND | os.O_CREAT, 0o600, dir_fd=folder)
        try:
            status = os.fstat(descriptor)
            plain.check_alone(status, str(path))
            if own:
                plain.check_owner(status, os.fstat(folder).st_uid, str(path))
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


def create(path: Path, data: bytes, *, within: Path | None = None, mode: int = 0o600) -> None:
    """Create a file; raises FileExistsError and other OSErrors.

    If not all of it can be written, it is removed again.
    """
    with folder_at(path.parent, within) as folder:
        descriptor = os.open(path.name, _NEW, mode, dir_fd=folder)
        try:
            _write(descriptor, data, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(path.name, dir_fd=folder)
            raise
        finally:
            os.close(descriptor)


def remove(
    path: Path,
    *,
    within: Path | None = None,
    own: bool = False,
    missing_ok: bool = False,
    flushed: bool = True,
) -> None:
    """Delete a plain file; if `flushed`, the deletion survives a crash. Raises OSError."""
    try:
        with folder_of(path, within, own=own) as (folder, name):
            plain.check(os.stat(name, dir_fd=folder, follow_symlinks=False), str(path))
            os.unlink(name, dir_fd=folder)
            if flushed:
                flush_folder(folder)
    except FileNotFoundError:
        if not missing_ok:
            raise


def remove_folder(folder: Path, *, within: Path | None = None) -> None:
    """Delete an empty folder, no link; the deletion survives a crash. Raises OSError."""
    with folder_at(folder.parent, within) as above:
        os.rmdir(folder.name, dir_fd=above)
        flush_folder(above)


def make_new_folder(folder: Path, *, within: Path) -> None:
    """Make a new folder, and missing ones above it; raises FileExistsError, OSError."""
    make_folder(folder.parent, within=within)
    with folder_at(folder.parent, within) as above:
        os.mkdir(folder.name, dir_fd=above)
        flush_folder(above)


def move(old: Path, new: Path, *, within: Path) -> None:
    """Rename anything within the place `within`; a link is renamed itself.

    Raises OSError, FileExistsError if the name is taken.
    """
    with folder_at(old.parent, within) as source, folder_at(new.parent, within) as target:
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISDIR(os.stat(new.name, dir_fd=target, follow_symlinks=False).st_mode):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new))
        os.rename(old.name, new.name, src_dir_fd=source, dst_dir_fd=target)


def make_folder(folder: Path, *, within: Path | None = None) -> None:
    """Create a folder and its missing parents so that they survive a crash; raises OSError.

    Below `within` no link out of it is followed.
    """
    if within is not None and folder != within:
        make_folder(within)
        with folder_at(folder, within, make=True):
            return
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk, where the file system can; raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        flush_folder(descriptor)
    finally:
        os.close(descriptor)


def temporary_name() -> str:
    """Return a unique name for a file that is being written."""
    return f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"


def is_temporary(name: str) -> bool:
    """Whether a file name is that of an unfinished write."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def remove_leftover(path: Path, *, within: Path | None = None) -> None:
    """Remove the temporary file of a crashed write; one that may still be in use stays."""
    with contextlib.suppress(OSError), folder_of(path, within) as (folder, name):
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISREG(status.st_mode) and time.time() - status.st_mtime > _LEFTOVER_SECONDS:
            os.unlink(name, dir_fd=folder)


def _mode_to_keep(folder: int, name: str, path: Path) -> int | None:
    """Return the mode of the file to be replaced; None if there is none. Raises OSError."""
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    plain.check(status, str(path))
    if not os.access(name, os.W_OK, dir_fd=folder):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return stat.S_IMODE(status.st_mode)


def _write_new(folder: int, name: str, data: bytes, path: Path, mode: int | None) -> None:
    descriptor = os.open(name, _NEW, 0o666 if mode is None else 0o600, dir_fd=folder)
    try:
        _write(descriptor, data, path)
        if mode is not None:
            os.fchmod(descriptor, mode)
        flush(descriptor)
    finally:
        os.close(descriptor)
    if _read_back(folder, name, len(data)) != data:
        raise OSError(errno.EIO, "the disk returned other bytes than were written", str(path))


def _write(descriptor: int, data: bytes, path: Path) -> None:
    rest = memoryview(data)
    while rest:
        written = os.write(descriptor, rest)
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        rest = rest[written:]


def _read_back(folder: int, name: str, size: int) -> bytes:
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(size + 1)
