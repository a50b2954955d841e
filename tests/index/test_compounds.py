import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.compounds import dictionary, split
from index.analysis.terms import chain


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("Rüstungsverhandlungen", ["Rüstung", "Verhandlung"]),
        ("Waffengespräche", ["Waffe", "Gespräch"]),
        ("Verteidigungsministers", ["Verteidigung", "Minister"]),
        ("Außenminister", ["Minister"]),
        ("Innenminister", ["Minister"]),
        ("Artilleriegranaten", ["Artillerie", "Granate"]),
        ("Jahresende", ["Jahr", "Ende"]),
        ("Schulbuch", ["Schule", "Buch"]),
        ("Munitionslieferungen", ["Munition", "Lieferung"]),
        ("Ölpreises", ["Öl", "Preis"]),
        ("Haubitzenmunition", ["Haubitze", "Munition"]),
        ("Einkaufszentren", ["Einkauf", "Zentrum"]),
        ("Flüchtlingsankünfte", ["Flüchtling", "Ankünfte"]),
        ("Spannungstensor", ["Spannung", "Tensor"]),
        ("Atomwaffenprogramm", ["Atom", "Waffe", "Programm", "Atomwaffe", "Waffenprogramm"]),
    ],
)
def test_compounds_are_found_by_their_parts(compound, parts):
    forms = chain("de").forms
    assert {forms(part).stem for part in parts} <= set(forms(compound).parts)


@pytest.mark.parametrize(
    "word",
    ["Sanktionen", "Ausrüstung", "Regierung", "Unternehmen", "Ministerinnen", "Überraschung",
     "Seminar", "Wladiwostok", "Schoigu", "Deutschland", "Verhandlungen", "Beziehungen",
     "Nordkoreas", "hoffnungslos", "beziehungsweise"],
)  # fmt: skip
def test_other_words_are_not_split_into_what_they_do_not_mean(word):
    assert not {"sank", "ion", "rustung", "regie", "rung", "nehm", "raschung"} & set(
        chain("de").forms(word).parts
    )
    assert bool(split(word.casefold()).leaves) == (word == "Nordkoreas")


@pytest.mark.parametrize(
    "forms",
    [
        "Problem Probleme Problems Problemen",
        "Konzern Konzerns Konzerne Konzernen",
        "Auto Autos",
        "Kuba Kubas",
        "Präsident Präsidenten Präsidentin Präsidentinnen",
        "Journalist Journalistinnen",
        "Ärztin Ärztinnen",
        "Ministerium Ministerien Ministeriums",
        "Zentrum Zentren",
        "Firma Firmen",
        "Risiko Risiken",
    ],
)
def test_the_forms_of_a_noun_have_one_stem(forms):
    assert len({chain("de").forms(form).stem for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["Studium Studie", "Konstantin konstant", "Christine Christ"])
def test_other_words_keep_a_stem_of_their_own(pair):
    one, other = (chain("de").forms(word).stem for word in pair.split())
    assert one != other


@pytest.mark.parametrize(
    ("word", "other"),
    [("Entrüstung", "Rüstung"), ("entspricht", "spricht"), ("hergerichtet", "Gericht")],
)
def test_a_prefix_is_no_part(engine, article, fill, find, word, other):
    fill(engine, [("1", article("prefixed", word)), ("1", article("Ente", "Entenbraten"))])
    assert find(engine, other) == []
    assert find(engine, "Ente") == ["Ente"]


def test_only_german_is_split():
    assert chain("en").forms("Waffengespräche").parts == ()


def test_the_dictionary_is_shipped():
    assert 45_000 <= len(dictionary()) <= 90_000


@settings(deadline=None)  # a time is no behaviour
@given(st.text(max_size=60))
def test_any_text_can_be_split(word):
    compound = split(word.casefold())
    assert len(compound.leaves) != 1
    assert set(compound.leaves) <= set(compound.pieces)


def test_a_hit_inside_a_compound_is_the_whole_compound(engine, article, fill, find):
    from corpus.text.spans import Span
    from index.hits.matching import Matcher
    from index.query.parser import parse

    text = "Die Rüstungsverhandlungen schreiten voran."
    fill(engine, [("1", article("a", text)), ("1", article("b", "Nur Rüstung allein"))])
    for query in ("Verhandlung", "Rüstungsverhandlung"):
        assert find(engine, query) == ["a"]
        hits = Matcher(parse(query)).hits(text, [Span(0, len(text))])
        assert [text[start:end] for start, end in hits] == ["Rüstungsverhandlungen"]
    assert find(engine, '"die Verhandlungen"') == []


def test_the_word_itself_ranks_above_compounds_with_it(engine, article, fill, find):
    fill(
        engine,
        [
            ("1", article("compound", "Heute beginnen Waffengespräche in Moskau")),
            ("1", article("word", "Heute beginnen Gespräche in Moskau")),
        ],
    )
    assert find(engine, "Gespräche") == ["word", "compound"]


def test_a_compound_finds_its_parts_near_each_other_but_does_not_exclude_them(
    engine, article, fill, find
):
    near = "Verhandlungen über die Rüstung"
    far = "Verhandlungen " + "und so weiter " * 5 + "Rüstung"
    fill(engine, [("1", article("near", near)), ("1", article("far", far))])
    assert find(engine, "Rüstungsverhandlungen") == ["near"]
    assert sorted(find(engine, "NOT Rüstungsverhandlungen")) == ["far", "near"]
