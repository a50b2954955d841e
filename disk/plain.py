"""Plain files, and the errors for everything else."""

import errno
import os
import stat

_REMOVE = "Remove it."
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


class NotPlainError(OSError):
    """Not a plain file of its place: `strerror` says what it is, `way_out` what to do.

    `leads_to` is the target of a link that leads out of its place, else "".
    """

    def __init__(
        self, number: int, words: str, file: str, way_out: str = _REMOVE, leads_to: str = ""
    ) -> None:
        super().__init__(number, words, file)
        self.way_out = way_out
        self.leads_to = leads_to


class TooLargeError(OSError):
    """A file that is too large to read; `strerror` says how large it may be."""

    def __init__(self, file: str, most: int) -> None:
        sizes = ((30, "GB"), (20, "MB"), (0, "bytes"))
        size = next(f"{most >> bits} {unit}" for bits, unit in sizes if most >> bits or not bits)
        super().__init__(errno.EFBIG, f"it is larger than {size}", file)


def check(status: os.stat_result, file: str) -> None:
    """Raise NotPlainError unless the status is that of a regular file."""
    if not stat.S_ISREG(status.st_mode):
        raise not_plain(status, file)


def check_alone(status: os.stat_result, file: str) -> None:
    """Raise NotPlainError unless it is a regular file without a second name (a hard link)."""
    check(status, file)
    if status.st_nlink > 1:
        words = "it has another name elsewhere (a hard link), and writing would change that file"
        raise NotPlainError(errno.EMLINK, words, file)


def check_owner(status: os.stat_result, owner: int, file: str) -> None:
    """Raise NotPlainError unless it belongs to `owner`."""
    if status.st_uid != owner:
        words = f"it belongs to {_user(status.st_uid)}, not to {_user(owner)}"
        raise NotPlainError(errno.EPERM, words, file, "Remove it, or change its owner (chown).")


def not_plain(status: os.stat_result, file: str) -> NotPlainError:
    """Return the error for what is no regular file."""
    kind = stat.S_IFMT(status.st_mode)
    number = {stat.S_IFLNK: errno.ELOOP, stat.S_IFDIR: errno.EISDIR}.get(kind, errno.EINVAL)
    words = f"it is {_KINDS.get(kind, 'not a plain file')}"
    if kind == stat.S_IFDIR:
        return NotPlainError(number, words, file, "Move the folder away.")
    if kind == stat.S_IFLNK:
        return NotPlainError(number, words, file, "Put the file itself in its place.")
    return NotPlainError(number, words, file)


def leads_out(file: str, real: str) -> NotPlainError:
    """Return the error for a link that leads out of its place, to `real`."""
    words = f"it is a link that leads out of the folder, to {real}"
    return NotPlainError(errno.ELOOP, words, file, "Put the file itself in its place.", real)


def leads_round(file: str) -> NotPlainError:
    """Return the error for a link that leads in a circle or keeps changing."""
    return NotPlainError(errno.ELOOP, "it is a link that leads in a circle", file)


def way_out(error: OSError, otherwise: str) -> str:
    """Return what to do about an error: a NotPlainError brings its own advice."""
    return error.way_out if isinstance(error, NotPlainError) else otherwise


def _user(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
