"""The stem of a word by rules alone: Snowball's, and in German a few more.

We strip a genitive -s that Snowball leaves on names (`Nordkoreas`, `Moskaus`), foreign endings and
the feminine -in. Stems are spelt without accents (`plain`), so that Erdogan finds Erdoğan.
"""

import re
from threading import Lock

import Stemmer

from corpus.text.languages import Language
from index.analysis.letters import plain

NO_STEM = "-"
"""Ends a term that must not be taken for another of its letters.

The stem of `Sicherheit` would be the stop word `sich`, that of `Note` would be `Not`.
"""

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


class Stems:
    """The stems of one language; where Snowball does not know it, the words themselves."""

    def __init__(self, language: Language, stop_words: frozenset[str]) -> None:
        self._stemmer = Stemmer.Stemmer(language.stemmer, 0) if language.stemmer else None
        self._german = language.code == "de"
        self._knows_accents = language.stemmer not in _WITHOUT_ACCENTS
        self._stop_words = stop_words
        self._lock = Lock()  # a Snowball stemmer keeps state while it stems

    def spelt(self, word: str) -> str:
        """Return a folded word in the letters that stems are made of."""
        if not self._knows_accents:
            word = plain(word)
        return _GENDER_GAP.sub("", word) if self._german else word

    def stem(self, word: str) -> str:
        """Return the stem of a word that is spelt so, in plain letters."""
        if self._stemmer is None:
            return word
        with self._lock:
            stem: str = self._stemmer.stemWord(word)
            stem = self._german_stem(stem) if self._german else plain(stem)
        # `Sicherheit` must not find each `sich`, nor `Seite` each `seit`.
        is_lost = stem in self._stop_words and word not in self._stop_words
        return stem + NO_STEM if is_lost else stem

    def _german_stem(self, stem: str) -> str:
        """Unite stems that Snowball keeps apart."""
        assert self._stemmer is not None
        if _ONCE_MORE.fullmatch(stem):
            stem = self._stemmer.stemWord(stem)
        if _GENITIVE.fullmatch(stem):
            stem = stem[:-1]
        other = _FOREIGN.fullmatch(stem) or _WOMAN.fullmatch(stem)
        return other[other.lastindex or 0] if other else stem
