"""Makes changes durable and undoable, and keeps what could not be written until it can be."""

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

from annotations.files.article_file import AnnotationFile, AnnotationFileError, UnavailableError
from annotations.files.backups import Backup
from annotations.files.listing import Stamp, list_files
from annotations.files.store import AnnotationStore, Planned, storable
from annotations.files.summary import Entry, load_summary, save_summary
from annotations.history.conflicts import Ours, differ_in_topics_alone
from annotations.history.journal import Journal, State
from annotations.history.merge import Terms, merge
from annotations.history.rescue import Conflict, Rescue, Rescued, Unsaved
from annotations.history.steps import Change, Head, Part, Step, net, parts_of
from annotations.model import Annotation, ArticleIdentity
from annotations.topics import TopicEdit, present_names
from annotations.yaml.text import without_surrogates
from corpus.errors import ArticleError
from disk import durable
from disk.home import Home
from workspace.coding.save_result import Rest, Saved, SaveError
from workspace.coding.stepping import HalfDone, Stepper, Written
from workspace.coding.topics_file import TopicsFile
from workspace.places import Places
from workspace.progress import Progress

# Keys wait for a save: what takes longer is kept and tried again. A step of many files may wait.
_PATIENCE = 1.0
_PATIENCE_OF_MANY = 3.0
_PATIENCE_TO_TRY_AGAIN = 0.4
_PATIENCE_WHEN_FAILING = 0.05
# About how many seconds a step of many files keeps other programs from saving; and for how long, as
# a part of that and at least, it lets them save then: who waits looks more often than that.
_HOLD = 0.25
_LET_OTHERS = 1 / 16
_LET_OTHERS_AT_LEAST = 0.008
_FILES_AT_FIRST = 8


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
        self._old_history_file = places.old_history
        self._history: Journal | None = None
        self._steps = Stepper(self, topics, lambda: self.history)
        self._rescue = Rescue(places.rescue)
        self._rescue_problem = ""
        self._ours = Ours(self._done_by_others)
        self.conflicts: list[Conflict] = []
        # The files and their stamps when they were last looked at.
        self.seen: dict[str, Stamp] = {}
        self._files: dict[str, AnnotationFile] = {}
        self._unsaved: dict[str, Unsaved] = {}
        # One step after the other, however many files it writes; `_disk` is held for some of them
        # at a time, so that an article can be opened meanwhile. `_lock` only guards what is in
        # memory: a screen that asks for counts never waits for a disk. Taken in this order.
        self.saving = RLock()
        self._disk = RLock()
        # How many files fit into `_HOLD`, and when the next may be written.
        self._files_at_once = _FILES_AT_FIRST
        self._others_turn_ends = 0.0
        self._lock = RLock()
        self._opening = RLock()

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
        with self._disk:
            return self.take_in(self.store.load(path))

    def take_in(self, file: AnnotationFile) -> AnnotationFile:
        """Know a file as it is on disk now; what was changed here and lost there is a conflict."""
        with self._disk:
            path = file.path
            if kept := self._unsaved.get(path):
                file = _with(file, kept.changes)
            known = self.file(path)
            agreeing = self._ours.agreeing(self.conflicts, path, file.annotations)
            found = self._ours.conflicts(path, known.annotations if known else (), file.annotations)
            found = [each for each in found if not self._is_of_topics_alone(each)]
            with self._lock:
                self._files[path] = file
            if found or agreeing:
                left = [each for each in self.conflicts if each not in agreeing]
                self.conflicts[:] = [*left, *found]
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
    def history(self) -> Journal:
        """What can be undone in this folder's annotations, also of earlier sessions."""
        with self._opening:
            if self._history is None:
                self._history = Journal(self._history_file, self._old_history_file)
            return self._history

    def _done_by_others(self, article: str) -> Sequence[Change]:
        return self.history.done_by_others(article)

    @property
    def known_history(self) -> Journal | None:
        """The history if it has been read already."""
        return self._history

    def make(
        self,
        label: str,
        changes: Sequence[Change],
        topics: TopicEdit | None = None,
        progress: Progress | None = None,
    ) -> Saved:
        """Make changes as one step.

        What the disk does not take now is kept; but topics come first, and where they cannot be
        changed nothing is. When `progress` stops it, `Saved.rest` is what `go_on` then does. Raises
        `SaveError` when nothing could be done.
        """
        changes = [storable(change) for change in changes]
        with self.saving:
            return self._steps.make(label, changes, topics, progress)

    def go_on(self, rest: Rest, progress: Progress | None = None) -> Saved | None:
        """Do what a stopped step has left to do. Raises `SaveError`."""
        with self.saving:
            if rest.forwards is None:
                return self._steps.make(rest.label, rest.changes, None, progress, rest.step)
            return self._steps.travel(forwards=rest.forwards, progress=progress, identity=rest.step)

    def travel(self, *, forwards: bool, progress: Progress | None = None) -> Saved | None:
        """Undo, or redo; `None` when there is nothing. Raises `SaveError`."""
        with self.saving:
            return self._steps.travel(forwards=forwards, progress=progress)

    def record(self, label: str, changes: Sequence[Change]) -> None:
        """Remember changes that have been written in another way."""
        with self.saving:
            self.history.record(Step(without_surrogates(label), parts_of(changes)))

    def bring_back(self, label: str, article: str, backup: Backup) -> Saved:
        """Put an earlier version of a file in its place as a step, byte for byte.

        Raises `AnnotationFileError`.
        """
        with self.saving:
            told = self.finish_left()
            step = Step(without_surrogates(label))
            with self._disk:
                if problem := self.folder_problem():
                    raise problem
            with self._disk, self.store.writing(article):
                planned = self.store.plan_version(article, backup)
                self.history.write_ahead(step, State.DOING, [planned.part])
                notes = self.store.carry_out(planned)
                self.take_in(planned.file)
            self.history.finish(step, State.DOING)
        return Saved(label, (*notes, *told), article, changes=planned.part.changes)

    def finish_left(self, progress: Progress | None = None) -> list[str]:
        """Finish what programs had begun that were killed, or were left; in words."""
        with self.saving:
            return self._steps.finish_left(progress)

    def half_done(self) -> list[HalfDone]:
        """The steps of other programs that stand in some files and not in others; looks only."""
        if not self._history_file.exists():
            return []
        with self.saving:
            return self._steps.half_done()

    def news(self) -> list[str]:
        """What can no longer be undone, in words; told once."""
        return self._history.news() if self._history else []

    def is_left(self, part: Part, terms: Terms) -> bool:
        """Whether a part would still change its file, as far as that can be read."""
        names = self.present_names(_both(part.changes))
        try:
            return not self.store.plan(part, terms=dataclasses.replace(terms, names=names)).is_done
        except AnnotationFileError:
            return False

    def close(self) -> None:
        """Try once more to save what is not on disk yet, and let go of the history."""
        with self.saving, self._opening:
            if self._unsaved:
                self.retry(_PATIENCE)
            self._rescue.close()
            if self._history is not None:
                self._history.close()
                self._history = None

    def write(
        self,
        parts: Sequence[Part],
        announce: Callable[[Sequence[Part]], None],
        written: Written,
        *,
        terms: Terms,
        is_bulk: bool,
    ) -> None:
        """Bring parts of a step to disk, each as it can be; see `Writer`.

        Some at a time, under one lock: in between other programs, and other threads, have a turn.
        """
        while parts:
            some, parts = parts[: self._files_at_once], parts[self._files_at_once :]
            names = self.present_names(_both(change for part in some for change in part.changes))
            terms = dataclasses.replace(terms, names=names)
            if is_bulk:
                time.sleep(max(0, self._others_turn_ends - time.monotonic()))
            self._write_some(some, announce, written, terms=terms, is_bulk=is_bulk)

    def _write_some(
        self,
        parts: Sequence[Part],
        announce: Callable[[Sequence[Part]], None],
        written: Written,
        *,
        terms: Terms,
        is_bulk: bool,
    ) -> None:
        patience = _PATIENCE_OF_MANY if is_bulk else _PATIENCE
        self.store.patience = _PATIENCE_WHEN_FAILING if self._unsaved else patience
        with self._disk:
            left = parts
            try:
                if problem := self.folder_problem():
                    raise problem
                with self.store.writing(parts[0].article):
                    began = time.monotonic()
                    self._write_files(parts, announce, written, terms=terms, is_bulk=is_bulk)
                    left = ()
                self._learn(len(parts), time.monotonic() - began)
            except UnavailableError as error:
                announce([self._keep(part, error, written) for part in left])
            except AnnotationFileError as error:
                written.refused += [(part, error) for part in left]
            if written.kept:
                self._keep_rescue()
                written.kept += self._rescue_problem

    def _learn(self, files: int, seconds: float) -> None:
        """Know how many files can be written at once, from how long some have taken."""
        self._files_at_once = max(1, min(2 * files, int(files * _HOLD / max(seconds, 0.001))))
        pause = max(_LET_OTHERS_AT_LEAST, seconds * _LET_OTHERS)
        self._others_turn_ends = time.monotonic() + pause

    def _write_files(
        self,
        parts: Sequence[Part],
        announce: Callable[[Sequence[Part]], None],
        written: Written,
        *,
        terms: Terms,
        is_bulk: bool,
    ) -> None:
        planned: list[tuple[Part, Planned]] = []
        ahead: list[Part] = []
        for part in parts:
            try:
                plan = self._plan(part, terms, is_bulk=is_bulk)
            except UnavailableError as error:
                ahead.append(self._keep(part, error, written))
            except (AnnotationFileError, SaveError) as error:
                written.refused.append((part, error))
            else:
                planned.append((part, plan))
                ahead.append(part if plan.is_done and part.rewrite else plan.part)
        announce(ahead)
        for part, plan in planned:
            try:
                written.notes += self.store.carry_out(plan)
            except UnavailableError as error:
                announce([self._keep(part, error, written)])
            except AnnotationFileError as error:
                announce([part if terms.taking_back or part.rewrite else Part(part.article, ())])
                written.refused.append((part, error))
            else:
                self._written(part, plan, written)

    def _plan(self, part: Part, terms: Terms, *, is_bulk: bool) -> Planned:
        """Plan a part, together with what is kept of the article and not on disk yet."""
        path = part.article
        known = self.file(path)
        article = None
        if part.head is None and part.rewrite is None:
            if is_bulk and known and known.text_sha256 and not _is_about_text(part.changes):
                head = Head(known.title, known.text_sha256)
                part = dataclasses.replace(part, head=(head, head))
            else:
                article = self._identity(path)
        kept = self._unsaved.get(path)
        if kept is None:
            return self.store.plan(part, article, known=known, terms=terms)
        both = Part(path, (*kept.changes, *part.changes))
        plan = self.store.plan(both, article or kept.article, terms=terms)
        made = tuple(each for each in plan.part.changes if each not in kept.changes)
        return dataclasses.replace(plan, part=Part(path, made), is_done=False)

    def present_names(self, annotations: Iterable[Annotation]) -> Mapping[str, str]:
        """What topics of annotations are called by now that have been renamed here meanwhile.

        What has them comes late: it is redone or undone, finished or tried again, or comes from
        elsewhere; or another program was renaming the topic while it was asked for.
        """
        used = {topic for each in annotations for topic in (*each.topics, *each.rejected)}
        configured = {topic.name for topic in self._topics.present()}
        gone = used - configured
        return present_names(gone, self.history.topic_edits(), configured) if gone else {}

    def _written(self, part: Part, plan: Planned, written: Written) -> None:
        """Know what is on disk now."""
        path, made = part.article, plan.part.changes if not plan.is_done else ()
        kept = self._unsaved.pop(path, None)
        if kept:
            self._keep_rescue()
        written.changes += made
        written.notes += plan.notes
        written.files += plan.before != plan.after
        if not self.home.is_known:
            self.home.remember()
        self._know(path, made)
        self._ours.made((*(kept.changes if kept else ()), *made))
        for beside in _ids(part.changes) - _ids(plan.part.changes):
            self._ours.forget(path, beside)
        self.take_in(plan.file)

    def _keep(self, part: Part, error: UnavailableError, written: Written) -> Part:
        """Have in memory what the disk does not take, until it does; give what it came to."""
        path = part.article
        earlier = kept.changes if (kept := self._unsaved.get(path)) else ()
        identity = self._identity_at_any_rate(path)
        known = self.file(path) or AnnotationFile(path, identity.title, identity.sha256, ())
        merged = merge(known.annotations, part.changes)
        self._put_aside(Unsaved(identity, (*earlier, *merged.changes), error.message))
        written.changes += merged.changes
        written.kept = f"Not on disk yet, but kept and tried again: {error}"
        with self._lock:
            self._files[path] = dataclasses.replace(known, annotations=merged.annotations)
        return Part(path, merged.changes)

    def _know(self, path: str, changes: Sequence[Change]) -> None:
        """Have changes in memory that are on disk, so that only what is foreign differs."""
        if known := self.file(path):
            with self._lock:
                self._files[path] = _with(known, changes)

    def _identity_at_any_rate(self, path: str) -> ArticleIdentity:
        try:
            return self._identity(path)
        except (SaveError, AnnotationFileError):
            return ArticleIdentity(path, "", "")

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

    def retry(self, patience: float = _PATIENCE_TO_TRY_AGAIN) -> Saved | None:
        """Try again to save what is not on disk yet; `None` when nothing has been saved by it."""
        with self.saving, self._disk:
            saved = 0
            notes: list[str] = []
            self.store.patience = patience
            for path, kept in list(self._unsaved.items()):
                try:
                    if problem := self.folder_problem():
                        raise problem
                    applied = self.store.apply(
                        kept.article,
                        kept.changes,
                        Terms(names=self.present_names(_both(kept.changes))),
                    )
                except AnnotationFileError as error:
                    self._unsaved[path] = dataclasses.replace(kept, reason=error.message)
                    if isinstance(error.__cause__, TimeoutError):
                        break  # the next would wait for the same
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
        with self.saving, self._disk:
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
        with self._disk:
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
        with self.saving, self._disk:
            if conflict in self.conflicts:
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


def _both(changes: Iterable[Change]) -> Iterator[Annotation]:
    return (each for change in changes for each in (change.before, change.after) if each)


def _ids(changes: Iterable[Change]) -> set[str]:
    return {each.id for each in _both(changes)}


def _with(file: AnnotationFile, changes: Sequence[Change]) -> AnnotationFile:
    return dataclasses.replace(file, annotations=merge(file.annotations, changes).annotations)


def _is_about_text(changes: Iterable[Change]) -> bool:
    """Whether changes say where something stands, so that the file is about the text of now."""
    return any(
        change.before is None
        or (change.after is not None and not _is_at_one_place(change.before, change.after))
        for change in changes
    )


def _is_at_one_place(one: Annotation, other: Annotation) -> bool:
    return (one.start, one.end, one.quote) == (other.start, other.end, other.quote)
