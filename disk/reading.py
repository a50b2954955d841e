"""Reads plain files of a place, without ever waiting or reading without end."""

import os
from pathlib import Path
from typing import BinaryIO

from disk import plain
from disk.place import folder_of

LARGEST = 1 << 30
"""The default limit for the bytes of a file."""

LARGEST_IN_PIECES = 4 << 30
"""The limit for the bytes of a file that is read piece by piece, such as a table of articles."""

# O_NONBLOCK: a FIFO put there at the last moment is opened at once, and refused.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


def read(
    file: Path, *, within: Path | None = None, own: bool = False, most: int = LARGEST
) -> bytes:
    """Return the bytes of a file in the place `within` (by default its own folder).

    Links below `within` are followed if they stay there; without `within` none are. With `own`,
    file and folder must belong to this user. Raises OSError: NotPlainError for anything but a plain
    file, TooLargeError for more than `most` bytes.
    """
    descriptor = open_plain(file, within=within, own=own)
    try:
        return read_all(descriptor, file, most)
    finally:
        os.close(descriptor)


def opened(file: Path, *, within: Path | None = None, own: bool = False) -> BinaryIO:
    """Open a file as `read` does, to read it piece by piece; raises OSError.

    More than `LARGEST_IN_PIECES` bytes are a TooLargeError.
    """
    descriptor = open_plain(file, within=within, own=own)
    if os.fstat(descriptor).st_size > LARGEST_IN_PIECES:
        os.close(descriptor)
        raise plain.TooLargeError(os.fspath(file), LARGEST_IN_PIECES)
    return os.fdopen(descriptor, "rb")


def mapped(file: Path) -> memoryview:
    """Map a file of this user's own, which is not empty, into memory; raises OSError, ValueError.

    Its folder must be this user's too: anyone who could shorten the file could end the program.
    """
    import mmap

    descriptor = open_plain(file, own=True)
    try:
        if os.fstat(descriptor).st_size > LARGEST_IN_PIECES:
            raise plain.TooLargeError(os.fspath(file), LARGEST_IN_PIECES)
        return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    finally:
        os.close(descriptor)


def open_plain(file: Path, *, within: Path | None = None, own: bool = False) -> int:
    """Open a file for reading as `read` does, and return its descriptor; raises OSError."""
    with folder_of(file, within, own=own) as (folder, name):
        # Checked before, as merely opening a device can set it going.
        plain.check(os.stat(name, dir_fd=folder, follow_symlinks=False), os.fspath(file))
        descriptor = os.open(name, _FLAGS, dir_fd=folder)
        try:
            status = os.fstat(descriptor)
            plain.check(status, os.fspath(file))
            if own:
                plain.check_owner(status, os.fstat(folder).st_uid, os.fspath(file))
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


def read_all(descriptor: int, file: Path, most: int) -> bytes:
    """Return the rest of `file`, which is open; raises TooLargeError and OSError."""
    size = os.fstat(descriptor).st_size
    if size > most:
        raise plain.TooLargeError(os.fspath(file), most)
    data = os.read(descriptor, size + 1)
    # For what is added meanwhile, and for files without a known size, as in /proc.
    while more := os.read(descriptor, max(1 << 16, size)):
        data += more
        if len(data) > most:
            raise plain.TooLargeError(os.fspath(file), most)
    if len(data) > most:
        raise plain.TooLargeError(os.fspath(file), most)
    return data
