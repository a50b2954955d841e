"""Every annotation of the folder as one list: its orders, its filter, and how one is cited."""

from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct

from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from corpus.text.undivided import whole
from workspace.coding.present import AnnotationRef


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


class Listed(Struct, frozen=True):
    """An annotation under one heading; with several topics it is listed under each."""

    heading: str
    path: str
    title: str
    annotation: Annotation

    @property
    def meant(self) -> AnnotationRef:
        """Which annotation it is, however it stands by now."""
        return AnnotationRef(self.path, self.annotation.id)


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


# -- what is said of one outside the program


def cited(listed: Listed) -> str:
    """An annotation as text to be pasted: quote and source, then topics and note."""
    annotation, source = listed.annotation, listed.title or listed.path
    source = source if source == listed.path else f"{source}, {listed.path}"
    about = f"“{whole(annotation.quote).text}” ({source})" if annotation.quote else source
    topics = f"[{', '.join(annotation.topics)}]" if annotation.topics else ""
    return "\n".join(filter(None, (about, topics, annotation.note)))
