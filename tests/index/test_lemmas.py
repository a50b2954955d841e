"""Inflected forms find their words, and nothing else."""

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.language_detection import language_of
from corpus.text.languages import LANGUAGES
from corpus.text.spans import Span
from index.analysis.lemmas import Lemmas, Reading, Use, path_of_beginning, path_of_reading
from index.analysis.terms import WORD, chain
from index.engines import open_engine
from index.hits.candidates import Candidates
from index.hits.matching import Matcher
from index.query.parser import parse

FOUND = """
warnen: warnt warnte gewarnt gewarnte gewarnten warnende Warnte
kritisieren: kritisiert kritisierte kritisierter
sterben: stirbt starb gestorben gestorbenen
treffen: trifft traf trafen getroffen getroffenen
greifen: griff griffen gegriffen
angreifen: angriff angegriffen angegriffene anzugreifen angreift
entscheiden: entschied entschieden
liegen: lag gelegen
essen: isst aß gegessen
gehen: ging gegangen
verhandeln: verhandelt verhandelte verhandle
Angriff: Angriffe Angriffen Luftangriffen
Prinzip: Prinzipien
Szenario: Szenarien Krisenszenarien
Praxis: Praxen Arztpraxen
Bonus: Boni
Klinikum: Klinika
Kurs: Kurse
Bus: Busse Reisebussen Linienbus Busfahrer
App: Apps Warnapp
Museum: Museen
Thema: Themata Themen
Mechanismus: Mechanismen
Kaufmann: Kaufleute Kaufleuten Kaufmänner
Nachbar: Nachbarn
Herr: Herrn Herren
Sicherheitsrat: Sicherheitsrates Sicherheitsrats
Rüstungsabkommen: Rüstungsabkommens
erhalten: ERHALTEN erhielt
Waffentyp: Waffentypen
Schiffe: Schiff Flaggschiff
Hilfe: Hilfsfonds
Kollegin: Kolleg
alt: älter älteste alten
gut: besser besten
Milliarde: Milliarden Mrd
Minister: Ministerin Ministerpräsidenten
Ministerin: Minister Ministerpräsidenten
Kollege: Kollegin Kolleginnen
Arzt: Ärztin Ärzten
Fall: Fälle Fallzahlen
Buße: Bußen
Rüstung: Ruestung RÜSTUNG
impfen: Impfpflicht
Steuer: Alkoholsteuer
waffen: Waffe Waffengespräche
steuern: Steuern Steuer steuerte
daten: Daten Datum
polen: Polen
Öl: Öls Öle
Imamoglu: İmamoğlu imamoğlu
die: Die
Euro: Euros
"""
APART = """
Burg: Bürger Bürgermeister
Falle: Fall Fälle Fallzahlen
Note: Not Nöte
Losung: Lösung
Gründe: Grundlage Gründer Gründung
Montag: Montage
Leber: Leben lebt
Mal: Maler
Burger: Bürger
Bürgermeister: Burgherren
teuer: Alkoholsteuer
Teig: Flugsteig
Reifen: anzugreifen
Rücken: Rückkehr
Krieg: kriegen Krieger
Präsident: präsidieren
Die: der das
EU: Euro
Euro: EU
Ei: Es Du WU
Ton: t T
Hai: h
"""


def pairs(listed):
    lines = [line.split(": ") for line in listed.strip().splitlines()]
    return [(word, other) for word, others in lines for other in others.split()]


def is_marked(query, word):
    text = f"vorher {word} nachher"
    hits = Matcher(parse(query)).hits(text, [Span(0, len(text))])
    assert hits in ([], [Span(7, 7 + len(word))])
    return bool(hits)


def is_indexed(query, word):
    forms = chain("de").forms(word)
    return bool({*chain("de").forms(query).asked} & {*forms.stems, *forms.parts})


@pytest.mark.parametrize(("query", "word"), pairs(FOUND))
def test_a_form_finds_its_word(query, word):
    assert is_indexed(query, word)
    assert is_marked(query, word)


@pytest.mark.parametrize(("query", "word"), pairs(APART))
def test_other_words_are_not_found(query, word):
    assert not is_indexed(query, word)
    assert not is_marked(query, word)


def test_a_verb_is_found_in_an_index(engine, article, fill, find):
    texts = {"past": "Sie warnte ihn", "participle": "Er war gewarnt", "noun": "Die Warnung kam"}
    fill(engine, [("1", article(name, text)) for name, text in texts.items()])
    assert sorted(find(engine, "warnen")) == ["participle", "past"]
    assert find(engine, "Warnung") == ["noun"]
    assert sorted(find(engine, '"ihn warnen"')) == []
    assert find(engine, '"sie warnen"') == ["past"]


