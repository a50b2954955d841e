"""Which documents have a word, a phrase or a word form, and how often.

What stands for one word (its stem, compounds with it, other spellings, completions) is counted as
one term, so that no spelling scores higher for being rare. Each answer is kept by the snapshot: at
every keystroke, the words before the one being typed are looked up again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain as chained
from typing import Generic, NamedTuple, cast

from index.analysis.terms import Forms, chain, folded
from index.query.aliases import Aliases
from index.query.nodes import Fuzzy, Node, Phrase, Prefix, Problem, Variants, Wildcard, Word
from index.query.stop_words import is_stop_word
from index.ranking.positions import PART_WEIGHT, PARTS_SLOP, occurrences
from index.whoosh.columns import Column, Columns
from index.whoosh.snapshot import Postings, Snapshot
from index.whoosh.vocabulary import Found, Vocabulary

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
    plain: str = ""


BODY = Scope("body", "parts", "words", "title", apart=True, plain="plain")
SCOPES = {
    "title": Scope("title", "", "titlewords", "", apart=False),
    "source": Scope("", "", "source", "", apart=False),
    "author": Scope("", "", "author", "", apart=False),
}


class Lookup(Generic[Column]):
    """Looks up the leaves of one query in one snapshot, and notes the problems it meets."""

    def __init__(
        self,
        snapshot: Snapshot,
        columns: Columns[Column],
        aliases: Aliases,
        check: Callable[[], None],
    ) -> None:
        """`check` is called every few milliseconds; what it raises ends the search."""
        self._index = snapshot
        self._columns = columns
        self._aliases = aliases
        self._check = check
        self.chains = [chain(name) for name in snapshot.languages]
        self.problems: list[Problem] = []

    def find(self, node: Node, scope: Scope) -> Column:
        """Return how often each document has what a leaf asks for."""
        self._check()
        match node:
            case Word(text=text, typed=typed, exact=exact):
                look = self._exact if exact else self._inflected
                word = Word(text, exact=exact)
                found = self._remembered(word, scope, lambda: look(text, scope))
                return (
                    self._columns.first_of(found, self._completed(text, scope)) if typed else found
                )
            case Phrase(words=words, slop=slop):
                return self._remembered(node, scope, lambda: self._phrase(words, slop, scope))
            case Variants(nodes=nodes):
                return self._columns.any_of(self.find(inner, scope) for inner in nodes)
        fitting = self._fitting(node, scope)
        return self._remembered(node, scope, lambda: self._having(fitting))

    def stem(self, stem: str, scope: Scope) -> Column:
        """Return how often each document has a stem, also within compounds and in the title."""
        fields = ((scope.stems, 1.0), (scope.parts, PART_WEIGHT), (scope.title, _TITLE_WEIGHT))

        def find() -> Column:
            return self._counted([(field, stem, weight) for field, weight in fields])

        return self._remembered(stem, scope, find)

    def _counted(self, terms: Sequence[tuple[str, str, float]]) -> Column:
        """Return how often each document has some terms, each given with its field and weight."""
        return self._columns.counted(
            (self._index.postings(field, term), weight) for field, term, weight in terms if field
        )

    def _exact(self, text: str, scope: Scope) -> Column:
        """Return how often each document has a word in the very form that was typed."""
        form, titles = folded(text), SCOPES["title"].words if scope.title else ""
        return self._counted([(scope.words, form, 1.0), (titles, form, _TITLE_WEIGHT)])

    def forms(self, word: str) -> set[Forms]:
        """Return the forms of a word in each language of the articles."""
        return {language.forms(word) for language in self.chains}

    def _remembered(self, asked: Node | str, scope: Scope, find: Callable[[], Column]) -> Column:
        # Columns of one kind are never taken for those of the other.
        return cast("Column", self._index.columns.get((type(self._columns), asked, scope), find))

    def _fitting(self, node: Node, scope: Scope) -> Sequence[_Term]:
        """Return the words of the vocabulary that fit a prefix, a wildcard or a fuzzy word."""
        match node:
            case Prefix(text=text):
                typed, letters = f"{text}*", folded(text)
                found = self._words(scope, lambda words: words.complete(letters, _MOST_WORDS))
            case Wildcard(pattern=typed):
                letters = folded(typed)
                found = self._words(scope, lambda words: words.match(letters, _MOST_WORDS))
            case Fuzzy(text=text, distance=far):
                typed, letters = f"{text}~", folded(text)
                found = self._words(scope, lambda words: words.similar(letters, far, _MOST_WORDS))
            case _:
                return ()
        fitting = [(field, word) for field, (words, _) in found for word in words]
        if not all(complete for _, (_, complete) in found):
            most = f"the {len(fitting):,} most frequent are searched"
            message = f"{typed} fits too many words; {most}. Type more letters."
            self.problems.append(Problem(0, message))
        return fitting

    def _words(self, scope: Scope, find: Callable[[Vocabulary], Found]) -> list[tuple[str, Found]]:
        """Find words as they are written, and without their accents, by field."""
        fields = filter(None, (scope.words, scope.plain))
        return [(field, find(self._index.vocabulary(field))) for field in fields]

    def _having(self, terms: Sequence[_Term]) -> Column:
        def lists() -> Iterator[Postings]:
            for term in terms:
                self._check()
                yield self._index.postings(*term)

        return self._columns.likeliest(lists())

    def _completed(self, beginning: str, scope: Scope) -> Column:
        """Look up the likeliest completions; after one letter, that could be everything."""
        letters = folded(beginning)
        found = self._words(scope, lambda words: words.complete(letters, _COMPLETIONS))
        lists: list[Postings] = []
        postings = 0
        for field, word in ((field, word) for field, (words, _) in found for word in words):
            if postings < _COMPLETED_POSTINGS and not is_stop_word(Word(word), self.chains):
                lists.append(self._index.postings(field, word))
                postings += len(lists[-1][0])
        return self._columns.likeliest(lists)

    def _inflected(self, text: str, scope: Scope) -> Column:
        """Look up a word by its stem, in each language by the stem it has there."""
        exact = self._exact(text, scope)
        if not scope.stems:
            return exact
        stems: defaultdict[Forms, set[str]] = defaultdict(set)
        for language in self._index.languages:
            stems[chain(language).forms(text)].add(language)
        found = self._columns.any_of(
            self._in_languages(languages, self._by_forms(forms, scope))
            for forms, languages in stems.items()
        )
        # The form that was typed counts somewhat more than its relatives.
        return self._columns.plus(found, exact, _FORM_WEIGHT)

    def _in_languages(self, languages: set[str], column: Column) -> Column:
        """Leave out documents in other languages: German `Waren` has nothing to do with `war`."""
        others = set(self._index.languages) - languages
        if not others:
            return column
        written_in = [self._index.postings("language", language)[0] for language in others]
        return self._columns.without(column, self._columns.at(chained(*written_in)))

    def _by_forms(self, forms: Forms, scope: Scope) -> Column:
        """Look up a word by its stems, and a compound by its parts as well."""
        stems = [self.stem(stem, scope) for stem in forms.asked]
        found = stems[0] if len(stems) == 1 else self._columns.any_of(stems)
        if scope.apart and forms.leaves:
            found = self._columns.first_of(found, self._apart(forms.leaves))
        return found

    def _apart(self, parts: tuple[str, ...]) -> Column:
        """Look up the parts of a compound near each other: `Verhandlungen über die Rüstung`."""
        fields = (BODY.stems, BODY.parts)
        steps = [[(field, part) for field in fields] for part in parts]
        return self._together(steps, PARTS_SLOP, PART_WEIGHT)

    def _together(self, steps: Sequence[Sequence[_Term]], slop: int, weight: float = 1.0) -> Column:
        """Count where one term of each step stands, in a row or near each other."""
        places = [[self._index.places(*term) for term in terms] for terms in steps]
        if sum(len(each) for step in places for each in step) > _MANY_PLACES:
            from index.ranking.many_positions import counted  # numpy takes a tenth of a second

            found = counted(places, slop, self._index.starts, self._check)
        else:
            at = occurrences([_merged(step) for step in places], slop)
            found = Counter(self._index.document_at(first) for first, *_ in at)
        removed = self._index.removed
        return self._columns.of(
            {number: weight * count for number, count in found.items() if number not in removed}
        )

    def _phrase(self, words: tuple[str, ...], slop: int, scope: Scope) -> Column:
        if not scope.stems:
            lists = [self._index.postings(scope.words, folded(word))[0] for word in words]
            return self._columns.of(dict.fromkeys(set(lists[0]).intersection(*lists[1:]), 1.0))
        spellings = [self._aliases.spellings(word) for word in words]
        rows: defaultdict[tuple[frozenset[str], ...], set[str]] = defaultdict(set)
        for language in self._index.languages:
            forms = chain(language).forms
            row = tuple(frozenset(a for one in s for a in forms(one).asked) for s in spellings)
            rows[row].add(language)
        return self._columns.any_of(
            self._in_languages(
                languages,
                self._together([[(scope.stems, stem) for stem in step] for step in row], slop),
            )
            for row, languages in rows.items()
        )


def _merged(lists: Sequence[Sequence[int]]) -> Sequence[int]:
    """Merge places, in order."""
    return lists[0] if len(lists) == 1 else sorted(set().union(*lists))
