"""How a change ended: saved, kept until it can be saved, or not made and why."""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:  # the screen knows these before it has anything to do with annotations
    from annotations.history.steps import Change


class SaveError(Exception):
    """Something could not be done: what, why and the way out. Nothing has changed."""


class ArticleChangedError(SaveError):
    """The text that a change was made on is no longer the text in the folder."""


class Rest(Struct, frozen=True):
    """What a step that was stopped has not done: `Recorder.go_on` does it.

    `step` is the step's id; `forwards` is None for one that was being made, else whether it was
    being redone.
    """

    label: str
    changes: "tuple[Change, ...]"
    step: str = ""
    forwards: bool | None = None


class OverriddenError(SaveError):
    """Somebody else has changed the very thing meanwhile, so the change cannot be made."""


class NotThereError(SaveError):
    """What was to be changed no longer exists."""


class Saved(Struct, frozen=True):
    """What a change did, in words, and what merging with somebody else's changes had to do.

    `problem` says why it is done but not on disk yet: it is kept and tried again. `changes` are
    those that were made; `rest` is what is left to do of a step that was stopped, `later` says what
    the next start will do, as the program ends.
    """

    label: str
    notes: tuple[str, ...] = ()
    article: str = ""
    problem: str = ""
    changes: "tuple[Change, ...]" = ()
    rest: Rest | None = None
    later: str = ""

    @property
    def words(self) -> str:
        """All of it, for a line on the screen."""
        label = self.label[:1].upper() + self.label[1:] if self.problem else self.label
        parts = (part.rstrip(".") for part in (self.problem, label, *self.notes) if part)
        return ". ".join(parts)
