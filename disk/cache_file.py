"""Writes cache files: readers see the old one or the new one, never a part of it."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from disk.durable import temporary_name
from disk.place import folder_at


@contextmanager
def replacing(file: Path, *, within: Path | None = None) -> Iterator[BinaryIO]:
    """Yield a file to write, readable by its owner alone, that replaces `file` at the end.

    The folder is made if missing; it must be this user's own, and no link below `within`. Whatever
    is at the place of `file`, such as a link, is replaced: only our own files belong there. An
    error inside leaves `file` as it was. Raises OSError. Losing a cache file only costs time, so
    nothing is flushed to disk.
    """
    make_own_folder(file.parent, within=within)
    name = temporary_name()
    with folder_at(file.parent, within, own=True) as folder:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        descriptor = os.open(name, flags, 0o600, dir_fd=folder)
        try:
            with os.fdopen(descriptor, "wb") as new:
                yield new
            os.replace(name, file.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
            raise


def make_own_folder(folder: Path, *, within: Path | None = None) -> None:
    """Make a folder, and missing ones above it, for this user alone; raises OSError.

    One that others may write to is closed to them. One of another user's, and a link at `folder` or
    below `within`, is a NotPlainError.
    """
    if within is not None and folder != within:
        make_own_folder(within)
        with folder_at(folder, within, own=True, make=True):
            return
    if not folder.is_dir():
        if not folder.parent.exists():
            make_own_folder(folder.parent)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError as error:
            words = os.strerror(errno.ENOTDIR)
            raise NotADirectoryError(errno.ENOTDIR, words, str(folder)) from error
    with folder_at(folder, own=True):
        return


def recreate(file: Path) -> BinaryIO:
    """Open a new file to write and read in a folder of this user's own, replacing any other.

    It is visible while it is being written. Raises OSError.
    """
    discard(file)
    with folder_at(file.parent, own=True) as folder:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        return os.fdopen(os.open(file.name, flags, 0o600, dir_fd=folder), "w+b")


def discard(file: Path) -> None:
    """Delete what can be rebuilt, if it exists; anything but a folder.

    Its folder must be this user's own. Raises OSError.
    """
    with suppress(FileNotFoundError), folder_at(file.parent, own=True) as folder:
        os.unlink(file.name, dir_fd=folder)


def discard_folder(folder: Path) -> None:
    """Delete a folder that can be rebuilt, as far as possible; never follow a link."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def discard_all(folder: Path, chosen: Callable[[str], bool]) -> None:
    """Delete what has a chosen name in a folder of this user's own; never follow a link.

    Raises OSError.
    """
    import shutil

    with folder_at(folder, own=True) as descriptor:
        for name in os.listdir(descriptor):  # noqa: PTH208 -- of an open folder
            if not chosen(name):
                continue
            if stat.S_ISDIR(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode):
                shutil.rmtree(name, dir_fd=descriptor)
            else:
                os.unlink(name, dir_fd=descriptor)


def make_temporary_folder(above: Path, prefix: str) -> Path:
    """Make a folder for this user alone, with a unique name; raises OSError."""
    make_own_folder(above)
    made = above / f"{prefix}{os.urandom(8).hex()}"
    with folder_at(above, own=True) as folder:
        os.mkdir(made.name, 0o700, dir_fd=folder)
    return made
