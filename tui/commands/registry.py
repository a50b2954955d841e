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
        tuple(command for each in every for command in each.commands),
        tuple(layers for each in every for layers in each.layers),
        frozenset().union(*(each.modes for each in every)),
        frozenset().union(*(each.digits for each in every)),
        {scope: what for each in every for scope, what in each.tagged.items()},
    )
