"""The annotations of a folder as they are known: what is on disk, with what could not be saved."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile, AnnotationFileError, UnavailableError
from annotations.files.listing import Stamp, list_files
from annotations.files.store import AnnotationStore
from annotations.files.summary import Entry, load_summary, save_summary
from annotations.history.conflicts import SessionChanges, differ_in_topics_alone
from annotations.history.merge import merge
from annotations.history.rescue import Conflict
from annotations.history.steps import Change
from annotations.model import ArticleIdentity
from disk.home import Home
from workspace.coding.external_changes import ExternalChanges
from workspace.coding.topics_file import TopicsFile
from workspace.coding.unsaved_changes import UnsavedChanges
from workspace.places import Places


class KnownAnnotations:
    """The annotation files in memory, where they are on disk, and what is wrong with them.

    May be used from any thread. Whoever makes a step holds `saving`; whoever reads or writes files
    and then says what they hold holds `disk`.
    """

    def __init__(
        self,
        places: Places,
        topics: TopicsFile,
        done_by_others: Callable[[str], Sequence[Change]],
    ) -> None:
        self.store = AnnotationStore(places.annotations, places.backups)
        self.unsaved = UnsavedChanges(places.rescue)
        self.problems: dict[str, AnnotationFileError] = {}
        # One step after the other, however many files it writes; `disk` is held for some of them
        # at a time, so that an article can be opened meanwhile. `_lock` only guards what is in
        # memory: a screen that asks for counts never waits for a disk. Taken in this order.
        self.saving = RLock()
        self.disk = RLock()
        self._lock = RLock()
        self._topics = topics
        self._home = Home(places.annotations, places.annotations_home)
        self._summary = places.summary
        self._session = SessionChanges(done_by_others)
        # The files and their stamps when they were last looked at.
        self._stamps: dict[str, Stamp] = {}
        self._files: dict[str, AnnotationFile] = {}

    # -- reading

    def load(self, say: Callable[[int, int], None]) -> None:
        """Read every annotation file; those that cannot be read are listed in `problems`.

        A file that has not changed since the last time comes from the cache. `say` is told how many
        of how many have been read. What is known already stays, as it is newer.
        """
        self._stamps = list_files(self.store.folder)
        if problem := self.folder_problem():
            self.problems[str(self.store.folder)] = problem
        elif self._stamps:
            self._home.remember()
        cached = load_summary(self._summary)
        entries: dict[str, Entry] = {}
        for done, (name, stamp) in enumerate(self._stamps.items()):
            say(done, len(self._stamps))
            entry = cached.get(name)
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
        if any(entries.get(name) is not cached.get(name) for name in {**entries, **cached}):
            with suppress(OSError):  # a cache: without it the next start takes longer
                save_summary(self._summary, entries)

    def files(self) -> list[AnnotationFile]:
        """Every annotation file that was read, in no particular order."""
        with self._lock:
            return list(self._files.values())

    def file(self, path: str) -> AnnotationFile | None:
        """What is known of an article's annotations, without reading the file again."""
        with self._lock:
            return self._files.get(path)

    def read(self, path: str) -> AnnotationFile:
        """Read an article's file again. Raises `AnnotationFileError`."""
        with self.disk:
            return self.take_in(self.store.load(path))

    def take_in(self, file: AnnotationFile) -> AnnotationFile:
        """Take in a file as it is on disk; what was changed here and lost there is a conflict."""
        with self.disk:
            path = file.path
            if kept := self.unsaved.of(path):
                file = with_changes(file, kept.changes)
            known = self.file(path)
            before, conflicts = known.annotations if known else (), self.unsaved.conflicts
            agreeing = self._session.agreeing(conflicts, path, file.annotations)
            found = self._session.conflicts(path, before, file.annotations)
            found = [conflict for conflict in found if not self._is_of_topics_alone(conflict)]
            self.put(file)
            if found or agreeing:
                left = [conflict for conflict in conflicts if conflict not in agreeing]
                conflicts[:] = [*left, *found]
                self.unsaved.store()
            return file

    def put(self, file: AnnotationFile) -> None:
        """Replace what is known of an article."""
        with self._lock:
            self._files[file.path] = file

    def forget(self, path: str) -> None:
        """Forget an article: it has no file, or its file does not count."""
        with self._lock:
            self._files.pop(path, None)

    def introduce(self, article: ArticleIdentity) -> None:
        """Add an article that may not be in the folder, so that it can be annotated."""
        with self._lock:
            known = self._files.get(article.path)
            if known is None or not (known.annotations or known.text_sha256):
                file = AnnotationFile(article.path, article.title, article.sha256, ())
                self._files[article.path] = file

    # -- the folder

    def folder_problem(self) -> UnavailableError | None:
        """Whether the whole folder is gone, as when a drive is unplugged: it is not made again.

        Also where an empty mount point, or another folder, has taken its place.
        """
        home, folder = self._home, self.store.folder
        if not home.is_known or home.is_same:
            return None
        there = list_files(folder)
        # Put back by git or a backup, or on a drive that has another number now.
        if there.keys() & self._stamps.keys() or (
            there and (not self._stamps or home.is_on_its_device)
        ):
            home.remember()
            return None
        if not home.is_held and home.is_on_its_device:
            home.forget()  # it was emptied, or deleted, since the last session
            return None
        if home.now is None:
            return UnavailableError(folder, None, "no longer exists", "Put the folder back.")
        return UnavailableError(folder, None, _ANOTHER, _ANOTHER_ADVICE)

    def accept_folder(self) -> Path | None:
        """Accept the annotations folder as it is now; `None` if nothing was wrong with it."""
        problem = self.folder_problem()
        if problem is None:
            return None
        self._home.forget()
        self.problems.pop(str(problem.file), None)
        return problem.file

    def _remember_folder(self) -> None:
        """Remember which folder it is, unless that is known."""
        if not self._home.is_known:
            self._home.remember()

    # -- what others do

    def reload(self) -> ExternalChanges:
        """Take in what other programs have changed in the folder since the last time; return it.

        Looks at names, times and sizes first, then only at files where those are others; the
        program's own saves are recognised by their content. Cheap when nothing has changed.
        """
        folder = str(self.store.folder)
        if problem := self.folder_problem():
            is_listed = folder in self.problems
            self.problems[folder] = problem
            return ExternalChanges() if is_listed else ExternalChanges(problems=(problem,))
        self.problems.pop(folder, None)
        already = list(self.unsaved.conflicts)
        before, now = self._stamps, list_files(self.store.folder)
        articles: list[str] = []
        problems: list[AnnotationFileError] = []
        for name in sorted({*before, *now}):
            if before.get(name) == now.get(name):
                continue
            with self.saving:
                try:
                    article = self._reload_file(name)
                except AnnotationFileError as error:
                    problems.append(error)
                    continue
            if article:
                articles.append(article)
        self._stamps = now
        if now:
            self._remember_folder()
        self._review_conflicts()
        new = (
            conflict
            for conflict in self.unsaved.conflicts
            if not any(conflict.is_same_as(other) for other in already)
        )
        return ExternalChanges(tuple(articles), tuple(new), tuple(problems))

    def _reload_file(self, name: str) -> str:
        """Reload a file; return its article if its annotations differ from those known, else "".

        Raises `AnnotationFileError`, which `problems` lists then.
        """
        try:
            file = self.store.load_named(name) or self._gone(name)
        except AnnotationFileError as error:
            self.problems[str(error.file)] = error
            raise
        self.problems.pop(str(self.store.folder / name), None)
        known = self.file(file.path)
        if (known.annotations if known else ()) == file.annotations:
            return ""
        taken = self.take_in(file)
        return "" if known and known.annotations == taken.annotations else file.path

    def _gone(self, name: str) -> AnnotationFile:
        """What is left of a file that is gone: nothing, of the article that it belonged to."""
        store = self.store
        known = (file.path for file in self.files())
        owner = next((path for path in known if store.name_of(store.file_of(path)) == name), "")
        return AnnotationFile(owner or name, "", "", ())

    # -- what this session has changed

    def written(
        self, file: AnnotationFile, made: Sequence[Change], both_kept: Iterable[str]
    ) -> None:
        """Know a file that this session has written, and the changes made in it.

        They are missed when they go. Of the annotations `both_kept`, by their ids, there are two
        versions now, so that nothing is missing.
        """
        self._remember_folder()
        # In memory first, so that only what is foreign differs from the file.
        if known := self.file(file.path):
            self.put(with_changes(known, made))
        self._session.made(made)
        for annotation in both_kept:
            self._session.forget(file.path, annotation)
        self.take_in(file)

    def moved(self, old: str, file: AnnotationFile) -> None:
        """Know an article by its new path from now on, with its file as it is now."""
        self._session.moved(old, file.path)
        with self._lock:
            self.unsaved.move(old, ArticleIdentity(file.path, file.title, file.text_sha256))
            self._files[file.path] = file

    # -- conflicts

    def _review_conflicts(self) -> None:
        """Drop the conflicts of which both sides agree by now, and bring the others up to date."""
        with self.disk:
            conflicts = self.unsaved.conflicts
            left = [now for conflict in conflicts if (now := self._conflict_now(conflict))]
            if left != conflicts:
                conflicts[:] = left
                self.unsaved.store()

    def _conflict_now(self, conflict: Conflict) -> Conflict | None:
        annotation = conflict.ours or conflict.theirs
        file = self.file(conflict.article)
        if annotation is None or file is None:
            return conflict
        theirs = next((other for other in file.annotations if other.id == annotation.id), None)
        now = replace(conflict, theirs=theirs)
        return None if now.ours == theirs or self._is_of_topics_alone(now) else now

    def _is_of_topics_alone(self, conflict: Conflict) -> bool:
        """Whether all that differs is that a topic of ours has another name by now."""
        configured = {topic.name for topic in self._topics.topics}
        return differ_in_topics_alone(conflict.ours, conflict.theirs, configured)


_ANOTHER = "is not the folder it was: none of its annotations are in it"
_ANOTHER_ADVICE = (
    "Is its drive connected? Once it is back, what was done meanwhile is saved. If you emptied it "
    "on purpose: nkreader check --fix."
)


def with_changes(file: AnnotationFile, changes: Sequence[Change]) -> AnnotationFile:
    """The file after changes, as far as they meet what is in it."""
    return replace(file, annotations=merge(file.annotations, changes).annotations)
