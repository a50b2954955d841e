"""Which documents match a query, and how well.

The tree is evaluated a term at a time over whole posting lists: Whoosh's own matchers call a dozen
methods a document. What stands for one word (its stem, compounds with it, other spellings,
completions) is counted as one term, so that no spelling scores higher for being rare. Scores are
BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import log
from typing import NamedTuple

from index.aliases import Aliases
from index.analysis import Forms, chain, folded
from index.dates import parse_range
from index.engine import Resolver, Suggestion
from index.nodes import (
    And,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Problem,
    Variants,
    Wildcard,
    Word,
    words_of,
)
from index.positions import PART_WEIGHT, PARTS_SLOP, occurrences
from index.snapshot import Frequencies, Snapshot
from index.suggestions import similar_spellings

_TITLE_WEIGHT = 2.0
_SATURATION = 1.2  # k1 of BM25
_LENGTH = 0.5  # b of BM25
_COMPLETIONS = 50
_COMPLETED_POSTINGS = 20_000
_MOST_WORDS = 1_000
_FEW = 3

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
        self._resolve = resolve
        self._chains = [chain(name) for name in snapshot.vocabulary("language").words]
        self.problems: list[Problem] = []

    def run(self, root: Node) -> Scores:
        """Give the score of every matching document."""
        return self._scores(self._aliases.apply(root), _BODY)

    def suggestions(self, root: Node) -> tuple[Suggestion, ...]:
        """Offer other spellings of words that hardly any article has."""
        vocabulary = self._index.vocabulary(_BODY.words)
        return tuple(
            Suggestion(word.text, _like(word.text, spelling), articles)
            for word in words_of(root)
            if not word.typed and len(found := self._word(word.text, _BODY, typed=False)) < _FEW
            for spelling in similar_spellings(folded(word.text), vocabulary)
            if (articles := len(self._word(spelling, _BODY, typed=False))) > len(found)
        )

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
        scores = _summed(self._scores(node, scope) for node in nodes)
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
            weighed = isinstance(node, And | Or | Not | Field)
            matches = self._scores(node, scope) if weighed else self._frequencies(node, scope)
            found.append((matches, weighed))
            if not matches:
                return {}
        if found:
            # Only what has all of them is scored.
            every = sorted((matches for matches, _ in found), key=len)
            shared = set(every[0]).intersection(*every[1:])
            scores = _summed(
                {number: matches[number] for number in shared}
                if weighed
                else self._weighed({n: matches[n] for n in shared}, len(matches))
                for matches, weighed in found
            )
        else:
            scores = self._everything()
        for negation in nodes:
            if isinstance(negation, Not):
                without = self._scores(negation.node, scope._replace(apart=False))
                scores = {n: score for n, score in scores.items() if n not in without}
        return scores

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
        rarity = log(1 + (self._index.size + 0.5) / (having + 0.5))
        peak = rarity * (_SATURATION + 1)
        flat, slope = _SATURATION * (1 - _LENGTH), _SATURATION * _LENGTH
        lengths = self._index.lengths
        return {
            number: peak * frequency / (frequency + flat + slope * lengths[number])
            for number, frequency in frequencies.items()
        }

    def _frequencies(self, node: Node, scope: _Scope) -> Frequencies:
        match node:
            case Word(text=text, typed=typed):
                return self._word(text, scope, typed=typed)
            case Phrase(words=words, slop=slop):
                return self._phrase(words, slop, scope)
            case Variants(nodes=nodes):
                return _summed(self._frequencies(node, scope) for node in nodes)
        return self._shape(node, scope)

    def _shape(self, node: Node, scope: _Scope) -> Frequencies:
        """Find the words of a form in the vocabulary, and the documents that have them."""
        vocabulary = self._index.vocabulary(scope.words)
        match node:
            case Prefix(text=text, position=position):
                typed, found = f"{text}*", vocabulary.complete(folded(text), _MOST_WORDS)
            case Wildcard(pattern=typed, position=position):
                found = vocabulary.match(folded(typed), _MOST_WORDS)
            case Fuzzy(text=text, distance=distance, position=position):
                typed, found = f"{text}~", vocabulary.similar(folded(text), distance, _MOST_WORDS)
            case _:
                return {}
        if not found.complete:
            message = (
                f"{typed} fits too many words; the {_MOST_WORDS:,} most frequent are searched."
            )
            self.problems.append(Problem(position, message))
        return _summed(self._index.postings(scope.words, word) for word in found.words)

    def _word(self, text: str, scope: _Scope, *, typed: bool) -> Frequencies:
        postings = self._index.postings
        if scope.stems:
            frequencies = self._inflected(text, scope)
        else:
            frequencies = dict(postings(scope.words, folded(text)))
        if typed:
            _add_missing(frequencies, self._completed(text, scope))
        return frequencies

    def _completed(self, beginning: str, scope: _Scope) -> Frequencies:
        """Find the likeliest words that begin so; after one letter, that could be everything."""
        found = self._index.vocabulary(scope.words).complete(folded(beginning), _COMPLETIONS)
        lists: list[Frequencies] = []
        for word in found.words:
            if sum(map(len, lists)) < _COMPLETED_POSTINGS and not self._is_stopword(Word(word)):
                lists.append(self._index.postings(scope.words, word))
        return _summed(lists)

    def _inflected(self, text: str, scope: _Scope) -> Frequencies:
        """Find a word by its stem, in compounds, in titles, and a compound by its parts."""
        analysed = self._forms(text)
        stems = {forms.stem for forms in analysed}
        frequencies = _summed(self._stem(stem, scope) for stem in stems)
        if scope.apart:
            for parts in {forms.leaves for forms in analysed if forms.leaves}:
                _add_missing(frequencies, self._apart(parts))
        return frequencies

    def _forms(self, word: str) -> set[Forms]:
        return {language.forms(word) for language in self._chains}

    def _stem(self, stem: str, scope: _Scope) -> Frequencies:
        fields = {scope.stems: 1.0, scope.parts: PART_WEIGHT, scope.title: _TITLE_WEIGHT}
        return _weighted(
            (self._index.postings(field, stem), weight) for field, weight in fields.items() if field
        )

    def _apart(self, parts: tuple[str, ...]) -> Frequencies:
        """Find the parts of a compound near each other: `Verhandlungen über die Rüstung`."""
        fields = (_BODY.stems, _BODY.parts)
        steps = [[(field, part) for field in fields] for part in parts]
        near = self._together(steps, PARTS_SLOP)
        return {number: PART_WEIGHT * count for number, count in near.items()}

    def _together(self, steps: Sequence[Sequence[_Term]], slop: int) -> Frequencies:
        """Find where one of each step's terms stands, in a row or near each other."""
        having = [
            set[int]().union(*(self._index.postings(*term) for term in terms)) for terms in steps
        ]
        shared = set.intersection(*having)
        if not shared:
            return {}
        places = [
            _merged(self._index.positions(*term, shared) for term in terms) for terms in steps
        ]
        counts = (
            (number, len(occurrences([place[number] for place in places], slop)))
            for number in shared
        )
        return {number: float(count) for number, count in counts if count}

    def _phrase(self, words: tuple[str, ...], slop: int, scope: _Scope) -> Frequencies:
        if not scope.stems:
            lists = [self._index.postings(scope.words, folded(word)) for word in words]
            shared = set(lists[0]).intersection(*lists[1:])
            return dict.fromkeys(shared, 1.0)
        found: Frequencies = {}
        for language in self._chains:
            steps = [
                [
                    (scope.stems, stem)
                    for stem in {language.forms(one).stem for one in self._aliases.spellings(word)}
                ]
                for word in words
            ]
            _add_missing(found, self._together(steps, slop))
        return found

    def _field(self, node: Field) -> Scores:
        if node.node is not None:
            return self._scores(node.node, _SCOPES[node.name])
        if node.name == "date":
            return self._dates(node.value)
        paths = self._resolve(node.name, node.value) if self._resolve else None
        if paths is None:
            message = f"{node.name}:{node.value} is not known here."
            self.problems.append(Problem(node.position, message))
            return {}
        numbers = map(self._index.numbers.get, paths)
        return {number: 0.0 for number in numbers if number is not None}

    def _dates(self, value: str) -> Scores:
        wanted = parse_range(value)
        if wanted is None:
            return {}
        dates = [date for date in self._index.vocabulary("date").words if date in wanted]
        found = _summed(map(partial(self._index.postings, "date"), dates))
        return dict.fromkeys(found, 0.0)


