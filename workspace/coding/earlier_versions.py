"""Restores an earlier version of an article's annotations."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotations.files.article_file import AnnotationFileError
from annotations.files.versions import Version
from annotations.history.steps import difference
from workspace.coding.recorder import Recorder
from workspace.coding.save_result import Saved, SaveError


class Restorable(Struct, frozen=True):
    """An earlier version beside the present one: what going back to it would do, by counts.

    `annotations` is how many it has, `None` when it cannot be read (`problem` says why).
    """

    version: Version
    annotations: int | None
    back: int
    gone: int
    changed: int
    problem: str = ""

    @property
    def differs(self) -> bool:
        """Whether going back to it would change anything."""
        return bool(self.back or self.gone or self.changed)

    @property
    def words(self) -> str:
        """What going back to it would do."""
        if self.problem:
            return f"cannot be read: {self.problem}"
        parts = [
            f"{number} {word}"
            for number, word in (
                (self.back, "would come back"),
                (self.changed, "would change"),
                (self.gone, "would go"),
            )
            if number
        ]
        number = f"{self.annotations} annotation{'s' * (self.annotations != 1)}"
        return f"{number}: {', '.join(parts) or 'the same as now'}"


def restorable(recorder: Recorder, article: str) -> list[Restorable]:
    """The earlier versions of an article's annotations, the newest first.

    Raises `AnnotationFileError` when they cannot be listed.
    """
    try:
        now = recorder.read(article).annotations
    except AnnotationFileError:
        now = ()
    found = []
    for version in recorder.versions(article):
        if isinstance(version.file, AnnotationFileError):
            found.append(Restorable(version, None, 0, 0, 0, version.file.message))
            continue
        changes = difference(article, now, version.file.annotations)
        back = sum(change.before is None for change in changes)
        gone = sum(change.after is None for change in changes)
        count = len(version.file.annotations)
        found.append(Restorable(version, count, back, gone, len(changes) - back - gone))
    return found


def choose(found: Sequence[Restorable], wanted: str) -> Restorable | None:
    """Find a version by its number, or by the beginning of its time; "" is the newest other.

    Times are as they are listed: 2026-11-22 is the last version of that day.
    """
    if not wanted:
        return next((each for each in found if each.differs and not each.problem), None)
    return next((each for each in found if _is_meant(each.version, wanted)), None)


def _is_meant(version: Version, wanted: str) -> bool:
    # A number alone is no time, although times begin with one.
    is_time = "-" in wanted and time_words(version).startswith(wanted)
    return is_time or wanted == str(version.number)


def time_words(version: Version) -> str:
    """When a version was saved, as annotation files write times."""
    return version.time.strftime("%Y-%m-%dT%H:%M:%SZ")


def restore(recorder: Recorder, article: str, version: Version) -> Saved:
    """Restore an earlier version as one step that can be undone.

    A file that cannot be read is replaced as a whole, and is then the newest version itself.
    Raises `SaveError`.
    """
    label = f"brought back the annotations of {article} as they were saved at {time_words(version)}"
    if isinstance(version.file, AnnotationFileError):
        raise SaveError(f"This version cannot be read: {version.file}")
    with recorder.saving:
        try:
            now = recorder.read(article)
        except AnnotationFileError:
            return _replace(recorder, article, version, label)
        if recorder.file_of(article).exists():
            changes = difference(article, now.annotations, version.file.annotations)
            return recorder.make(label, changes)
        return _replace(recorder, article, version, label, is_deleted=True)


def _replace(
    recorder: Recorder, article: str, version: Version, label: str, *, is_deleted: bool = False
) -> Saved:
    """Restore a whole file where there is none, or none that can be read."""
    try:
        saved = recorder.bring_back(label, article, version.backup)
    except AnnotationFileError as error:
        raise SaveError(str(error)) from error
    if is_deleted:
        return saved
    kept = "The file that could not be read is kept as version 2"
    return replace(saved, notes=(*saved.notes, kept))
