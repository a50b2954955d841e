"""What is done to annotations that a person chose from a list, whatever their articles say.

Pure functions from annotations as they are now, not as they were listed, to the changes that
`Recorder.make` makes one step. None of them looks at the text of an article or moves a passage.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from annotations.history.steps import Change
from workspace.coding.article_coding import now_words
from workspace.coding.present import ArticleAnnotation


def all_have(chosen: Iterable[ArticleAnnotation], topic: str) -> bool:
    """Whether all of those chosen have a topic, so that it is to be removed from them."""
    return all(topic in each.annotation.topics for each in chosen)


def put_topic(chosen: Iterable[ArticleAnnotation], topic: str) -> list[Change]:
    """Put a topic on those that lack it."""
    lacking = (each for each in chosen if topic not in each.annotation.topics)
    return [_with_topics(each, (*each.annotation.topics, topic)) for each in lacking]


def take_topic(chosen: Iterable[ArticleAnnotation], topic: str) -> list[Change]:
    """Remove a topic from those that have it."""
    having = (each for each in chosen if topic in each.annotation.topics)
    return [
        _with_topics(each, tuple(name for name in each.annotation.topics if name != topic))
        for each in having
    ]


def _with_topics(there: ArticleAnnotation, topics: tuple[str, ...]) -> Change:
    """Other topics, which are then rejected no more; gone when nothing would be left to say."""
    before = there.annotation
    rejected = tuple(topic for topic in before.rejected if topic not in topics)
    after = replace(before, topics=topics, rejected=rejected, updated=now_words())
    return Change(there.path, before, None if after.is_blank else after)


def write_note(there: ArticleAnnotation, note: str) -> Change:
    """Another note; gone when nothing would be left to say."""
    after = replace(there.annotation, note=note, updated=now_words())
    return Change(there.path, there.annotation, None if after.is_blank else after)


def delete(chosen: Sequence[ArticleAnnotation]) -> list[Change]:
    """None of them any more."""
    return [Change(each.path, each.annotation, None) for each in chosen]
