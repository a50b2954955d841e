import pytest

from index.analysis.phonetics import sound
from index.engine import Suggestion
from index.query.parser import parse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("schoigu", "shoigu"),
        ("peskow", "peskov"),
        ("lawrow", "lavrov"),
        ("pjöngjang", "pyongyang"),
        ("selenskyj", "zelenskyy"),
        ("kiew", "kyiv"),
        ("wladiwostok", "vladivostok"),
        ("müller", "mueller"),
    ],
)
def test_transliterations_sound_alike(one, other):
    assert sound(one) == sound(other) != ""


def test_what_sounds_different_has_another_code():
    assert sound("wikipedia") == "3412"  # the example of the literature
    assert sound("breschnew") == "17863"
    assert len({sound("moskau"), sound("minsk"), sound("kiew"), sound("peking")}) == 4


def test_other_spellings_are_offered_but_not_merged(engine, article, fill):
    fill(engine, [("1", article(str(n), "Der Sprecher Peskow sagte")) for n in range(5)])
    result = engine.search(parse("Peskov sagte"))
    assert result.hits == ()
    assert result.suggestions == (Suggestion("Peskov", "Peskow", 5, "Peskow sagte"),)


def test_a_word_that_is_found_under_an_alias_gets_no_suggestions(engine, article, fill):
    fill(engine, [("1", article(str(n), "Der Minister Schoigu sagte")) for n in range(5)])
    assert engine.search(parse("Shoigu")).total == 5
    assert engine.search(parse("Shoigu")).suggestions == ()


def test_a_word_that_is_found_or_still_typed_gets_no_suggestions(engine, article, fill):
    fill(engine, [("1", article(str(n), "Der Sprecher Peskow sagte")) for n in range(5)])
    assert engine.search(parse("Peskow")).suggestions == ()
    assert engine.search(parse("Pesko", typing=True)).suggestions == ()
    assert engine.search(parse("sagte -Peskov")).suggestions == ()


def test_a_suggestion_is_the_whole_query_with_the_other_spelling(engine, article, fill):
    fill(engine, [("1", article(str(n), "Der Sprecher Dmitri Peskow sagte")) for n in range(4)])
    (offered,) = engine.search(parse('„Dmitri peskov“ -Putin title:"peskovs"')).suggestions
    assert offered.query == '„Dmitri peskow“ -Putin title:"peskovs"'
    assert engine.search(parse('"Dmitri peskow"')).total == 4


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Schojgu", "Schoigu"),
        ("Zelenskyy", "Selenskyj"),
        ("Vladivostok", "Wladiwostok"),
        ("Verhnadlung", "Verhandlung"),
        ("VVerhandlung", "Verhandlung"),
        ("Minsterium", "Ministerium"),
    ],
)
def test_transliterations_and_slips_lead_to_what_the_articles_have(
    engine, article, fill, typed, known
):
    names = "Schoigu Selenskyj Wladiwostok Verhandlung Ministerium und anderes"
    fill(engine, [("1", article(str(n), names)) for n in range(4)])
    assert known in [offered.spelling for offered in engine.search(parse(typed)).suggestions]


def test_of_the_inflections_of_a_name_one_is_offered(engine, article, fill):
    text = "Erdogan und Erdogans Minister, Erdogan"
    fill(engine, [("1", article(str(n), text)) for n in range(4)])
    offered = engine.search(parse("Erdogann")).suggestions
    assert [suggestion.spelling for suggestion in offered] == ["Erdogan"]
