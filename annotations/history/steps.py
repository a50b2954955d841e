"""Steps: what an action changes, and its inverse with before and after swapped."""

import uuid
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.model import Annotation
from annotations.rewrite import Rewrite
from annotations.topics import TopicEdit


class Change(Struct, frozen=True):
    """One annotation of one article before and after, with one id; None where there is none."""

    article: str
    before: Annotation | None
    after: Annotation | None

    def inverse(self) -> "Change":
        """Return the change that undoes this one."""
        return Change(self.article, self.after, self.before)


class Head(Struct, frozen=True):
    """What a file says of the text that its annotations are about."""

    title: str
    text_sha256: str


class Part(Struct, frozen=True):
    """What a step does in the file of one article: changes in order, its head, and its bytes.

    A head is None where there is no file. The bytes are known once the part has been made.
    """

    article: str
    changes: tuple[Change, ...]
    head: tuple[Head | None, Head | None] | None = None
    rewrite: Rewrite | None = None

    def inverse(self) -> "Part":
        """Return the part that undoes this one: inverse changes in reverse order."""
        return Part(
            self.article,
            tuple(change.inverse() for change in reversed(self.changes)),
            self.head and (self.head[1], self.head[0]),
            self.rewrite and self.rewrite.inverse(),
        )

    @property
    def is_nothing(self) -> bool:
        """Whether it changes no annotation and no byte."""
        is_same = self.rewrite is None or self.rewrite.before == self.rewrite.after
        return is_same and not self.changes

    def at(self, homes: Mapping[str, str]) -> "Part":
        """Return the part with the article under its new path, where it has one."""
        home = homes.get(self.article)
        if home is None:
            return self
        changes = tuple(replace(change, article=home) for change in self.changes)
        # The file says another path now: its bytes are no longer those of this part.
        return Part(home, changes, self.head)


class Step(Struct, frozen=True):
    """What the user did at once, in words (`tag as summits`) and file by file.

    `topics` is what it does to the topics of the configuration. `id` stays the same when it is
    undone, redone, or follows its articles.
    """

    label: str
    parts: tuple[Part, ...] = ()
    topics: TopicEdit | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it does to annotations, in order."""
        return tuple(change for part in self.parts for change in part.changes)


def parts_of(changes: Iterable[Change]) -> tuple[Part, ...]:
    """Return changes article by article, each in their order."""
    by_article: dict[str, list[Change]] = {}
    for change in changes:
        by_article.setdefault(change.article, []).append(change)
    return tuple(Part(article, tuple(group)) for article, group in by_article.items())


def net(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return what changes of one article come to, one for each annotation; none where nothing.

    Making them a second time finds that they have been made, which a sequence would not.
    """
    first: dict[str, Annotation | None] = {}
    last: dict[str, Change] = {}
    for change in changes:
        if annotation := change.after or change.before:
            before = first.setdefault(annotation.id, change.before)
            last[annotation.id] = replace(change, before=before)
    return tuple(change for change in last.values() if change.before != change.after)


def difference(
    article: str, now: tuple[Annotation, ...], then: tuple[Annotation, ...]
) -> tuple[Change, ...]:
    """Return the changes that make annotations what they were, by id."""
    here, there = ({each.id: each for each in each_} for each_ in (now, then))
    return tuple(
        Change(article, here.get(identity), there.get(identity))
        for identity in {**here, **there}
        if here.get(identity) != there.get(identity)
    )
