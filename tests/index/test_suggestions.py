import pytest

from index.engine import Suggestion
from index.phonetics import sound
from index.query import parse


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
    assert result.suggestions == (Suggestion("Peskov", "Peskow", 5),)


def test_a_word_that_is_found_or_still_typed_gets_no_suggestions(engine, article, fill):
    fill(engine, [("1", article(str(n), "Der Sprecher Peskow sagte")) for n in range(5)])
    assert engine.search(parse("Peskow")).suggestions == ()
    assert engine.search(parse("Pesko", typing=True)).suggestions == ()
    assert engine.search(parse("sagte -Peskov")).suggestions == ()
