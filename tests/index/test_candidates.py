"""The quick look for words that a query may mean misses none of them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.spans import Span
from index.analysis.terms import WORD, chain
from index.hits.candidates import Candidates, _led_by_letters
from index.hits.marking import Marker
from index.query.aliases import Aliases
from index.query.parser import parse

TEXT = """
    Straße Strassen Grüße Gruss Fußspur Flussufer Rüstungsverhandlungen Ruestung Verhandlung Schule
    Schulbuch Seen See Öl Ölpreises Waffenöl Äcker Acker Übung Uebung US uns USA Präsidentinnen
    Probleme Ministerien Nordkoreas shipping ships dying die lying lie skies sky Identity İstanbul
    ﬁnden finden ΌΣΟΣ groß GROẞ Kim Kims Idee Armee Preis Preise Preissturz x1 _a 12 ά\u0345b
    Erdoğan Erdogans Škoda Skoda Łódź Lodz CO₂ CO2 m² Café Cafés Schüler_innen Schüler Ødegård
    金正恩 Kim金正恩 俄罗斯 김정은은 김정은 ロシア
"""
WORDS = TEXT.split()
QUERIES = [
    *WORDS,
    "Schul*",
    "*ss*",
    "*fluss*",
    "Gru~",
    "Preis~2",
    "Erdoğ*",
    "*oğa*",
    "Skoda~",
    "Škod",
    '"Kim Preis"~3',
    "Idee*",
]


class Everything(Candidates):
    """Takes every word for a candidate."""

    def find(self, text, spans):
        for start, end in spans:
            yield from (Span(*match.span()) for match in WORD.finditer(text, start, end))


def marks(query, text, language, *, typing, thoroughly):
    marker = Marker(parse(query, typing=typing).root, Aliases(), language, "de")
    if thoroughly:
        marker._candidates = Everything(language, (), (), ())
    return marker.marks(text, [Span(0, len(text) // 2), Span(len(text) // 2, len(text))])


@settings(deadline=None)  # the first example loads the dictionary
@given(
    st.lists(st.sampled_from(QUERIES), min_size=1, max_size=3).map(" ".join),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=30).map(" ".join),
    st.sampled_from(["de", "en", "fr", "ru"]),
    st.booleans(),
)
def test_no_hit_is_missed(query, text, language, typing):
    quick = marks(query, text, language, typing=typing, thoroughly=False)
    assert quick == marks(query, text, language, typing=typing, thoroughly=True)


@given(
    st.sampled_from(["", r"(?<!\w)", r"(?:(?<!\w)|(?<=ge)|(?<=zu))"]),
    st.lists(st.sampled_from([*"aeigs", "s+", "[iy]", "(?:ä|ae?)", "(?:ü|ue)", r"\-"]), min_size=1),
    st.text("aäegisuüyz -", max_size=12),
)
def test_patterns_led_by_letters_find_what_the_patterns_find(behind, letters, text):
    pattern = behind + "".join(letters)
    led = re.compile("|".join(_led_by_letters(pattern)))
    for match in re.finditer(pattern, text):
        assert led.match(text, match.start())


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_word_is_a_candidate_for_each_of_its_stems(language):
    for word in WORD.findall(TEXT):
        forms = chain(language).forms(word)
        for stem in {*forms.stems, *forms.asked, *forms.parts, *forms.leaves}:
            found = Candidates(language, [stem], (), ()).find(word, [Span(0, len(word))])
            assert Span(0, len(word)) in list(found), (word, stem)


def test_words_that_cannot_be_meant_are_passed_over():
    text = "Der Gipfel in Wladiwostok begann mit Verhandlungen"
    found = Candidates("de", ["verhandlung"], ["gipfel"], ()).find(text, [Span(0, len(text))])
    assert [text[start:end] for start, end in found] == ["Gipfel", "Verhandlungen"]
