"""The annotations as they are at the moment of saving.

What a screen shows is older than what is: another key may be on its way to the disk, another
program may have written meanwhile. So a screen says which annotations it means, by their ids, and
what is wanted of them. What that comes to (to put a topic there or to take it away) is decided from
the annotations as they are known when the step is made, and the change is made of what is on disk.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from annotations.files.article_file import AnnotationFileError
from annotations.model import Annotation
from workspace.coding.recorder import Recorder
from workspace.coding.save_result import NotThereError


class AnnotationRef(NamedTuple):
    """An annotation that is meant, however it stands by now: the path of its article, its id."""

    path: str
    id: str


class ArticleAnnotation(NamedTuple):
    """An annotation as it is, and the path of its article."""

    path: str
    annotation: Annotation


class PresentAnnotations:
    """The annotations as they are; to be asked while `recorder.saving` is held."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def known(self, path: str) -> Sequence[Annotation]:
        """An article's annotations with all that was done here; read if they have not been yet.

        None that cannot be read: what is changed then meets them, or is refused, when it is saved.
        """
        recorder = self._recorder
        file = recorder.file(path)
        if file is None and not recorder.folder_problem():
            with suppress(AnnotationFileError):
                file = recorder.read(path)
        return file.annotations if file else ()

    def on_disk(self, path: str) -> Sequence[Annotation]:
        """An article's annotations with what other programs have done by now.

        Those that are known where they cannot be read, or hold what is not on disk yet.
        """
        recorder, known = self._recorder, self.known(path)
        if recorder.folder_problem() or recorder.is_unsaved(path):
            return known
        with suppress(AnnotationFileError):
            return recorder.on_disk(path).annotations
        return known

    def one(self, path: str, identity: str) -> Annotation:
        """The annotation with this id on disk. Raises `NotThereError` when there is none."""
        found = with_id(self.on_disk(path), identity)
        if found is None:
            raise NotThereError("The annotation no longer exists.")
        return found

    def those_known(self, meant: Iterable[AnnotationRef]) -> list[ArticleAnnotation]:
        """Those meant that are known, each once."""
        return self._those(meant, self.known)

    def those(self, meant: Iterable[AnnotationRef]) -> list[ArticleAnnotation]:
        """Those meant that are there, each once."""
        return self._those(meant, self.on_disk)

    def _those(
        self, meant: Iterable[AnnotationRef], annotations: Callable[[str], Sequence[Annotation]]
    ) -> list[ArticleAnnotation]:
        by_article: dict[str, dict[str, None]] = {}
        for path, identity in meant:
            by_article.setdefault(path, {})[identity] = None
        there: list[ArticleAnnotation] = []
        for path, wanted in by_article.items():
            now = {each.id: each for each in annotations(path)}
            there += [
                ArticleAnnotation(path, now[identity]) for identity in wanted if identity in now
            ]
        return there


def with_id(annotations: Iterable[Annotation], identity: str) -> Annotation | None:
    """The annotation with an id, if there is one."""
    return next((annotation for annotation in annotations if annotation.id == identity), None)