def test_a_noun_is_meant_by_a_capital_and_perhaps_without_one():
    forms = chain("de").forms
    assert is_indexed("Angriff", "Angriffen")
    assert not is_indexed("Angriff", "angriffen")
    assert is_indexed("angriff", "Angriffen")
    assert is_indexed("angriff", "angegriffen")
    assert forms("Angriff").stem != forms("angreifen").stem


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
@given(
    st.text(max_size=30)
    | st.sampled_from(["Weise", "weise", "Grüße", "angriff", "Busse", "went", "geese"])
)
@settings(deadline=None)  # the first example loads the table
def test_every_word_finds_itself(language, word):
    forms = chain(language).forms(word)
    assert set(forms.asked) & set(forms.stems)


@pytest.mark.parametrize("language", ["de", "en"])
@given(st.data())
@settings(deadline=None)
def test_what_the_index_holds_of_a_word_is_marked_in_a_text(language, data):
    listed = data.draw(st.sampled_from(listed_forms(language)))
    word = listed.capitalize() if data.draw(st.booleans()) else listed
    forms = chain(language).forms(word)
    for stem in {*forms.stems, *forms.asked}:
        for within, whole in (([stem], []), ([], [stem])):
            places = Candidates(language, within, whole, ()).find(word, [Span(0, len(word))])
            assert list(places) == [Span(0, len(word))], (word, stem)


_forms = {}


def listed_forms(language):
    """Return every form that a table lists."""
    if language not in _forms:
        paths = chain(language)._lemmas._paths(chain(language)._lemmas._arcs[0] >> 9)
        forms = {path.partition(b"\0")[0] for path in paths if not path.startswith(b"\1")}
        _forms[language] = sorted(form.decode() for form in forms if WORD.fullmatch(form.decode()))
    return _forms[language]


letters = st.text("abcäöge", min_size=1, max_size=8)


@given(
    st.dictionaries(
        letters, st.dictionaries(letters, st.integers(1, 63), min_size=1), min_size=1, max_size=20
    ),
    st.dictionaries(letters, letters, max_size=5),
)
def test_a_table_tells_what_it_was_made_of(readings, beginnings):
    from index.analysis.data.automaton import built

    paths = [
        path_of_reading(form, Reading(use, term))
        for form, terms in readings.items()
        for term, use in terms.items()
    ]
    paths += [path_of_beginning(*each) for each in beginnings.items()]
    table = Lemmas(built(paths))
    for form in [*readings, "c", "gege", ""]:
        found = {reading.term: reading.use for reading in table.readings(form)}
        assert found == readings.get(form, {})
    for term in [*beginnings, "c"]:
        assert table.beginnings(term) == ([beginnings[term]] if term in beginnings else [])


def test_likely_readings_come_first():
    from index.analysis.data.automaton import built

    likely, rare = Reading(Use.CAPITAL, "z"), Reading(Use.CAPITAL | Use.LAST, "a")
    paths = [path_of_reading("form", each) for each in (rare, likely)]
    assert Lemmas(built(paths)).readings("form") == [likely, rare]


def test_an_article_of_unknown_language_is_in_the_configured_one(tmp_path, article, fill, find):
    texts = {"sv": "Ministrarna reste", "ru": "Переговоры начались"}
    for language, text in texts.items():
        engine = open_engine(tmp_path / language, language=language, writable=True)
        fill(engine, [("1", article("a", text, language=""))])
        engine.close()
    with closing(open_engine(tmp_path / "sv", language="sv")) as engine:
        assert find(engine, "ministrar") == ["a"]
    with closing(open_engine(tmp_path / "ru", language="ru")) as engine:
        assert find(engine, "переговоров") == ["a"]
    with closing(open_engine(tmp_path / "ru", language="de")) as engine:
        assert engine.stamps() == {}  # to be rebuilt


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Presidenten besökte i dag landet och träffade ministern. De talade om vapen."),
        ("ru", "Президент заявил, что переговоры с Северной Кореей продолжаются и это не всё."),
        ("uk", "Президент заявив, що переговори з Північною Кореєю тривають і це ще не все."),
        ("pl", "Prezydent powiedział, że rozmowy z Koreą nie są już w tym roku możliwe."),
    ],
)
def test_an_article_is_read_in_its_own_language(language, text):
    assert language_of(text) == language