def _weighted(lists: Iterable[tuple[Frequencies, float]]) -> Frequencies:
    """Add up frequencies, each list by its weight."""
    total: Frequencies = {}
    for frequencies, weight in lists:
        added = (
            frequencies
            if weight == 1.0
            else {number: weight * count for number, count in frequencies.items()}
        )
        # Documents in both are few; the others are taken over at once.
        both = [(number, total[number]) for number in total.keys() & added.keys()]
        total.update(added)
        for number, count in both:
            total[number] += count
    return total


def _summed(lists: Iterable[Frequencies]) -> Frequencies:
    return _weighted([(frequencies, 1.0) for frequencies in lists])


def _like(typed: str, spelling: str) -> str:
    """Write a spelling with a capital when the word typed has one."""
    return spelling[:1].upper() + spelling[1:] if typed[:1].isupper() else spelling


def _merged(lists: Iterable[Mapping[int, Sequence[int]]]) -> dict[int, Sequence[int]]:
    """Put positions together, by document."""
    merged: dict[int, Sequence[int]] = {}
    for places in lists:
        for number, positions in places.items():
            known = merged.get(number)
            merged[number] = sorted({*known, *positions}) if known else positions
    return merged


def _add_missing(frequencies: Frequencies, others: Frequencies) -> None:
    frequencies.update({**others, **frequencies})
