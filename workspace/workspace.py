"""One folder opened: articles, their annotations and their search, for the screen and the commands.

Everything here may read or write files, so a screen calls it from a worker thread; every method may
be called from any thread.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from threading import RLock

from annotations.files import AnnotationFile, AnnotationFileError
from annotations.history import Change, History, Step
from annotations.journal import Journal
from annotations.model import Annotation, ArticleIdentity
from annotations.store import AnnotationStore
from annotations.topics import Topic
from corpus.article import Article
from corpus.catalogue import Catalogue, Record
from corpus.errors import ArticleError
from corpus.load import load_article
from corpus.scan import FolderError, scan
from corpus.spans import Span
from workspace.coding import Coding, Placed, covering, exactly, place, settle
from workspace.outcome import ArticleChangedError, Saved, SaveError
from workspace.places import Settings
from workspace.refresh import problem_record, record_of

_ARTICLES_KEPT = 8


class Workspace:
    """An opened folder. Opening reads nothing: `load_catalogue` and `load_annotations` do."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.config = settings.config
        self.places = settings.places
        self.catalogue = Catalogue()
        self.problems: dict[str, AnnotationFileError] = {}
        self._store = AnnotationStore(self.places.annotations, self.places.backups)
        self._files: dict[str, AnnotationFile] = {}
        self._history: History | None = None
        self._coding = Coding(settings.config.coder_name)
        # One change after the other; `_lock` only guards what is in memory, so that a screen that
        # asks for counts never waits for a disk.
        self._saving = RLock()
        self._lock = RLock()
        self._load = lru_cache(maxsize=_ARTICLES_KEPT)(self._load_stamped)

    # -- articles

    def load_catalogue(self) -> Catalogue:
        """Read the list of articles as the last refresh left it."""
        self.catalogue = Catalogue.load(self.places.catalogue)
        return self.catalogue

    def list_without_cache(self) -> None:
        """List the articles from the folder itself, for as long as the cache cannot be written."""
        if self.catalogue.records:
            return
        records: dict[str, Record] = {}
        with suppress(FolderError):
            for stamp in scan(self.places.articles, skip=[self.places.annotations]):
                try:
                    records[stamp.path] = record_of(stamp, self.article(stamp.path))
                except ArticleError as error:
                    records[stamp.path] = problem_record(stamp, f"{error.reason} {error.advice}")
        self.catalogue = Catalogue(records)

    def article(self, path: str) -> Article:
        """An article by its path in the folder. Raises `ArticleError`."""
        try:
            status = (self.places.articles / path).stat()
            stamp = (status.st_mtime_ns, status.st_size)
        except (OSError, ValueError):
            stamp = (0, 0)
        return self._load(path, stamp)

    def _load_stamped(self, path: str, _stamp: tuple[int, int]) -> Article:
        return load_article(self.places.articles, path)

    # -- annotations

    @property
    def topics(self) -> Sequence[Topic]:
        """The configured topics, in their order."""
        return self.config.topics

    def load_annotations(self) -> None:
        """Read every annotation file; those that cannot be read are listed in `problems`."""
        for loaded in self._store.load_all():
            with self._lock:
                if isinstance(loaded, AnnotationFileError):
                    self.problems[str(loaded.file)] = loaded
                else:
                    self._files[loaded.path] = loaded

    def annotation_files(self) -> list[AnnotationFile]:
        """Every annotation file that was read, in the order of their articles."""
        with self._lock:
            return sorted(self._files.values(), key=lambda file: file.path)

    def annotations_of(self, path: str) -> Sequence[Annotation]:
        """What is known of an article's annotations, without reading the file again."""
        with self._lock:
            file = self._files.get(path)
        return file.annotations if file else ()

    def read_annotations(self, path: str) -> Sequence[Annotation]:
        """An article's annotations as they are on disk now. Raises `AnnotationFileError`."""
        file = self._store.load(path)
        with self._lock:
            self._files[path] = file
        return file.annotations

    def placed(self, article: Article) -> list[Placed]:
        """An article's annotations with their places in its text as it is now."""
        return place(article.text, self.annotations_of(article.path))

    def topic_counts(self) -> dict[str, int]:
        """How many passages carry each topic, the configured topics first."""
        counts = {topic.name: 0 for topic in self.topics}
        for annotation in self._every_annotation():
            for topic in annotation.topics:
                counts[topic] = counts.get(topic, 0) + 1
        return counts

    def articles_where(self, field: str, value: str) -> Collection[str] | None:
        """The articles that `topic:`, `note:` or `is:` mean; `None` for an unknown value."""
        wanted = value.casefold()
        if field == "topic":
            return self._paths(lambda a: any(wanted in t.casefold() for t in a.topics))
        if field == "note":
            return self._paths(lambda a: wanted in a.note.casefold())
        if field == "is" and wanted in {"tagged", "untagged"}:
            tagged = self._paths(lambda a: bool(a.topics))
            if wanted == "tagged":
                return tagged
            return set(self.catalogue.records) - set(tagged)
        return None

    def _paths(self, matches: Callable[[Annotation], bool]) -> set[str]:
        with self._lock:
            files = list(self._files.values())
        return {file.path for file in files if any(matches(a) for a in file.annotations)}

    def _every_annotation(self) -> Iterator[Annotation]:
        for file in self.annotation_files():
            yield from file.annotations

    # -- changes: each is durable on disk when it returns

    def toggle_topic(self, article: Article, span: Span, topic: str, point: int | None) -> Saved:
        """Put a topic on a slice, or take it away.

        An annotation on exactly this slice gains or loses the topic. Otherwise, when `point` is
        given (nothing was selected) and lies in a passage that has the topic, that passage loses
        it; else the slice becomes a new passage. Raises `SaveError`.
        """
        placed = self.placed(article)
        here = exactly(placed, span)
        if point is not None and (here is None or topic not in here.annotation.topics):
            under = [each for each in covering(placed, point) if each.is_sure]
            here = next((each for each in under if topic in each.annotation.topics), here)
        if here is None:
            change = self._coding.create(article.path, article.text, span, topics=(topic,))
            return self._do(f"tagged {topic}", change, article)
        topics = here.annotation.topics
        if topic in topics:
            left = tuple(each for each in topics if each != topic)
            change = self._coding.retopic(article.path, article.text, here, left)
            return self._do(f"took {topic} away", change, article)
        change = self._coding.retopic(article.path, article.text, here, (*topics, topic))
        return self._do(f"tagged {topic}", change, article)

    def write_note(self, article: Article, span: Span, annotation: str | None, note: str) -> Saved:
        """Set the note of an annotation by its id, or make a new one with it on a slice.

        An empty note takes it away. Raises `SaveError`.
        """
        placed = self.placed(article)
        here = next((each for each in placed if each.annotation.id == annotation), None)
        if here is None:
            here = exactly(placed, span)
        if here is None:
            change = self._coding.create(article.path, article.text, span, note=note)
            return self._do("note written", change, article)
        change = self._coding.renote(article.path, article.text, here, note)
        return self._do("note written" if note else "note removed", change, article)

    def delete(self, path: str, annotation: Annotation) -> Saved:
        """Delete an annotation, also of an article that is no longer there. Raises `SaveError`."""
        return self._do("annotation deleted", Change(path, annotation, None))

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._history and self._history.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change to make again."""
        return bool(self._history and self._history.undone)

    def load_history(self) -> History:
        """What can be undone in this folder's annotations, also of earlier sessions."""
        with self._lock:
            if self._history is None:
                self._history = Journal(self.places.history)
            return self._history

    def undo(self) -> Saved | None:
        """Take the last change back; `None` when there is none. Raises `SaveError`."""
        return self._travel(forwards=False)

    def redo(self) -> Saved | None:
        """Make the last undone change again; `None` when there is none. Raises `SaveError`."""
        return self._travel(forwards=True)

    def _travel(self, *, forwards: bool) -> Saved | None:
        with self._saving:
            history = self.load_history()
            step = history.redo() if forwards else history.undo()
            if step is None:
                return None
            try:
                _, notes = self._write(step.changes)
            except SaveError:
                # It did not happen, so it can be tried again.
                if forwards:
                    history.undo()
                else:
                    history.redo()
                raise
        done = "done again" if forwards else "undone"
        path = step.changes[0].article if step.changes else ""
        return Saved(f"{done}: {step.label}", notes, path)

    def _do(self, label: str, change: Change, article: Article | None = None) -> Saved:
        """Make a change; with the article that it was made on, if its text matters."""
        with self._saving:
            settled: list[Change] = []
            if article is not None:
                self._refuse_if_changed(article)
                others = [p for p in self.placed(article) if p.annotation != change.before]
                settled = settle(article.path, article.text, others)
            made, notes = self._write((*settled, change))
            meant = tuple(each for each in made if each not in settled)
            if meant:
                self.load_history().record(Step(label, meant))
        return Saved(label if meant else "nothing was changed", notes, change.article)

    def _refuse_if_changed(self, article: Article) -> None:
        """What was read on the screen and what is in the folder must be the same text."""
        try:
            on_disk = self.article(article.path)
        except ArticleError as error:
            raise SaveError(f"{article.path}: {error.reason} {error.advice}") from error
        if on_disk.sha256 != article.sha256:
            raise ArticleChangedError(
                f"{article.path} was changed while you were reading it. "
                "It is shown anew; please do it again."
            )

    def _write(self, changes: Iterable[Change]) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """Give the changes as they were made, after merging, and what merging had to do."""
        made: list[Change] = []
        notes: list[str] = []
        for path, group in groupby(changes, key=lambda change: change.article):
            try:
                applied = self._store.apply(self._identity(path), tuple(group))
            except AnnotationFileError as error:
                raise SaveError(str(error)) from error
            with self._lock:
                self._files[path] = applied.file
            made += applied.changes
            notes += applied.notes
        return tuple(made), tuple(notes)

    def _identity(self, path: str) -> ArticleIdentity:
        """The article as its annotation file names it; as it was last known when it is gone."""
        try:
            article = self.article(path)
            return ArticleIdentity(path, article.title, article.sha256)
        except ArticleError as error:
            file = self._files.get(path)
            if file is None:
                raise SaveError(f"{path}: {error.reason} {error.advice}") from error
            return ArticleIdentity(path, file.title, file.text_sha256)
