"""Which documents match a query, and how well.

The tree is evaluated one node at a time over whole posting lists: Whoosh's own matchers call a
dozen methods for each document. `lookup` answers the leaves, `scoring` weighs what they find.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import add

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
from index.ranking.proximity import Asked
from index.whoosh.frequencies import summed
from index.whoosh.lookup import BODY, SCOPES, Lookup, Scope
from index.whoosh.most_words import MostWords, Sought
from index.whoosh.scoring import Scores, Scoring
from index.whoosh.snapshot import Frequencies, Snapshot

_COMPOSED = And | Or | Not | Field  # nodes that are scored part by part


class Evaluator:
    """Evaluates one query on one snapshot, and notes the problems it meets."""

    def __init__(
        self,
        snapshot: Snapshot,
        aliases: Aliases,
        resolve: Resolver | None,
        check: Callable[[], None],
    ) -> None:
        """`check` is called every few milliseconds; what it raises ends the search."""
        self._index = snapshot
        self._aliases = aliases
        self._conditions = Conditions(resolve)
        self._lookup = Lookup(snapshot, aliases, check)
        self._scoring = Scoring(snapshot)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What turned out to be wrong with the query."""
        return (*self._conditions.problems, *self._lookup.problems)

    def run(self, root: Node) -> Scores:
        """Return the score of every matching document."""
        node = self._prepared(root)
        if node is None:
            return {}
        scores = self._scores(node, BODY)
        self._add_nearness(node, scores)
        return scores

    def best(self, root: Node, count: int) -> tuple[Scores, int]:
        """Return the scores of at least the best `count` documents, and how many match."""
        node = self._prepared(root)
        if node is None:
            return {}, 0
        if isinstance(node, _COMPOSED):
            scores = self._scores(node, BODY)
            self._add_nearness(node, scores)
            return scores, len(scores)
        frequencies = self._lookup.find(node, BODY)
        promising = self._scoring.promising(frequencies, count)
        return self._scoring.score(promising, len(frequencies)), len(frequencies)

    def most_words(self, root: Node, *, none_has_all: bool) -> MostWords | None:
        """Return the documents that have most of the words; `None` where each is a must."""
        known = self._conditions.known(root)
        loose, firm = parted(known) if known else ((), ())
        node = self._aliases.apply(And(loose))
        words = self._telling(node.nodes) if isinstance(node, And) else ()
        if len(words) < (2 if none_has_all else 3):  # one of two words is hardly most
            return None
        within = self._all(firm, BODY) if firm else None
        sought = [each for word in words for each in self._sought(word)]
        found = MostWords(sought, within, self._scoring)
        self._add_parts(words, found.scores)
        self._add_nearness(And(words), found.scores)
        return found

    def _sought(self, node: Node) -> Iterator[Sought]:
        """Look up a word; where no article has what hyphens join in a row, its words as well."""
        found = Sought(typed_as(node), *self._matches(node, BODY))
        yield found
        joined = node.nodes[0] if isinstance(node, Variants) else node
        if isinstance(joined, Phrase) and not found.matches:
            for word in self._telling(tuple(map(Word, joined.words))):
                yield Sought("", *self._matches(word, BODY))

    def suggestions(self, query: ParsedQuery) -> tuple[Suggestion, ...]:
        """Suggest other spellings of words that hardly any article has."""
        if query.root is None:
            return ()
        vocabulary = self._index.vocabulary(BODY.words)

        def similar(word: str, distance: int, limit: int, first: str) -> list[str]:
            return vocabulary.similar(word, distance, limit, first).words

        def articles(word: str) -> int:
            spellings = self._aliases.spellings(word)
            return len(set().union(*(self._lookup.word(each, BODY) for each in spellings)))

        return suggestions(query.text, query.root, similar, articles)

    def _prepared(self, root: Node) -> Node | None:
        """Leave out conditions that mean nothing here, and add the other spellings."""
        known = self._conditions.known(root)
        return known and self._aliases.apply(known)

    def _scores(self, node: Node, scope: Scope) -> Scores:
        match node:
            case And(nodes=nodes):
                return self._all(nodes, scope)
            case Or(nodes=nodes):
                return self._any(self._telling(nodes), scope)
            case Not():
                return self._all((node,), scope)
            case Field():
                return self._field(node)
        return self._scoring.score(self._lookup.find(node, scope))

    def _any(self, nodes: tuple[Node, ...], scope: Scope) -> Scores:
        """Score documents that match one node or more; parts of compounds add a little there."""
        scores = summed(self._scores(node, scope) for node in nodes)
        if scope.apart:
            self._add_parts(nodes, scores)
        return scores

    def _add_parts(self, nodes: Iterable[Node], scores: Scores) -> None:
        """Raise the documents that have parts of compounds, or of what hyphens join."""
        for part in dict.fromkeys(part for node in nodes for part in self._parts(node)):
            found = self._lookup.stem(part, BODY)
            shared = {number: found[number] for number in found.keys() & scores.keys()}
            for number, score in self._scoring.score(shared, len(found)).items():
                scores[number] += PART_WEIGHT * score

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

    def _all(self, nodes: tuple[Node, ...], scope: Scope) -> Scores:
        """Score documents that match all nodes; if all are negated, all begin at 0."""
        wanted = [node for node in self._telling(nodes) if not isinstance(node, Not)]
        scores = self._conjunction(wanted, scope) if wanted else self._everything()
        for node in nodes if scores else ():
            if isinstance(node, Not):
                without = self._scores(node.node, scope._replace(apart=False))
                scores = {n: score for n, score in scores.items() if n not in without}
        return scores

    def _conjunction(self, nodes: Sequence[Node], scope: Scope) -> Scores:
        found: list[tuple[Frequencies, bool]] = []
        for node in nodes:
            found.append(self._matches(node, scope))
            if not found[-1][0]:
                return {}
        # Only what matches every node is scored.
        every = sorted((matches for matches, _ in found), key=len)
        shared = list(set(every[0]).intersection(*every[1:]))
        total = [0.0] * len(shared)
        for matches, is_scored in found:
            values = [matches[number] for number in shared]
            if not is_scored:
                values = self._scoring.weights(shared, values, len(matches))
            total = list(map(add, total, values))
        return dict(zip(shared, total, strict=True))

    def _matches(self, node: Node, scope: Scope) -> tuple[Frequencies, bool]:
        """Return the documents that match a node, with scores if it is composed of others."""
        if isinstance(node, _COMPOSED):
            return self._scores(node, scope), True
        return self._lookup.find(node, scope), False

    def _telling(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return without_stop_words(nodes, self._lookup.chains)

    def _everything(self) -> Scores:
        return dict.fromkeys(self._index.numbers.values(), 0.0)

    def _add_nearness(self, node: Node, scores: Scores) -> None:
        self._scoring.add_nearness(list(self._asked(node).values()), scores)

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
        having = sum(len(self._lookup.word(word, BODY)) for word in spellings)
        places = [
            self._index.places(field, stem) for stem in stems for field in (BODY.stems, BODY.parts)
        ]
        return {stems: Asked(places, self._scoring.rarity(having))}

    def _field(self, node: Field) -> Scores:
        if node.node is not None:
            return self._scores(node.node, SCOPES[node.name])
        if node.name == "date":
            return self._dates(node.value)
        numbers = map(self._index.numbers.get, self._conditions.paths(node))
        return {number: 0.0 for number in numbers if number is not None}

    def _dates(self, value: str) -> Scores:
        wanted = parse_range(value)
        if wanted is None:
            return {}
        dates = self._index.column("date")
        fitting = {date for date in set(dates) if date in wanted}
        return {
            number: 0.0
            for number, date in enumerate(dates)
            if date in fitting and number not in self._index.removed
        }
