"""Undo and redo: every action is a step, and its inverse is the step with its ends swapped."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotations.model import Annotation
from annotations.topics import TopicEdit

MAX_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One annotation of one article before and after, with one id; None where there is none."""

    article: str
    before: Annotation | None
    after: Annotation | None

    def inverse(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(self.article, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """What the user did at once, in words (`tag as summits`) and as changes, in order.

    `topics` is what it does to the topics of the configuration. `id` stays the same when it is
    undone, redone, followed to other articles or corrected.
    """

    label: str
    changes: tuple[Change, ...]
    topics: TopicEdit | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex, compare=False)

    def inverse(self) -> "Step":
        """Return the step that takes this one back: inverse changes in reverse order."""
        changes = tuple(change.inverse() for change in reversed(self.changes))
        return replace(self, changes=changes, topics=self.topics and self.topics.inverse())

    @property
    def is_nothing(self) -> bool:
        """Whether it changes neither annotations nor topics."""
        return not (self.changes or self.topics)

    def followed(self, homes: Mapping[str, str]) -> "Step":
        """Return the step with the articles under their new paths, where they have some."""
        if not any(change.article in homes for change in self.changes):
            return self
        return replace(
            self,
            changes=tuple(
                replace(change, article=homes.get(change.article, change.article))
                for change in self.changes
            ),
        )


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


class History:
    """The steps that can be undone and redone, oldest first."""

    def __init__(self, done: Sequence[Step] = (), undone: Sequence[Step] = ()) -> None:
        self._done = list(done)[-MAX_STEPS:]
        self._undone = list(undone)

    @property
    def done(self) -> tuple[Step, ...]:
        """The steps that can be undone, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step, ...]:
        """The steps that can be redone, in the order in which they were undone."""
        return tuple(self._undone)

    @property
    def undo_label(self) -> str:
        """What the next undo takes back; `""` when there is nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What the next redo does again; `""` when there is nothing."""
        return self._undone[-1].label if self._undone else ""

    def record(self, step: Step) -> None:
        """Remember a step that has been done; what was undone before can no longer be redone."""
        self._done.append(step)
        del self._done[:-MAX_STEPS]
        self._undone.clear()

    def correct(self, step: Step) -> None:
        """Put what was really done in the place of the step with the same id, if it is there.

        A step of many articles is recorded before it is carried out, so that a crash in the middle
        leaves something to undo; one that did nothing in the end is forgotten.
        """
        for steps in (self._done, self._undone):
            steps[:] = [step if each.id == step.id else each for each in steps]
            steps[:] = [each for each in steps if each.id != step.id or not each.is_nothing]

    def follow(self, homes: Mapping[str, str]) -> None:
        """Let every step be about the articles' new paths: from old path to new, all at once."""
        for steps in (self._done, self._undone):
            steps[:] = [step.followed(homes) for step in steps]

    def undo(self, identity: str = "") -> Step | None:
        """Return the step that, applied, takes the last one back; None when there is nothing.

        With the id of a step it is that one, wherever it stands.
        """
        step = _taken(self._done, identity)
        if step is None:
            return None
        self._undone.append(step)
        return step.inverse()

    def redo(self, identity: str = "") -> Step | None:
        """Return the step that repeats the last undone one; None when there is nothing.

        With the id of a step it is that one, wherever it stands.
        """
        step = _taken(self._undone, identity)
        if step is None:
            return None
        self._done.append(step)
        return step


def _taken(steps: list[Step], identity: str) -> Step | None:
    for at in range(len(steps) - 1, -1, -1):
        if not identity or steps[at].id == identity:
            return steps.pop(at)
    return None
