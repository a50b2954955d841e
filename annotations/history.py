"""Undo and redo: every action is a step, and its inverse is the step with its ends swapped."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.model import Annotation

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
    """What the user did at once, in words (`tag as summits`) and as changes, in order."""

    label: str
    changes: tuple[Change, ...]

    def inverse(self) -> "Step":
        """Return the step that takes this one back: inverse changes in reverse order."""
        return Step(self.label, tuple(change.inverse() for change in reversed(self.changes)))


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

    def undo(self) -> Step | None:
        """Return the step that, applied, takes the last one back; None when there is nothing."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return step.inverse()

    def redo(self) -> Step | None:
        """Return the step that repeats the last undone one; None when there is nothing."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step
