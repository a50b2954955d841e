"""Make lemmas-*.bin, which tell what words inflected forms belong to.

Run by hand, with simplemma 2.0.0, german-nouns 1.2.5 and wordfreq 3.1.1 installed:
``PYTHONPATH=. python index/analysis/data/build_lemmas.py [LANGUAGE...]``. A few minutes for German.

A form is listed with the terms of its words if its own stem would not lead to them. The term of a
word is its stem, but of several German words with one stem (Not, Note) only the most frequent has
it; the others are terms themselves. So a word that nobody has listed finds what its stem says.
"""

import csv
import gzip
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from io import StringIO

from simplemma.strategies.dictionaries.dictionary_factory import (  # type: ignore[import-not-found]
    DefaultDictionaryFactory,
)
from wordfreq import get_frequency_dict  # type: ignore[import-not-found]

from corpus.text.languages import LANGUAGES
from disk.durable import write_durably
from index.analysis.beginnings import beginnings_of, first_letters
from index.analysis.compounds import split
from index.analysis.data.automaton import built
from index.analysis.data.german import German, Meant, Readings
from index.analysis.lemmas import Reading, Use, path_of_beginning, path_of_reading, table_of
from index.analysis.stems import NO_STEM, Stems
from index.analysis.terms import folded, stem_of_compound

_NAMES = {"no": "nb"}  # what others call a language
_RAREST = 1e-8
"""Forms of a word that is rarer than this, by all its forms, are left out."""
_COMMON = 1e-5
# What names of places and families end in, where it no longer means anything.
_ENDS_OF_NAMES = {
    "bach", "berg", "brücken", "burg", "dorf", "feld", "hausen", "heim", "hof", "stadt", "stein",
    "tal", "wald",
}  # fmt: skip


class Terms:
    """Gives each word of some readings its stem as its term."""

    names: Collection[str] = ()

    def __init__(self, readings: Readings, stems: Stems) -> None:
        self.of = {each.word: stems.stem(each.word) for m in readings.values() for each in m}
        self.unlisted = stems.stem
        """The term of a form that is not listed, as `Chain` finds it."""

    def as_part(self, _form: str, _meant: list[Meant]) -> list[str]:
        """There are no compounds."""
        return []


class GermanTerms:
    """Gives each word of some readings a term of its own; splits compounds."""

    def __init__(
        self,
        readings: Readings,
        stems: Stems,
        weights: Mapping[str, float],
        known: Callable[[str], bool],
        names: Collection[str],
    ) -> None:
        self.names = names
        """Forms of names."""
        self._readings = readings
        self._stems = stems
        self._known = known
        self._weights = weights
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        for form, meant in readings.items():
            for each in meant:
                self._forms[each.word].add(form)
        self.of: dict[str, str] = {}
        simple, compound = set[str](), set[str]()
        for word in self._forms:
            (compound if split(word).leaves else simple).add(word)
        self._assign(simple)  # first, as compounds end in them
        self._assign(compound)

    def unlisted(self, form: str) -> str:
        """Return the term of a form that is not listed, as `Chain` finds it."""
        parts = split(form)
        if not parts.leaves:
            return self._stems.stem(form)
        return stem_of_compound(form, parts, self.part)

    def part(self, form: str) -> str:
        """Return the term of a form as a part of a compound."""
        meant = self._readings.get(form)
        word = self.as_part(form, meant)[0] if meant else ""
        return self.of.get(word) or self.unlisted(form)

    def as_part(self, form: str, meant: list[Meant]) -> list[str]:
        """Return the words that a form is of as a part of a compound.

        That are nouns if they can be, which may have lost an e: Hilf(s), of Hilfe.
        """
        nouns = [each.word for each in meant if each.noun and each.asked]
        longer = self._readings.get(form + "e", ())
        lost = [each.word for each in longer if each.noun and each.word == form + "e"]
        return nouns or lost or [meant[0].word]

    def _assign(self, words: Iterable[str]) -> None:
        by_stem: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            by_stem[self.unlisted(word)].append(word)
        for stem, sharing in by_stem.items():
            first = max(sharing, key=lambda word: self._weights[word])
            for word in sharing:
                self.of[word] = stem if word == first or self._is_no_word(word) else word + NO_STEM
            for word in sharing:
                if of := self._inflected(word, sharing):
                    self.of[word] = self.of[of]

    def _is_no_word(self, word: str) -> bool:
        """Whether a word was perhaps made up: it has no forms, and is rare and in no dictionary."""
        is_known = self._known(word) or self._weights[word] > _COMMON
        return self._forms[word] <= {word} and not is_known

    def _inflected(self, word: str, sharing: Iterable[str]) -> str:
        """Return the word of which another is a form, too: Name, of Namen."""
        others = {each.word for each in self._readings.get(word, ())} - {word}
        return next(
            (
                other
                for other in sorted(others.intersection(sharing))
                if word in (other + "n", other + "s", other + "en")
                and all(each.noun for each in self._readings[word])
            ),
            "",
        )


