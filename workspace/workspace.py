"""One folder opened: articles, their annotations and their search, for the screen and the commands.

Everything here may read or write files, so a screen calls it from a worker thread; every method may
be called from any thread.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.presence import Other, Presence
from annotations.history.journal import Journal
from annotations.history.rescue import Conflict
from annotations.history.steps import Change
from annotations.model import GONE, Annotation, ArticleIdentity
from annotations.topics import Topic, TopicEdit
from corpus.article import Article
from corpus.errors import ArticleError
from corpus.folder.catalogue import Catalogue, Record
from corpus.folder.scan import FolderError, Stamp
from corpus.folder.stamps import settled
from corpus.log import log_to
from corpus.text.spans import Span
from workspace.articles.articles import Articles
from workspace.articles.one_article import problem_record, record_of
from workspace.articles.refresh import is_away, stamps
from workspace.articles.sources import with_one_name
from workspace.coding.article_coding import (
    Coding,
    Placed,
    begun_from,
    exactly,
    place,
    settle,
    toggled,
)
from workspace.coding.bulk import Marked, Marking, reject_changes, tag_changes
from workspace.coding.codebook import Codebook
from workspace.coding.conflict_copies import Copies
from workspace.coding.conflicts import Keep
from workspace.coding.conflicts import settle as settle_conflict
from workspace.coding.external_changes import ExternalChanges
from workspace.coding.present import Meant, Present, There, with_id
from workspace.coding.recorder import Recorder
from workspace.coding.renamed_articles import Followed, follow_renamed
from workspace.coding.save_result import ArticleChangedError, NotThereError, Rest, Saved, SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.coding.watch import Watch
from workspace.loaded import Loaded
from workspace.places import Settings
from workspace.progress import Progress
from workspace.search.passages import all_have, delete, put_topic, take_topic, write_note
from workspace.search.review import Doubt, Review, doubts_of

if TYPE_CHECKING:
    from workspace.articles.reading_log import ReadingLog


class Workspace:
    """An opened folder. Opening reads nothing: `load_catalogue` and `load_annotations` do."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.config = settings.config
        self.places = settings.places
        log_to(self.places.log)
        self.catalogue = Catalogue()
        topics = TopicsFile(settings)
        self.recorder = Recorder(self.places, topics, self._identify)
        self._present = Present(self.recorder)
        self.loaded = Loaded()
        self._loading = Lock()
        self.copies = Copies(self.recorder, self.places)
        self.codebook = Codebook(self.config, topics, self.recorder, self.every_file)
        self._watch = Watch(
            self.recorder, self.codebook, self.copies, lambda: self.loaded.annotations.is_whole
        )
        self._presence = Presence(self.places.annotations, settings.config.coder_name)
        self._coding = Coding(settings.config.coder_name)
        self._articles = Articles(self.places)
        self._review = Review(self.places.looked_at)
        self._doubts: tuple[Doubt, ...] = ()

    # -- articles

    def load_catalogue(self) -> Catalogue:
        """Read the list of articles as the last refresh left it."""
        self.catalogue = Catalogue.load(self.places.catalogue)
        self._articles.reopen(self.catalogue)
        return self.catalogue

    def read_all(self) -> Iterator[tuple[str, Article]]:
        """Read every article, with its stamp, and then list them: where no cache can be written."""
        records: dict[str, Record] = {}
        with suppress(FolderError):
            for stamp in stamps(self.places, lambda _problem: None):
                try:
                    article = self.article(stamp.path)
                except ArticleError as error:
                    why = f"{error.reason} {error.advice}"
                    records[stamp.path] = problem_record(stamp, why)
                else:
                    records[stamp.path] = record_of(stamp, article)
                    yield stamp.key, article
        named = with_one_name(records.values(), self.places.sources)
        self.catalogue = Catalogue({record.path: record for record in named})

    def record(self, stamp: Stamp) -> Record:
        """What is known of an article, read only if it has changed. Raises `ArticleError`."""
        known = self.catalogue.records.get(stamp.path)
        stamp = settled(self.places.articles, stamp, known)
        if known is not None and known.stamp == stamp.key and not known.problem:
            return known
        return record_of(stamp, self.article(stamp.path))

    def article(self, path: str) -> Article:
        """An article by its path in the folder. Raises `ArticleError`."""
        return self._articles.load(path)

    # -- annotations

    @property
    def topics(self) -> Sequence[Topic]:
        """The configured topics, in their order."""
        return self.codebook.topics

    @property
    def problems(self) -> Mapping[str, AnnotationFileError]:
        """The annotation files that could not be read, by their paths."""
        return self.recorder.problems

    def load_annotations(self) -> None:
        """Read every annotation file; those that cannot be read are listed in `problems`.

        Who comes second waits for who came first, and reads what has changed since.
        """
        with self._loading:
            is_again = self.loaded.annotations.is_whole
            if is_again:
                self._watch.catch_up()
            self.recorder.load(_silent if is_again else self.loaded.annotations.say)
            self.copies.set_apart()
            self.loaded.annotations.finish()

    def every_file(self, progress: Progress) -> list[AnnotationFile]:
        """Every annotation file, with what other programs have done by now.

        Waits until all have been read, which `progress` is told of and may stop. Raises
        `SaveError`.
        """
        is_whole = self.loaded.annotations.is_whole
        if not is_whole and self._loading.acquire(blocking=False):  # else they are being read
            self._loading.release()
            self.load_annotations()
        self.loaded.annotations.wait(progress)
        self._watch.catch_up()
        return self.annotation_files()

    def annotation_files(self) -> list[AnnotationFile]:
        """Every annotation file that was read, in the order of their articles."""
        return sorted(self.recorder.files(), key=lambda file: file.path)

    def annotations_of(self, path: str) -> Sequence[Annotation]:
        """What is known of an article's annotations, without reading the file again."""
        file = self.recorder.file(path)
        return file.annotations if file else ()

    def annotation_count(self, path: str) -> int | None:
        """How many annotations an article has; `None` when their file cannot be read."""
        is_known = str(self.recorder.file_of(path)) not in self.problems
        return len(self.annotations_of(path)) if is_known else None

    def read_annotations(self, path: str) -> Sequence[Annotation]:
        """An article's annotations as they are on disk now. Raises `AnnotationFileError`."""
        return self.recorder.read(path).annotations

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
            known = any(wanted in topic.casefold() for topic in self.topic_counts())
            matches = self._paths(lambda a: any(wanted in t.casefold() for t in a.topics))
            return matches if known else None
        if field == "note":
            return self._paths(lambda a: wanted in a.note.casefold())
        return self._articles_that_are(wanted) if field == "is" else None

    def _articles_that_are(self, wanted: str) -> Collection[str] | None:
        if wanted in {"tagged", "untagged"}:
            tagged = self._paths(lambda a: bool(a.topics))
            if wanted == "tagged":
                return tagged
            return set(self.catalogue.records) - set(tagged)
        if wanted == "starred":
            return self._paths(lambda a: a.starred)
        if wanted in {"read", "unread"}:
            records = self.catalogue.records.values()
            is_read = {each.path: self.reading.progress(each.sha256) for each in records}
            return {path for path, read in is_read.items() if bool(read) is (wanted == "read")}
        return None

    @cached_property
    def reading(self) -> "ReadingLog":
        """What has been read in this folder."""
        from workspace.articles.reading_log import ReadingLog

        return ReadingLog(self.places.reading)

    def _paths(self, matches: Callable[[Annotation], bool]) -> set[str]:
        files = self.recorder.files()
        return {file.path for file in files if any(matches(a) for a in file.annotations)}

    def _every_annotation(self) -> Iterator[Annotation]:
        for file in self.annotation_files():
            yield from file.annotations

    # -- changes: each is durable on disk when it returns, or says so in `Saved.problem`

    def toggle_topic(
        self,
        article: Article,
        span: Span,
        topic: str,
        point: int | None,
        meant: str = "",
        *,
        create: bool = False,
    ) -> Saved:
        """Put a topic on a slice, or take it away: see `coding.toggled`. Raises `SaveError`.

        With `create` it may be a new topic.
        """
        path, text = article.path, article.text
        with self.recorder.saving:
            self.codebook.refuse_if_gone([topic])
            new = None
            if create:
                topic, new = self.codebook.creating(topic)
            known = self._present.known(path)
            if meant and with_id(known, meant) is None:
                raise NotThereError("The annotation is not there any more.")
            toggle = toggled(place(text, known), span, topic, point, meant)
            with self._step(article) as placed:
                here = exactly(placed, span)
                if toggle.placed is not None:
                    now = self._present.one(path, toggle.placed.annotation.id)
                    here = next(each for each in placed if each.annotation == now)
                label = f"tagged {topic}" if toggle.gains else f"took {topic} away"
                if here is None:
                    change = self._coding.create(path, text, span, topics=(topic,))
                elif toggle.gains:
                    topics = dict.fromkeys((*here.annotation.topics, topic))
                    change = self._coding.retopic(path, text, here, tuple(topics))
                else:
                    left = tuple(each for each in here.annotation.topics if each != topic)
                    change = self._coding.retopic(path, text, here, left)
                return self._do(label, change, article, new)

    def write_note(
        self,
        article: Article,
        span: Span,
        annotation: str | None,
        note: str,
        *,
        begun: str | None = None,
    ) -> Saved:
        """Set the note of an annotation by its id, or make a new one with it on a slice.

        So also where the annotation is not there any more: words that were typed are not lost. An
        empty note takes it away. `begun` is the note that was there when writing began: what
        somebody else has written there since is kept beside this one. Raises `SaveError`.
        """
        with self._step(article) as placed:
            here = next((each for each in placed if each.annotation.id == annotation), None)
            if here is None:
                here = exactly(placed, span)
            if here is not None:
                change = self._coding.renote(article.path, article.text, here, note)
                change = self._begun(change, begun)
                return self._do("note written" if note else "note removed", change, article)
            if not note:
                raise NotThereError("There is no note to remove any more.")
            change = self._coding.create(article.path, article.text, span, note=note)
            saved = self._do("note written", change, article)
            return replace(saved, notes=(*saved.notes, *([_ANEW] if annotation else [])))

    def _begun(self, change: Change, begun: str | None) -> Change:
        """A change of a note, made by somebody who began with the note `begun`, or what is known.

        What another program has written there since then is kept beside it.
        """
        if begun is None and change.before is not None:
            known = with_id(self._present.known(change.article), change.before.id)
            begun = known.note if known else None
        return change if begun is None else begun_from(change, begun)

    def own_about(self, path: str) -> Annotation | None:
        """What this coder has said of an article as a whole: a note, a star."""
        return self._coding.own_about(self.annotations_of(path))

    def write_article_note(self, path: str, note: str, *, begun: str | None = None) -> Saved:
        """Set this coder's note on an article; see `write_note`. Raises `SaveError`."""
        with self.recorder.saving:
            change = self._coding.about(path, self._present.on_disk(path), note=note)
            change = self._begun(change, begun)
            words = "note on the article written" if note else "note on the article removed"
            return self._do(words, change)

    def toggle_star(self, path: str) -> Saved:
        """Star an article in this coder's name, or take the star away. Raises `SaveError`."""
        with self.recorder.saving:
            annotations = self._present.on_disk(path)
            own = self._coding.own_about(annotations)
            starred = own is None or not own.starred
            change = self._coding.about(path, annotations, starred=starred)
            return self._do("starred" if starred else "star removed", change)

    def delete(self, path: str, annotation: str) -> Saved:
        """Delete an annotation by its id, also of an article that is no longer there.

        One that somebody else has changed and that is not known yet stays, and that is said. Raises
        `SaveError`.
        """
        with self.recorder.saving:
            known = with_id(self._present.known(path), annotation)
            if known is None:
                raise NotThereError("The annotation is not there any more.")
            return self._do("annotation deleted", Change(path, known, None))

    def confirm(self, article: Article, shown: Placed) -> Saved:
        """Take the likely place of a passage, and the words that stand there, for the passage.

        `shown` is what the person has seen: where that is not so any more nothing is done. Raises
        `SaveError`.
        """
        with self._step(article) as placed:
            self._present.one(article.path, shown.annotation.id)
            if shown not in placed:
                raise ArticleChangedError(_MOVED.format(path=article.path))
            change = self._coding.move(article.path, article.text, shown.annotation, shown.span)
            return self._do("confirmed the passage", change, article)

    def move(self, article: Article, annotation: str, span: Span) -> Saved:
        """Put an annotation, by its id, on another slice of its article. Raises `SaveError`."""
        return self._move("moved the annotation", article, annotation, span)

    def resize(self, article: Article, annotation: str, span: Span) -> Saved:
        """Give a passage, by its id, other ends in its article. Raises `SaveError`."""
        return self._move("moved the ends of the passage", article, annotation, span)

    def _move(self, label: str, article: Article, annotation: str, span: Span) -> Saved:
        with self.recorder.saving:
            known = with_id(self._present.known(article.path), annotation)
            with self._step(article):
                now = self._present.one(article.path, annotation)
                if known and (known.start, known.end, known.quote) != (
                    now.start,
                    now.end,
                    now.quote,
                ):
                    raise ArticleChangedError(_MOVED.format(path=article.path))
                change = self._coding.move(article.path, article.text, now, span)
                return self._do(label, change, article)

    def keep(self, path: str, annotation: str, text_sha256: str) -> Saved:
        """Leave an annotation as it is, and do not ask again before the text is another one.

        `text_sha256` is `annotations.model.GONE` for an article that is not there. Raises
        `SaveError`.
        """
        with self.recorder.saving:
            change = self._coding.keep(path, self._present.one(path, annotation), text_sha256)
            return self._do("kept as it is", change)

    # -- several at once, whatever their articles say

    def toggle_those(
        self,
        meant: Collection[Meant],
        topic: str,
        *,
        create: bool = False,
        progress: Progress | None = None,
    ) -> Saved:
        """Put a topic on annotations; when all have it, take it away. As one step.

        With `create` it may be a new topic. Raises `SaveError`.
        """
        with self.recorder.saving:
            self.codebook.refuse_if_gone([topic])
            topic, new = self.codebook.creating(topic) if create else (topic, None)
            takes = all_have(self._present.those_known(meant), topic)
            there = self._present.those(meant)
            changes = take_topic(there, topic) if takes else put_topic(there, topic)
            done = f"took {topic} away from" if takes else f"tagged {topic}:"
            label = f"{done} {_passages(len(changes))}"
            gone = len(set(meant)) - len(there)
            return self._make(label, changes, gone, new if changes else None, progress)

    def delete_those(self, meant: Collection[Meant], progress: Progress | None = None) -> Saved:
        """Delete annotations as one step. Raises `SaveError`."""
        with self.recorder.saving:
            there = self._present.those_known(meant)
            number = "1 annotation" if len(there) == 1 else f"{len(there):,} annotations"
            return self._make(
                f"deleted {number}", delete(there), len(set(meant)) - len(there), None, progress
            )

    def write_note_on(self, path: str, begun: Annotation, note: str) -> Saved:
        """Set the note of an annotation, which was `begun` when writing began.

        What somebody else has written there since is kept beside this one; one that was deleted
        since is there again, as words that were typed are not lost. Raises `SaveError`.
        """
        with self.recorder.saving:
            now = with_id(self._present.on_disk(path), begun.id)
            if now is None and not note:
                raise NotThereError("There is no note to remove any more.")
            change = begun_from(write_note(There(path, now or begun), note), begun.note)
            return self._do("note written" if note else "note removed", change)

    def _make(
        self,
        label: str,
        changes: Sequence[Change],
        gone: int,
        topics: TopicEdit | None,
        progress: Progress | None,
    ) -> Saved:
        saved = self.recorder.make(label, changes, topics=topics, progress=progress)
        paths = {change.article for change in changes}
        told = f"{_passages(gone)} {'is' if gone == 1 else 'are'} not there any more"
        notes = (*saved.notes, told) if gone else saved.notes
        return replace(saved, notes=notes, article=paths.pop() if len(paths) == 1 else "")

    def tag_many(
        self,
        marked: Iterable[Marked],
        topic: str = "",
        *,
        create: bool = False,
        progress: Progress | None = None,
    ) -> Saved:
        """Put a topic, or those that each is marked with, on slices of many articles, as one step.

        With `create` it may be a new topic.

        An article that is gone or has another text now is left out, and that is said. Raises
        `SaveError` when nothing could be done.
        """
        with self.recorder.saving:
            topic, new = self.codebook.creating(topic) if create else (topic, None)
            marked = [replace(each, topics=(topic,)) if topic else each for each in marked]
            label = "tagged {passages} {topics}"
            return self._mark_many(marked, tag_changes, label, new, progress)

    def reject_many(self, marked: Iterable[Marked], progress: Progress | None = None) -> Saved:
        """Remember that the topics suggested for slices do not belong there, as `tag_many` does."""
        label = "rejected {topics} for {passages}"
        return self._mark_many(tuple(marked), reject_changes, label, None, progress)

    def _mark_many(
        self,
        marked: Sequence[Marked],
        marking: Marking,
        label: str,
        new: TopicEdit | None,
        progress: Progress | None,
    ) -> Saved:
        changes: list[Change] = []
        left_out: list[str] = []
        done = 0
        with self.recorder.saving:
            self.codebook.refuse_if_gone(topic for each in marked for topic in each.topics)
            for each in marked:
                try:
                    article = self.article(each.path)
                except ArticleError as error:
                    left_out.append(f"Left out: {each.path}: {error.reason}")
                    continue
                if article.sha256 != each.sha256:
                    left_out.append(f"Left out: {each.path} was changed meanwhile.")
                    continue
                made = marking(self._coding, article, self._placed_now(article), each)
                changes += made
                done += len(each.spans) - len(made)
            topics = ", ".join(dict.fromkeys(topic for each in marked for topic in each.topics))
            label = label.format(passages=_passages(len(changes)), topics=topics)
            saved = self.recorder.make(label, changes, topics=new, progress=progress)
        already = [f"Already done: {_passages(done)}"] if done else []
        return replace(saved, notes=(*saved.notes, *already, *left_out))

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self.recorder.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change to make again."""
        return self.recorder.can_redo

    def load_history(self) -> Journal:
        """What can be undone in this folder's annotations, also of earlier sessions."""
        return self.recorder.open_history()

    def go_on(self, rest: Rest, progress: Progress | None = None) -> Saved | None:
        """Do what a stopped step has left to do (`Saved.rest`). Raises `SaveError`."""
        return self.recorder.go_on(rest, progress)

    def undo(self, progress: Progress | None = None) -> Saved | None:
        """Take the last change back; `None` when there is none. Raises `SaveError`."""
        return self.recorder.undo(progress)

    def redo(self, progress: Progress | None = None) -> Saved | None:
        """Make the last undone change again; `None` when there is none. Raises `SaveError`."""
        return self.recorder.redo(progress)

    @property
    def unsaved(self) -> str:
        """What is not on disk yet and why, in words; "" when everything is."""
        return self.recorder.unsaved

    def retry(self) -> Saved | None:
        """Try again to save what could not be saved; `None` when nothing has been saved by it."""
        return self.recorder.retry()

    def recover(self, progress: Progress | None = None) -> Saved | None:
        """Finish what earlier sessions have begun, and save what they could not.

        `None` when they have left nothing. What another program keeps that still runs is its own.
        """
        return self.recorder.recover(progress)

    # -- what needs a person

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What `find_doubts` has found last."""
        return self._doubts

    def find_doubts(
        self, is_cancelled: Callable[[], bool] = lambda: False, *, is_anew: bool = False
    ) -> tuple[Doubt, ...]:
        """Find every passage that needs a person, conflicts first.

        For a worker, when the list of articles has been refreshed and the annotations loaded, and
        after each change: only articles with another text or other annotations are looked at. With
        `is_anew`, for a person who is going to decide, also those edited since the list was made.
        Ends early, and leaves `doubts` as it was, when it is cancelled.
        """
        in_texts: tuple[Doubt, ...] = ()
        if not is_away(self.places):  # where all articles are nothing can be said of single ones
            in_texts = self._review.find(
                self.annotation_files(),
                self.catalogue.records,
                self._articles,
                is_cancelled,
                is_anew=is_anew,
            )
        doubts = (*doubts_of(self.conflicts, self._title), *in_texts)
        if not is_cancelled():
            self._doubts = doubts
        return doubts

    def refuse_if_other(self, doubt: Doubt) -> None:
        """Raise `ArticleChangedError` when an article is another one than a person has looked at.

        What is decided about it would be decided about words that nobody has seen.
        """
        if doubt.conflict is not None:
            return
        try:
            now = self.article(doubt.path).sha256
        except ArticleError:
            now = GONE
        if now != doubt.text_sha256:
            raise ArticleChangedError(
                f"{doubt.path} was changed meanwhile. It was reloaded; please try again."
            )

    def _title(self, path: str) -> str:
        record = self.catalogue.records.get(path)
        return record.title if record else ""

    # -- others

    def look_outside(self) -> ExternalChanges:
        """Reload what other programs have changed in the annotations folder since the last look.

        Cheap when nothing has changed: for a worker, every second or two.
        """
        return self._watch.look()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Annotations changed here and elsewhere, until `settle`; they outlive a restart."""
        return self.recorder.conflicts

    def settle(self, conflict: Conflict, keep: Keep) -> Saved | None:
        """Keep one side of a conflict, or both; `None` when nothing had to be changed.

        Raises `SaveError`; the conflict then stays.
        """
        return settle_conflict(self.recorder, conflict, keep)

    def other_program(self) -> Other | None:
        """Another nkreader that has these annotations open, or `None` when we are the only one.

        Ask now and then: when the other one ends, we are.
        """
        return self._presence.take()

    def close(self) -> None:
        """Let other programs know that we no longer have the folder open."""
        self.recorder.close()
        self._articles.close()
        self._presence.release()

    def follow_renamed(self) -> Followed:
        """Let annotations follow articles that were renamed, or renumbered in their file.

        For when the list of articles has been refreshed and the annotations have been loaded.
        """
        return follow_renamed(self.recorder, self.places.articles, self.catalogue.records)

    @contextmanager
    def _step(self, article: Article) -> Iterator[list[Placed]]:
        """Hold still what there is while a step is computed from it; gives what stands where.

        Raises `SaveError` when the article is not the one that was read any more.
        """
        with self.recorder.saving:
            self._refuse_if_changed(article)
            yield self._placed_now(article)

    def _placed_now(self, article: Article) -> list[Placed]:
        return place(article.text, self._present.on_disk(article.path))

    def _do(
        self,
        label: str,
        change: Change,
        article: Article | None = None,
        topics: TopicEdit | None = None,
    ) -> Saved:
        """Make a change; with the article that it was made on, if its text matters."""
        with self.recorder.saving:
            changes = [change]
            if article is not None:
                self._refuse_if_changed(article)
                others = [p for p in self.placed(article) if p.annotation != change.before]
                # What has moved is written down on the way, and taken back with the change.
                changes = [*settle(article.path, article.text, others), change]
            saved = self.recorder.make(label, changes, topics)
        return replace(saved, article=change.article)

    def _refuse_if_changed(self, article: Article) -> None:
        """What was read on the screen and what is in the folder must be the same text."""
        try:
            on_disk = self.article(article.path)
        except ArticleError as error:
            raise SaveError(f"{article.path}: {error.reason} {error.advice}") from error
        if on_disk.sha256 != article.sha256:
            raise ArticleChangedError(
                f"{article.path} was changed while you were reading it. "
                "It was reloaded; please try again."
            )

    def _identify(self, path: str) -> ArticleIdentity:
        article = self.article(path)
        return ArticleIdentity(path, article.title, article.sha256)


_MOVED = (
    "A passage in {path} was changed by another program meanwhile. It was reloaded; please try "
    "again."
)
_ANEW = "It is on a new annotation, as the one it was begun on is not there any more"


def _silent(_done: int, _total: int) -> None:
    pass


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count:,} passages"
