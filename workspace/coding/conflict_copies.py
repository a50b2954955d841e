"""Conflict copies among the annotations: reported, left out of lists and counts, and merged."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.history.conflict_copies import Taken, original_of, take_in
from annotations.model import Annotation
from workspace.articles.refresh import is_away
from workspace.coding.recorder import Recorder
from workspace.coding.save_result import Saved, SaveError
from workspace.places import Places


class ConflictCopyError(AnnotationFileError):
    """A file that is a copy of another one, made by a sync program: it is left out."""


class ConflictCopy(Struct, frozen=True):
    """A copy: the article that its name says, the one that it is about, and what it says."""

    path: str
    original: str
    file: AnnotationFile


class ConflictCopies:
    """The conflict copies in a folder of annotations. May be used from any thread."""

    def __init__(self, recorder: Recorder, places: Places) -> None:
        self._recorder = recorder
        self._places = places
        self._found: dict[str, ConflictCopy] = {}

    def set_apart(self) -> list[ConflictCopyError]:
        """Leave the copies out of what is known, and report each new one.

        Where the articles are away this cannot be told, and nothing is left out.
        """
        recorder = self._recorder
        if is_away(self._places):
            return []
        files = {file.path: file for file in recorder.files()}
        self._found = {
            path: each for path, each in self._found.items() if self._file(path).exists()
        }
        told = []
        annotated = {path for path in files if self._is_article(path)}
        for path in sorted(files.keys() - annotated):
            header = recorder.header_of(path)
            if header in annotated and not self._file(header).exists():
                header = ""  # it was renamed
            if original := original_of(path, header, annotated, self._is_article):
                self._found[path] = ConflictCopy(path, original, files[path])
                problem = ConflictCopyError(self._file(path), None, _what(original), _ADVICE)
                recorder.leave_out(path, problem)
                told.append(problem)
        return told

    def _is_article(self, path: str) -> bool:
        place = self._places.articles / PurePosixPath(path)
        return place.is_file() or place.parent.is_file()

    def _file(self, path: str) -> Path:
        return self._recorder.file_of(path)

    def __iter__(self) -> Iterator[ConflictCopy]:
        """Every copy, in the order of the names."""
        return iter(sorted(self._found.values(), key=lambda copy: copy.path))

    def look_into(self, copy: ConflictCopy) -> Taken:
        """What merging a copy would do. Raises `AnnotationFileError`."""
        recorder, path = self._recorder, copy.original
        ours = recorder.on_disk(path).annotations
        before = recorder.earlier_annotations(path)
        return take_in(path, ours, copy.file.annotations, before, self._in_history(path))

    def _in_history(self, path: str) -> Iterator[Annotation]:
        for change in self._recorder.open_history().changes_in(path):
            yield from filter(None, (change.before, change.after))

    def merge(self, copy: ConflictCopy) -> Saved:
        """Merge what a copy has, as one step; the copy goes, and is kept as an earlier version.

        Raises `SaveError`, also where only a person can tell: then nothing has been done.
        """
        recorder = self._recorder
        with recorder.saving:
            try:
                taken = self.look_into(copy)
                if taken.unclear:
                    raise SaveError(f"{self._file(copy.path).name}: {taken.words}. {_UNCLEAR}")
                name = self._file(copy.path).name
                saved = Saved(f"the conflict copy {name} adds nothing new")
                if taken.changes:
                    label = f"merged the conflict copy {name}: {taken.words}"
                    saved = recorder.make(label, taken.changes)
                if saved.problem:
                    return saved
                kept = recorder.set_aside(copy.path)
            except AnnotationFileError as error:
                raise SaveError(str(error)) from error
            self._found.pop(copy.path, None)
        bring = f"nkreader restore {quote(copy.path)} brings the copy back" if kept else ""
        return replace(saved, notes=(*saved.notes, *filter(None, [bring])))


def _what(original: str) -> str:
    return f"is a conflict copy of the annotations of {original}, and is left out"


_ADVICE = "nkreader check says what is in it, and with --fix merges what is new."
_UNCLEAR = (
    "What was there before is unknown. Compare the two, then delete the copy; or put it into a "
    "folder of its own under the name of the original and bring it in with nkreader merge."
)
