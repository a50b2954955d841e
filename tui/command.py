"""What a command is, and where it can be used; `tui.commands` has them all."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a command can be used."""

    EVERYWHERE = "everywhere"
    LIBRARY = "library"
    PROMPT = "search prompt"
    READER = "reader"
    CARET = "reader, free selection"
    PLACING = "reader, placing a passage"
    PASSAGES = "passages"
    REVIEW = "passages that need a look"
    FILTER = "filter prompt"
    FIND = "find prompt"
    NOTE = "note editor"
    PICKER = "topic picker"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do.

    `keys` are alternatives; a key with a space in it is pressed as a sequence. `hint` orders the
    hints at the foot of the screen (1 comes first, 0 is never shown there). `when` names the
    state in which the hint is worth its place: "" always, else one of the words a screen answers
    in `states`. `argument` is passed on to the screen's method.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    help: str
    scope: Scope
    hint: int = 0
    when: str = ""
    argument: int | None = None

    @property
    def method(self) -> str:
        """The name of the screen method that does it."""
        name = self.id.partition(".")[2]
        return "do_" + (name.rpartition("_")[0] if self.argument is not None else name)


def moving(scope: Scope, name: str, one: str) -> tuple[Command, ...]:
    """The motions that lists and the reader share."""
    return (
        Command(f"{name}.down", "down", ("j", "down"), f"Next {one}", scope),
        Command(f"{name}.up", "up", ("k", "up"), f"Previous {one}", scope),
        Command(f"{name}.page_down", "page down", ("space", "pagedown"), "One page down", scope),
        Command(f"{name}.page_up", "page up", ("b", "pageup"), "One page up", scope),
        Command(f"{name}.half_down", "half a page down", ("ctrl+d",), "Half a page down", scope),
        Command(f"{name}.half_up", "half a page up", ("ctrl+u",), "Half a page up", scope),
        Command(f"{name}.first", "top", ("g g", "home"), "To the beginning", scope),
        Command(f"{name}.last", "end", ("G", "end"), "To the end", scope),
    )
