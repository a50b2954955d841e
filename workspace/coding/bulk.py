"""Computes changes of many articles: a topic on every hit, a topic renamed, merged or deleted.

Pure functions; `Recorder.make` then makes one step of the changes.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile
from annotations.history.steps import Change
from annotations.model import Annotation
from corpus.article import Article
from corpus.text.spans import Span
from workspace.coding.article_coding import Coding, Placed, carried, change_to, exactly, now_words


class Marked(Struct, frozen=True):
    """Slices of an article's text that a person has ticked, and the text they were found in.

    `topics` are those to put on them, or to reject for them.
    """

    path: str
    sha256: str
    spans: tuple[Span, ...]
    topics: tuple[str, ...] = ()


Marking = Callable[[Coding, Article, Sequence[Placed], Marked], list[Change]]
"""What to change in an article for what was ticked in it."""


def tag_changes(
    coding: Coding, article: Article, placed: Sequence[Placed], marked: Marked
) -> list[Change]:
    """Put topics on slices of an article; none where a passage that covers the slice has it."""
    changes = []
    for span in dict.fromkeys(marked.spans):
        there = carried(placed, span)
        missing = tuple(topic for topic in marked.topics if topic not in there)
        here = exactly(placed, span)
        if not missing:
            continue
        if here is None:
            changes.append(coding.create(article.path, article.text, span, topics=missing))
        else:
            topics = (*here.annotation.topics, *missing)
            changes.append(coding.retopic(article.path, article.text, here, topics))
    return changes


def reject_changes(
    coding: Coding, article: Article, placed: Sequence[Placed], marked: Marked
) -> list[Change]:
    """Remember for slices of an article that topics suggested for them do not belong there."""
    changes = []
    for span in dict.fromkeys(marked.spans):
        here = exactly(placed, span)
        if here is None:
            rejected = marked.topics
            changes.append(coding.create(article.path, article.text, span, rejected=rejected))
        elif new := [topic for topic in marked.topics if topic not in here.annotation.rejected]:
            rejected = (*here.annotation.rejected, *new)
            changes.append(change_to(article.path, article.text, here, rejected=rejected))
    return changes


def topic_changes(files: Iterable[AnnotationFile], old: str, new: str | None) -> list[Change]:
    """Replace a topic by another one, or with `None` remove it; also where it is rejected.

    A passage that has both keeps one; a passage without a note whose only topic goes, goes too, as
    it does when its topic is removed by a key.
    """
    return [
        Change(file.path, annotation, _retopiced(annotation, old, new))
        for file in files
        for annotation in file.annotations
        if old in annotation.topics or old in annotation.rejected
    ]


def _retopiced(annotation: Annotation, old: str, new: str | None) -> Annotation | None:
    topics = _replaced(annotation.topics, old, new)
    rejected = _replaced(annotation.rejected, old, new)
    rejected = tuple(topic for topic in rejected if topic not in topics)
    after = replace(annotation, topics=topics, rejected=rejected, updated=now_words())
    return None if after.is_blank else after


def _replaced(topics: Iterable[str], old: str, new: str | None) -> tuple[str, ...]:
    wanted = (new if topic == old else topic for topic in topics)
    return tuple(dict.fromkeys(topic for topic in wanted if topic is not None))
