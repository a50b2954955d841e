"""The tree a query is parsed into: plain records that any engine can translate.

A `position` is the code point of the query where a piece begins; trees compare without it.
"""

from typing import ClassVar

from msgspec import Struct


class Problem(Struct, frozen=True):
    """Something wrong with a query: where (a code point of it), what, and the query corrected.

    The suggestion is a whole query, ready to run; "" when it is not clear what was meant.
    """

    position: int
    message: str
    suggestion: str = ""


class _AsTyped(Struct, frozen=True):
    """A node with fields, named in `_aside`, that say how it was typed: trees compare without."""

    _aside: ClassVar[set[str]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _AsTyped) and self._meaning == other._meaning

    def __hash__(self) -> int:
        return hash(self._meaning)

    @property
    def _meaning(self) -> tuple[object, ...]:
        """Its class, and all that is compared."""
        told = (name for name in self.__struct_fields__ if name not in self._aside)
        return type(self), *(getattr(self, name) for name in told)


class Word(Struct, frozen=True):
    """A word in any inflection, or `exact`: in the very form that was typed.

    `typed` while it is being typed, when its completions match too.
    """

    text: str
    typed: bool = False
    exact: bool = False


class Phrase(_AsTyped, frozen=True):
    """Words in a row, or with `slop`: in any order, with at most that many other words between.

    `quoted` if somebody asked for just that; other phrases are words that signs join, as in 12:30.
    """

    _aside: ClassVar = {"quoted"}
    words: tuple[str, ...]
    slop: int = 0
    quoted: bool = False


class Prefix(_AsTyped, frozen=True):
    """Words that begin like this."""

    _aside: ClassVar = {"position"}
    text: str
    position: int = 0


class Wildcard(_AsTyped, frozen=True):
    """Words of this shape: ``*`` stands for any letters or none, ``?`` for one."""

    _aside: ClassVar = {"position"}
    pattern: str
    position: int = 0


class Fuzzy(_AsTyped, frozen=True):
    """Words that differ from this one by at most `distance` letters."""

    _aside: ClassVar = {"position"}
    text: str
    distance: int = 1
    position: int = 0


class Field(_AsTyped, frozen=True):
    """A condition on one field: on title, source and author the node, else the value.

    `typed` while the value is being typed: what it means may not be known yet.
    """

    _aside: ClassVar = {"position", "typed"}
    name: str
    value: str
    node: "Node | None" = None
    position: int = 0
    typed: bool = False


class And(_AsTyped, frozen=True):
    """All of these; those that an AND joins are `firm`: nothing is found that lacks one."""

    _aside: ClassVar = {"firm"}
    nodes: tuple["Node", ...]
    firm: frozenset["Node"] = frozenset()


class Or(Struct, frozen=True):
    """At least one of these."""

    nodes: tuple["Node", ...]


class Not(Struct, frozen=True):
    """Articles without this."""

    node: "Node"


class Variants(_AsTyped, frozen=True):
    """Spellings of one thing, counted as one word: those of a name, or of what was typed."""

    _aside: ClassVar = {"text"}
    nodes: tuple["Word | Phrase | Wildcard", ...]
    text: str = ""


Node = Word | Phrase | Prefix | Wildcard | Fuzzy | Field | And | Or | Not | Variants


def words_of(node: Node) -> list[str]:
    """Return the finished words asked for in the text: not those of negations or fields."""
    match node:
        case And(nodes=nodes) | Or(nodes=nodes):
            return [word for inner in nodes for word in words_of(inner)]
        case Variants(nodes=nodes):
            return words_of(nodes[0])
        case Phrase(words=words):
            return list(words)
        case Word(text=text, typed=False):
            return [text]
    return []


def typed_as(node: Node) -> str:
    """Return what somebody typed for a word or its like."""
    typed = ""
    match node:
        case Word(text=typed) | Wildcard(pattern=typed):
            pass
        case Variants(nodes=nodes, text=text):
            typed = text or typed_as(nodes[0])
        case Or(nodes=nodes):  # several spellings of a name in several words
            typed = typed_as(nodes[0])
        case And(nodes=nodes):
            typed = " ".join(map(typed_as, nodes))
        case Phrase(words=words):
            typed = " ".join(words)
        case Prefix(text=text):
            typed = f"{text}*"
        case Fuzzy(text=text):
            typed = f"{text}~"
    return typed


class ParsedQuery(Struct, frozen=True):
    """A query as typed, its tree (None if there is nothing to search for), and its problems."""

    text: str
    root: Node | None
    problems: tuple[Problem, ...] = ()
