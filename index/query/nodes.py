"""The tree a query is parsed into: plain records that any engine can translate.

A `position` is the code point of the query where a piece begins; trees compare without it.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a query: where (a code point of it), what, and the query corrected.

    The suggestion is a whole query, ready to run; "" when it is not clear what was meant.
    """

    position: int
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any inflection, or `exact`: in the very form that was typed.

    `typed` while it is being typed, when its completions match too.
    """

    text: str
    typed: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, or with `slop`: in any order, with at most that many other words between.

    `quoted` if somebody asked for just that; other phrases are words that signs join, as in 12:30.
    """

    words: tuple[str, ...]
    slop: int = 0
    quoted: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin like this."""

    text: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words of this shape: ``*`` stands for any letters or none, ``?`` for one."""

    pattern: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that differ from this one by at most `distance` letters."""

    text: str
    distance: int = 1
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on one field: on title, source and author the node, else the value.

    `typed` while the value is being typed: what it means may not be known yet.
    """

    name: str
    value: str
    node: "Node | None" = None
    position: int = field(default=0, compare=False)
    typed: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of these; those that an AND joins are `firm`: nothing is found that lacks one."""

    nodes: tuple["Node", ...]
    firm: frozenset["Node"] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles without this."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Variants:
    """Spellings of one thing, counted as one word: those of a name, or of what was typed."""

    nodes: tuple["Word | Phrase | Wildcard", ...]
    text: str = field(default="", compare=False)


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


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as typed, its tree (None if there is nothing to search for), and its problems."""

    text: str
    root: Node | None
    problems: tuple[Problem, ...] = ()
