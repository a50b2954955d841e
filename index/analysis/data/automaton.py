"""Builds the automaton that `index.analysis.lemmas` reads."""

import sys
from array import array
from collections.abc import Iterable

from index.analysis.lemmas import LAST, TARGET

_Node = tuple[tuple[int, int], ...]
"""The arcs of a finished node: a byte, and the number of the node it leads to."""


class Builder:
    """Takes sorted strings of bytes, none of which begins another, and joins what they share."""

    def __init__(self) -> None:
        self._numbers: dict[_Node, int] = {(): 0}
        self._open: list[list[tuple[int, int]]] = [[]]  # the arcs of each node on the last path
        self._last = b""

    def add(self, path: bytes) -> None:
        """Add the next string."""
        assert path > self._last, (self._last, path)
        shared = 0
        while shared < len(self._last) and path[shared] == self._last[shared]:
            shared += 1
        self._close(shared)
        self._open += [[] for _ in path[shared:]]
        self._last = path

    def _close(self, depth: int) -> None:
        """Number the nodes of the last path below a depth; equal ones have one number."""
        while len(self._open) - 1 > depth:
            node = tuple(self._open.pop())
            number = self._numbers.setdefault(node, len(self._numbers))
            self._open[-1].append((self._last[len(self._open) - 1], number))

    def arcs(self) -> bytes:
        """Return the arcs of all nodes, as `Lemmas` takes them."""
        self._close(0)
        first = tuple(self._open[0])
        nodes = [node for node in (first, *self._numbers) if node]
        places: dict[_Node, int] = {}
        place = 1
        for node in nodes:
            places.setdefault(node, place)
            place += len(node)
        numbered = list(self._numbers)
        arcs = array("I", [places[first] << TARGET])
        for node in nodes:
            for at, (byte, number) in enumerate(node, 1):
                target = places[numbered[number]] if number else 0
                arcs.append(target << TARGET | (LAST if at == len(node) else 0) | byte)
        if sys.byteorder == "big":
            arcs.byteswap()
        return arcs.tobytes()


def built(paths: Iterable[bytes]) -> bytes:
    """Return the automaton of some strings of bytes, given in any order."""
    builder = Builder()
    for path in sorted(paths):
        builder.add(path)
    return builder.arcs()
