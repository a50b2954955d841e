"""Which documents match a query, and how well.

The tree is evaluated one node at a time over whole posting lists: Whoosh's own matchers call a
dozen methods for each document. `lookup` answers the leaves, `scoring` weighs what they find.
"""

import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Generic

from index.engine import Suggestion
from index.hits.suggestions import suggestions
from index.query.aliases import Aliases
from index.query.conditions import Conditions, Resolver
from index.query.dates import parse_range
from index.query.most_words import parted
from index.query.nodes import (
    And,
    Field,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Problem,
    Variants,
    Word,
    typed_as,
)
from index.query.stop_words import without_stop_words
from index.ranking.positions import PART_WEIGHT
from index.ranking.proximity import LOOKED_AT, Asked
from index.whoosh.columns import Column, Columns
from index.whoosh.few import FewColumns
from index.whoosh.lookup import BODY, SCOPES, Lookup, Scope
from index.whoosh.most_words import Partial, Sought, best_of, with_most
from index.whoosh.scoring import Scoring
from index.whoosh.snapshot import Snapshot

_FEW = 5_000  # documents, from which on numpy is soon worth its import


def evaluator(
    snapshot: Snapshot,
    root: Node,
    aliases: Aliases,
    resolve: Resolver | None,
    check: Callable[[], None],
) -> "Evaluator[Any]":
    """Return what evaluates a query on a snapshot.

    `check` is called every few milliseconds; what it raises ends the search.
    """
    is_plain = isinstance(root, Word) and not root.typed
    if snapshot.size <= _FEW or (is_plain and "numpy" not in sys.modules):
        return Evaluator(snapshot, FewColumns(snapshot), aliases, resolve, check)
    from index.whoosh.many import ManyColumns  # numpy takes a tenth of a second

    return Evaluator(snapshot, ManyColumns(snapshot), aliases, resolve, check)


