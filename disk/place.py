"""Descends from a place, the folder that files belong to, without following links out of it.

A place may itself be a link, or below links: that is its user's choice. Its content may come from
anybody. A link below it stands for its target, if that is in the same place.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from disk import plain
from disk.flush import flush

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_LINK = (errno.ELOOP, errno.ENOTDIR)
_MOST_LINKS = 3  # attempts; each fails if a link appears while its path is being descended


_NO_NAME = ".nkreader-is-never-here"


@contextmanager
def folder_of(
    file: Path, within: Path | None = None, *, own: bool = False, make: bool = False
) -> Iterator[tuple[int, str]]:
    """Open the folder of `file`; yield its descriptor and the name of the file in it.

    No link out of `within` (by default the folder of `file`) is followed; for a link that stays
    inside, its target's folder and name are yielded. With `own`, the folder must belong to this
    user and is closed to others who may write to it, and the place itself may not be a link. With
    `make`, missing folders below `within` are made, and survive a crash. Raises OSError, among them
    NotPlainError.
    """
    root = os.fspath(file.parent if within is None else within)
    path = os.fspath(file)
    parts = _parts(path, root)
    for _ in range(_MOST_LINKS):
        descriptor, is_there = _down(_open_root(root, own=own), parts[:-1], make=make, own=own)
        try:
            if is_there and not _is_link(descriptor, parts[-1]):
                if own:
                    _check_own(descriptor, os.path.dirname(path))  # noqa: PTH120 -- it is text
                yield descriptor, parts[-1]
                return
        finally:
            os.close(descriptor)
        if within is None:
            raise _link(path)
        parts = _inside(path, root)
    raise plain.leads_round(path)


@contextmanager
def folder_at(
    folder: Path, within: Path | None = None, *, own: bool = False, make: bool = False
) -> Iterator[int]:
    """Open a folder as `folder_of` opens that of a file, and yield its descriptor."""
    with folder_of(folder / _NO_NAME, within, own=own, make=make) as (descriptor, _):
        yield descriptor


def _parts(path: str, root: str) -> list[str]:
    """Return the names that lead from the root to the file."""
    start = "" if root in ("", ".") else root.rstrip("/") + "/"
    below = path.removeprefix(start)
    parts = [part for part in below.split("/") if part not in ("", ".")]
    if not path.startswith(start) or below.startswith("/") or ".." in parts or not parts:
        raise plain.leads_out(path, os.path.realpath(path))
    return parts


def _open_root(root: str, *, own: bool) -> int:
    try:
        return os.open(root or ".", _FOLDER | (os.O_NOFOLLOW if own else 0))
    except OSError as error:
        if not (own and error.errno in _LINK and os.path.islink(root)):  # noqa: PTH114 -- a text
            raise
        words = f"its folder is a link, to {os.path.realpath(root)}"
        way_out = "Put the folder itself in its place."
        raise plain.NotPlainError(errno.ELOOP, words, root, way_out) from error


def _down(descriptor: int, parts: list[str], *, make: bool, own: bool) -> tuple[int, bool]:
    """Open one folder after the other, closing those above; false if a link is in the way."""
    for part in parts:
        try:
            below = _open(part, descriptor, make=make, own=own)
        except OSError as error:
            if error.errno in _LINK and _is_link(descriptor, part):
                return descriptor, False
            os.close(descriptor)
            raise
        os.close(descriptor)
        descriptor = below
    return descriptor, True


def _open(name: str, above: int, *, make: bool, own: bool) -> int:
    flags = _FOLDER | os.O_NOFOLLOW
    try:
        return os.open(name, flags, dir_fd=above)
    except FileNotFoundError:
        if not make:
            raise
    try:
        os.mkdir(name, 0o700 if own else 0o777, dir_fd=above)
    except FileExistsError:
        pass  # somebody was faster
    else:
        flush(above)
    return os.open(name, flags, dir_fd=above)


def _is_link(folder: int, name: str) -> bool:
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


def _inside(path: str, root: str) -> list[str]:
    """Return the names that lead from the root to the target of a path with links."""
    real, top = os.path.realpath(path), os.path.realpath(root)
    if not real.startswith(top.rstrip("/") + "/"):
        raise plain.leads_out(path, real)
    return _parts(real, top)


def _link(path: str) -> plain.NotPlainError:
    """Return the error for a link that is not followed."""
    real = os.path.realpath(path)
    if os.path.dirname(real) == os.path.realpath(os.path.dirname(path)):  # noqa: PTH120
        return plain.not_plain(os.lstat(path), path)
    return plain.leads_out(path, real)


def _check_own(descriptor: int, folder: str) -> None:
    """Make sure that a folder is this user's alone; raises NotPlainError."""
    status = os.fstat(descriptor)
    user = os.geteuid()
    if status.st_uid != user and not _knows_no_owners(descriptor, status.st_uid):
        plain.check_owner(status, user, folder)
    # Nobody replaces what is ours in a sticky folder, and to close one (`/tmp`) would harm others.
    if status.st_mode & 0o022 and not status.st_mode & stat.S_ISVTX:
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode) & 0o700)


def _knows_no_owners(folder: int, owner: int) -> bool:
    """Whether all files created in a folder belong to its owner, as on some mounts."""
    name = f".nkreader-{os.urandom(8).hex()}.tmp"
    try:
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
    except OSError:
        return False
    try:
        return os.fstat(descriptor).st_uid == owner
    finally:
        os.close(descriptor)
        os.unlink(name, dir_fd=folder)
