"""Changes of one annotation, each a step that is durable on disk when it returns.

What cannot be written is kept until it can be, which `Saved.problem` says. What a change comes to
is decided from the annotations as they are at that moment; see `present`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from annotations.history.rescue import Conflict
from annotations.history.steps import Change
from annotations.model import Annotation
from annotations.topics import TopicEdit
from corpus.article import Article
from corpus.errors import ArticleError
from corpus.text.spans import Span
from workspace.coding.article_coding import (
    Placed,
    begun_from,
    exactly,
    place,
    settle,
    toggled,
)
from workspace.coding.coder_changes import CoderChanges
from workspace.coding.conflicts import Keep
from workspace.coding.conflicts import settle as settle_conflict
from workspace.coding.passages import write_note
from workspace.coding.present import ArticleAnnotation, with_id
from workspace.coding.save_result import ArticleChangedError, NotThereError, Saved, SaveError


class Changes(CoderChanges):
    """What one coder does to single annotations. May be used from any thread."""

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
        """Put a topic on a slice, or remove it: see `article_coding.toggled`. Raises `SaveError`.

        With `create` it may be a new topic.
        """
        path, text = article.path, article.text
        with self._recorder.saving:
            self._codebook.refuse_if_gone([topic])
            new = None
            if create:
                topic, new = self._codebook.creating(topic)
            known = self._present.known(path)
            if meant and with_id(known, meant) is None:
                raise NotThereError("The annotation no longer exists.")
            toggle = toggled(place(text, known), span, topic, point, meant)
            with self._step(article) as placed:
                here = exactly(placed, span)
                if toggle.placed is not None:
                    now = self._present.one(path, toggle.placed.annotation.id)
                    here = next(each for each in placed if each.annotation == now)
                label = f"tagged {topic}" if toggle.gains else f"removed {topic}"
                if here is None:
                    change = self._coding.create(path, text, span, topics=(topic,))
                elif toggle.gains:
                    topics = dict.fromkeys((*here.annotation.topics, topic))
                    change = self._coding.retopic(path, text, here, tuple(topics))
                else:
                    left = tuple(each for each in here.annotation.topics if each != topic)
                    change = self._coding.retopic(path, text, here, left)
                return self._do(label, change, article, placed, new)

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

        So also where the annotation no longer exists: words that were typed are not lost. An
        empty note removes it. `begun` is the note that was there when writing began: what
        somebody else has written there since is kept beside this one. Raises `SaveError`.
        """
        with self._step(article) as placed:
            here = next((each for each in placed if each.annotation.id == annotation), None)
            if here is None:
                here = exactly(placed, span)
            if here is not None:
                change = self._coding.renote(article.path, article.text, here, note)
                change = self._begun(change, begun)
                label = "note written" if note else "note removed"
                return self._do(label, change, article, placed)
            if not note:
                raise NotThereError("There is no note left to remove.")
            change = self._coding.create(article.path, article.text, span, note=note)
            saved = self._do("note written", change, article, placed)
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
        file = self._recorder.file(path)
        return self._coding.own_about(file.annotations if file else ())

    def write_article_note(self, path: str, note: str, *, begun: str | None = None) -> Saved:
        """Set this coder's note on an article; see `write_note`. Raises `SaveError`."""
        with self._recorder.saving:
            change = self._coding.about(path, self._present.on_disk(path), note=note)
            change = self._begun(change, begun)
            words = "note on the article written" if note else "note on the article removed"
            return self._do(words, change)

    def toggle_star(self, path: str) -> Saved:
        """Star an article in this coder's name, or remove the star. Raises `SaveError`."""
        with self._recorder.saving:
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
        with self._recorder.saving:
            known = with_id(self._present.known(path), annotation)
            if known is None:
                raise NotThereError("The annotation no longer exists.")
            return self._do("annotation deleted", Change(path, known, None))

    def confirm(self, article: Article, shown: Placed) -> Saved:
        """Accept the likely place of a passage, and the words that stand there, as the passage.

        `shown` is what the person has seen: where that is not so any more nothing is done. Raises
        `SaveError`.
        """
        with self._step(article) as placed:
            self._present.one(article.path, shown.annotation.id)
            if shown not in placed:
                raise ArticleChangedError(_MOVED.format(path=article.path))
            change = self._coding.move(article.path, article.text, shown.annotation, shown.span)
            return self._do("confirmed the passage", change, article, placed)

    def move(self, article: Article, annotation: str, span: Span) -> Saved:
        """Move an annotation, by its id, to another slice of its article. Raises `SaveError`."""
        return self._move("moved the annotation", article, annotation, span)

    def resize(self, article: Article, annotation: str, span: Span) -> Saved:
        """Move the ends of a passage, by its id, in its article. Raises `SaveError`."""
        return self._move("moved the ends of the passage", article, annotation, span)

    def _move(self, label: str, article: Article, annotation: str, span: Span) -> Saved:
        with self._recorder.saving:
            known = with_id(self._present.known(article.path), annotation)
            with self._step(article) as placed:
                now = self._present.one(article.path, annotation)
                if known and (known.start, known.end, known.quote) != (
                    now.start,
                    now.end,
                    now.quote,
                ):
                    raise ArticleChangedError(_MOVED.format(path=article.path))
                change = self._coding.move(article.path, article.text, now, span)
                return self._do(label, change, article, placed)

    def keep(self, path: str, annotation: str, text_sha256: str) -> Saved:
        """Leave an annotation as it is, and do not ask again before the text is another one.

        `text_sha256` is `annotations.model.GONE` for an article that is not there. Raises
        `SaveError`.
        """
        with self._recorder.saving:
            change = self._coding.keep(path, self._present.one(path, annotation), text_sha256)
            return self._do("kept as it is", change)

    def write_note_on(self, path: str, begun: Annotation, note: str) -> Saved:
        """Set the note of an annotation, which was `begun` when writing began.

        What somebody else has written there since is kept beside this one; one that was deleted
        since is there again, as words that were typed are not lost. Raises `SaveError`.
        """
        with self._recorder.saving:
            now = with_id(self._present.on_disk(path), begun.id)
            if now is None and not note:
                raise NotThereError("There is no note left to remove.")
            change = begun_from(write_note(ArticleAnnotation(path, now or begun), note), begun.note)
            return self._do("note written" if note else "note removed", change)

    def settle(self, conflict: Conflict, keep: Keep) -> Saved | None:
        """Keep one side of a conflict, or both; `None` when nothing had to be changed.

        Raises `SaveError`; the conflict then stays.
        """
        return settle_conflict(self._recorder, conflict, keep)

    # -- how a step is made

    @contextmanager
    def _step(self, article: Article) -> Iterator[list[Placed]]:
        """Let nothing change while a step is computed; yields what stands where.

        Raises `SaveError` when the article is not the one that was read any more.
        """
        with self._recorder.saving:
            self._refuse_if_changed(article)
            yield place(article.text, self._present.on_disk(article.path))

    def _do(
        self,
        label: str,
        change: Change,
        article: Article | None = None,
        placed: Sequence[Placed] = (),
        topics: TopicEdit | None = None,
    ) -> Saved:
        """Make a change; within a `_step`, with its article and what stands where in that."""
        changes = [change]
        if article is not None:
            others = [each for each in placed if each.annotation != change.before]
            # The new positions of moved passages are written along, and undone with the change.
            changes = [*settle(article.path, article.text, others), change]
        saved = self._recorder.make(label, changes, topics)
        return replace(saved, article=change.article)

    def _refuse_if_changed(self, article: Article) -> None:
        """What was read on the screen and what is in the folder must be the same text."""
        try:
            on_disk = self._article(article.path)
        except ArticleError as error:
            raise SaveError(f"{article.path}: {error.reason} {error.advice}") from error
        if on_disk.sha256 != article.sha256:
            raise ArticleChangedError(
                f"{article.path} was changed while you were reading it. "
                "It was reloaded; please try again."
            )


_MOVED = (
    "A passage in {path} was changed by another program meanwhile. It was reloaded; please try "
    "again."
)
_ANEW = "It is on a new annotation now: the one it was begun on no longer exists"
