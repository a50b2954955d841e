from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.hyphens import Hyphenate, hyphenate_by, hyphenation


@pytest.fixture(scope="module")
def german() -> Hyphenate:
    hyphenate = hyphenation("de")
    assert hyphenate is not None
    return hyphenate


def hyphenated(hyphenate: Hyphenate, word: str) -> str:
    return "-".join(word[a:b] for a, b in pairwise((0, *hyphenate(word), len(word))))


# The joints of compounds, umlauts, ß, sch and ck, which German keeps together.
@pytest.mark.parametrize(
    "word",
    [
        "Mi-li-tär-zu-sam-men-ar-beit",
        "Waf-fen-lie-fe-run-gen",
        "Si-cher-heits-ra-tes",
        "Staats-se-kre-tär",
        "Au-ßen-mi-nis-ter",
        "Ab-schre-ckungs-stra-te-gien",
        "nor-ma-ler-weise",
        "Schiff-fahrt",
        "Mitt-woch",
        "Nord-ko-rea",
    ],
)
def test_german_words_are_broken_as_german_does(german: Hyphenate, word: str) -> None:
    assert hyphenated(german, word.replace("-", "")) == word


def test_short_words_and_abbreviations_stay_whole(german: Hyphenate) -> None:
    assert german("Rede") == ()
    assert german("UNESCO") == ()


def test_each_language_has_its_own_rules_and_an_unknown_one_has_none() -> None:
    english = hyphenation("en")
    assert english is not None
    assert hyphenated(english, "government") == "gov-ern-ment"
    assert hyphenation("xx") is None
    assert hyphenation("") is None


def test_of_two_levels_the_first_finds_the_joint_and_the_second_sees_each_part_alone() -> None:
    hyphenate = hyphenate_by("# joints\nraum1schiff\nNEXTLEVEL\n.schi1\n1fahr\n")
    assert hyphenated(hyphenate, "Raumschifffahrt") == "Raum-schi-ff-fahrt"


@given(st.text(st.characters(categories=["L"]), max_size=40))
def test_no_word_is_broken_next_to_its_ends(word: str) -> None:
    hyphenate = hyphenation("de")
    assert hyphenate is not None
    for before, after in pairwise((0, *hyphenate(word), len(word))):
        assert after - before >= 2 or len(word) < 2
