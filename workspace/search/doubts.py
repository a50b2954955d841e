"""Passages that need review, and why."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from msgspec import Struct

from annotations.anchoring.anchors import State
from annotations.anchoring.folding import fold
from annotations.files.article_file import AnnotationFile
from annotations.history.rescue import Conflict
from annotations.model import GONE, Annotation
from corpus.article import Article
from workspace.coding.article_coding import Placed, place

_AROUND = 100  # code points


class Kind(Enum):
    """Why a passage needs review, as a label for a list."""

    CONFLICT = "two versions"
    UNCERTAIN = "uncertain"
    REWORDED = "other words"
    LOST = "text gone"
    GONE = "no article"


class Excerpt(Struct, frozen=True):
    """A piece of a text: the words meant, and some of what stands before and after them."""

    before: str
    words: str
    after: str


class Doubt(Struct, frozen=True):
    """A passage that needs review.

    `text_sha256` tells which text was looked at, `GONE` when there was none; `placed` is where the
    passage may stand there, and `now` what stands there. `reason` says why an article cannot be
    read. Of a conflict there is only `conflict`, and as `annotation` the side that exists.
    """

    kind: Kind
    path: str
    title: str
    annotation: Annotation
    text_sha256: str = ""
    placed: Placed | None = None
    now: Excerpt | None = None
    reason: str = ""
    conflict: Conflict | None = None


def kind_of(text: str, text_sha256: str, placed: Placed) -> Kind | None:
    """Why a passage in the text of an article needs review; `None` when it does not.

    A certain place needs it when other words stand there now: other white space, quotation marks
    and the like do not count. What somebody has decided to keep does not need it again.
    """
    annotation = placed.annotation
    if annotation.kept_for == text_sha256 or annotation.is_rejection:
        return None
    if placed.anchor.state is State.ORPHAN:
        return Kind.LOST
    if placed.anchor.state is State.UNCERTAIN:
        return Kind.UNCERTAIN
    words = text[placed.span.start : placed.span.end]
    if words != annotation.quote and fold(words).strip() != fold(annotation.quote).strip():
        return Kind.REWORDED
    return None


def is_kept_without_article(annotation: Annotation) -> bool:
    """Whether somebody has decided to keep it although its article is not there."""
    return annotation.kept_for == GONE


def doubts_of_conflicts(
    conflicts: Iterable[Conflict], title: Callable[[str], str]
) -> Iterator[Doubt]:
    """Annotations changed here and elsewhere; `title` returns that of an article by its path."""
    for conflict in conflicts:
        if annotation := conflict.ours or conflict.theirs:
            path = conflict.article
            yield Doubt(Kind.CONFLICT, path, title(path), annotation, conflict=conflict)


def doubts_in(article: Article, annotations: Iterable[Annotation]) -> Iterator[Doubt]:
    """The passages in the text of an article that need review, in the order of their places."""
    for placed in place(article.text, annotations):
        if kind := kind_of(article.text, article.sha256, placed):
            now = _excerpt(article.text, placed) if placed.is_shown else None
            yield Doubt(
                kind, article.path, article.title, placed.annotation, article.sha256, placed, now
            )


def doubts_without_article(file: AnnotationFile, reason: str) -> Iterator[Doubt]:
    """Every annotation of an article that cannot be read, and the `reason` why."""
    for annotation in file.annotations:
        if not (is_kept_without_article(annotation) or annotation.is_rejection):
            yield Doubt(Kind.GONE, file.path, file.title, annotation, GONE, reason=reason)


def _excerpt(text: str, placed: Placed) -> Excerpt:
    start, end = placed.span
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = before[before.find(" ") + 1 :]
    if end + _AROUND < len(text):
        after = after[: after.rfind(" ") + 1 or None]
    return Excerpt(before, text[start:end], after)
