"""Where an article matches a query: exact hits, and the sentences that hold them.

Independent of the engine: the article's own text is analysed with the chain that made the index, so
a hit is what the index found, at its place in the canonical text. Inside a compound the whole
compound is the hit; a phrase is one hit; what a query negates is not marked.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from corpus.spans import Span
from index.aliases import Aliases
from index.analysis import DEFAULT_LANGUAGE, WORD, chain, folded
from index.nodes import And, Fuzzy, Node, Or, ParsedQuery, Phrase, Prefix, Variants, Wildcard, Word
from index.positions import BLOCK_GAP, PART_WEIGHT, PARTS_SLOP, occurrences
from index.vocabulary import shape

if TYPE_CHECKING:
    from corpus.article import Article

_CACHED_WORDS = 100_000
_RESPELLED = {"a": "(?:ä|ae?)", "o": "(?:ö|oe?)", "u": "(?:ü|ue?)"}


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence ``text[start:end]`` (several, if a hit spans them), its hits, and how good."""

    start: int
    end: int
    hits: tuple[Span, ...]
    score: float


class _Mark(NamedTuple):
    """A hit, which leaf of the query it belongs to, and how good it is."""

    start: int
    end: int
    leaf: int
    weight: float = 1.0


_Step = tuple[str, bool]
"""A stem, and whether it is that of a whole word, or else of a part of a compound."""


class _Meaning(NamedTuple):
    """What a word is to a query: a hit of which leaf and how good (0: none), and its steps."""

    leaf: int
    weight: float
    steps: tuple[_Step, ...]


_NOTHING = _Meaning(0, 0.0, ())


class _Steps(NamedTuple):
    """A phrase: what each of its words may be."""

    steps: tuple[frozenset[_Step], ...]
    slop: int
    leaf: int
    weight: float = 1.0


class Matcher:
    """Marks one query in any number of articles. `language` is that of articles that have none."""

    def __init__(
        self,
        query: ParsedQuery,
        aliases: Sequence[Sequence[str]] = (),
        language: str = DEFAULT_LANGUAGE,
    ) -> None:
        self._aliases = Aliases(aliases)
        self._root = self._aliases.apply(query.root) if query.root else None
        self._language = language
        self._marker = _Marker(self._root, self._aliases, language, language)
        self._markers = {language: self._marker}

    def hits(self, text: str, spans: Iterable[Span]) -> list[Span]:
        """Give the hits within the spans of a canonical text, in order, without overlaps."""
        return _joined(self._marker.marks(text, spans))

    def passages(self, article: "Article", limit: int | None = None) -> list[Passage]:
        """Give the sentences of an article that hold hits, the best first."""
        language = article.language or self._language
        if language not in self._markers:
            self._markers[language] = _Marker(self._root, self._aliases, language, self._language)
        marks = self._markers[language].marks(article.text, article.searchable())
        passages = [_passage(span, held) for span, held in _by_sentence(article, marks)]
        return sorted(passages, key=lambda passage: -passage.score)[:limit]


