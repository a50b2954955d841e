"""The terms of words that are remembered are those that analysis gives."""

import pytest

from index.analysis.terms import chain
from index.whoosh import known_words
from index.whoosh.known_words import KnownWords

WORDS = (
    "Haus Häuser Straße STRASSE Waffenlieferungen Bundesverteidigungsministerin Ministerin ß x"
    " Sicherheit Nordkoreas Seiten G20 1000 CO₂ Erdoğan ﬁnden İstanbul Schüler_innen Ευρώπη 平壌"
    " running Probleme Museum Verwaltungsgerichtshof"
)


@pytest.mark.parametrize("language", ["de", "en", "el", "tlh"])
def test_a_remembered_word_has_the_same_terms(language):
    words, forms = KnownWords(language), chain(language).forms
    for _ in "first", "again":
        for word in WORDS.split():
            assert (*map(tuple, words.terms(word)),) == (forms(word).stems, forms(word).parts)


def test_words_beyond_those_remembered_are_analysed_again(monkeypatch):
    monkeypatch.setattr(known_words, "_MOST", 2)
    words, forms = KnownWords("de"), chain("de").forms
    for word in ("Häuser", "Autos", "Waffen", "Autos", "Häuser", "Waffen"):
        assert tuple(words.terms(word)[0]) == forms(word).stems
