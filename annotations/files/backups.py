"""Rolling backups of annotation files: the last ten versions, and one a day for thirty days.

Versions are counted, and it is the number that says which is newer: a clock can be years wrong for
a session, and set right again.
"""

import contextlib
import os
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct

from disk.cache_file import make_own_folder, replacing
from disk.durable import move, remove
from disk.reading import read

LAST = 10
DAYS = 30
_TIME = "%Y%m%dT%H%M%S.%fZ"
# Before versions were counted, their names began with the time.
_NAME = re.compile(r"(?:(\d{8})-)?(\d{8}T\d{6}\.\d{6}Z)\.yaml")


class Backup(Struct, frozen=True):
    """A version of a file, and when the clock says that it was saved or first seen (UTC).

    A higher `number` is a newer version; 0 are those from before versions were counted.
    """

    file: Path
    time: datetime
    number: int = 0


class Backups:
    """The versions of annotation files, kept in `folder`, one subfolder for each file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, data: bytes, now: datetime | None = None) -> None:
        """Keep `data`, the content of the file `name` before or after a save; drop old versions.

        `name` is a path with `/`, relative to the annotations folder. The same content as last
        time is not kept twice. Raises OSError.
        """
        now = now or datetime.now(UTC)
        folder = self._folder_of(name)
        found = self.versions(name)
        if found and read(found[0].file) == data:
            return
        number = found[0].number + 1 if found else 1
        file = folder / f"{number:08}-{now.strftime(_TIME)}.yaml"
        # Not flushed to disk: the file itself is, and saving must be quick.
        with replacing(file, within=self._folder.parent) as new:
            new.write(data)
        for old in surplus([Backup(file, now, number), *found]):
            with contextlib.suppress(OSError):
                remove(old.file, flushed=False)

    def versions(self, name: str) -> list[Backup]:
        """Return the versions kept of the file `name`, the newest first."""
        found = []
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for entry in os.scandir(self._folder_of(name)):
                if match := _NAME.fullmatch(entry.name):
                    time = datetime.strptime(match[2], _TIME).replace(tzinfo=UTC)
                    found.append(Backup(Path(entry.path), time, int(match[1] or 0)))
        return sorted(found, key=lambda backup: (backup.number, backup.time), reverse=True)

    def rename(self, old: str, new: str) -> None:
        """Make the versions of the file `old` versions of `new`, if that has none yet."""
        target = self._folder_of(new)
        with contextlib.suppress(OSError):
            make_own_folder(target.parent, within=self._folder)
            move(self._folder_of(old), target, within=self._folder)

    def names(self) -> list[str]:
        """Return the files of which there are backups, sorted; they may themselves be gone."""
        folders = {
            found.parent for found in self._folder.rglob("*.yaml") if _NAME.fullmatch(found.name)
        }
        return sorted(folder.relative_to(self._folder).as_posix() for folder in folders)

    def _folder_of(self, name: str) -> Path:
        return self._folder / name


def surplus(backups: Sequence[Backup]) -> list[Backup]:
    """Return those to drop of `backups`, which start with the newest.

    The last ten stay, and of each of the last thirty days on which something was saved the last
    one. Days are told by the clock of their time, never compared with that of today: a clock that
    is wrong today makes nothing old.
    """
    newest_of_day: dict[date, Backup] = {}
    for backup in backups:
        newest_of_day.setdefault(backup.time.date(), backup)
    daily = {backup.file for backup in list(newest_of_day.values())[:DAYS]}
    return [backup for backup in backups[LAST:] if backup.file not in daily]
