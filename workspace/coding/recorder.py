"""The one door to the annotations of a folder: what is known of them, and steps that change them.

Everything is durable on disk when it returns, or kept until it can be; every step can be undone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock, RLock

from msgspec.structs import replace

from annotations.files import versions
from annotations.files.article_file import AnnotationFile, AnnotationFileError, UnavailableError
from annotations.files.backups import Backup
from annotations.files.storable import storable
from annotations.files.versions import Version
from annotations.history.journal import Journal
from annotations.history.journal_tables import State
from annotations.history.rescue import Conflict
from annotations.history.steps import Change, Step, parts_of
from annotations.model import Annotation, ArticleIdentity
from annotations.topics import TopicEdit
from annotations.yaml.text import without_surrogates
from workspace.coding.external_changes import ExternalChanges
from workspace.coding.file_writer import PATIENCE, FileWriter
from workspace.coding.known_annotations import KnownAnnotations
from workspace.coding.save_result import Rest, Saved
from workspace.coding.stepper import HalfDone, Stepper
from workspace.coding.topics_file import TopicsFile
from workspace.places import Places
from workspace.progress import Progress


class Recorder:
    """The annotations of a folder in memory and on disk, and the history of their changes.

    `identify` returns an article's title and hash by its path; it may raise `ArticleError`.
    `is_command` says that this program only does what it was called for: others undo that. Every
    method may be called from any thread. Whoever computes a step from what is known holds `saving`
    until the step is made: meanwhile nothing else of this program changes.
    """

    def __init__(
        self,
        places: Places,
        topics: TopicsFile,
        identify: Callable[[str], ArticleIdentity],
        *,
        is_command: bool = False,
    ) -> None:
        self._places = places
        self._is_command = is_command
        self._known = KnownAnnotations(places, topics, self._done_by_others)
        self._writer = FileWriter(self._known, topics, self.open_history, identify)
        self._steps = Stepper(self._writer, topics, self.open_history)
        self._history: Journal | None = None
        # What a step has noticed of other programs, and `reload` is to return.
        self._unreported = ExternalChanges()
        self._reporting = Lock()
        self._opening = RLock()
        self.saving = self._known.saving

    # -- what is known

    def load(self, say: Callable[[int, int], None] = lambda _done, _total: None) -> None:
        """Read every annotation file; those that cannot be read are listed in `problems`.

        A file that has not changed since the last time comes from the cache. `say` is told how many
        of how many have been read. What is known already stays, as it is newer.
        """
        self._known.load(say)

    @property
    def problems(self) -> Mapping[str, AnnotationFileError]:
        """The annotation files that cannot be read, and the folder if it is gone, by their paths.

        Changes with what is known.
        """
        return self._known.problems

    def files(self) -> list[AnnotationFile]:
        """Every annotation file that was read, in no particular order."""
        return self._known.files()

    def file(self, path: str) -> AnnotationFile | None:
        """What is known of an article's annotations, without reading the file again."""
        return self._known.file(path)

    def read(self, path: str) -> AnnotationFile:
        """Read an article's file again, and know it. Raises `AnnotationFileError`."""
        return self._known.read(path)

    def on_disk(self, path: str) -> AnnotationFile:
        """Read an article's file, without knowing it by that. Raises `AnnotationFileError`."""
        return self._known.store.load(path)

    def file_of(self, path: str) -> Path:
        """Where the annotations of an article are, or would be. Raises `AnnotationFileError`."""
        return self._known.store.file_of(path)

    def header_of(self, path: str) -> str:
        """The article that the file of an article names itself; "" when it names none."""
        return self._known.store.header_of(path)

    def versions(self, path: str) -> list[Version]:
        """The earlier versions of an article's annotations, the newest first.

        Raises `AnnotationFileError` when they cannot be listed.
        """
        return versions.versions(self._known.store, path)

    def earlier_annotations(self, path: str) -> list[tuple[Annotation, ...]]:
        """What the earlier versions of an article's file that can be read said, the newest first.

        Raises `AnnotationFileError` when they cannot be listed.
        """
        files = (version.file for version in self.versions(path))
        return [file.annotations for file in files if isinstance(file, AnnotationFile)]

    def articles_with_versions(self) -> list[str]:
        """The articles whose annotations have earlier versions, also those without a file now."""
        return versions.articles_with_versions(self._known.store)

    def present_names(self, annotations: Iterable[Annotation]) -> Mapping[str, str]:
        """The present names of topics of annotations that have been renamed here meanwhile."""
        return self._writer.present_names(annotations)

    def folder_problem(self) -> UnavailableError | None:
        """Whether the whole folder is gone, as when a drive is unplugged: it is not made again."""
        return self._known.folder_problem()

    def accept_folder(self) -> Path | None:
        """Accept the annotations folder as it is now; `None` if nothing was wrong with it."""
        return self._known.accept_folder()

    def reload(self) -> ExternalChanges:
        """Take in what other programs have changed in the folder since the last time; return it.

        Cheap when nothing has changed.
        """
        with self._reporting:
            found, self._unreported = self._unreported, ExternalChanges()
        return found + self._known.reload()

    def introduce(self, article: ArticleIdentity) -> None:
        """Add an article that may not be in the folder, so that it can be annotated."""
        self._known.introduce(article)

    def leave_out(self, path: str, problem: AnnotationFileError) -> None:
        """Leave a file out of everything, and list why."""
        self._known.forget(path)
        self._known.problems[str(problem.file)] = problem

    # -- steps

    def open_history(self) -> Journal:
        """What can be undone in this folder's annotations, also of earlier sessions."""
        with self._opening:
            if self._history is None:
                places = self._places
                self._history = Journal(
                    places.history, places.old_history, is_command=self._is_command
                )
            return self._history

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo, as far as the history has been opened."""
        return bool(self._history and self._history.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo, as far as the history has been opened."""
        return bool(self._history and self._history.undone)

    def make(
        self,
        label: str,
        changes: Sequence[Change],
        topics: TopicEdit | None = None,
        progress: Progress | None = None,
        *,
        again: Callable[[], Sequence[Change]] | None = None,
    ) -> Saved:
        """Make changes as one step.

        Where `again` is given it is asked for the changes once more when the topics have been
        changed: from what is known then of what other programs have saved.

        What the disk does not take now is kept; but topics come first, and where they cannot be
        changed nothing is. When `progress` stops it, `Saved.rest` is what `go_on` then does. Raises
        `SaveError` when nothing could be done.
        """

        def found(changes: Iterable[Change]) -> list[Change]:
            return [storable(change) for change in changes]

        def found_again() -> list[Change]:
            self._writer.wait_for_others()
            reloaded = self._known.reload()
            with self._reporting:
                self._unreported += reloaded
            return found(again() if again else ())

        with self.saving:
            late = found_again if again else None
            return self._steps.make(label, found(changes), topics, progress, again=late)

    def go_on(self, rest: Rest, progress: Progress | None = None) -> Saved | None:
        """Do what a stopped step has left to do (`Saved.rest`). Raises `SaveError`."""
        with self.saving:
            if rest.forwards is None:
                return self._steps.make(rest.label, rest.changes, None, progress, rest.step)
            return self._steps.travel(forwards=rest.forwards, progress=progress, identity=rest.step)

    def undo(self, progress: Progress | None = None) -> Saved | None:
        """Undo the last step; `None` when there is none. Raises `SaveError`."""
        with self.saving:
            return self._steps.travel(forwards=False, progress=progress)

    def redo(self, progress: Progress | None = None) -> Saved | None:
        """Redo the step that was undone last; `None` when there is none. Raises `SaveError`."""
        with self.saving:
            return self._steps.travel(forwards=True, progress=progress)

    def bring_back(self, label: str, article: str, backup: Backup) -> Saved:
        """Restore an earlier version of a file as a step, byte for byte.

        Raises `AnnotationFileError`.
        """
        known, store = self._known, self._known.store
        with self.saving:
            told = self.finish_left()
            step, history = Step(without_surrogates(label)), self.open_history()
            with known.disk:
                if problem := known.folder_problem():
                    raise problem
            with known.disk, store.writing(article):
                planned = store.plan_version(article, backup)
                history.write_ahead(step, State.DOING, [planned.part])
                notes = store.carry_out(planned)
                known.take_in(planned.file)
            history.finish(step, State.DOING)
        return Saved(label, (*notes, *told), article, changes=planned.part.changes)

    def finish_left(self, progress: Progress | None = None) -> list[str]:
        """Finish what programs had begun that were killed, or were left; in words."""
        with self.saving:
            return self._steps.finish_left(progress)

    def half_done(self) -> list[HalfDone]:
        """The steps of other programs that stand in some files and not in others; looks only."""
        if not self._places.history.exists():
            return []
        with self.saving:
            return self._steps.half_done()

    def news(self) -> list[str]:
        """What can no longer be undone, in words; told once."""
        return self._history.news() if self._history else []

    def _done_by_others(self, article: str) -> Sequence[Change]:
        return self.open_history().done_by_others(article)

    # -- what could not be saved, and conflicts

    @property
    def unsaved(self) -> str:
        """What is not on disk yet and why, in words; "" when everything is."""
        return self._known.unsaved.words

    def is_unsaved(self, path: str) -> bool:
        """Whether an article has changes that are not on disk yet."""
        return self._known.unsaved.of(path) is not None

    @property
    def left_behind(self) -> int:
        """How many changes earlier sessions could not save."""
        return self._known.unsaved.left_behind

    def retry(self) -> Saved | None:
        """Try again to save what could not be saved; `None` when nothing has been saved by it."""
        with self.saving:
            return self._writer.retry()

    def recover(self, progress: Progress | None = None) -> Saved | None:
        """Finish what earlier sessions have begun, and save what they could not.

        `None` when they have left nothing. What another program keeps that still runs is its own.
        """
        with self.saving:
            finished = self.finish_left(progress)
            saved = self._writer.recover()
        if not finished:
            return saved
        saved = saved or Saved("")
        return replace(saved, notes=(*finished, *saved.notes))

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Annotations changed here and elsewhere, until somebody settles them."""
        return tuple(self._known.unsaved.conflicts)

    def keep_theirs(self, label: str, conflict: Conflict) -> Saved:
        """Record as a step that the other side of a conflict, which is on disk, has been chosen."""
        change = Change(conflict.article, conflict.ours, conflict.theirs)
        with self.saving:
            self.open_history().record(Step(without_surrogates(label), parts_of([change])))
        return Saved(label, article=conflict.article)

    def settled(self, conflict: Conflict) -> None:
        """Forget a conflict that somebody has decided."""
        unsaved = self._known.unsaved
        with self.saving, self._known.disk:
            if conflict in unsaved.conflicts:
                unsaved.conflicts.remove(conflict)
                unsaved.store()

    # -- files that go elsewhere

    def move(
        self, old: ArticleIdentity, new: ArticleIdentity, left: Mapping[str, Annotation]
    ) -> AnnotationFile:
        """Bring the annotations of one article to another, with their history.

        `left` has been moved away from the new place before, by id. Returns the file that was
        moved, which `remove_moved` then deletes. Raises `AnnotationFileError`.
        """
        with self.saving:
            moved, file = self._known.store.move(old, new, left)
            self.open_history().follow({old.path: new.path})
            self._known.moved(old.path, file)
            return moved

    def remove_moved(self, path: str, moved: Mapping[str, Annotation], home: str) -> None:
        """Delete an article's file, all of which has been moved to the article `home`.

        Raises `AnnotationFileError`.
        """
        with self.saving:
            self._known.store.remove(path, moved, home)
            self._known.forget(path)

    def set_aside(self, path: str) -> bool:
        """Delete an article's file; whether it is kept as an earlier version.

        Raises `AnnotationFileError`; the file then stays.
        """
        with self.saving:
            kept = self._known.store.set_aside(path)
            self._known.problems.pop(str(self.file_of(path)), None)
            return kept

    def close(self) -> None:
        """Try once more to save what is not on disk yet, and close the history."""
        with self.saving, self._opening:
            if self._known.unsaved:
                self._writer.retry(PATIENCE)
            self._known.unsaved.close()
            if self._history is not None:
                self._history.close()
                self._history = None
