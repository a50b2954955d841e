"""What a report says and in what order, whatever it is written in."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from annotations.anchoring.anchors import State
from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.model import Annotation
from annotations.topics import Topic

NO_TOPIC = "Without a topic"
WHOLE_ARTICLE = "On the article as a whole"
_DOUBTS = {
    State.UNCERTAIN: "The article has changed: whether the passage stands there is uncertain.",
    State.ORPHAN: "The article has changed: the passage is no longer in it.",
}
_GONE = "The article no longer exists."


class Entry(Struct, frozen=True):
    """An annotation, its document, and its number in the report."""

    number: int
    document: Document
    passage: Passage

    @property
    def annotation(self) -> Annotation:
        """The annotation itself."""
        return self.passage.annotation

    @property
    def doubt(self) -> str:
        """Why the passage is not marked in its article, if it is not."""
        if self.document.is_missing:
            return _GONE
        return _DOUBTS.get(self.passage.state, "")

    @property
    def is_marked(self) -> bool:
        """Whether the passage is marked in its article."""
        return not self.annotation.is_about_article and not self.doubt


class Group(Struct, frozen=True):
    """Entries under one heading: a topic's or a document's, `None` for those without a topic."""

    heading: str
    entries: tuple[Entry, ...]
    about: Topic | Document | None


class Contents:
    """The entries of a report, numbered in the order of their articles and places."""

    def __init__(self, bundle: Bundle, by: str) -> None:
        self.bundle = bundle
        self.by = by
        self.entries = tuple(
            Entry(number, document, passage)
            for number, (document, passage) in enumerate(bundle.placed, 1)
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The entries by article, or by topic: those with several topics stand under each."""
        return tuple(self._by_article() if self.by == "article" else self._by_topic())

    @property
    def summary(self) -> str:
        """What there is, in a line."""
        counts = [
            _number(len(self.entries), "annotation"),
            _number(len(self.bundle.documents), "article"),
        ]
        coders = ", ".join(self.bundle.coders)
        made = f"made {self.bundle.made[:10]}"
        return " · ".join([*counts, *([f"coded by {coders}"] if coders else []), made])

    @cached_property
    def topic_counts(self) -> dict[Topic, int]:
        """How many entries each topic has that has any, in the order of the topics."""
        counts = Counter(name for entry in self.entries for name in entry.annotation.topics)
        return {topic: counts[topic.name] for topic in self.bundle.topics if counts[topic.name]}

    def entries_of(self, document: Document) -> Iterator[Entry]:
        """The entries of one document."""
        return (entry for entry in self.entries if entry.document is document)

    def _by_article(self) -> Iterator[Group]:
        for document in self.bundle.documents:
            entries = tuple(self.entries_of(document))
            yield Group(title_of(document), entries, document)

    def _by_topic(self) -> Iterator[Group]:
        for topic in self.topic_counts:
            having = (entry for entry in self.entries if topic.name in entry.annotation.topics)
            yield Group(topic.name, tuple(having), topic)
        if rest := tuple(entry for entry in self.entries if not entry.annotation.topics):
            yield Group(NO_TOPIC, rest, None)


def title_of(document: Document) -> str:
    """The title, or what stands in its place."""
    return document.title or document.path


def citation(document: Document) -> str:
    """Author: Title. Source, date. Of these what is known."""
    author = f"{document.author}: " if document.author else ""
    title = title_of(document)
    stop = "" if title.endswith((".", "!", "?", "…")) else "."
    where = ", ".join(part for part in (document.source, document.date) if part)
    return f"{author}{title}{stop}" + (f" {where}." if where else "")


def others(topics: Iterable[str], heading: str) -> list[str]:
    """The topics besides the one under which an entry stands."""
    return [topic for topic in topics if topic != heading]


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
