"""Turns the words of a text into the terms we index, look up and mark.

One chain serves the index, the queries and the marking of hits: what is found is what is marked. A
word is a run of letters and digits (but see `scripts`); it is lower-cased (with ß as ss) and
stemmed with Snowball. Its stem is spelt without accents (`plain`), so that Erdogan finds Erdoğan.
In German we do a little more: we strip a genitive -s that Snowball leaves on names (`Nordkoreas`,
`Moskaus`) and the feminine -in, and a compound also has the stems of its parts.
"""

import re
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import Stemmer

from corpus.text.languages import language_called
from index.analysis.compounds import split
from index.analysis.letters import plain
from index.analysis.scripts import ANY_WORD, without_particle

ANALYSIS_VERSION = 8
"""Raised whenever the terms change: an index of another version is rebuilt."""

WORD = ANY_WORD

NO_STOPWORD = "-"
"""Ends a stem that is spelt like a stop word: that of `Sicherheit` would be `sich`."""

# What Snowball's German stemmer keeps apart. It takes an -s only after certain consonants. Taken
# from the stem, not from the word, so that `Ergebnis` and `Ergebnisse` lose it alike.
_GENITIVE = re.compile(r"(?:.{3,}[aeiouäöüy]|.{3,}[wpj])s")
# It makes `probl` of Problem, but `problem` of Probleme.
_ONCE_MORE = re.compile(r".{3,}em|.*(?:konz|mod|ext|\bint)ern")
# It does not know the plurals of Latin and Greek words: Ministerien, Zentren, Firmen, Risiken.
_FOREIGN = re.compile(
    r"(.{3,}(?<!stud)i|.*(?:muse|zentr))um|(.*(?:firm|them|dram))a|(.*(?:kont|risik|sald))o|(.*vir)us?"
)
# It knows that a Ministerin is a Minister, but not that a Präsidentin is a Präsident.
_WOMAN = re.compile(
    r"(.{3,}(?:ent|(?<!chr)ist|or|ar|(?<!konst)ant|[dkmr]at|[aeo]g))inn?|(.{4,}in)n"
)
# A gender gap belongs to the word (`Schüler_innen`), where a star or a colon divides it.
_GENDER_GAP = re.compile(r"_(?=in(?:nen)?(?!\w))")
# In these languages accents stand in foreign words alone, of which the stemmers know nothing.
_WITHOUT_ACCENTS = {"german", "english", ""}
_CACHED_WORDS = 50_000
_CACHED_PARTS = 20_000
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
        self._stemmer = Stemmer.Stemmer(known.stemmer, 0) if known.stemmer else None
        self._german = language == "de"
        self._knows_accents = known.stemmer not in _WITHOUT_ACCENTS
        self._stopwords = frozenset(map(folded, known.stop_words))
        self._known: dict[str, Forms] = {}
        self._part_stem = lru_cache(_CACHED_PARTS)(self._stem)  # many compounds share their parts
        self._lock = Lock()  # a Snowball stemmer keeps state while it stems

    def forms(self, word: str) -> Forms:
        """Return the forms of one word, as it stands in a text."""
        known = self._known.get(word)
        return known if known is not None else self._learn(word)

    def is_stopword(self, word: str) -> bool:
        """Whether queries leave the word out."""
        return folded(word) in self._stopwords and not word.isupper()

    def _learn(self, word: str) -> Forms:
        lower = folded(word)
        with self._lock:
            stem = self._stem(lower)
            forms = Forms(lower, (stem,), (stem,), *self._compound(lower, stem))
            if bare := without_particle(lower):
                forms = Forms(lower, (lower, bare), (lower, bare), (), ())
            if len(self._known) >= _CACHED_WORDS:
                self._known.clear()
            self._known[word] = forms
        return forms

    def _stem(self, word: str) -> str:
        """Return the stem of a word in lower case, in plain letters."""
        if not self._knows_accents:
            word = plain(word)
        if self._german:
            word = _GENDER_GAP.sub("", word)
        if self._stemmer is None:
            return word
        stem: str = self._stemmer.stemWord(word)
        stem = self._german_stem(stem) if self._german else plain(stem)
        # `Sicherheit` must not find each `sich`, nor `Seite` each `seit`.
        is_lost = stem in self._stopwords and word not in self._stopwords
        return stem + NO_STOPWORD if is_lost else stem

    def _german_stem(self, stem: str) -> str:
        """Unite stems that Snowball keeps apart."""
        assert self._stemmer is not None
        if _ONCE_MORE.fullmatch(stem):
            stem = self._stemmer.stemWord(stem)
        if _GENITIVE.fullmatch(stem):
            stem = stem[:-1]
        other = _FOREIGN.fullmatch(stem) or _WOMAN.fullmatch(stem)
        return other[other.lastindex or 0] if other else stem

    def _compound(self, word: str, stem: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if not self._german:
            return (), ()
        compound = split(word)
        if not compound.leaves:
            return (), ()
        parts = dict.fromkeys(map(self._part_stem, compound.pieces))
        parts.pop(stem, None)
        return tuple(parts), tuple(dict.fromkeys(map(self._part_stem, compound.leaves)))


def folded(word: str) -> str:
    """Return the word in lower case, with ß as ss."""
    return word.casefold()


@lru_cache(maxsize=16)
def chain(language: str) -> Chain:
    """Return the chain of a language, the same one each time; "" means German."""
    return Chain(language or DEFAULT_LANGUAGE)
