"""Codes one article: where its annotations stand in the text, and what a key press changes.

Pure functions from annotations to the changes that the store then makes durable.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from annotations.anchoring import anchors as anchoring
from annotations.anchoring.anchors import Anchor, State
from annotations.history.steps import Change
from annotations.model import Annotation
from corpus.log import details, log
from corpus.text.spans import Span


class Placed(Struct, frozen=True):
    """An annotation and where it stands in the text as it is now."""

    annotation: Annotation
    anchor: Anchor

    @property
    def span(self) -> Span:
        """The slice of the canonical text; empty for an orphan."""
        return Span(self.anchor.start, self.anchor.end)

    @property
    def is_shown(self) -> bool:
        """Whether it is marked in the text: an orphan has no place there, a rejection no look."""
        return self.anchor.state is not State.ORPHAN and self.annotation.is_passage

    @property
    def is_sure(self) -> bool:
        """Whether its place is certain enough to act on without asking."""
        return self.anchor.state in {State.OK, State.MOVED}


def place(text: str, annotations: Iterable[Annotation]) -> list[Placed]:
    """Anchor annotations in a text, in the order of their places, the longer first."""
    placed = [Placed(annotation, _anchor(text, annotation)) for annotation in annotations]
    return sorted(placed, key=lambda each: (each.span.start, -each.span.end, each.annotation.id))


def _anchor(text: str, annotation: Annotation) -> Anchor:
    """Where an annotation stands; nowhere, for a person to decide, when that is not clear.

    One annotation, which anybody may have written, must not keep the others from being shown.
    """
    try:
        return anchoring.anchor(text, annotation)
    except Exception as error:
        log(f"The annotation {annotation.id} could not be placed", details(error))
        return Anchor(State.ORPHAN, annotation.start, annotation.end, 0.0)


def covering(placed: Sequence[Placed], offset: int) -> list[Placed]:
    """The annotations that cover an offset, the shortest first."""
    found = [each for each in placed if each.is_shown and each.span.start <= offset < each.span.end]
    return sorted(found, key=lambda each: each.span.end - each.span.start)


def carried(placed: Iterable[Placed], span: Span) -> tuple[str, ...]:
    """The topics of the passages that cover a slice."""
    found: dict[str, None] = {}
    for each in placed:
        if each.is_shown and each.span.start <= span.start and span.end <= each.span.end:
            found.update(dict.fromkeys(each.annotation.topics))
    return tuple(found)


def exactly(placed: Sequence[Placed], span: Span) -> Placed | None:
    """The annotation that surely stands on exactly this slice, if there is one."""
    return next((each for each in placed if each.is_sure and each.span == span), None)


class Toggled(Struct, frozen=True):
    """What toggling a topic does: `placed` gains it, or else loses it; `None` is a new passage."""

    placed: Placed | None
    gains: bool


def toggled(
    placed: Sequence[Placed], span: Span, topic: str, point: int | None, meant: str = ""
) -> Toggled:
    """What toggling a topic would do on a slice.

    The passage `meant`, by its id, gains or loses the topic. Without one it is the passage on
    exactly this slice. Otherwise, when `point` is given (nothing was selected) and lies in a
    passage that has the topic, that passage loses it; else the slice becomes a new passage. What
    has no certain place is only touched when it is meant.
    """
    here = next((each for each in placed if each.annotation.id == meant), None) if meant else None
    if here is None:
        here = exactly(placed, span)
        if point is not None and (here is None or topic not in here.annotation.topics):
            under = [each for each in covering(placed, point) if each.is_sure]
            here = next((each for each in under if topic in each.annotation.topics), here)
    return Toggled(here, here is None or topic not in here.annotation.topics)


class Coding:
    """Makes changes in the name of one coder."""

    def __init__(self, coder: str) -> None:
        self._coder = coder

    def create(
        self,
        article: str,
        text: str,
        span: Span,
        *,
        topics: tuple[str, ...] = (),
        note: str = "",
        rejected: tuple[str, ...] = (),
    ) -> Change:
        """A new annotation on a slice of the text."""
        prefix, suffix = anchoring.context(text, *span)
        now = now_words()
        annotation = Annotation(
            id=str(uuid.uuid4()),
            topics=topics,
            quote=text[span.start : span.end],
            prefix=prefix,
            suffix=suffix,
            start=span.start,
            end=span.end,
            note=note,
            coder=self._coder,
            created=now,
            updated=now,
            extra={},
            rejected=rejected,
        )
        return Change(article, None, annotation)

    def retopic(self, article: str, text: str, placed: Placed, topics: tuple[str, ...]) -> Change:
        """The annotation with other topics, which are then no longer rejected."""
        rejected = tuple(each for each in placed.annotation.rejected if each not in topics)
        return change_to(article, text, placed, topics=topics, rejected=rejected)

    def renote(self, article: str, text: str, placed: Placed, note: str) -> Change:
        """The annotation with another note."""
        return change_to(article, text, placed, note=note)

    def own_about(self, annotations: Iterable[Annotation]) -> Annotation | None:
        """What this coder has said of the article as a whole."""
        about = (annotation for annotation in annotations if annotation.is_about_article)
        return next((each for each in about if each.coder == self._coder), None)

    def about(self, article: str, annotations: Iterable[Annotation], **fields: Any) -> Change:
        """What this coder says of an article as a whole, with other fields."""
        own = self.own_about(annotations)
        before = own or self.create(article, "", Span(0, 0)).after
        assert before is not None
        after = replace(before, **fields, updated=now_words())
        return Change(article, own, None if after.is_blank else after)

    def move(self, article: str, text: str, annotation: Annotation, span: Span) -> Change:
        """The annotation on another slice of the text, with the words that stand there.

        Only for when a person says so: a quote is evidence and is otherwise never rewritten.
        """
        prefix, suffix = anchoring.context(text, *span)
        moved = replace(
            annotation,
            quote=text[span.start : span.end],
            prefix=prefix,
            suffix=suffix,
            start=span.start,
            end=span.end,
            updated=now_words(),
            kept_for="",
        )
        return Change(article, annotation, moved)

    def keep(self, article: str, annotation: Annotation, text_sha256: str) -> Change:
        """The annotation as it is, marked as decided for this text."""
        kept = replace(annotation, kept_for=text_sha256, updated=now_words())
        return Change(article, annotation, kept)


def change_to(article: str, text: str, placed: Placed, **fields: Any) -> Change:
    """The annotation with other fields, where it stands now; gone when it would say nothing."""
    after = replace(_here(text, placed), **fields, updated=now_words())
    return Change(article, placed.annotation, None if after.is_blank else after)


def begun_from(change: Change, note: str) -> Change:
    """The change of a note by somebody who began to write with this note before them.

    Where another one stands there by now, merging then keeps both instead of writing over it.
    """
    before, after = change.before, change.after
    written = after.note if after else ""
    if before is None or before.note in {note, written}:
        return change
    # What is kept beside is the note alone: a star is no second one.
    return replace(
        change,
        before=replace(before, note=note),
        after=replace(after, starred=False) if after else None,
    )


def settle(article: str, text: str, placed: Iterable[Placed]) -> list[Change]:
    """Changes that record where passages have moved to, so that file and text agree again.

    Only where the very words of the quote stand: a quote is evidence and is never rewritten.
    """
    changes = []
    for each in placed:
        settled = _here(text, each)
        if settled != each.annotation:
            changes.append(Change(article, each.annotation, settled))
    return changes


def _here(text: str, placed: Placed) -> Annotation:
    """The annotation with its new place, if it has moved and its words are still the same."""
    span = placed.span
    is_same = text[span.start : span.end] == placed.annotation.quote
    if placed.anchor.state is not State.MOVED or not is_same:
        return placed.annotation
    prefix, suffix = anchoring.context(text, *span)
    return replace(placed.annotation, prefix=prefix, suffix=suffix, start=span.start, end=span.end)


def now_words() -> str:
    """The time as the files have it: UTC to the second, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
