"""Earlier versions of annotation files, read from their backups."""

from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.backups import Backup
from annotations.files.disk_errors import unreadable
from annotations.files.listing import ENDING
from annotations.files.store import AnnotationStore
from disk.reading import read


class Version(Struct, frozen=True):
    """What a file said when it was saved at `time`; `number` 1 is the newest, often the present.

    `file` is what it said, or why that cannot be read.
    """

    number: int
    backup: Backup
    file: AnnotationFile | AnnotationFileError

    @property
    def time(self) -> datetime:
        """When it was saved (UTC)."""
        return self.backup.time


def versions(store: AnnotationStore, article: str) -> list[Version]:
    """Return the earlier versions of an article's annotations, the newest first.

    Raises AnnotationFileError when they cannot be listed.
    """
    file = store.file_of(article)
    try:
        kept = store.backups.versions(store.name_of(file)) if store.backups else []
    except OSError as error:
        raise unreadable(Path(error.filename or file), error) from error
    return [Version(number, each, _read(article, each)) for number, each in enumerate(kept, 1)]


def _read(article: str, backup: Backup) -> AnnotationFile | AnnotationFileError:
    try:
        return replace(files.parse(read(backup.file), backup.file), path=article)
    except AnnotationFileError as error:
        return error
    except OSError as error:
        return unreadable(backup.file, error)


def articles_with_versions(store: AnnotationStore) -> list[str]:
    """Return the articles of which there are earlier versions; their files may be gone."""
    return [_article(store, name) for name in store.backups.names()] if store.backups else []


def _article(store: AnnotationStore, name: str) -> str:
    """Return the article a file is about, which the file itself says where its name is cut."""
    for backup in store.backups.versions(name) if store.backups else ():
        try:
            return store.article_of(store.folder / name, read(backup.file))
        except (AnnotationFileError, OSError):
            continue
    return name.removesuffix(ENDING)
