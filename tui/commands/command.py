"""What a command is, and where it can be used; `tui.commands.registry` gathers them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

ANY_LETTER = "<letter>"
"""The last key of a sequence that any character completes."""
_LETTER = "_letter"


class Scope(StrEnum):
    """Where a command can be used."""

    EVERYWHERE = "everywhere"
    LIBRARY = "library"
    FACETS = "library, facets"
    PROMPT = "search prompt"
    READER = "reader"
    CARET = "reader, free selection"
    ENDS = "reader, new ends of a passage"
    PLACING = "reader, placing a passage"
    PASSAGES = "passages"
    FINDINGS = "findings"
    REVIEW = "passages to review"
    FILTER = "filter prompt"
    FIND = "find prompt"
    NOTE = "note editor"
    NAME = "name of a file"
    PICKER = "topic picker"
    TOPICS = "topics"
    TOPIC = "topic form"
    QUESTION = "question"
    STEP = "while many files are being written"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do.

    `keys` are alternatives; a key with a space in it is pressed as a sequence. `hint` orders the
    hints at the foot of the screen (1 comes first, 0 is never shown there). `when` names the
    state in which the hint is worth its place: "" always, else one of the words that a screen
    returns in `states`. `argument` is passed to the method. For a command whose keys end with
    `ANY_LETTER` it is the letter that was pressed, "" before one was.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    help: str
    scope: Scope
    hint: int = 0
    when: str = ""
    argument: int | str | None = None

    @property
    def wants_letter(self) -> bool:
        """Whether the command still needs a letter."""
        return self.argument == ""

    def with_letter(self, letter: str) -> "Command":
        """Return the same command for one letter."""
        return replace(self, id=f"{self.id.removesuffix(_LETTER)}_{letter}", argument=letter)

    @property
    def method(self) -> str:
        """The name of the method that carries it out."""
        name = self.id.partition(".")[2]
        last = _LETTER if self.wants_letter else f"_{self.argument}"
        return "do_" + name.removesuffix(last)


@dataclass(frozen=True, slots=True)
class CommandSet:
    """The commands of a place, and how their scopes lie over one another.

    `layers` are the scopes whose commands are looked up together, the first with precedence.
    `modes` are those one is in for a while within a screen: their keys may hide those of the
    screen. In `digits` a digit stands for a topic. In `tagged` `t` with a letter puts a topic on
    something; the words say on what.
    """

    commands: tuple[Command, ...]
    layers: tuple[tuple[Scope, ...], ...] = ()
    modes: frozenset[Scope] = frozenset()
    digits: frozenset[Scope] = frozenset()
    tagged: Mapping[Scope, str] = field(default_factory=dict)


def union(sets: Iterable[CommandSet]) -> CommandSet:
    """The commands of several places, in their order."""
    every = tuple(sets)
    return CommandSet(
        tuple(command for each in every for command in each.commands),
        tuple(layers for each in every for layers in each.layers),
        frozenset().union(*(each.modes for each in every)),
        frozenset().union(*(each.digits for each in every)),
        {scope: what for each in every for scope, what in each.tagged.items()},
    )


def moving(scope: Scope, name: str, one: str) -> tuple[Command, ...]:
    """The motions that lists and the reader share; `one` is what they move by."""
    return (
        Command(f"{name}.down", "down", ("j", "down"), f"Next {one}", scope),
        Command(f"{name}.up", "up", ("k", "up"), f"Previous {one}", scope),
        Command(f"{name}.page_down", "page down", ("space", "pagedown"), "One page down", scope),
        Command(f"{name}.page_up", "page up", ("b", "pageup"), "One page up", scope),
        Command(f"{name}.half_down", "half a page down", ("ctrl+d",), "Half a page down", scope),
        Command(f"{name}.half_up", "half a page up", ("ctrl+u",), "Half a page up", scope),
        Command(f"{name}.first", "top", ("g g", "home"), "Go to the beginning", scope),
        Command(f"{name}.last", "end", ("G", "end"), "Go to the end", scope),
    )