class _Marker:
    """A query made ready for articles of one language."""

    def __init__(
        self, root: Node | None, aliases: Aliases, language: str, query_language: str
    ) -> None:
        self._chain = chain(language)
        self._chains = [self._chain]
        if query_language != language:
            self._chains.append(chain(query_language))
        self._aliases = aliases
        self._stems: dict[str, int] = {}
        self._tests: list[tuple[Callable[[str], object], int]] = []
        self._phrases: list[_Steps] = []
        self._leaves = 0
        if root is not None:
            self._add(root)
        self._steps = frozenset(s for p in self._phrases for step in p.steps for s in step)
        within = [*self._stems, *(stem for stem, whole in self._steps if not whole)]
        self._probe = _probe(language, within, [stem for stem, whole in self._steps if whole])
        self._known: dict[str, _Meaning] = {}

    def marks(self, text: str, spans: Iterable[Span]) -> list[_Mark]:
        """Give the hits in order; they may overlap."""
        if not self._leaves:
            return []
        marks: list[_Mark] = []
        steps: defaultdict[_Step, list[int]] = defaultdict(list)
        places: dict[int, Span] = {}
        known, learn = self._known, self._learn
        position = 0
        for start, end in spans:
            for match in WORD.finditer(text, start, end):
                word = match[0]
                meaning = known.get(word) or learn(word)
                if meaning is not _NOTHING:
                    span = Span(match.start(), match.end())
                    if meaning.weight:
                        marks.append(_Mark(*span, meaning.leaf, meaning.weight))
                    for step in meaning.steps:
                        steps[step].append(position)
                        places[position] = span
                position += 1
            position += BLOCK_GAP
        for phrase in self._phrases:
            marks += _phrase_marks(phrase, steps, places)
        return sorted(marks)

    def _add(self, node: Node) -> None:
        """Collect the leaves of a tree, without what it negates."""
        match node:
            case And(nodes=nodes) | Or(nodes=nodes):
                telling = [n for n in nodes if not self._is_stopword(n)] or nodes
                for inner in telling:
                    self._add(inner)
                    self._leaves += 1
            case Variants(nodes=nodes):
                for inner in nodes:
                    self._add(inner)
            case Word(text=text, typed=typed):
                self._add_word(text)
                if typed:
                    self._test(_begins(text))
            case Phrase(words=words, slop=slop):
                self._add_phrase(words, slop)
            case Prefix(text=text):
                self._test(_begins(text))
            case Wildcard(pattern=pattern):
                self._test(shape(folded(pattern)).fullmatch)
            case Fuzzy(text=text, distance=distance):
                self._test(_resembles(folded(text), distance))
        self._leaves = max(self._leaves, 1)

    def _add_word(self, text: str) -> None:
        for language in self._chains:
            forms = language.forms(text)
            self._stems.setdefault(forms.stem, self._leaves)
            if forms.leaves:  # a compound is found by its parts, too, when they are near
                parts = (frozenset([(part, True), (part, False)]) for part in forms.leaves)
                self._phrases.append(_Steps(tuple(parts), PARTS_SLOP, self._leaves, PART_WEIGHT))

    def _add_phrase(self, words: tuple[str, ...], slop: int) -> None:
        spellings = [self._aliases.spellings(word) for word in words]
        for language in self._chains:
            steps = tuple(
                frozenset((language.forms(one).stem, True) for one in several)
                for several in spellings
            )
            self._phrases.append(_Steps(steps, slop, self._leaves))

    def _is_stopword(self, node: Node) -> bool:
        return isinstance(node, Word) and not node.typed and self._chain.is_stopword(node.text)

    def _test(self, test: Callable[[str], object]) -> None:
        self._tests.append((test, self._leaves))

    def _learn(self, word: str) -> _Meaning:
        lower = folded(word)
        found: list[tuple[int, float]] = []
        steps: tuple[_Step, ...] = ()
        if self._probe(lower):
            forms = self._chain.forms(word)
            stems = [(forms.stem, 1.0), *((part, PART_WEIGHT) for part in forms.parts)]
            found = [(self._stems[stem], weight) for stem, weight in stems if stem in self._stems]
            kinds = [(forms.stem, True), *((part, False) for part in forms.parts)]
            steps = tuple(step for step in kinds if step in self._steps)
        found += [(leaf, 1.0) for test, leaf in self._tests if test(lower)]
        meaning = _NOTHING
        if found or steps:
            meaning = _Meaning(*(found[0] if found else (0, 0.0)), steps)
        if len(self._known) >= _CACHED_WORDS:
            self._known.clear()
        self._known[word] = meaning
        return meaning


def _probe(language: str, within: Iterable[str], whole: Iterable[str]) -> Callable[[str], object]:
    """Make a cheap test that every word passes that may have one of the stems: few are analysed.

    The first letters of a stem stand at the beginning of its words, or `within` a compound with
    them, but for umlauts and how they may be spelled.
    """
    if language not in {"de", "en"}:
        return lambda _word: True
    first = "".join(f"|{_beginning(stem)}" for stem in set(whole))
    inner = "".join(f"|{_beginning(stem)}" for stem in set(within))
    pattern = f"^(?:{first[1:]}){inner}" if first else inner[1:]
    return re.compile(pattern).search if pattern else lambda _word: False


def _beginning(stem: str) -> str:
    """Give a pattern for the first letters of a stem."""
    letters = stem[: max(1, min(4, len(stem) - 1))]
    return "".join(_RESPELLED.get(letter) or re.escape(letter) for letter in letters)


def _begins(text: str) -> Callable[[str], bool]:
    beginning = folded(text)
    return lambda word: word.startswith(beginning)


def _resembles(text: str, distance: int) -> Callable[[str], bool]:
    from rapidfuzz.distance import OSA

    return lambda word: OSA.distance(text, word, score_cutoff=distance) <= distance


def _phrase_marks(
    phrase: _Steps, steps: dict[_Step, list[int]], places: dict[int, Span]
) -> Iterator[_Mark]:
    positions = [
        sorted({position for step in alternatives for position in steps.get(step, ())})
        for alternatives in phrase.steps
    ]
    for found in occurrences(positions, phrase.slop):
        if phrase.slop:
            for position in found:
                yield _Mark(*places[position], phrase.leaf, phrase.weight)
        else:
            yield _Mark(places[found[0]].start, places[found[-1]].end, phrase.leaf)


def _joined(marks: Iterable[_Mark]) -> list[Span]:
    """Make one span of marks that overlap."""
    joined: list[Span] = []
    for start, end, *_ in marks:
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined


def _by_sentence(article: "Article", marks: Iterable[_Mark]) -> Iterator[tuple[Span, list[_Mark]]]:
    """Group marks by the sentence they begin in, longer when a mark reaches into the next."""
    span, held = Span(0, 0), list[_Mark]()
    for mark in marks:
        if held and mark.start < span.end:
            held.append(mark)
        else:
            if held:
                yield span, held
            span, held = article.sentence_at(mark.start), [mark]
        if mark.end > span.end:
            span = Span(span.start, max(mark.end, article.sentence_at(mark.end - 1).end))
    if held:
        yield span, held


def _passage(span: Span, marks: list[_Mark]) -> Passage:
    """Several words of the query in one sentence count most, then how often."""
    best: dict[int, float] = {}
    for mark in marks:
        best[mark.leaf] = max(best.get(mark.leaf, 0.0), mark.weight)
    often = len(marks) / (len(marks) + 4)
    return Passage(*span, tuple(_joined(marks)), sum(best.values()) + often)
