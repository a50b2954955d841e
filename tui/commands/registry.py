"""The commands of a place as one set, and the sets of several places together."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from tui.commands.command import Command, Scope


class CommandSet(Struct, frozen=True):
    """The commands of a place, and how their scopes lie over one another.

    `layers` are the scopes whose commands are looked up together, the first with precedence.
    `modes` are entered for a while within a screen: their keys may hide those of the screen. In
    `digits` a digit stands for a topic. In `tagged` `t` with a letter puts a topic on what the
    words there name.
    """

    commands: tuple[Command, ...]
    layers: tuple[tuple[Scope, ...], ...] = ()
    modes: frozenset[Scope] = frozenset()
    digits: frozenset[Scope] = frozenset()
    tagged: Mapping[Scope, str] = {}


def union(sets: Iterable[CommandSet]) -> CommandSet:
    """The commands of several places, in their order."""
    every = tuple(sets)
    return CommandSet(
        tuple(command for place in every for command in place.commands),
        tuple(layers for place in every for layers in place.layers),
        frozenset().union(*(place.modes for place in every)),
        frozenset().union(*(place.digits for place in every)),
        {scope: what for place in every for scope, what in place.tagged.items()},
    )
