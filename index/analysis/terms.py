"""Turns the words of a text into the terms we index, look up and mark.

One chain serves the index, the queries and the marking of hits: what is found is what is marked. A
word is a run of letters and digits (but see `scripts`), which is lower-cased (with ß as ss). Its
term is that of the word it belongs to, if a table knows it (`lemmas`), else its stem (`stems`). A
German compound also has the terms of its parts, and if it is not listed itself, it is inflected as
its last part is.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from corpus.text.languages import language_called
from index.analysis.compounds import Compound, split
from index.analysis.lemmas import Lemmas, Reading, Use, lemmas
from index.analysis.scripts import ANY_WORD, without_particle
from index.analysis.stems import NO_STEM, Stems

ANALYSIS_VERSION = 10
"""Raised whenever the terms change: an index of another version is rebuilt."""

WORD = ANY_WORD

_CACHED_WORDS = 50_000
_CACHED_PARTS = 20_000
_SHORTEST = 2  # letters of words that are not inflected
_NO_COMPOUND = Compound((), (), 0)
# Umlauts as they are written where there is no key for them: Ruestung.
_SPELLED_OUT = re.compile("ae|oe|(?<!q)ue")
_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü"}
_PLAIN = str.maketrans("äöü", "aou")  # as Snowball leaves them
DEFAULT_LANGUAGE = "de"


class Forms(NamedTuple):
    """The terms of a word: in lower case, its stems, the stems of its parts.

    A text's word is indexed by all of its `stems`; a word may be a form of several. A query for it
    looks up `asked`, never none of them, the likeliest first. Only a compound has parts; `leaves`
    are the parts that are not compounds themselves.
    """

    word: str
    stems: tuple[str, ...]
    asked: tuple[str, ...]
    parts: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The likeliest stem."""
        return self.asked[0]


class Chain:
    """The analysis of one language (a code such as "de"; unknown ones are not stemmed)."""

    def __init__(self, language: str) -> None:
        known = language_called(language)
        self._german = language == "de"
        self._stopwords = frozenset(map(folded, known.stop_words))
        self._stems = Stems(known, self._stopwords)
        self._lemmas: Lemmas | None = lemmas(language) if known.lemmas else None
        self._known: dict[str, Forms] = {}
        self._part_stems = lru_cache(_CACHED_PARTS)(self._stems_of_part)  # compounds share them

    def forms(self, word: str) -> Forms:
        """Return the forms of one word, as it stands in a text."""
        known = self._known.get(word)
        return known if known is not None else self._learn(word)

    def is_stopword(self, word: str) -> bool:
        """Whether queries leave the word out."""
        return folded(word) in self._stopwords and not word.isupper()

    def beginnings(self, term: str) -> list[str]:
        """Return the first letters of those words of a term that do not begin as it does."""
        if self._lemmas is None:
            return []
        listed = term.removesuffix(NO_STEM) if len(term) <= _SHORTEST + 1 else term
        return [*self._lemmas.beginnings(listed), *self._lemmas.beginnings(term)]

    def _learn(self, word: str) -> Forms:
        lower = folded(word)
        bare = without_particle(lower)
        forms = Forms(lower, (lower, bare), (lower, bare), (), ()) if bare else self._made(word)
        if len(self._known) >= _CACHED_WORDS:
            self._known.clear()
        self._known[word] = forms
        return forms

    def _made(self, word: str) -> Forms:
        spelt = self._stems.spelt(folded(word))
        compound = split(spelt) if self._german else _NO_COMPOUND
        # A word of two letters has no inflections; and `die Regierung` is not *der Regierung*.
        has_readings = len(spelt) > _SHORTEST and spelt not in self._stopwords
        readings = self._readings(spelt) if has_readings else []
        if readings:
            indexed, looked_up = _spelling(word)
            stems, asked = _terms(readings, indexed), _terms(readings, looked_up)
        else:
            stems = asked = (self._unlisted(spelt, compound),)
        stems, asked = _of_word(spelt, stems), _of_word(spelt, asked)
        pieces = dict.fromkeys(stem for part in compound.pieces for stem in self._part_stems(part))
        leaves = tuple(dict.fromkeys(self._part_stems(part)[0] for part in compound.leaves))
        is_whole = any(reading.use & Use.WHOLE for reading in readings)
        if is_whole or not _is_inflected_so(spelt, stems, compound.head):
            pieces, leaves = {}, ()
        parts = tuple(part for part in pieces if part not in stems)
        return Forms(folded(word), stems, asked, parts, leaves)

    def _readings(self, word: str) -> list[Reading]:
        """Return what a table says of a folded word, however its umlauts are written."""
        if self._lemmas is None:
            return []
        readings = self._lemmas.readings(word)
        if not readings and self._german and _SPELLED_OUT.search(word):
            with_umlauts = _SPELLED_OUT.sub(lambda found: _UMLAUTS[found[0]], word)
            readings = self._lemmas.readings(with_umlauts)
        return readings

    def _unlisted(self, word: str, compound: Compound) -> str:
        """Return the stem of a word that no table knows: it is inflected as its last part is."""
        if not compound.leaves:
            return self._stems.stem(word)
        return stem_of_compound(word, compound, lambda part: self._part_stems(part)[0])

    def _stems_of_part(self, part: str) -> tuple[str, ...]:
        readings = self._readings(part)
        return _of_word(part, _terms(readings, Use.PART) or (self._unlisted(part, split(part)),))


def folded(word: str) -> str:
    """Return the word in lower case, with ß as ss."""
    return word.casefold().replace("\u0307", "")  # a Turkish İ is folded into i and a dot


def stem_of_compound(word: str, compound: Compound, stem: Callable[[str], str]) -> str:
    """Return the stem of a folded compound, given that of its last part."""
    return word[: compound.head].translate(_PLAIN) + stem(compound.leaves[-1])


def _is_inflected_so(word: str, stems: Iterable[str], head: int) -> bool:
    """Whether a word is inflected at the end of its last part, which begins at `head`.

    `anzugreifen` is not, so it is no Reifen of an Anzug.
    """
    before = word[:head].translate(_PLAIN)
    return all(stem.translate(_PLAIN).startswith(before) and len(stem) > head + 1 for stem in stems)


def _spelling(word: str) -> tuple[Use, Use]:
    """Return when readings hold of a word in a text, and in a query.

    WAR may be anything. Who types in small letters may mean a noun, too; a capital means one.
    """
    anything = Use.ASKED_CAPITAL | Use.ASKED_LOWER
    if word.isupper() and len(word) > 1:
        return Use.CAPITAL | Use.LOWER, anything
    if word[0].isupper():
        return Use.CAPITAL, Use.ASKED_CAPITAL
    return Use.LOWER, anything


def _of_word(word: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return terms of a folded word, apart from words of two letters: `Euro` is not the EU.

    Only a case ending joins them, as in `Öls`.
    """
    letters = word.translate(_PLAIN)
    return tuple(
        term + NO_STEM
        if len(term) <= _SHORTEST and letters not in (term, term + "e", term + "s")
        else term
        for term in terms
    )


def _terms(readings: list[Reading], use: Use) -> tuple[str, ...]:
    return tuple(reading.term for reading in readings if reading.use & use)


@lru_cache(maxsize=16)
def chain(language: str) -> Chain:
    """Return the chain of a language, the same one each time; "" means German."""
    return Chain(language or DEFAULT_LANGUAGE)
