"""Which words a form belongs to: `warnte` to warnen, `Busse` to Bus.

A table for each language lists the forms whose own stem would not tell, or would be that of another
word, each with the terms of its words; data/build_lemmas.py makes it. It is a minimal acyclic
automaton, after Daciuk, Mihov, Watson and Watson, "Incremental Construction of Minimal Acyclic
Finite-State Automata" (2000): forms share how they begin, and what follows. Behind a form and a
zero byte, its path goes on with each of its readings.
"""

import sys
from array import array
from collections.abc import Iterator
from enum import IntFlag
from functools import cache
from pathlib import Path
from typing import NamedTuple

from disk.named import read_named

FOLDER = Path(__file__).parent / "data"
_MOST_BYTES = 1 << 24

# An arc is one number: the byte it is for, whether it is the last of its node, and where the arcs
# of the node begin that it leads to; nowhere, at the end. The first arc leads to the first node.
LABEL = 0xFF
LAST = 0x100
TARGET = 9
END_OF_FORM = 0

_BEGINNINGS = b"\x01"
"""Before a term, instead of a form: its path goes on with how some of its forms begin."""

_ONE = 1
"""Added to numbers in a reading, so that none is the end of a form."""


class Use(IntFlag):
    """When a reading holds: for which spelling in a text, for which in a query, in a compound.

    What is capitalised is likelier a noun, what is not a verb. `LAST` readings come last. The parts
    of a `WHOLE` word mean nothing: Salzburg is no castle.
    """

    CAPITAL = 1
    LOWER = 2
    ASKED_CAPITAL = 4
    ASKED_LOWER = 8
    PART = 16
    LAST = 32
    WHOLE = 64


class Reading(NamedTuple):
    """One word that a form may belong to: when that is meant, and the word's term."""

    use: int
    term: str


class Lemmas:
    """The table of one language."""

    def __init__(self, arcs: bytes) -> None:
        self._arcs = array("I", arcs)
        if sys.byteorder == "big":
            self._arcs.byteswap()

    def readings(self, form: str) -> list[Reading]:
        """Return the readings of a folded form, the likelier first; none if it is not listed."""
        return [_reading(form, rule) for rule in self._behind(form.encode("utf-8", "replace"))]

    def beginnings(self, term: str) -> list[str]:
        """Return the first letters of those forms of a term that do not begin as it does."""
        key = _BEGINNINGS + term.encode("utf-8", "replace")
        return [letters.decode() for letters in self._behind(key)]

    def _behind(self, key: bytes) -> Iterator[bytes]:
        arcs = self._arcs
        arc = arcs[0]
        for byte in (*key, END_OF_FORM):
            at = arc >> TARGET
            while (arc := arcs[at]) & LABEL != byte:
                if arc & LAST:
                    return
                at += 1
        yield from self._paths(arc >> TARGET)

    def _paths(self, node: int, before: bytes = b"") -> Iterator[bytes]:
        """Yield what the arcs say from a node to each end."""
        for at in range(node, len(self._arcs)):
            arc = self._arcs[at]
            path = before + bytes((arc & LABEL,))
            if arc >> TARGET:
                yield from self._paths(arc >> TARGET, path)
            else:
                yield path
            if arc & LAST:
                return


def path_of_reading(form: str, reading: Reading) -> bytes:
    """Return the path of one reading of a form."""
    return form.encode() + bytes((END_OF_FORM,)) + _rule(form, reading)


def path_of_beginning(term: str, letters: str) -> bytes:
    """Return the path of what some forms of a term begin with."""
    return _BEGINNINGS + term.encode() + bytes((END_OF_FORM,)) + letters.encode()


def _rule(form: str, reading: Reading) -> bytes:
    """Return a reading as a change of the form: most forms of a kind are changed alike.

    It says when it holds; where the form loses the ge or zu of a participle or an infinitive, how
    many letters it loses at the end, and what they are replaced by.
    """
    use, term = reading
    places = (at for at in range(len(form) - 2) if form[at : at + 2] in _INSIDE)
    best = min([-1, *places], key=lambda at: len(_changed(form, at, term)[1]))
    cut, added = _changed(form, best, term)
    numbers = (use, best + 1 + _ONE, cut + _ONE, len(added.encode()) + _ONE)
    return bytes(numbers) + added.encode()


def _changed(form: str, place: int, term: str) -> tuple[int, str]:
    """Return how many letters the rest of a form loses to become a term, and what is added."""
    rest = _without(form, place)
    kept = 0
    while kept < min(len(rest), len(term)) and rest[kept] == term[kept]:
        kept += 1
    return len(rest) - kept, term[kept:]


def _reading(form: str, rule: bytes) -> Reading:
    use, place, cut, _ = rule[:4]
    rest = _without(form, place - 1 - _ONE)
    return Reading(use, rest[: len(rest) - cut + _ONE] + rule[4:].decode())


_INSIDE = {"ge", "zu"}


def _without(form: str, place: int) -> str:
    return form if place < 0 else form[:place] + form[place + 2 :]


def table_of(language: str) -> Path:
    """Return where the table of a language is, if it has one."""
    return FOLDER / f"lemmas-{language}.bin"


@cache
def lemmas(language: str) -> Lemmas:
    """Load the table of a language, once. Licence: see data/lemmas.licence.txt."""
    return Lemmas(read_named(table_of(language), most=_MOST_BYTES))
