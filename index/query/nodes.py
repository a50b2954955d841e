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
    """A word in any inflection; `typed` while it is being typed, when its completions match too."""

    text: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, or with `slop`: in any order, with at most that many other words between."""

    words: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin like this."""

    text: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words of this shape, where ``*`` stands for any letters or none."""

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
    """All of these."""

    nodes: tuple["Node", ...]


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
    """Spellings of one thing, counted as one word. Aliases make these; nobody types them."""

    nodes: tuple["Word | Phrase", ...]


Node = Word | Phrase | Prefix | Wildcard | Fuzzy | Field | And | Or | Not | Variants


def words_of(node: Node) -> list[str]:
    """Return the finished words asked for in the text: not those of negations or fields."""
    match node:
        case And(nodes=nodes) | Or(nodes=nodes):
            return [word for inner in nodes for word in words_of(inner)]
        case Phrase(words=words):
            return list(words)
        case Word(text=text, typed=False):
            return [text]
    return []


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as typed, its tree (None if there is nothing to search for), and its problems."""

    text: str
    root: Node | None
    problems: tuple[Problem, ...] = ()
