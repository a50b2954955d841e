"""Rolling backups of annotation files: the last ten versions, and one per day for a month."""

import contextlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

LAST = 10
DAYS = 30
_TIME = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)\.yaml")


@dataclass(frozen=True, slots=True)
class Backup:
    """A version of a file, and when it was saved or first seen (UTC)."""

    file: Path
    time: datetime


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
        if found and found[0].file.read_bytes() == data:
            return
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{now.strftime(_TIME)}.yaml"
        # Not flushed to disk: the file itself is, and saving must be quick.
        temporary = folder / ".unfinished"
        temporary.write_bytes(data)
        temporary.replace(file)
        for old in surplus([Backup(file, now), *found], now):
            with contextlib.suppress(OSError):
                old.file.unlink()

    def versions(self, name: str) -> list[Backup]:
        """Return the versions kept of the file `name`, the newest first."""
        found = []
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for entry in os.scandir(self._folder_of(name)):
                if match := _NAME.fullmatch(entry.name):
                    time = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                    found.append(Backup(Path(entry.path), time))
        return sorted(found, key=lambda backup: backup.time, reverse=True)

    def rename(self, old: str, new: str) -> None:
        """Let the versions of the file `old` be versions of `new`, if that has none yet."""
        target = self._folder_of(new)
        with contextlib.suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folder_of(old).rename(target)

    def names(self) -> list[str]:
        """Return the files of which there are backups, sorted; they may themselves be gone."""
        folders = {
            found.parent for found in self._folder.rglob("*.yaml") if _NAME.fullmatch(found.name)
        }
        return sorted(folder.relative_to(self._folder).as_posix() for folder in folders)

    def _folder_of(self, name: str) -> Path:
        return self._folder / name


def surplus(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Return those to drop of `backups`, which start with the newest.

    The last ten stay, and of each of the last thirty days the last one.
    """
    newest_of_day: dict[date, Backup] = {}
    for backup in backups:
        newest_of_day.setdefault(backup.time.date(), backup)
    first_day = (now - timedelta(days=DAYS)).date()
    daily = {backup.file for day, backup in newest_of_day.items() if day >= first_day}
    return [backup for backup in backups[LAST:] if backup.file not in daily]
