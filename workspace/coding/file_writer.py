"""Brings the parts of steps to disk, and keeps what the disk does not take until it does."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile, AnnotationFileError, UnavailableError
from annotations.files.store import Planned
from annotations.history.journal import Journal
from annotations.history.merge import Terms, merge
from annotations.history.rescue import KeptPart, Unsaved
from annotations.history.steps import Change, Head, Part
from annotations.model import Annotation, ArticleIdentity
from annotations.topics import present_names
from corpus.errors import ArticleError
from disk import durable
from workspace.coding.kept_work import plan_kept
from workspace.coding.known_annotations import KnownAnnotations, with_changes
from workspace.coding.save_result import Saved, SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.coding.writing import Writing

# Keys wait for a save: what takes longer is kept and tried again. A step of many files may wait.
PATIENCE = 1.0
_PATIENCE_OF_MANY = 3.0
_PATIENCE_TO_TRY_AGAIN = 0.4
_PATIENCE_WHEN_FAILING = 0.05
# About how many seconds a step of many files keeps other programs from saving; and for how long, as
# a part of that and at least, it lets them save then: who waits looks more often than that.
_HOLD = 0.25
_LET_OTHERS = 1 / 16
_LET_OTHERS_AT_LEAST = 0.008
_FILES_AT_FIRST = 8


class FileWriter:
    """Writes annotation files; to be used while `KnownAnnotations.saving` is held.

    `identify` returns an article's title and hash by its path; it may raise `ArticleError`.
    """

    def __init__(
        self,
        known: KnownAnnotations,
        topics: TopicsFile,
        journal: Callable[[], Journal],
        identify: Callable[[str], ArticleIdentity],
    ) -> None:
        self._known = known
        self._store = known.store
        self._unsaved = known.unsaved
        self._topics = topics
        self._journal = journal
        self._identify = identify
        # How many files fit into `_HOLD`, and when the next may be written.
        self._files_at_once = _FILES_AT_FIRST
        self._others_turn_ends = 0.0

    def write(self, parts: Sequence[Part], writing: Writing) -> None:
        """Bring parts of a step to disk, each as it can be.

        Some at a time, under one lock: in between other programs, and other threads, have a turn.
        """
        while parts:
            some, parts = parts[: self._files_at_once], parts[self._files_at_once :]
            if writing.is_bulk:
                time.sleep(max(0, self._others_turn_ends - time.monotonic()))
            self._write_some(some, writing)

    def wait_for_others(self) -> None:
        """Wait until those who are saving have saved; who comes then sees what topics are now."""
        self._store.patience = _PATIENCE_OF_MANY
        if self._store.folder.is_dir():
            with suppress(AnnotationFileError), self._store.writing(""):
                pass

    def is_left(self, part: Part, terms: Terms) -> bool:
        """Whether a part would still change its file, as far as that can be read."""
        terms = replace(terms, names=self.present_names(_both(part.changes)))
        try:
            return not self._store.plan(part, terms=terms).is_done
        except AnnotationFileError:
            return False

    def present_names(
        self, annotations: Iterable[Annotation], *, but: Collection[str] = ()
    ) -> Mapping[str, str]:
        """The present names of topics of annotations that have been renamed here meanwhile.

        What has their old names comes late: it is redone or undone, finished or tried again, or
        comes from elsewhere; or another program was renaming the topic while it was asked for.
        What the steps `but`, by their ids, have renamed is left to them.
        """
        used = {topic for each in annotations for topic in (*each.topics, *each.rejected)}
        configured = {topic.name for topic in self._topics.present()}
        gone = used - configured
        edits = self._journal().topic_edits(but=but) if gone else ()
        return present_names(gone, edits, configured)

    def _write_some(self, parts: Sequence[Part], writing: Writing) -> None:
        written = writing.written
        patience = _PATIENCE_OF_MANY if writing.is_bulk else PATIENCE
        self._store.patience = _PATIENCE_WHEN_FAILING if self._unsaved else patience
        with self._known.disk:
            left = parts
            try:
                if problem := self._known.folder_problem():
                    raise problem
                with self._store.writing(parts[0].article):
                    began = time.monotonic()
                    # Asked under the lock: a program that renames a topic waits for it, and then
                    # looks at what has been saved until then.
                    names = self.present_names(_both(each for p in parts for each in p.changes))
                    terms = replace(writing.terms, names=names)
                    self._write_files(parts, replace(writing, terms=terms))
                    left = ()
                self._learn(len(parts), time.monotonic() - began)
            except UnavailableError as error:
                writing.announce([self._keep(part, error, writing) for part in left])
            except AnnotationFileError as error:
                written.refused += [(part, error) for part in left]
            if written.kept:
                self._unsaved.store()
                written.kept += self._unsaved.problem

    def _learn(self, files: int, seconds: float) -> None:
        """Decide how many files to write at once, from how long some have taken."""
        self._files_at_once = max(1, min(2 * files, int(files * _HOLD / max(seconds, 0.001))))
        pause = max(_LET_OTHERS_AT_LEAST, seconds * _LET_OTHERS)
        self._others_turn_ends = time.monotonic() + pause

    def _write_files(self, parts: Sequence[Part], writing: Writing) -> None:
        planned: list[tuple[Part, Planned]] = []
        ahead: list[Part] = []
        for asked in parts:
            part = asked
            try:
                if kept := self._unsaved.of(part.article):
                    writing.written.notes += self._save_kept(kept, writing.step)
                    part = self._as_known_now(part, writing)
                plan = self._plan(part, writing)
            except UnavailableError as error:
                ahead.append(self._keep(part, error, writing))
            except (AnnotationFileError, SaveError) as error:
                writing.written.refused.append((part, error))
            else:
                planned.append((part, plan))
                ahead.append(part if plan.is_done and part.rewrite else plan.part)
        writing.announce(ahead)
        for part, plan in planned:
            self._write_file(part, plan, writing)

    def _write_file(self, part: Part, plan: Planned, writing: Writing) -> None:
        try:
            writing.written.notes += self._store.carry_out(plan)
        except UnavailableError as error:
            writing.announce([self._keep(part, error, writing)])
        except AnnotationFileError as error:
            is_whole = writing.terms.taking_back or part.rewrite
            writing.announce([part if is_whole else Part(part.article, ())])
            writing.written.refused.append((part, error))
        else:
            self._is_written(part, plan, writing)

    def _as_known_now(self, part: Part, writing: Writing) -> Part:
        """A part of a step that is undone or redone, with what saving it late has told of it."""
        known = self._journal().part(writing.step, part.article)
        if known is None or known.rewrite is None:
            return part
        return known.inverse() if writing.terms.taking_back else known

    def _plan(self, part: Part, writing: Writing) -> Planned:
        path, terms = part.article, writing.terms
        known = self._known.file(path)
        article = None
        if part.head is None and part.rewrite is None:
            is_old = writing.is_bulk and not _is_about_text(part.changes)
            if is_old and known and known.text_sha256:
                head = Head(known.title, known.text_sha256)
                part = replace(part, head=(head, head))
            else:
                article = self._identity(path)
        return self._store.plan(part, article, known=known, terms=terms)

    def _is_written(self, part: Part, plan: Planned, writing: Writing) -> None:
        """Take note of what has been done of a step."""
        writing.written.changes += plan.part.changes if not plan.is_done else ()
        writing.written.notes += plan.notes
        writing.written.files += plan.before != plan.after
        self._is_on_disk(part, plan)

    def _is_on_disk(self, part: Part, plan: Planned) -> None:
        """Take note of what is on disk now."""
        made = plan.part.changes if not plan.is_done else ()
        beside = _ids(part.changes) - _ids(plan.part.changes)
        self._known.written(plan.file, made, both_kept=beside)

    def _keep(self, part: Part, error: UnavailableError, writing: Writing) -> Part:
        """Keep in memory what the disk does not take, until it does; return what it came to."""
        path = part.article
        identity = self._identity_at_any_rate(path)
        known = self._known.file(path)
        known = known or AnnotationFile(path, identity.title, identity.sha256, ())
        merged = merge(known.annotations, part.changes)
        # What undoing will find once this is saved is not known yet; what it found, is.
        is_so = merged.changes == part.changes
        made = part if is_so else Part(path, merged.changes, part.head)
        parts = (KeptPart(writing.step, writing.terms.taking_back, made),)
        unsaved = Unsaved(identity, merged.changes, error.message, parts)
        kept = self._unsaved.of(path)
        self._unsaved.keep(kept.then(unsaved) if kept else unsaved)
        writing.written.changes += merged.changes
        writing.written.kept = f"Not on disk yet, but kept and tried again: {error}"
        self._known.put(replace(known, annotations=merged.annotations))
        return made

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
            file = self._known.file(path) or self._store.load(path)
            if not (file.text_sha256 or file.annotations):
                raise SaveError(f"{path}: {error.reason} {error.advice}") from error
            return ArticleIdentity(path, file.title, file.text_sha256)

    # -- what could not be saved

    def retry(self, patience: float = _PATIENCE_TO_TRY_AGAIN) -> Saved | None:
        """Try again to save what is not on disk yet; `None` when nothing has been saved by it."""
        with self._known.disk:
            saved = 0
            notes: list[str] = []
            self._store.patience = patience
            for kept in self._unsaved:
                try:
                    if problem := self._known.folder_problem():
                        raise problem
                    with self._store.writing(kept.article.path):
                        notes += self._save_kept(kept)
                except AnnotationFileError as error:
                    self._unsaved.still_unsaved(kept, error.message)
                    if isinstance(error.__cause__, TimeoutError):
                        break  # the next would wait for the same
                    continue
                saved += len(kept.changes)
            if not saved:
                return None
        number = "1 change" if saved == 1 else f"{saved} changes"
        return Saved(f"saved now: {number} that could not be saved before", tuple(notes))

    def _save_kept(self, kept: Unsaved, next_step: str = "") -> Sequence[str]:
        """Save what is kept of an article, under the folder's lock; return what there is to tell.

        `next_step` is the id of the step that comes after it. Raises `AnnotationFileError`.
        """
        renaming = {next_step, *(part.step for part in kept.parts)}
        terms = Terms(names=self.present_names(_both(kept.changes), but=renaming))
        plan, made = plan_kept(self._store, kept, terms)
        self._journal().know(made)
        notes = self._store.carry_out(plan)
        self._unsaved.drop(kept.article.path)
        self._unsaved.store()
        self._is_on_disk(Part(kept.article.path, kept.changes), plan)
        return (*plan.notes, *notes)

    def recover(self) -> Saved | None:
        """Save what earlier sessions could not; `None` when they have left nothing.

        What still cannot be saved is then this session's to keep.
        """
        unsaved = self._unsaved
        with self._known.disk:
            taken = []
            for file, rescued in unsaved.of_ended_sessions():
                taken.append(file)
                for each in rescued.unsaved:
                    self._take_over(each)
                unsaved.conflicts += rescued.conflicts
            if not taken:
                return None
            saved = self.retry()
            unsaved.store()
            if not unsaved.problem:
                for file in taken:
                    durable.remove(file, own=True, missing_ok=True)
        return Saved("", problem=unsaved.words) if unsaved else saved

    def _take_over(self, left: Unsaved) -> None:
        path = left.article.path
        kept = self._unsaved.of(path)
        self._unsaved.keep(left.then(kept) if kept else left)
        known = self._known.file(path) or AnnotationFile(path, left.article.title, "", ())
        self._known.put(with_changes(known, left.changes))


def _both(changes: Iterable[Change]) -> Iterator[Annotation]:
    return (each for change in changes for each in (change.before, change.after) if each)


def _ids(changes: Iterable[Change]) -> set[str]:
    return {annotation.id for annotation in _both(changes)}


def _is_about_text(changes: Iterable[Change]) -> bool:
    """Whether changes say where something stands, so that the file is about the text of now."""
    return any(
        change.before is None
        or (change.after is not None and not _is_at_one_place(change.before, change.after))
        for change in changes
    )


def _is_at_one_place(one: Annotation, other: Annotation) -> bool:
    return (one.start, one.end, one.quote) == (other.start, other.end, other.quote)
