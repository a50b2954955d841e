"""The hits of a query in a text, each with the part of the query it belongs to.

The text is analysed with the chain that made the index, so a hit is what the index found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from corpus.text.spans import Span
from index.analysis.letters import plain
from index.analysis.terms import WORD, chain, folded
from index.hits.candidates import Candidates, about_as_long, anywhere, beginning, whole
from index.query.aliases import Aliases
from index.query.nodes import And, Fuzzy, Node, Or, Phrase, Prefix, Variants, Wildcard, Word
from index.query.stop_words import without_stop_words
from index.query.wildcards import certain_letters, wildcard_regex
from index.ranking.positions import BLOCK_GAP, PART_WEIGHT, PARTS_SLOP, occurrences

_CACHED_WORDS = 100_000
_FEW_LETTERS = 2


class Mark(NamedTuple):
    """A hit ``text[start:end]``, the leaf of the query it belongs to, and its weight."""

    start: int
    end: int
    leaf: int
    weight: float = 1.0


_Step = tuple[str, bool]
"""A stem, and whether it is that of a whole word (else: of a part of a compound)."""


class _Meaning(NamedTuple):
    """What a word is to a query: a hit (leaf, weight; 0: none), and steps of phrases."""

    leaf: int
    weight: float
    steps: tuple[_Step, ...]


_NOTHING = _Meaning(0, 0.0, ())


class _Steps(NamedTuple):
    """A phrase: the stems that each of its words may have."""

    steps: tuple[frozenset[_Step], ...]
    slop: int
    leaf: int
    weight: float = 1.0


class Marker:
    """Marks one query in articles of one language."""

    def __init__(
        self, root: Node | None, aliases: Aliases, language: str, query_language: str
    ) -> None:
        self._chain = chain(language)
        self._stopping = {self._chain, chain(query_language)}
        self._aliases = aliases
        self._stems: dict[str, int] = {}
        self._tests: list[tuple[Callable[[str], object], int]] = []
        self._patterns: list[str] = []
        self._phrases: list[_Steps] = []
        self._leaves = 0
        if root is not None:
            self._add(root)
        self._steps = frozenset(s for p in self._phrases for step in p.steps for s in step)
        within = [*self._stems, *(stem for stem, whole in self._steps if not whole)]
        whole = [stem for stem, whole in self._steps if whole]
        self._candidates = Candidates(language, within, whole, self._patterns)
        self._known: dict[str, _Meaning] = {}
        # After a letter or two, hundreds of words begin like that: none need be analysed.
        leaves = {*self._stems.values(), *(leaf for _, leaf in self._tests)}
        is_short = all(len(stem) <= _FEW_LETTERS for stem in self._stems)
        self._is_beginning = is_short and len(leaves) == 1 and not self._steps

    def marks(self, text: str, spans: Sequence[Span]) -> list[Mark]:
        """Return the hits within the spans in order; they may overlap."""
        marks: list[Mark] = []
        steps: defaultdict[_Step, list[Span]] = defaultdict(list)
        for place in self._candidates.find(text, spans):
            word = text[place.start : place.end]
            meaning = self._known.get(word) or self._learn(word)
            if meaning.weight:
                marks.append(Mark(*place, meaning.leaf, meaning.weight))
            for step in meaning.steps:
                steps[step].append(place)
        if steps:
            marks += self._phrase_marks(text, spans, steps)
        return sorted(marks)

    def _add(self, node: Node) -> None:
        """Collect the leaves of a tree, leaving out what it negates."""
        match node:
            case And(nodes=nodes) | Or(nodes=nodes):
                for inner in without_stop_words(nodes, self._stopping):
                    self._add(inner)
                    self._leaves += 1
            case Variants(nodes=nodes):
                for inner in nodes:
                    self._add(inner)
            case Word(text=text, typed=typed, exact=exact):
                if exact:
                    self._tests.append((folded(text).__eq__, self._leaves))
                    self._patterns.append(whole(folded(text)))
                else:
                    self._add_word(text)
                if typed:
                    self._add_beginning(text)
            case Phrase(words=words, slop=slop):
                self._add_phrase(words, slop)
            case Prefix(text=text):
                self._add_beginning(text)
            case Wildcard(pattern=pattern):
                letters = folded(pattern)
                longest = max(certain_letters(letters), key=len)
                self._test(wildcard_regex(letters).fullmatch, anywhere(longest))
            case Fuzzy(text=text, distance=distance):
                letters = folded(text)
                pattern = about_as_long(len(letters), distance)
                self._test(_resembles(letters, distance), pattern)

    def _add_word(self, text: str) -> None:
        forms = self._chain.forms(text)
        for stem in forms.asked:
            self._stems.setdefault(stem, self._leaves)
        if forms.leaves:  # a compound is found by its parts, too, when they are near
            parts = (frozenset([(part, True), (part, False)]) for part in forms.leaves)
            self._phrases.append(_Steps(tuple(parts), PARTS_SLOP, self._leaves, PART_WEIGHT))

    def _add_phrase(self, words: tuple[str, ...], slop: int) -> None:
        steps = tuple(
            frozenset(
                (stem, True)
                for one in self._aliases.spellings(word)
                for stem in self._chain.forms(one).asked
            )
            for word in words
        )
        self._phrases.append(_Steps(steps, slop, self._leaves))

    def _add_beginning(self, text: str) -> None:
        letters = folded(text)
        self._test(lambda word: word.startswith(letters), beginning(letters))

    def _test(self, test: Callable[[str], object], pattern: str) -> None:
        """Test words as they are written, and without their accents."""
        self._tests.append((lambda word: test(word) or test(plain(word)), self._leaves))
        self._patterns.append(pattern)

    def _learn(self, word: str) -> _Meaning:
        lower = folded(word)
        tested = [(leaf, 1.0) for test, leaf in self._tests if test(lower)]
        found: list[tuple[int, float]] = []
        steps: tuple[_Step, ...] = ()
        if (self._stems or self._steps) and not (tested and self._is_beginning):
            forms = self._chain.forms(word)
            whole = [(stem, 1.0) for stem in forms.stems]
            stems = [*whole, *((part, PART_WEIGHT) for part in forms.parts)]
            found = [(self._stems[stem], weight) for stem, weight in stems if stem in self._stems]
            kinds = [(stem, weight == 1.0) for stem, weight in stems]
            steps = tuple(step for step in kinds if step in self._steps)
        found += tested
        meaning = _NOTHING
        if found or steps:
            meaning = _Meaning(*(found[0] if found else (0, 0.0)), steps)
        if len(self._known) >= _CACHED_WORDS:
            self._known.clear()
        self._known[word] = meaning
        return meaning

    def _phrase_marks(
        self, text: str, spans: Sequence[Span], steps: dict[_Step, list[Span]]
    ) -> Iterator[Mark]:
        phrases = [
            phrase
            for phrase in self._phrases
            if all(any(step in steps for step in alternatives) for alternatives in phrase.steps)
        ]
        if not phrases:
            return
        positions = _positions(text, spans)
        places = {positions[place.start]: place for found in steps.values() for place in found}
        numbered = {
            step: [positions[place.start] for place in found] for step, found in steps.items()
        }
        for phrase in phrases:
            rows = [
                sorted({position for step in alternatives for position in numbered.get(step, ())})
                for alternatives in phrase.steps
            ]
            for found in occurrences(rows, phrase.slop):
                if phrase.slop:
                    for position in found:
                        yield Mark(*places[position], phrase.leaf, phrase.weight)
                else:
                    yield Mark(places[found[0]].start, places[found[-1]].end, phrase.leaf)


def _positions(text: str, spans: Sequence[Span]) -> dict[int, int]:
    """Return the position of each word by its first code point, as the index counts positions."""
    positions: dict[int, int] = {}
    position = 0
    for start, end in spans:
        starts = [match.start() for match in WORD.finditer(text, start, end)]
        positions.update(zip(starts, range(position, position + len(starts)), strict=True))
        position += len(starts) + BLOCK_GAP
    return positions


def _resembles(text: str, distance: int) -> Callable[[str], bool]:
    from rapidfuzz.distance import OSA

    return lambda word: OSA.distance(text, word, score_cutoff=distance) <= distance
