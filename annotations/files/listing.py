"""What lies in an annotations folder, by name and stamp, without opening any of it."""

import os
import stat
from pathlib import Path

from annotations.files import presence
from disk import durable

ENDING = ".yaml"
LOCK_NAME = ".nkreader.lock"
HELPERS = (LOCK_NAME, presence.NAME)
# Modified, status changed (both in nanoseconds), size, inode: another one whenever a file was
# written, replaced or moved. All zero for what cannot be looked at.
Stamp = tuple[int, int, int, int]
_NOTHING: Stamp = (0, 0, 0, 0)


def list_files(folder: Path) -> dict[str, Stamp]:
    """Return every annotation file below a folder by its path with `/`, in a fixed order.

    Hidden files and folders are left out, and what crashed writes left behind is cleared. What is
    no plain file where an annotation file or one of the program's own should be is among them, as
    are links to folders elsewhere: reading it says what it is.
    """
    found: dict[str, Stamp] = {}
    _list(folder, "", found, folder)
    return found


def _list(folder: Path, prefix: str, found: dict[str, Stamp], top: Path) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    folders = []
    for entry in entries:
        name = entry.name
        if durable.is_temporary(name):
            durable.remove_leftover(Path(entry.path), within=top)
        elif name.startswith("."):
            if name in HELPERS and not prefix and not _is_usable(entry):
                found[name] = _stamp(entry)
        elif entry.is_dir(follow_symlinks=False):
            folders.append(entry)
        elif name.endswith(ENDING) or (entry.is_symlink() and _is_folder_elsewhere(entry, top)):
            found[prefix + name] = _stamp(entry)
    for entry in folders:
        before = len(found)
        _list(Path(entry.path), f"{prefix}{entry.name}/", found, top)
        if entry.name.endswith(ENDING) and len(found) == before:
            found[prefix + entry.name] = _stamp(entry)


def _is_usable(entry: "os.DirEntry[str]") -> bool:
    """Whether it can be a lock file; where that cannot be known, taking it tells."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return True
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


def _is_folder_elsewhere(entry: "os.DirEntry[str]", top: Path) -> bool:
    try:
        return entry.is_dir() and not Path(entry.path).resolve().is_relative_to(top.resolve())
    except (OSError, RuntimeError):
        return False


def _stamp(entry: "os.DirEntry[str]") -> Stamp:
    try:
        status = entry.stat()
    except OSError:
        return _NOTHING
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
