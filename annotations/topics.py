"""What a topic is: a name, how to reach it with a key, how it looks, and what it looks for."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from annotations.rewrite import Rewrite

ON_LIGHT = {
    "red": "#b23a28",
    "orange": "#a85b12",
    "yellow": "#80690a",
    "green": "#47701f",
    "cyan": "#17716c",
    "blue": "#255fa3",
    "violet": "#6a48a8",
    "pink": "#a3396f",
}
"""What a topic's colour is on a light ground, readable in small type."""

ON_DARK = {
    "red": "#e0796a",
    "orange": "#dd9a57",
    "yellow": "#d8bf5a",
    "green": "#93b56c",
    "cyan": "#62b5b0",
    "blue": "#7fa9dd",
    "violet": "#ab91d8",
    "pink": "#d98bb4",
}
"""What it is on a dark one."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic as it stands under `topics:` in config.yaml.

    `key` is the digit that toggles it, `letter` the one after `t`; `suggest` is a search query
    whose sentences are offered for this topic.
    """

    name: Annotated[str, msgspec.Meta(min_length=1)]
    key: Annotated[int, msgspec.Meta(ge=1, le=9)] | None = None
    letter: Annotated[str, msgspec.Meta(max_length=1)] = ""
    colour: str = ""
    description: str = ""
    suggest: str = ""


class TopicChange(Struct, frozen=True):
    """One topic of the configuration before and after; None where there is none.

    A new topic comes to the place `at` of the list; to its end where that is negative.
    """

    before: Topic | None
    after: Topic | None
    at: int = -1

    def inverse(self) -> "TopicChange":
        """Return the change that undoes this one."""
        return replace(self, before=self.after, after=self.before)


class TopicEdit(Struct, frozen=True):
    """What is done to the topics of the configuration at once, in order.

    `lines_before` and `lines_after` are the lines of the file that it has changed, with a few
    around them, so that taking it back brings back every comment; "" before it has been made.
    `rewrite` is what became of the bytes of the file. `into` is the topic that takes the place of
    those that go, "" where none does.
    """

    changes: tuple[TopicChange, ...]
    lines_before: str = ""
    lines_after: str = ""
    rewrite: Rewrite | None = None
    into: str = ""

    @property
    def replacements(self) -> tuple[tuple[str, str], ...]:
        """The name of each topic that is renamed or merged, and the one that takes its place."""
        gone = (change.before for change in self.changes if self.into and change.after is None)
        return (*self.renamings, *((topic.name, self.into) for topic in gone if topic))

    @property
    def renamings(self) -> tuple[tuple[str, str], ...]:
        """The old and the new name of each topic that is renamed."""
        pairs = ((change.before, change.after) for change in self.changes)
        named = ((old.name, new.name) for old, new in pairs if old and new)
        return tuple((old, new) for old, new in named if old != new)

    def inverse(self) -> "TopicEdit":
        """Return the edit that undoes this one."""
        changes = tuple(change.inverse() for change in reversed(self.changes))
        rewrite = self.rewrite and self.rewrite.inverse()
        return TopicEdit(changes, self.lines_after, self.lines_before, rewrite, self.into)


def present_names(
    names: Iterable[str], edits: Iterable[TopicEdit], configured: Collection[str]
) -> dict[str, str]:
    """Return what topics are called by now, by the names that edits, in order, took from them.

    Left out are those that are not found among the `configured` ones under any name.
    """
    called: dict[str, str] = {}
    for edit in edits:
        for old, new in edit.replacements:
            called.pop(new, None)
            called[old] = new
    found = {}
    for name in names:
        now = name
        while now in called and now not in configured:
            now = called[now]
        if now != name and now in configured:
            found[name] = now
    return found


def clashes(topics: Sequence[Topic]) -> list[tuple[int, str, str]]:
    """Return (index, field, message) for each topic that repeats an earlier name, key or letter."""
    found = [
        *_repeated("name", topics, lambda topic: topic.name.casefold()),
        *_repeated("key", topics, lambda topic: topic.key),
        *_repeated("letter", topics, lambda topic: topic.letter),
    ]
    return sorted(found)


def _repeated(
    field: str, topics: Iterable[Topic], value_of: Callable[[Topic], str | int | None]
) -> list[tuple[int, str, str]]:
    first: dict[str | int, str] = {}
    found = []
    for index, topic in enumerate(topics):
        value = value_of(topic)
        if value is None or value == "":
            continue
        if value in first:
            found.append(
                (index, field, f"{field} {value} already belongs to the topic `{first[value]}`")
            )
        else:
            first[value] = topic.name
    return found