class Evaluator(Generic[Column]):
    """Evaluates one query on one snapshot, and notes the problems it meets."""

    def __init__(
        self,
        snapshot: Snapshot,
        columns: Columns[Column],
        aliases: Aliases,
        resolve: Resolver | None,
        check: Callable[[], None],
    ) -> None:
        """See `evaluator`."""
        self._index = snapshot
        self._columns = columns
        self._aliases = aliases
        self._conditions = Conditions(resolve)
        self._lookup = Lookup(snapshot, columns, aliases, check)
        self._scoring = Scoring(snapshot)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What turned out to be wrong with the query."""
        return (*self._conditions.problems, *self._lookup.problems)

    def best(self, root: Node, limit: int | None) -> tuple[list[tuple[int, float]], int]:
        """Return the best documents with their scores, in order, and how many match."""
        node = self._prepared(root)
        if node is None:
            return [], 0
        scores = self._with_nearness(node, self._scores(node, BODY))
        return self._columns.ranked(scores, limit), self._columns.count(scores)

    def most_words(self, root: Node, limit: int, *, none_has_all: bool) -> Partial:
        """Return the best documents that have most words, but not all."""
        known = self._conditions.known(root)
        loose, firm = parted(known) if known else ((), ())
        node = self._aliases.apply(And(loose))
        words = self._telling(node.nodes) if isinstance(node, And) else ()
        if len(words) < (2 if none_has_all else 3):  # one of two words is hardly most
            return Partial((), 0)
        within = self._all(firm, BODY) if firm else None
        sought = [each for word in words for each in self._sought(word)]
        scores = self._with_parts(words, with_most(self._columns, sought, within))
        scores = self._with_nearness(And(words), scores)
        return best_of(self._columns, sought, scores, limit)

    def _sought(self, node: Node) -> Iterator[Sought[Column]]:
        """Look up a word; where no article has what hyphens join in a row, its words as well."""
        worth = self._scores(node, BODY)
        yield Sought(typed_as(node), worth)
        joined = node.nodes[0] if isinstance(node, Variants) else node
        if isinstance(joined, Phrase) and not self._columns.count(worth):
            for word in self._telling(tuple(map(Word, joined.words))):
                yield Sought("", self._scores(word, BODY))

    def suggestions(self, query: ParsedQuery) -> tuple[Suggestion, ...]:
        """Suggest other spellings of words that hardly any article has."""
        if query.root is None:
            return ()
        vocabulary = self._index.vocabulary(BODY.words)

        def similar(word: str, distance: int, limit: int, first: str) -> list[str]:
            return vocabulary.similar(word, distance, limit, first).words

        def articles(word: str) -> int:
            words = map(Word, self._aliases.spellings(word))
            return self._columns.count(self._lookup.find(Variants(tuple(words)), BODY))

        return suggestions(query.text, query.root, similar, articles)

    def _prepared(self, root: Node) -> Node | None:
        """Leave out conditions that mean nothing here, and add the other spellings."""
        known = self._conditions.known(root)
        return known and self._aliases.apply(known)

    def _scores(self, node: Node, scope: Scope) -> Column:
        match node:
            case And(nodes=nodes):
                return self._all(nodes, scope)
            case Or(nodes=nodes):
                return self._any(self._telling(nodes), scope)
            case Not():
                return self._all((node,), scope)
            case Field():
                return self._field(node)
        return self._weighed(self._lookup.find(node, scope))

    def _weighed(self, often: Column) -> Column:
        rarity = self._scoring.rarity(self._columns.count(often))
        return self._columns.weighed(often, rarity)

    def _any(self, nodes: tuple[Node, ...], scope: Scope) -> Column:
        """Score documents that match one node or more; parts of compounds add a little there."""
        scores = self._columns.any_of(self._scores(node, scope) for node in nodes)
        return self._with_parts(nodes, scores) if scope.apart else scores

    def _with_parts(self, nodes: Iterable[Node], scores: Column) -> Column:
        """Raise the documents that have parts of compounds, or of what hyphens join."""
        for part in dict.fromkeys(part for node in nodes for part in self._parts(node)):
            worth = self._weighed(self._lookup.stem(part, BODY))
            scores = self._columns.plus(scores, worth, PART_WEIGHT)
        return scores

    def _parts(self, node: Node) -> Iterator[str]:
        """Yield the stems of the parts of a word."""
        match node:
            case Variants(nodes=nodes):
                for inner in nodes:
                    yield from self._parts(inner)
            case Word(text=text, exact=False):
                for form in self._lookup.forms(text):
                    yield from form.parts
            case Phrase(words=words, quoted=False):
                for word in words:
                    for form in self._lookup.forms(word):
                        yield from form.asked

    def _all(self, nodes: tuple[Node, ...], scope: Scope) -> Column:
        """Score documents that match all nodes; if all are negated, all begin at 0."""
        wanted = [node for node in self._telling(nodes) if not isinstance(node, Not)]
        scores = self._conjunction(wanted, scope) if wanted else self._everything()
        for node in nodes if self._columns.count(scores) else ():
            if isinstance(node, Not):
                without = self._scores(node.node, scope._replace(apart=False))
                scores = self._columns.without(scores, without)
        return scores

    def _conjunction(self, nodes: Sequence[Node], scope: Scope) -> Column:
        found: list[Column] = []
        for node in nodes:
            scores = self._scores(node, scope)
            if not self._columns.count(scores):
                return scores
            found.append(scores)
        return self._columns.all_of(found)

    def _telling(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return without_stop_words(nodes, self._lookup.chains)

    def _everything(self) -> Column:
        return self._columns.at(self._index.numbers.values())

    def _with_nearness(self, node: Node, scores: Column) -> Column:
        words = list(self._asked(node).values())
        if len(words) < 2:
            return scores
        worth = self._scoring.nearness(words, self._columns.best(scores, LOOKED_AT))
        return self._columns.plus(scores, self._columns.of(worth), 1.0)

    def _asked(self, node: Node) -> dict[Hashable, Asked]:
        """Return the words that are asked for together, by their stems."""
        match node:
            case And(nodes=nodes) | Or(nodes=nodes):
                asked: dict[Hashable, Asked] = {}
                for inner in self._telling(nodes):
                    asked |= self._asked(inner)
                return asked
            case Word():
                spellings = [node.text]
            case Variants(nodes=nodes):
                spellings = [inner.text for inner in nodes if isinstance(inner, Word)]
            case _:
                return {}
        forms = (form for word in spellings for form in self._lookup.forms(word))
        stems = frozenset(stem for form in forms for stem in form.asked)
        found = (self._lookup.find(Word(word), BODY) for word in spellings)
        having = sum(map(self._columns.count, found))
        places = [
            self._index.places(field, stem) for stem in stems for field in (BODY.stems, BODY.parts)
        ]
        return {stems: Asked(places, self._scoring.rarity(having))}

    def _field(self, node: Field) -> Column:
        if node.node is not None:
            return self._scores(node.node, SCOPES[node.name])
        if node.name == "date":
            return self._columns.at(self._dated(node.value))
        numbers = map(self._index.numbers.get, self._conditions.paths(node))
        return self._columns.at(number for number in numbers if number is not None)

    def _dated(self, value: str) -> Iterator[int]:
        wanted = parse_range(value)
        if wanted is None:
            return
        for date in self._index.vocabulary("date").words:
            if date in wanted:
                yield from self._index.postings("date", date)[0]
