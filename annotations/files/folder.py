"""The annotations folder as it is on disk: one YAML file per article, found and read."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.disk_errors import unreadable
from annotations.files.listing import ENDING, HELPERS, list_files
from annotations.files.names import file_of, is_shortened
from annotations.yaml.strict import MAX_BYTES
from disk import lock
from disk.reading import read


class AnnotationFolder:
    """Reads the annotation files below `folder`, which need not exist; from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The file last seen, by article: spares parsing it again when its bytes are the same.
        self._known: dict[str, tuple[bytes, AnnotationFile]] = {}

    def file_of(self, article: str) -> Path:
        """Return where the annotations of an article (path with `/`) are kept, or would be.

        Raises AnnotationFileError for a path that leads out of the folder.
        """
        return file_of(self.folder, article)

    def load(self, article: str) -> AnnotationFile:
        """Return an article's annotations; none when it has no file. Raises AnnotationFileError."""
        return self._now(article, self.file_of(article))

    def load_all(self) -> Iterator[AnnotationFile | AnnotationFileError]:
        """Yield every file below the folder, or the error that it has, in a fixed order."""
        for name in list_files(self.folder):
            try:
                if file := self.load_named(name):
                    yield file
            except AnnotationFileError as error:
                yield error

    def load_named(self, name: str) -> AnnotationFile | None:
        """Return a file by its path below the folder; None when it is gone.

        Raises AnnotationFileError.
        """
        file = self.folder / name
        if name in HELPERS:
            try:
                lock.look(file)
            except OSError as error:
                raise unreadable(file, error) from error
            return None
        data = self._read(file)
        return None if data is None else self._parse(self.article_of(file, data), data, file)

    def header_of(self, article: str) -> str:
        """Return the article that the file of an article names itself; "" when it names none."""
        file = self.file_of(article)
        with contextlib.suppress(AnnotationFileError):
            if data := self._read(file):
                return files.parse(data, file).path
        return ""

    def article_of(self, file: Path, data: bytes) -> str:
        """Return the article a file belongs to: said by its place, or inside if shortened."""
        place = file.relative_to(self.folder).as_posix().removesuffix(ENDING)
        if not is_shortened(file.name):
            return place
        inside = files.parse(data, file).path
        return inside if inside and self.file_of(inside) == file else place

    def name_of(self, file: Path) -> str:
        """Return the name under which the backups keep a file of this folder."""
        return file.relative_to(self.folder).as_posix()

    def _now(self, article: str, file: Path) -> AnnotationFile:
        data = self._read(file)
        return empty(article) if data is None else self._parse(article, data, file)

    def _parse(
        self, article: str, data: bytes, file: Path, last: AnnotationFile | None = None
    ) -> AnnotationFile:
        known = self._known.get(article)
        if known and known[0] == data:
            return known[1]
        if last and _says_exactly(last, data):
            return last
        # The place decides: article and file may have been renamed together.
        parsed = replace(files.parse(data, file), path=article)
        self._known[article] = data, parsed
        return parsed

    def _read(self, file: Path) -> bytes | None:
        """Return the file's bytes, None when there is no such file."""
        try:
            return read(file, within=self.folder, most=MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(file, error) from error


def _says_exactly(file: AnnotationFile, data: bytes) -> bool:
    """Whether bytes are what this file is written as: then they need not be read to know it."""
    try:
        return files.render(file) == data
    except ValueError:
        return False


def empty(article: str) -> AnnotationFile:
    """Return the annotations of an article that has none."""
    return AnnotationFile(article, "", "", ())
