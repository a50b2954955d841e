"""What becomes of a change of topics where the configuration is another one than it was made on."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from annotations.topics import Topic, TopicChange
from workspace.coding.save_result import OverriddenError

_ELSEWHERE = "in the configuration meanwhile. It stays as it is there; look at it and try again."


class MergedTopics(Struct, frozen=True):
    """The topics with the changes, the changes as they were made, and words about the others."""

    topics: tuple[Topic, ...]
    changes: tuple[TopicChange, ...]
    notes: tuple[str, ...]


def merge_topics(topics: Sequence[Topic], changes: Sequence[TopicChange]) -> MergedTopics:
    """Make changes on the topics as they are now; what has been done already is left out.

    Raises `OverriddenError` where somebody else has changed the very thing otherwise.
    """
    now, made = list(topics), []
    notes: list[str] = []
    for change in changes:
        found = _made(now, change, notes)
        if found is None:
            continue
        made.append(found)
        at = next((i for i, each in enumerate(now) if each == found.before), None)
        if at is not None:
            now[at : at + 1] = [found.after] if found.after else []
        elif found.after:
            now.insert(len(now) if found.at < 0 else found.at, found.after)
    return MergedTopics(tuple(now), tuple(made), tuple(notes))


def _made(now: Sequence[Topic], change: TopicChange, notes: list[str]) -> TopicChange | None:
    """The change against the topics as they are now; `None` where nothing is left to do."""
    before, after = change.before, change.after
    known = before and _named(now, before.name)
    if before is None or after is None:
        return _added(now, change, notes) if before is None else _removed(now, before, known)
    if known is None:
        if after in now:
            return None
        raise OverriddenError(f"The topic “{before.name}” was removed {_ELSEWHERE}")
    fields = {
        field: getattr(after, field)
        for field in Topic.__struct_fields__
        if getattr(before, field) != getattr(after, field)
    }
    for field, value in fields.items():
        if getattr(known, field) not in {getattr(before, field), value}:
            raise OverriddenError(
                f"The {field} of the topic “{before.name}” was changed {_ELSEWHERE}"
            )
    wanted = msgspec.structs.replace(known, **fields)
    others = [each for each in now if each is not known]
    wanted = _without_taken(others, wanted, notes)
    if _named(others, wanted.name):
        raise OverriddenError(f"There is a topic “{wanted.name}” already.")
    return TopicChange(known, wanted) if wanted != known else None


def _added(now: Sequence[Topic], change: TopicChange, notes: list[str]) -> TopicChange | None:
    after = change.after
    if after is None or after in now:
        return None
    if same := _named(now, after.name):
        raise OverriddenError(f"There is a topic “{same.name}” already.")
    return TopicChange(None, _without_taken(now, after, notes), min(change.at, len(now)))


def _removed(now: Sequence[Topic], before: Topic, known: Topic | None) -> TopicChange | None:
    if known is None:
        return None
    if known != before:
        raise OverriddenError(f"The topic “{before.name}” was changed {_ELSEWHERE}")
    return TopicChange(known, None, now.index(known))


def _named(topics: Sequence[Topic], name: str) -> Topic | None:
    return next((topic for topic in topics if topic.name.casefold() == name.casefold()), None)


def _without_taken(others: Sequence[Topic], topic: Topic, notes: list[str]) -> Topic:
    """The topic without a key or letter that another one has."""
    for field, nothing in (("key", None), ("letter", "")):
        value = getattr(topic, field)
        owner = next((other for other in others if getattr(other, field) == value), None)
        if value and owner:
            notes.append(f"The {field} {value} belongs to “{owner.name}”, so {topic.name} has none")
            topic = msgspec.structs.replace(topic, **{field: nothing})
    return topic
