"""Which documents match a query, and how well.

The tree is evaluated a term at a time over whole posting lists: Whoosh's own matchers call a dozen
methods a document. What stands for one word (its stem, compounds with it, other spellings,
completions) is counted as one term, so that no spelling scores higher for being rare. What one word
finds is remembered by the snapshot: the words before the one being typed are asked for again at
each keystroke.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from heapq import nlargest
from operator import add
from typing import NamedTuple

from index.analysis.aliases import Aliases
from index.analysis.terms import Forms, chain, folded
from index.engine import Resolver, Suggestion
from index.hits.suggestions import suggestions
from index.query.conditions import Conditions
from index.query.dates import parse_range
from index.query.nodes import (
    And,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Problem,
    Variants,
    Wildcard,
    Word,
)
from index.ranking.bm25 import SATURATION, rarity
from index.ranking.positions import PART_WEIGHT, PARTS_SLOP, occurrences
from index.ranking.proximity import LOOKED_AT, Asked, nearness
from index.whoosh.frequencies import likeliest, merged, summed
from index.whoosh.snapshot import Frequencies, Postings, Snapshot

_TITLE_WEIGHT = 2.0
_CAUTION = 1 - 1e-9  # against rounding
_COMPOSED = And | Or | Not | Field  # nodes that are scored part by part
_LIMIT_WORTH_IT = 2_000  # documents, from which on those that cannot be among the best are left out
_COMPLETIONS = 50
_COMPLETED_POSTINGS = 20_000
_MOST_WORDS = 1_000

_NO_END = 2**32

Scores = dict[int, float]
_Term = tuple[str, str]  # a field and a term in it


class _Scope(NamedTuple):
    """The fields a word is looked up in, and whether a compound is by its parts apart."""

    stems: str
    parts: str
    words: str
    title: str
    apart: bool


_BODY = _Scope("body", "parts", "words", "title", apart=True)
_TITLE = _Scope("title", "", "titlewords", "", apart=False)
_SCOPES = {
    "title": _TITLE,
    "source": _Scope("", "", "source", "", apart=False),
    "author": _Scope("", "", "author", "", apart=False),
}


class Evaluator:
    """Evaluates one query on one snapshot, and notes the problems it meets."""

    def __init__(self, snapshot: Snapshot, aliases: Aliases, resolve: Resolver | None) -> None:
        self._index = snapshot
        self._aliases = aliases
        self._conditions = Conditions(resolve)
        self._chains = [chain(name) for name in snapshot.languages]
        self._norms = snapshot.norms
        self.problems: list[Problem] = self._conditions.problems

    def run(self, root: Node) -> Scores:
        """Give the score of every matching document."""
        node = self._asked_for(root)
        if node is None:
            return {}
        scores = self._scores(node, _BODY)
        self._add_nearness(node, scores)
        return scores

    def best(self, root: Node, count: int) -> tuple[Scores, int]:
        """Give the scores of at least the best documents, and how many match."""
        node = self._asked_for(root)
        if node is None:
            return {}, 0
        if isinstance(node, _COMPOSED):
            scores = self._scores(node, _BODY)
            self._add_nearness(node, scores)
            return scores, len(scores)
        frequencies = self._frequencies(node, _BODY)
        promising = self._promising(frequencies, count)
        return self._weighed(promising, len(frequencies)), len(frequencies)

    def _asked_for(self, root: Node) -> Node | None:
        """Leave out what means nothing here, and add the other spellings."""
        known = self._conditions.known(root)
        return known and self._aliases.apply(known)

    def suggestions(self, query: ParsedQuery) -> tuple[Suggestion, ...]:
        """Offer other spellings of words that hardly any article has."""
        if query.root is None:
            return ()
        vocabulary = self._index.vocabulary(_BODY.words)

        def articles(word: str) -> int:
            spellings = self._aliases.spellings(word)
            return len(set().union(*(self._word(each, _BODY) for each in spellings)))

        return suggestions(query.text, query.root, vocabulary, articles)

    def _scores(self, node: Node, scope: _Scope) -> Scores:
        match node:
            case And(nodes=nodes):
                return self._all(nodes, scope)
            case Or(nodes=nodes):
                return self._any(self._telling(nodes), scope)
            case Not():
                return self._all((node,), scope)
            case Field():
                return self._field(node)
        frequencies = self._frequencies(node, scope)
        return self._weighed(frequencies, len(frequencies))

    def _any(self, nodes: tuple[Node, ...], scope: _Scope) -> Scores:
        """Find what has one of several; there, parts of a compound that is meant count a little."""
        scores = summed(self._scores(node, scope) for node in nodes)
        words = [node.text for node in nodes if isinstance(node, Word)] if scope.apart else []
        parts = [part for word in words for form in self._forms(word) for part in form.parts]
        for part in parts:
            found = self._stem(part, scope)
            shared = {number: found[number] for number in found.keys() & scores.keys()}
            for number, score in self._weighed(shared, len(found)).items():
                scores[number] += PART_WEIGHT * score
        return scores

    def _all(self, nodes: tuple[Node, ...], scope: _Scope) -> Scores:
        wanted = [node for node in self._telling(nodes) if not isinstance(node, Not)]
        found: list[tuple[Frequencies, bool]] = []
        for node in wanted:
            weighed = isinstance(node, _COMPOSED)
            matches = self._scores(node, scope) if weighed else self._frequencies(node, scope)
            found.append((matches, weighed))
            if not matches:
                return {}
        if found:
            # Only what has all of them is scored.
            every = sorted((matches for matches, _ in found), key=len)
            shared = list(set(every[0]).intersection(*every[1:]))
            total = [0.0] * len(shared)
            for matches, weighed in found:
                values = [matches[number] for number in shared]
                added = values if weighed else self._weights(shared, values, len(matches))
                total = list(map(add, total, added))
            scores = dict(zip(shared, total, strict=True))
        else:
            scores = self._everything()
        for negation in nodes:
            if isinstance(negation, Not):
                without = self._scores(negation.node, scope._replace(apart=False))
                scores = {n: score for n, score in scores.items() if n not in without}
        return scores

    def _add_nearness(self, node: Node, scores: Scores) -> None:
        """Raise the best documents in which words of the query stand near each other."""
        words = list(self._asked(node).values())
        if len(words) < 2:
            return
        starts = self._index.starts
        for number in nlargest(LOOKED_AT, scores, key=scores.__getitem__):
            end = starts[number + 1] if number + 1 < len(starts) else _NO_END
            scores[number] += nearness(words, starts[number], end)

    def _asked(self, node: Node) -> dict[Hashable, Asked]:
        """Give the words that are asked for together, by their stems."""
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
        stems = frozenset(form.stem for word in spellings for form in self._forms(word))
        having = sum(len(self._word(word, _BODY)) for word in spellings)
        places = [
            self._index.places(field, stem)
            for stem in stems
            for field in (_BODY.stems, _BODY.parts)
        ]
        return {stems: Asked(places, self._rarity(having))}

    def _telling(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Leave out stop words, unless there is nothing else."""
        telling = tuple(node for node in nodes if not self._is_stopword(node))
        return telling if any(not isinstance(node, Not) for node in telling) else nodes

    def _is_stopword(self, node: Node) -> bool:
        return (
            isinstance(node, Word)
            and not node.typed
            and any(language.is_stopword(node.text) for language in self._chains)
        )

    def _everything(self) -> Scores:
        return dict.fromkeys(self._index.numbers.values(), 0.0)

    def _weighed(self, frequencies: Frequencies, having: int) -> Scores:
        """Score documents by how often they have what counts as one term; `having` of all do."""
        weights = self._weights(frequencies, frequencies.values(), having)
        return dict(zip(frequencies, weights, strict=True))

    def _weights(
        self, numbers: Iterable[int], frequencies: Iterable[float], having: int
    ) -> list[float]:
        """Score one document after another; see _weighed."""
        peak = self._rarity(having) * (SATURATION + 1)
        norms = self._norms
        return [
            peak * often / (often + norms[number])
            for number, often in zip(numbers, frequencies, strict=True)
        ]

    def _rarity(self, having: int) -> float:
        return rarity(having, self._index.size)

    def _promising(self, frequencies: Frequencies, count: int) -> Frequencies:
        """Leave out documents that have a term so seldom that `count` others score higher.

        Of those that have it most often, `count` reach a certain part of the highest score; any
        other, however short it is, needs a frequency from which that can be reached.
        """
        if not 0 < count < len(frequencies) or len(frequencies) < _LIMIT_WORTH_IT:
            return frequencies
        norms = self._norms
        often = nlargest(count, frequencies.values())[-1]
        parts = [f / (f + norms[number]) for number, f in frequencies.items() if f >= often]
        reached = nlargest(count, parts)[-1]
        needed = self._index.least_norm * reached / (1 - reached) * _CAUTION
        return {number: f for number, f in frequencies.items() if f >= needed}

    def _frequencies(self, node: Node, scope: _Scope) -> Frequencies:
        """Give how often each document has what counts as one term."""
        match node:
            case Word(text=text, typed=typed):
                found = self._word(text, scope)
                return self._completed(text, scope) | found if typed else found
            case Phrase(words=words, slop=slop):
                return self._remembered(node, scope, lambda: self._phrase(words, slop, scope))
            case Variants(nodes=nodes):
                return summed(self._frequencies(node, scope) for node in nodes)
        found_words = self._fitting(node, scope)
        return self._remembered(node, scope, lambda: self._having(found_words, scope))

    def _remembered(
        self, node: Node, scope: _Scope, find: Callable[[], Frequencies]
    ) -> Frequencies:
        return self._index.frequencies.get((node, scope), find)

    def _fitting(self, node: Node, scope: _Scope) -> Sequence[str]:
        """Find the words of a form in the vocabulary."""
        vocabulary = self._index.vocabulary(scope.words)
        match node:
            case Prefix(text=text):
                typed, found = f"{text}*", vocabulary.complete(folded(text), _MOST_WORDS)
            case Wildcard(pattern=typed):
                found = vocabulary.match(folded(typed), _MOST_WORDS)
            case Fuzzy(text=text, distance=distance):
                typed, found = f"{text}~", vocabulary.similar(folded(text), distance, _MOST_WORDS)
            case _:
                return ()
        if not found.complete:
            problem = (
                f"{typed} fits too many words; the {len(found.words):,} most frequent are searched."
            )
            self.problems.append(Problem(0, problem, "Type more letters."))
        return found.words

    def _having(self, words: Sequence[str], scope: _Scope) -> Frequencies:
        return likeliest(self._index.postings(scope.words, word) for word in words)

    def _word(self, text: str, scope: _Scope) -> Frequencies:
        def find() -> Frequencies:
            if scope.stems:
                return self._inflected(text, scope)
            return dict(zip(*self._index.postings(scope.words, folded(text)), strict=True))

        return self._remembered(Word(text), scope, find)

    def _completed(self, beginning: str, scope: _Scope) -> Frequencies:
        """Find the likeliest words that begin so; after one letter, that could be everything."""
        found = self._index.vocabulary(scope.words).complete(folded(beginning), _COMPLETIONS)
        lists: list[Postings] = []
        postings = 0
        for word in found.words:
            if postings < _COMPLETED_POSTINGS and not self._is_stopword(Word(word)):
                lists.append(self._index.postings(scope.words, word))
                postings += len(lists[-1][0])
        return likeliest(lists)

    def _inflected(self, text: str, scope: _Scope) -> Frequencies:
        """Find a word by its stem, in each language by the stem it has there."""
        stems: defaultdict[Forms, set[str]] = defaultdict(set)
        for language in self._index.languages:
            stems[chain(language).forms(text)].add(language)
        found: Frequencies = {}
        for forms, languages in stems.items():
            found |= self._in_languages(languages, self._found_as(forms, scope))
        return found

    def _in_languages(self, languages: set[str], frequencies: Frequencies) -> Frequencies:
        """Leave out documents in other languages: German `Waren` are no English war."""
        if len(languages) == len(self._index.languages):
            return frequencies
        written_in = self._index.column("language")
        return {number: f for number, f in frequencies.items() if written_in[number] in languages}

    def _found_as(self, forms: Forms, scope: _Scope) -> Frequencies:
        """Find a word by its stem, in compounds, in titles, and a compound by its parts."""
        frequencies = self._stem(forms.stem, scope)
        if scope.apart and forms.leaves:
            frequencies = self._apart(forms.leaves) | frequencies
        return frequencies

    def _forms(self, word: str) -> set[Forms]:
        return {language.forms(word) for language in self._chains}

    def _stem(self, stem: str, scope: _Scope) -> Frequencies:
        frequencies: Frequencies = dict(zip(*self._index.postings(scope.stems, stem), strict=True))
        for field, weight in ((scope.parts, PART_WEIGHT), (scope.title, _TITLE_WEIGHT)):
            if field:
                for number, count in zip(*self._index.postings(field, stem), strict=True):
                    frequencies[number] = frequencies.get(number, 0) + weight * count
        return frequencies

    def _apart(self, parts: tuple[str, ...]) -> Frequencies:
        """Find the parts of a compound near each other: `Verhandlungen über die Rüstung`."""
        fields = (_BODY.stems, _BODY.parts)
        steps = [[(field, part) for field in fields] for part in parts]
        near = self._together(steps, PARTS_SLOP)
        return {number: PART_WEIGHT * count for number, count in near.items()}

    def _together(self, steps: Sequence[Sequence[_Term]], slop: int) -> Frequencies:
        """Count where one of each step's terms stands, in a row or near each other."""
        places = [merged([self._index.places(*term) for term in terms]) for terms in steps]
        found = Counter(self._index.document_at(at[0]) for at in occurrences(places, slop))
        for number in self._index.removed & found.keys():
            del found[number]
        return dict(found)

    def _phrase(self, words: tuple[str, ...], slop: int, scope: _Scope) -> Frequencies:
        if not scope.stems:
            lists = [self._index.postings(scope.words, folded(word))[0] for word in words]
            return dict.fromkeys(set(lists[0]).intersection(*lists[1:]), 1.0)
        spellings = [self._aliases.spellings(word) for word in words]
        rows: defaultdict[tuple[frozenset[str], ...], set[str]] = defaultdict(set)
        for language in self._index.languages:
            stem = chain(language).forms
            rows[tuple(frozenset(stem(one).stem for one in s) for s in spellings)].add(language)
        found: Frequencies = {}
        for row, languages in rows.items():
            steps = [[(scope.stems, stem) for stem in alternatives] for alternatives in row]
            found |= self._in_languages(languages, self._together(steps, slop))
        return found

    def _field(self, node: Field) -> Scores:
        if node.node is not None:
            return self._scores(node.node, _SCOPES[node.name])
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
