"""The sentences, or other pieces of an article, that each satisfy a query on their own.

An article matches if the words of a query occur anywhere in it; here they must occur in one piece,
and negated words must not. What a query asks of the whole article (`title:`, `date:`, `topic:` ...)
is taken to be met.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from corpus.text.spans import Span
from index.analysis.terms import chain
from index.hits.marking import Mark, Marker
from index.hits.matching import joined
from index.query.aliases import Aliases
from index.query.nodes import And, Field, Node, Not, Or, ParsedQuery
from index.query.stop_words import without_stop_words

_Hits = defaultdict[Span, list[Mark]]
_Test = Callable[[str, Sequence[Span], _Hits], list[Span]]
"""Returns the pieces of a text that pass, in order, and adds the hits in them."""


class Sifted(Struct, frozen=True):
    """A piece of a text that satisfies a query, and the hits in it."""

    span: Span
    hits: tuple[Span, ...]


class Sieve:
    """Sifts articles of one language by a query, whose own words are in `query_language`."""

    def __init__(
        self, query: ParsedQuery, aliases: Aliases, language: str, query_language: str
    ) -> None:
        self._aliases = aliases
        self._languages = (language, query_language)
        self._chains = {chain(language), chain(query_language)}
        self._test = self._made(aliases.apply(query.root)) if query.root else _none

    def sift(self, text: str, pieces: Sequence[Span]) -> list[Sifted]:
        """Return the pieces (given in order) that satisfy the query and have a hit in them."""
        hits: _Hits = defaultdict(list)
        kept = self._test(text, pieces, hits)
        return [Sifted(piece, tuple(joined(sorted(hits[piece])))) for piece in kept if hits[piece]]

    def _made(self, node: Node) -> _Test:
        match node:
            case And(nodes=nodes):
                telling = without_stop_words(nodes, self._chains)
                return _all_of([self._made(inner) for inner in telling])
            case Or(nodes=nodes) if not all(map(_is_plain, nodes)):
                return _any_of([self._made(inner) for inner in nodes])
            case Not(node=inner):
                return _none_of(self._made(inner))
            case Field():
                return _every
        # One marker looks for all alternatives at once: that is where the time goes.
        return _with_hits(Marker(node, self._aliases, *self._languages))


def without_negations(node: Node) -> Node | None:
    """What an article must match so that a piece of it may satisfy a query; `None`: nothing."""
    match node:
        case And(nodes=nodes):
            kept = [each for each in map(without_negations, nodes) if each is not None]
            return And(tuple(kept)) if kept else None
        case Or(nodes=nodes):
            kept = [each for each in map(without_negations, nodes) if each is not None]
            return Or(tuple(kept)) if len(kept) == len(nodes) else None
        case Not():
            return None
    return node


def fields_in(node: Node) -> Iterator[Field]:
    """Yield what a query asks of the whole article."""
    match node:
        case Field():
            yield node
        case Not(node=inner):
            yield from fields_in(inner)
        case And(nodes=nodes) | Or(nodes=nodes):
            for inner in nodes:
                yield from fields_in(inner)


def _is_plain(node: Node) -> bool:
    """Whether one marker can decide it: words, phrases, and alternatives of them."""
    if isinstance(node, Or):
        return all(map(_is_plain, node.nodes))
    return not isinstance(node, And | Not | Field)


def _with_hits(marker: Marker) -> _Test:
    def test(text: str, pieces: Sequence[Span], hits: _Hits) -> list[Span]:
        found: _Hits = defaultdict(list)
        starts = [piece.start for piece in pieces]
        for mark in marker.marks(text, pieces):
            found[pieces[bisect_right(starts, mark.start) - 1]].append(mark)
        for piece, marks in found.items():
            hits[piece] += marks
        return list(found)

    return test


def _all_of(tests: Sequence[_Test]) -> _Test:
    def test(text: str, pieces: Sequence[Span], hits: _Hits) -> list[Span]:
        kept = list(pieces)
        for each in tests:
            kept = each(text, kept, hits) if kept else kept
        return kept

    return test


def _any_of(tests: Sequence[_Test]) -> _Test:
    def test(text: str, pieces: Sequence[Span], hits: _Hits) -> list[Span]:
        return sorted({piece for each in tests for piece in each(text, pieces, hits)})

    return test


def _none_of(denied: _Test) -> _Test:
    def test(text: str, pieces: Sequence[Span], _hits: _Hits) -> list[Span]:
        without = set(denied(text, pieces, defaultdict(list)))
        return [piece for piece in pieces if piece not in without]

    return test


def _every(_text: str, pieces: Sequence[Span], _hits: _Hits) -> list[Span]:
    return list(pieces)


def _none(_text: str, _pieces: Sequence[Span], _hits: _Hits) -> list[Span]:
    return []
