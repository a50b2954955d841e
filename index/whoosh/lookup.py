"""Which documents have a word, a phrase or a word form, and how often.

What stands for one word (its stem, compounds with it, other spellings, completions) is counted as
one term, so that no spelling scores higher for being rare. Each answer is kept by the snapshot: at
every keystroke, the words before the one being typed are looked up again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from index.analysis.terms import Forms, chain, folded
from index.query.aliases import Aliases
from index.query.nodes import Fuzzy, Node, Phrase, Prefix, Problem, Variants, Wildcard, Word
from index.query.stop_words import is_stop_word
from index.ranking.positions import PART_WEIGHT, PARTS_SLOP, occurrences
from index.whoosh.frequencies import likeliest, merged, summed
from index.whoosh.snapshot import Frequencies, Postings, Snapshot

_TITLE_WEIGHT = 2.0
_FORM_WEIGHT = 0.25
_COMPLETIONS = 50
_COMPLETED_POSTINGS = 20_000
_MOST_WORDS = 1_000
_MANY_PLACES = 50_000  # from which on importing numpy is sooner done than going without it

_Term = tuple[str, str]  # a field and a term in it


class Scope(NamedTuple):
    """The fields a word is looked up in; `apart`: whether the parts of a compound count too."""

    stems: str
    parts: str
    words: str
    title: str
    apart: bool


BODY = Scope("body", "parts", "words", "title", apart=True)
SCOPES = {
    "title": Scope("title", "", "titlewords", "", apart=False),
    "source": Scope("", "", "source", "", apart=False),
    "author": Scope("", "", "author", "", apart=False),
}


class Lookup:
    """Looks up the leaves of one query in one snapshot, and notes the problems it meets."""

    def __init__(self, snapshot: Snapshot, aliases: Aliases, check: Callable[[], None]) -> None:
        """`check` is called every few milliseconds; what it raises ends the search."""
        self._index = snapshot
        self._aliases = aliases
        self._check = check
        self.chains = [chain(name) for name in snapshot.languages]
        self.problems: list[Problem] = []

    def find(self, node: Node, scope: Scope) -> Frequencies:
        """Return how often each document has what a leaf asks for."""
        self._check()
        match node:
            case Word(text=text, typed=typed, exact=exact):
                found = self._exact(text, scope) if exact else self.word(text, scope)
                return self._completed(text, scope) | found if typed else found
            case Phrase(words=words, slop=slop):
                return self._remembered(node, scope, lambda: self._phrase(words, slop, scope))
            case Variants(nodes=nodes):
                return summed(self.find(inner, scope) for inner in nodes)
        fitting = self._fitting(node, scope)
        return self._remembered(node, scope, lambda: self._having(fitting, scope))

    def word(self, text: str, scope: Scope) -> Frequencies:
        """Return how often each document has a finished word, in any inflection."""

        def find() -> Frequencies:
            if not scope.stems:
                return self._exact(text, scope)
            found = self._inflected(text, scope)
            # The form that was typed counts somewhat more than its relatives.
            for number, count in self._exact(text, scope).items():
                if number in found:
                    found[number] += _FORM_WEIGHT * count
            return found

        return self._remembered(Word(text), scope, find)

    def _exact(self, text: str, scope: Scope) -> Frequencies:
        """Return how often each document has a word in the very form that was typed."""
        form = folded(text)
        found: Frequencies = dict(zip(*self._index.postings(scope.words, form), strict=True))
        if scope.title:
            in_titles = self._index.postings(SCOPES["title"].words, form)
            for number, count in zip(*in_titles, strict=True):
                found[number] = found.get(number, 0) + _TITLE_WEIGHT * count
        return found

    def stem(self, stem: str, scope: Scope) -> Frequencies:
        """Return how often each document has a stem, also within compounds and in the title."""
        frequencies: Frequencies = dict(zip(*self._index.postings(scope.stems, stem), strict=True))
        for field, weight in ((scope.parts, PART_WEIGHT), (scope.title, _TITLE_WEIGHT)):
            if field:
                for number, count in zip(*self._index.postings(field, stem), strict=True):
                    frequencies[number] = frequencies.get(number, 0) + weight * count
        return frequencies

    def forms(self, word: str) -> set[Forms]:
        """Return the forms of a word in each language of the articles."""
        return {language.forms(word) for language in self.chains}

    def _remembered(self, node: Node, scope: Scope, find: Callable[[], Frequencies]) -> Frequencies:
        return self._index.frequencies.get((node, scope), find)

    def _fitting(self, node: Node, scope: Scope) -> Sequence[str]:
        """Return the words of the vocabulary that fit a prefix, a wildcard or a fuzzy word."""
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

    def _having(self, words: Sequence[str], scope: Scope) -> Frequencies:
        return likeliest(self._index.postings(scope.words, word) for word in words)

    def _completed(self, beginning: str, scope: Scope) -> Frequencies:
        """Look up the likeliest completions; after one letter, that could be everything."""
        found = self._index.vocabulary(scope.words).complete(folded(beginning), _COMPLETIONS)
        lists: list[Postings] = []
        postings = 0
        for word in found.words:
            if postings < _COMPLETED_POSTINGS and not is_stop_word(Word(word), self.chains):
                lists.append(self._index.postings(scope.words, word))
                postings += len(lists[-1][0])
        return likeliest(lists)

    def _inflected(self, text: str, scope: Scope) -> Frequencies:
        """Look up a word by its stem, in each language by the stem it has there."""
        stems: defaultdict[Forms, set[str]] = defaultdict(set)
        for language in self._index.languages:
            stems[chain(language).forms(text)].add(language)
        found: Frequencies = {}
        for forms, languages in stems.items():
            found |= self._in_languages(languages, self._by_forms(forms, scope))
        return found

    def _in_languages(self, languages: set[str], frequencies: Frequencies) -> Frequencies:
        """Leave out documents in other languages: German `Waren` has nothing to do with `war`."""
        if len(languages) == len(self._index.languages):
            return frequencies
        written_in = self._index.column("language")
        return {number: f for number, f in frequencies.items() if written_in[number] in languages}

    def _by_forms(self, forms: Forms, scope: Scope) -> Frequencies:
        """Look up a word by its stems, and a compound by its parts as well."""
        frequencies = summed(self.stem(stem, scope) for stem in forms.asked)
        if scope.apart and forms.leaves:
            frequencies = self._apart(forms.leaves) | frequencies
        return frequencies

    def _apart(self, parts: tuple[str, ...]) -> Frequencies:
        """Look up the parts of a compound near each other: `Verhandlungen über die Rüstung`."""
        fields = (BODY.stems, BODY.parts)
        steps = [[(field, part) for field in fields] for part in parts]
        near = self._together(steps, PARTS_SLOP)
        return {number: PART_WEIGHT * count for number, count in near.items()}

    def _together(self, steps: Sequence[Sequence[_Term]], slop: int) -> Frequencies:
        """Count where one term of each step stands, in a row or near each other."""
        places = [[self._index.places(*term) for term in terms] for terms in steps]
        if sum(len(each) for step in places for each in step) > _MANY_PLACES:
            from index.ranking.many_positions import counted  # numpy takes a tenth of a second

            having, counts = counted(places, slop, self._index.starts, self._check)
            found: Frequencies = dict(zip(having, counts, strict=True))
        else:
            at = occurrences([merged(step) for step in places], slop)
            found = dict(Counter(self._index.document_at(first) for first, *_ in at))
        for number in self._index.removed & found.keys():
            del found[number]
        return found

    def _phrase(self, words: tuple[str, ...], slop: int, scope: Scope) -> Frequencies:
        if not scope.stems:
            lists = [self._index.postings(scope.words, folded(word))[0] for word in words]
            return dict.fromkeys(set(lists[0]).intersection(*lists[1:]), 1.0)
        spellings = [self._aliases.spellings(word) for word in words]
        rows: defaultdict[tuple[frozenset[str], ...], set[str]] = defaultdict(set)
        for language in self._index.languages:
            forms = chain(language).forms
            row = tuple(frozenset(a for one in s for a in forms(one).asked) for s in spellings)
            rows[row].add(language)
        found: Frequencies = {}
        for row, languages in rows.items():
            steps = [[(scope.stems, stem) for stem in alternatives] for alternatives in row]
            found |= self._in_languages(languages, self._together(steps, slop))
        return found
