"""Makes changes durable and undoable, and keeps what could not be written until it can be."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from annotations.conflicts import Ours, differ_in_topics_alone
from annotations.files import AnnotationFile, AnnotationFileError, UnavailableError
from annotations.history import Change, History, Step, net
from annotations.journal import Journal
from annotations.listing import Stamp, list_files
from annotations.merge import merge
from annotations.model import ArticleIdentity
from annotations.rescue import Conflict, Rescue, Rescued, Unsaved
from annotations.store import AnnotationStore, storable
from annotations.summary import Entry, load_summary, save_summary
from annotations.topics import TopicEdit
from annotations.yaml_text import without_surrogates
from corpus.errors import ArticleError
from disk import durable
from disk.home import Home
from workspace.outcome import Rest, Saved, SaveError
from workspace.places import Places
from workspace.progress import Progress, Silent
from workspace.topics_file import Edited, TopicsFile

# Keys wait for a save: what takes longer is kept and tried again.
_PATIENCE = 1.0
_PATIENCE_WHEN_FAILING = 0.05


@dataclass(slots=True)
class _Written:
    """What became of changes: those made, what merging says, what was refused and what is kept."""

    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[AnnotationFileError | SaveError] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)
    kept: str = ""


class Recorder:
    """The annotations of a folder in memory and on disk, and the history of their changes.

    `identify` gives an article's title and hash by its path; it may raise ArticleError. Every
    method may be called from any thread.
    """

    def __init__(
        self, places: Places, topics: TopicsFile, identify: Callable[[str], ArticleIdentity]
    ) -> None:
        self.store = AnnotationStore(places.annotations, places.backups, patience=_PATIENCE)
        self.home = Home(places.annotations, places.annotations_home)
        self.problems: dict[str, AnnotationFileError] = {}
        self._topics = topics
        self._identify = identify
        self._history_file = places.history
        self._summary_file = places.summary
        self._history: History | None = None
        self._rescue = Rescue(places.rescue)
        self._rescue_problem = ""
        self._ours = Ours()
        self.conflicts: list[Conflict] = []
        # The files and their stamps when they were last looked at.
        self.seen: dict[str, Stamp] = {}
        self._files: dict[str, AnnotationFile] = {}
        self._unsaved: dict[str, Unsaved] = {}
        # One change after the other; `_lock` only guards what is in memory, so that a screen that
        # asks for counts never waits for a disk.
        self.saving = RLock()
        self._lock = RLock()

    # -- what is known

    def load(self, say: Callable[[int, int], None] = lambda _done, _total: None) -> None:
        """Read every annotation file; those that cannot be read are listed in `problems`.

        A file that has not changed since the last time comes from the cache. `say` is told how many
        of how many have been read. What is known already stays, as it is newer.
        """
        self.seen = list_files(self.store.folder)
        if problem := self.folder_problem():
            self.problems[str(self.store.folder)] = problem
        elif self.seen:
            self.home.remember()
        known = load_summary(self._summary_file)
        entries: dict[str, Entry] = {}
        for done, (name, stamp) in enumerate(self.seen.items()):
            say(done, len(self.seen))
            entry = known.get(name)
            try:
                if entry is None or entry.stamp != stamp:
                    file = self.store.load_named(name)
                    entry = Entry(name, stamp, file) if file else None
            except AnnotationFileError as error:
                self.problems[str(error.file)] = error
                continue
            if entry:
                entries[name] = entry
                with self._lock:
                    self._files.setdefault(entry.file.path, entry.file)
        if any(entries.get(name) is not known.get(name) for name in {**entries, **known}):
            with suppress(OSError):  # a cache: without it the next start takes longer
                save_summary(self._summary_file, entries)

    def files(self) -> list[AnnotationFile]:
        """Every annotation file that was read, in no particular order."""
        with self._lock:
            return list(self._files.values())

    def file(self, path: str) -> AnnotationFile | None:
        """What is known of an article's annotations, without reading the file again."""
        with self._lock:
            return self._files.get(path)

    def read(self, path: str) -> AnnotationFile:
        """Read an article's file anew. Raises `AnnotationFileError`."""
        with self.saving:
            return self.take_in(self.store.load(path))

    def take_in(self, file: AnnotationFile) -> AnnotationFile:
        """Know a file as it is on disk now; what was changed here and lost there is a conflict."""
        with self.saving:
            path = file.path
            if kept := self._unsaved.get(path):
                file = _with(file, kept.changes)
            known = self.file(path)
            found = self._ours.conflicts(path, known.annotations if known else (), file.annotations)
            found = [each for each in found if not self._is_of_topics_alone(each)]
            with self._lock:
                self._files[path] = file
            if found:
                self.conflicts += found
                self._keep_rescue()
            return file

    def folder_problem(self) -> UnavailableError | None:
        """Whether the whole folder has gone, as when a drive is unplugged: it is not made anew.

        Also where an empty mount point, or another folder, is there in its place.
        """
        home, folder = self.home, self.store.folder
        if not home.is_known or home.is_same:
            return None
        there = list_files(folder)
        # Put back by git or a backup, or on a drive that has another number now.
        if there.keys() & self.seen.keys() or (there and (not self.seen or home.is_on_its_device)):
            home.remember()
            return None
        if not home.is_held and home.is_on_its_device:
            home.forget()  # it was emptied, or deleted, since the last session
            return None
        if home.now is None:
            return UnavailableError(folder, None, "is not there any more", "Put the folder back.")
        return UnavailableError(folder, None, _ANOTHER, _ANOTHER_ADVICE)

    def introduce(self, article: ArticleIdentity) -> None:
        """Know an article that may not be in the folder, so that it can be annotated."""
        with self._lock:
            known = self._files.get(article.path)
            if known is None or not (known.annotations or known.text_sha256):
                file = AnnotationFile(article.path, article.title, article.sha256, ())
                self._files[article.path] = file

    # -- changes

    @property
    def history(self) -> History:
        """What can be undone in this folder's annotations, also of earlier sessions."""
        with self._lock:
            if self._history is None:
                self._history = Journal(self._history_file)
            return self._history

    @property
    def known_history(self) -> History | None:
        """The history if it has been read already."""
        return self._history

    def make(
        self,
        label: str,
        changes: Sequence[Change],
        settled: Sequence[Change] = (),
        topics: TopicEdit | None = None,
        progress: Progress | None = None,
    ) -> Saved:
        """Make changes as one step; with `settled`, which are written too but are not undone.

        What the disk does not take now is kept; but topics come first, and where they cannot be
        changed nothing is. When `progress` stops it, `Saved.rest` is what `go_on` then does. Raises
        `SaveError` when nothing could be done.
        """
        with self.saving:
            changes = tuple(storable(change) for change in changes)
            label = without_surrogates(label)  # of a file whose name is not UTF-8
            step = Step(label, changes, topics and self._topics.prepared(topics))
            is_bulk = topics is not None or len({change.article for change in changes}) > 1
            if is_bulk:
                self.history.record(step)
            edited = self._edit_topics(step.topics)
            if edited.problem:
                self.history.correct(dataclasses.replace(step, changes=(), topics=None))
                raise edited.problem
            written = self._write((*settled, *changes), progress or Silent())
            made = tuple(each for each in written.changes if each not in settled)
            step = dataclasses.replace(step, changes=made, topics=edited.edit)
            if is_bulk:
                self.history.correct(step)
            elif made:
                self.history.record(step)
            words = "nothing was changed" if step.is_nothing else label
            return self._told(words, step, written, edited)

    def go_on(self, rest: Rest, progress: Progress | None = None) -> Saved:
        """Do what a stopped step has left to do, as a step of its own. Raises `SaveError`."""
        return self.make(rest.label, rest.changes, progress=progress)

    def _edit_topics(self, edit: TopicEdit | None) -> Edited:
        if edit is None:
            return Edited(None)
        try:
            return self._topics.make(edit)
        except SaveError as error:
            return Edited(None, problem=error)

    def record(self, label: str, changes: Sequence[Change]) -> None:
        """Remember changes that have been written in another way."""
        self.history.record(Step(without_surrogates(label), tuple(changes)))

    def travel(self, *, forwards: bool, progress: Progress | None = None) -> Saved | None:
        """Undo, or redo; `None` when there is nothing. Raises `SaveError`."""
        with self.saving:
            step = self.history.redo() if forwards else self.history.undo()
            if step is None:
                return None
            edited = self._edit_topics(step.topics)
            written = self._write(step.changes, progress or Silent())
            if edited.problem:
                written.refused.insert(0, edited.problem)
            if written.refused and not (written.changes or edited.edit):
                # It did not happen, so it can be tried again.
                if forwards:
                    self.history.undo()
                else:
                    self.history.redo()
            done = "done again" if forwards else "undone"
            return self._told(f"{done}: {step.label}", step, written, edited)

    def _told(self, label: str, step: Step, written: _Written, edited: Edited) -> Saved:
        written.notes[:0] = edited.notes
        if written.refused:
            first = written.refused[0]
            if not (written.changes or edited.edit):
                raise first if isinstance(first, SaveError) else SaveError(str(first)) from first
            more = f" (and {len(written.refused) - 1} more)" if len(written.refused) > 1 else ""
            written.notes.append(f"Not changed: {first}{more}")
        article = step.changes[0].article if step.changes else ""
        made = tuple(written.changes)
        rest = Rest(step.label, tuple(written.left)) if written.left else None
        return Saved(label, tuple(written.notes), article, written.kept, made, rest)

    def _write(self, changes: Iterable[Change], progress: Progress) -> _Written:
        """Bring changes to disk, article by article; each as it can be, until it is stopped."""
        by_article: dict[str, list[Change]] = {}
        for change in changes:
            by_article.setdefault(change.article, []).append(change)
        written = _Written()
        total = len(by_article)
        for done, (path, group) in enumerate(by_article.items()):
            progress.say(done, total)
            if done and progress.should_stop():
                groups = list(by_article.values())
                written.left = [each for group in groups[done:] for each in group]
                written.notes.append(f"stopped after {done:,} of {total:,} files")
                break
            try:
                self._write_article(path, tuple(group), written)
            except (AnnotationFileError, SaveError) as error:
                written.refused.append(error)
        if written.kept:
            self._keep_rescue()
            written.kept += self._rescue_problem
        return written

    def _write_article(self, path: str, changes: tuple[Change, ...], written: _Written) -> None:
        kept = self._unsaved.get(path)
        identity = self._identity(path)
        earlier = kept.changes if kept else ()
        self.store.patience = _PATIENCE_WHEN_FAILING if self._unsaved else _PATIENCE
        try:
            if problem := self.folder_problem():
                raise problem
            applied = self.store.apply(identity, (*earlier, *changes))
        except UnavailableError as error:
            known = self.file(path) or AnnotationFile(path, identity.title, identity.sha256, ())
            merged = merge(known.annotations, changes)
            self._put_aside(Unsaved(identity, (*earlier, *merged.changes), error.message))
            written.changes += merged.changes
            written.kept = f"Not on disk yet, but kept and tried again: {error}"
            file = dataclasses.replace(known, annotations=merged.annotations)
        else:
            made = [each for each in applied.changes if each not in earlier]
            written.changes += made
            written.notes += applied.notes
            if kept:
                del self._unsaved[path]
                self._keep_rescue()
            self._know(path, made)
            self._ours.made(applied.changes)
            for kept_beside in _ids(changes) - _ids(applied.changes):
                self._ours.forget(path, kept_beside)
            if not self.home.is_known:
                self.home.remember()
            file = self.take_in(applied.file)
        with self._lock:
            self._files[path] = file

    def _know(self, path: str, changes: Sequence[Change]) -> None:
        """Have changes in memory that are on disk, so that only what is foreign differs."""
        if known := self.file(path):
            with self._lock:
                self._files[path] = _with(known, changes)

    def _identity(self, path: str) -> ArticleIdentity:
        """The article as its annotation file names it; as it was last known when it is gone."""
        try:
            return self._identify(path)
        except ArticleError as error:
            file = self.file(path) or self.store.load(path)
            if not (file.text_sha256 or file.annotations):
                raise SaveError(f"{path}: {error.reason} {error.advice}") from error
            return ArticleIdentity(path, file.title, file.text_sha256)

    # -- what could not be saved

    @property
    def unsaved(self) -> tuple[Unsaved, ...]:
        """What is not on disk yet."""
        return tuple(self._unsaved.values())

    def retry(self) -> Saved | None:
        """Try again to save what is not on disk yet; `None` when nothing has been saved by it."""
        with self.saving:
            saved = 0
            notes: list[str] = []
            for path, kept in list(self._unsaved.items()):
                self.store.patience = _PATIENCE_WHEN_FAILING
                try:
                    if problem := self.folder_problem():
                        raise problem
                    applied = self.store.apply(kept.article, kept.changes)
                except AnnotationFileError as error:
                    self._unsaved[path] = dataclasses.replace(kept, reason=error.message)
                    continue
                del self._unsaved[path]
                with self._lock:
                    self._files[path] = applied.file
                saved += len(kept.changes)
                notes += applied.notes
            if not saved:
                return None
            self._keep_rescue()
        number = "1 change" if saved == 1 else f"{saved} changes"
        return Saved(f"{number} that could not be saved before: saved now", tuple(notes))

    def recover(self) -> Saved | None:
        """Save what earlier sessions could not; `None` when they have left nothing.

        What still cannot be saved is then this session's to keep.
        """
        with self.saving:
            taken: list[Path] = []
            for file, rescued in self._rescue.others():
                taken.append(file)
                for each in rescued.unsaved:
                    self._take_over(each)
                self.conflicts += rescued.conflicts
            if not taken:
                return None
            saved = self.retry()
            self._keep_rescue()
            if not self._rescue_problem:
                for file in taken:
                    durable.remove(file, own=True, missing_ok=True)
        if self._unsaved:
            return Saved("", problem=self.unsaved_words)
        return saved

    def _put_aside(self, unsaved: Unsaved) -> None:
        """Keep changes in the place of what was kept of their article; what they come to."""
        unsaved = dataclasses.replace(unsaved, changes=net(unsaved.changes))
        self._unsaved.pop(unsaved.article.path, None)
        if unsaved.changes:
            self._unsaved[unsaved.article.path] = unsaved

    @property
    def left_behind(self) -> int:
        """How many changes earlier sessions could not save."""
        return sum(
            len(each.changes) for _, rescued in self._rescue.others() for each in rescued.unsaved
        )

    def _take_over(self, unsaved: Unsaved) -> None:
        path = unsaved.article.path
        kept = self._unsaved.get(path)
        both = (*unsaved.changes, *(kept.changes if kept else ()))
        self._put_aside(dataclasses.replace(unsaved, changes=both))
        known = self.file(path) or AnnotationFile(path, unsaved.article.title, "", ())
        with self._lock:
            self._files[path] = _with(known, unsaved.changes)

    @property
    def unsaved_words(self) -> str:
        """What is not on disk yet and why, in words; "" when everything is."""
        if not self._unsaved:
            return ""
        kept = list(self._unsaved.values())
        number = sum(len(each.changes) for each in kept)
        changes = "1 change is" if number == 1 else f"{number} changes are"
        where = f"kept in {self._rescue.file} for the next start"
        return (
            f"{changes} not in the annotations folder yet ({kept[0].article.path}: "
            f"{kept[0].reason}); {self._rescue_problem.strip() or where}"
        )

    def look_at_conflicts(self) -> None:
        """Forget conflicts of which both sides agree by now, and know the others as they stand."""
        with self.saving:
            left = [now for each in self.conflicts if (now := self._conflict_now(each))]
            if left != self.conflicts:
                self.conflicts[:] = left
                self._keep_rescue()

    def _conflict_now(self, conflict: Conflict) -> Conflict | None:
        annotation = conflict.ours or conflict.theirs
        file = self.file(conflict.article)
        if annotation is None or file is None:
            return conflict
        theirs = next((each for each in file.annotations if each.id == annotation.id), None)
        now = dataclasses.replace(conflict, theirs=theirs)
        return None if now.ours == theirs or self._is_of_topics_alone(now) else now

    def _is_of_topics_alone(self, conflict: Conflict) -> bool:
        """Whether all that differs is that a topic of ours is called otherwise by now."""
        return differ_in_topics_alone(
            conflict.ours, conflict.theirs, {topic.name for topic in self._topics.topics}
        )

    def settled(self, conflict: Conflict) -> None:
        """Forget a conflict that somebody has decided."""
        with self.saving:
            self.conflicts.remove(conflict)
            self._keep_rescue()

    def _keep_rescue(self) -> None:
        try:
            self._rescue.keep(Rescued(tuple(self._unsaved.values()), tuple(self.conflicts)))
            self._rescue_problem = ""
        except OSError as error:
            self._rescue_problem = (
                f" It is in memory only, as {self._rescue.file.parent} cannot be written either "
                f"({error.strerror}): do not quit before it is saved."
            )

    # -- articles that moved

    def moved(self, old: str, new: AnnotationFile) -> None:
        """Know an article under its new path, and its file as it is now."""
        self.history.follow({old: new.path})
        self._ours.moved(old, new.path)
        with self._lock:
            if kept := self._unsaved.pop(old, None):
                changes = (dataclasses.replace(each, article=new.path) for each in kept.changes)
                article = ArticleIdentity(new.path, new.title, new.text_sha256)
                self._unsaved[new.path] = Unsaved(article, tuple(changes), kept.reason)
            self._files[new.path] = new

    def removed(self, path: str) -> None:
        """Know that an article has no file any more."""
        with self._lock:
            self._files.pop(path, None)


_ANOTHER = "is another folder than it was, with none of the annotations that were in it"
_ANOTHER_ADVICE = (
    "Is its drive there? Once it is back what was done meanwhile is saved. If it was emptied on "
    "purpose: nkreader check --fix."
)


def _ids(changes: Iterable[Change]) -> set[str]:
    return {each.id for change in changes for each in (change.before, change.after) if each}


def _with(file: AnnotationFile, changes: Sequence[Change]) -> AnnotationFile:
    return dataclasses.replace(file, annotations=merge(file.annotations, changes).annotations)
