"""What lies in an annotations folder, by name and stamp, without opening any of it."""

import os
from pathlib import Path

from annotations import durable

ENDING = ".yaml"
# Modified, status changed (both in nanoseconds), size, inode: another one whenever a file was
# written, replaced or moved. All zero for what cannot be looked at.
Stamp = tuple[int, int, int, int]
_NOTHING: Stamp = (0, 0, 0, 0)


def list_files(folder: Path) -> dict[str, Stamp]:
    """Return every annotation file below a folder by its path with `/`, in a fixed order.

    Hidden files and folders are left out, and what crashed writes left behind is cleared.
    """
    found: dict[str, Stamp] = {}
    _list(folder, "", found)
    return found


def _list(folder: Path, prefix: str, found: dict[str, Stamp]) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    folders = []
    for entry in entries:
        name = entry.name
        if durable.is_temporary(name):
            durable.remove_leftover(Path(entry.path))
        elif name.startswith("."):
            continue
        elif entry.is_dir(follow_symlinks=False):
            folders.append(entry)
        elif name.endswith(ENDING) and not entry.is_dir():
            found[prefix + name] = _stamp(entry)
    for entry in folders:
        _list(Path(entry.path), f"{prefix}{entry.name}/", found)


def _stamp(entry: "os.DirEntry[str]") -> Stamp:
    try:
        status = entry.stat()
    except OSError:
        return _NOTHING
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
