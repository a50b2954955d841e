"""Files that the user names, or that were installed with the program: links are followed.

Users who name a device or a pipe mean it; but what has no end is still refused.
"""

import errno
import os
import stat
from pathlib import Path

from disk import plain
from disk.reading import read_all

_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
PATIENCE = 10.0
"""Seconds to wait for something to come through a pipe on disk."""


def read_named(file: Path, *, most: int, pipes: bool = False) -> bytes:
    """Return the bytes of a file, or with `pipes` those that come through a pipe.

    Raises OSError: NotPlainError for devices and the like, TooLargeError for more than `most`.
    """
    stream = _stream(file) if pipes else None
    if stream is None:
        _check_readable(file.stat(), file, pipes=pipes)
    descriptor = os.open(file, _READ) if stream is None else os.dup(stream)
    try:
        status = os.fstat(descriptor)
        _check_readable(status, file, pipes=pipes)
        if stream is None and stat.S_ISFIFO(status.st_mode):
            _wait_for_writer(descriptor, file)
        return read_all(descriptor, file, most)
    finally:
        os.close(descriptor)


def _wait_for_writer(descriptor: int, file: Path) -> None:
    import select

    waiting = select.poll()  # select() knows no descriptor above 1,023
    waiting.register(descriptor, select.POLLIN)
    if not waiting.poll(PATIENCE * 1000):
        words = f"it is a FIFO to which nobody has written for {PATIENCE:.0f} seconds"
        way_out = "Start the program that writes to it first."
        raise plain.NotPlainError(errno.EAGAIN, words, os.fspath(file), way_out)
    os.set_blocking(descriptor, True)


def write_named(file: Path, data: bytes) -> None:
    """Write where the user says: a file is replaced as a whole or not at all.

    A pipe, a character device or a stream (/dev/stdout) is written to. A link is refused: the user
    did not name its target, and a received folder may hold links to anything. Raises OSError.
    """
    stream = _stream(file)
    if stream is not None:
        _write_all(os.dup(stream), data)
        return
    try:
        mode = os.lstat(file).st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    if stat.S_ISLNK(mode):
        leads_to = os.path.realpath(file)
        words, way_out = f"it is a link, to {leads_to}", "Name that file itself."
        raise plain.NotPlainError(errno.ELOOP, words, os.fspath(file), way_out, leads_to)
    if stat.S_ISCHR(mode) or stat.S_ISFIFO(mode):
        _write_all(_open_to_write(file), data)
    else:
        from disk.durable import write_durably  # reading at start-up needs none of it

        write_durably(file, data)


def leads_to_terminal(file: Path) -> bool:
    """Whether the named file is a terminal, such as /dev/tty or, at present, /dev/stdout."""
    try:
        if not file.is_char_device():
            return False
        descriptor = os.open(file, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        return os.isatty(descriptor)
    finally:
        os.close(descriptor)


def _open_to_write(file: Path) -> int:
    # This creates or empties nothing, should it be a file by now, and waits for nobody.
    flags = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    try:
        descriptor = os.open(file, flags)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        words, way_out = "it is a FIFO that nobody reads", "Start the program that reads it first."
        raise plain.NotPlainError(errno.ENXIO, words, os.fspath(file), way_out) from error
    os.set_blocking(descriptor, True)
    return descriptor


def open_nowhere(mode: int = os.O_WRONLY) -> int:
    """Return a descriptor of /dev/null, the lowest free number."""
    return os.open(os.devnull, mode)


def _check_readable(status: os.stat_result, file: Path, *, pipes: bool) -> None:
    if not (pipes and stat.S_ISFIFO(status.st_mode)):
        plain.check(status, os.fspath(file))


def _stream(file: Path) -> int | None:
    """Return the descriptor that a path such as /dev/stdout or /dev/fd/63 names."""
    number = _STREAMS.get(os.fspath(file))
    if number is not None:
        return number
    if os.path.realpath(file.parent) in {f"/proc/{os.getpid()}/fd", "/dev/fd"}:
        return int(file.name) if file.name.isdigit() else None
    return None


def _write_all(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
