"""Every annotated passage of the folder as one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from annotations.files import AnnotationFile
from annotations.model import Annotation


class Order(Enum):
    """What the list is grouped by."""

    TOPIC = "topic"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Listed:
    """An annotation under one heading; with several topics it is listed under each."""

    heading: str
    path: str
    title: str
    annotation: Annotation


NO_TOPIC = "notes without a topic"
ABOUT = "articles as a whole"
_LAST = (NO_TOPIC, ABOUT)


def list_passages(
    files: Iterable[AnnotationFile],
    order: Order,
    words: str = "",
    topics: Sequence[str] = (),
    only: str | None = None,
) -> list[Listed]:
    """List passages by topic (in the order of `topics`, others after) or by article.

    Only those with the topic `only`, if one is named, and those where every one of `words` occurs
    in quote, note, topics, coder or title.
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

    def key(listed: Listed) -> tuple[int, str, str, int]:
        after = _LAST.index(listed.heading) + 1 if listed.heading in _LAST else 0
        place = rank.get(listed.heading, len(rank) + after)
        in_order = place if order is Order.TOPIC else 0
        return in_order, listed.heading, listed.path, listed.annotation.start

    return sorted(found, key=key)


def _headings(order: Order, file: AnnotationFile, annotation: Annotation) -> Sequence[str]:
    if order is Order.ARTICLE:
        return (file.title or file.path,)
    return annotation.topics or (ABOUT if annotation.is_about_article else NO_TOPIC,)


def _has(wanted: Sequence[str], file: AnnotationFile, annotation: Annotation) -> bool:
    if not wanted:
        return True
    parts = (annotation.quote, annotation.note, *annotation.topics, annotation.coder, file.title)
    text = "\n".join(parts).casefold()
    return all(word in text for word in wanted)