def _weights(readings: Readings, frequencies: Mapping[str, float]) -> Mapping[str, float]:
    """Return how frequent each word is, by all of its forms."""
    weights: defaultdict[str, float] = defaultdict(float)
    for form, meant in readings.items():
        asked = [each for each in meant if each.asked]
        for each in asked:
            weights[each.word] += frequencies.get(form, 0.0) / len(asked)
    return weights


def _uses(form: str, meant: list[Meant]) -> Iterator[tuple[str, Use]]:
    """Yield the words that a form may belong to, and when."""
    nouns = any(each.noun for each in meant)
    others = any(not each.noun for each in meant)
    itself = any(not each.noun and each.word == form for each in meant)
    for each in meant:
        # Who writes gründen means gründen, who writes angriff may be meaning an Angriff.
        small = each.asked and not (each.noun and itself and each.word != form)
        use = Use(0)
        if each.noun or not nouns:
            use |= Use.CAPITAL
            use |= Use.ASKED_CAPITAL if each.asked else Use(0)
        if not each.noun or not others:
            use |= Use.LOWER
        use |= Use.ASKED_LOWER if small else Use(0)
        yield each.word, use


def _listed(readings: Readings, terms: Terms | GermanTerms) -> Iterator[tuple[str, Reading]]:
    """Yield the readings of the forms that must be listed."""
    for form, meant in readings.items():
        uses: dict[str, Use] = {}
        parts = [(word, Use.PART) for word in terms.as_part(form, meant)]
        for word, use in [*_uses(form, meant), *parts]:
            term = terms.of[word]
            uses[term] = uses.get(term, use) | use
        first = terms.of[parts[0][0] if parts else meant[0].word]
        uses = {term: use if term == first else use | Use.LAST for term, use in uses.items()}
        whole = Use(0)
        if form in terms.names and (split(form).leaves or [""])[-1] in _ENDS_OF_NAMES:
            whole = Use.WHOLE
        if whole or (uses and set(uses) != {terms.unlisted(form)}):
            for term, use in uses.items():
                yield form, Reading(use | whole, term)


def _beginnings(listed: Iterable[tuple[str, Reading]]) -> Iterator[tuple[str, str]]:
    """Yield terms, and the first letters of forms that their own pattern would miss."""
    missed: defaultdict[str, set[str]] = defaultdict(set)
    patterns: dict[str, re.Pattern[str]] = {}
    for form, (_, term) in listed:
        if term not in patterns:
            patterns[term] = re.compile("|".join(beginnings_of(term)))
        if not patterns[term].search(form):
            missed[term].add(first_letters(form))
    for term, found in missed.items():
        for letters in found:
            if not any(letters[:end] in found for end in range(1, len(letters))):
                yield term, letters


def _simplemma(language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary(
        _NAMES.get(language, language)
    )
    return found


def _german() -> German:
    nouns = pkgutil.get_data("german_nouns", "nouns.csv") or b""
    file = StringIO(nouns.decode("utf-8"), newline=None)
    return German(dict(_simplemma("de").items()), csv.DictReader(file))


def _other(language: str) -> Readings:
    """A form that is a word, too (left, of leave), may be either."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    listed = _simplemma(language)
    words = set(listed.values())
    for form, word in listed.items():
        found[folded(form)].update(map(folded, {word, form} if form in words else {word}))
    return {
        form: [Meant(word, noun=False, asked=True) for word in sorted(of)]
        for form, of in found.items()
    }


def _spelt(
    readings: Readings, stems: Stems, weights: Mapping[str, float], stop_words: Collection[str]
) -> Readings:
    """Leave out rare words, and spell the others as `Chain` looks them up.

    Stop words stay as they are: phrases hold them (`vor der Wahl`).
    """
    spelt: Readings = {}
    for form, meant in readings.items():
        kept = [
            each._replace(word=stems.spelt(each.word))
            for each in meant
            if weights[each.word] >= _RAREST and (each.noun or form not in stop_words)
        ]
        if form in stop_words:
            kept.append(Meant(stems.spelt(form), noun=False, asked=True))
        if kept:
            spelt.setdefault(stems.spelt(form), kept)
    return spelt


def make(language: str) -> None:
    """Write the table of a language, the same bytes every time."""
    known = LANGUAGES[language]
    stop_words = frozenset(map(folded, known.stop_words))
    stems = Stems(known, stop_words)
    german = _german() if language == "de" else None
    readings = german.readings() if german else _other(language)
    weights = _weights(readings, get_frequency_dict(_NAMES.get(language, language), "best"))
    spelt = _spelt(readings, stems, weights, stop_words)
    terms = (
        GermanTerms(spelt, stems, weights, german.is_noun, german.names)
        if german
        else Terms(spelt, stems)
    )
    listed = list(_listed(spelt, terms))
    paths = [path_of_reading(*each) for each in listed]
    paths += [path_of_beginning(*each) for each in _beginnings(listed)]
    arcs = built(paths)
    target = table_of(language)
    write_durably(target, arcs)
    sizes = f"{len(arcs):,} bytes, {len(gzip.compress(arcs)):,} packed"
    print(f"{language}: {len(listed):,} readings, {sizes}")  # noqa: T201 -- a script


if __name__ == "__main__":
    for each in sys.argv[1:] or [row.code for row in LANGUAGES.values() if row.lemmas]:
        make(each)
