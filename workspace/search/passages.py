"""Every annotation of the folder as one list, and what a person does to those they choose from it.

Pure functions; those that change something take annotations as they are now, not as they were
listed, and give changes that `Recorder.make` makes one step. None of them looks at the text of an
article or moves a passage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from annotations.files.article_file import AnnotationFile
from annotations.history.steps import Change
from annotations.model import Annotation
from corpus.text.undivided import whole
from workspace.coding.article_coding import now_words
from workspace.coding.present import Meant, There


class Order(Enum):
    """What the list is grouped by."""

    TOPIC = "topic"
    ARTICLE = "article"
    CODER = "coder"
    DATE = "date"

    @property
    def following(self) -> "Order":
        """The next one, the first after the last."""
        every = list(Order)
        return every[(every.index(self) + 1) % len(every)]


@dataclass(frozen=True, slots=True)
class Listed:
    """An annotation under one heading; with several topics it is listed under each."""

    heading: str
    path: str
    title: str
    annotation: Annotation

    @property
    def meant(self) -> Meant:
        """Which annotation it is, however it stands by now."""
        return Meant(self.path, self.annotation.id)


NO_TOPIC = "notes without a topic"
ABOUT = "articles as a whole"
_LAST = (NO_TOPIC, ABOUT)
NO_CODER = "no coder"
NO_DATE = "no date"
_DAY = len("2024-06-30")


def list_passages(
    files: Iterable[AnnotationFile],
    order: Order,
    words: str = "",
    topics: Sequence[str] = (),
    only: str | None = None,
) -> list[Listed]:
    """List annotations by topic (in the order of `topics`, others after), article, coder or day.

    The newest day comes first. Only those with the topic `only`, if one is named, and those where
    every one of `words` occurs in quote, note, topics, coder or title.
    """
    wanted = words.casefold().split()
    rank = {name: at for at, name in enumerate(topics)}
    found = [
        Listed(heading, file.path, file.title, annotation)
        for file in files
        for annotation in file.annotations
        if not annotation.is_rejection and _has(wanted, file, annotation)
        if only is None or only in annotation.topics
        for heading in _headings(order, file, annotation)
        if order is not Order.TOPIC or only in {None, heading}
    ]
    found.sort(key=lambda listed: (listed.path, listed.annotation.start))
    if order is Order.TOPIC:
        last = {heading: len(rank) + 1 + at for at, heading in enumerate(_LAST)}
        place = {**last, **rank}
        found.sort(key=lambda listed: (place.get(listed.heading, len(rank)), listed.heading))
    elif order is Order.DATE:
        found.sort(key=lambda listed: listed.annotation.created[:_DAY], reverse=True)
    else:
        found.sort(key=lambda listed: listed.heading)
    return found


def _headings(order: Order, file: AnnotationFile, annotation: Annotation) -> Sequence[str]:
    match order:
        case Order.TOPIC:
            return annotation.topics or (ABOUT if annotation.is_about_article else NO_TOPIC,)
        case Order.ARTICLE:
            return (file.title or file.path,)
        case Order.CODER:
            return (annotation.coder or NO_CODER,)
        case Order.DATE:
            return (annotation.created[:_DAY] or NO_DATE,)


def _has(wanted: Sequence[str], file: AnnotationFile, annotation: Annotation) -> bool:
    if not wanted:
        return True
    quote = whole(annotation.quote).text
    parts = (quote, annotation.note, *annotation.topics, annotation.coder, file.title)
    text = "\n".join(parts).casefold()
    return all(word in text for word in wanted)


# -- what is done to those chosen, as they are now


def all_have(chosen: Iterable[There], topic: str) -> bool:
    """Whether a topic is to be taken away from those chosen, as all of them have it."""
    return all(topic in each.annotation.topics for each in chosen)


def put_topic(chosen: Iterable[There], topic: str) -> list[Change]:
    """Put a topic on those that lack it."""
    lacking = (each for each in chosen if topic not in each.annotation.topics)
    return [_with_topics(each, (*each.annotation.topics, topic)) for each in lacking]


def take_topic(chosen: Iterable[There], topic: str) -> list[Change]:
    """Take a topic away from those that have it."""
    having = (each for each in chosen if topic in each.annotation.topics)
    return [
        _with_topics(each, tuple(name for name in each.annotation.topics if name != topic))
        for each in having
    ]


def _with_topics(there: There, topics: tuple[str, ...]) -> Change:
    """Other topics, which are then rejected no more; gone when nothing would be left to say."""
    before = there.annotation
    rejected = tuple(topic for topic in before.rejected if topic not in topics)
    after = replace(before, topics=topics, rejected=rejected, updated=now_words())
    return Change(there.path, before, None if after.is_blank else after)


def write_note(there: There, note: str) -> Change:
    """Another note; gone when nothing would be left to say."""
    after = replace(there.annotation, note=note, updated=now_words())
    return Change(there.path, there.annotation, None if after.is_blank else after)


def delete(chosen: Sequence[There]) -> list[Change]:
    """None of them any more."""
    return [Change(each.path, each.annotation, None) for each in chosen]


# -- what is said of one outside the program


def cited(listed: Listed) -> str:
    """An annotation as text to be pasted: quote and source, then topics and note."""
    annotation, source = listed.annotation, listed.title or listed.path
    source = source if source == listed.path else f"{source}, {listed.path}"
    about = f"“{whole(annotation.quote).text}” ({source})" if annotation.quote else source
    topics = f"[{', '.join(annotation.topics)}]" if annotation.topics else ""
    return "\n".join(filter(None, (about, topics, annotation.note)))
