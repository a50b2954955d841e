"""The sentences that satisfy a query each by themselves."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.spans import Span
from index.hits.sieve import Sieve, fields_in, without_negations
from index.query.aliases import Aliases
from index.query.parser import parse

TEXT = (
    "Nordkorea liefert Munition. Putin besucht Kim. Die Waffenlieferung verstößt gegen Sanktionen. "
    "Kim traf Putin ohne Waffen. Waffen und Lieferung."
)
SENTENCES = [Span(*found.span()) for found in re.finditer(r"[^.]+\.", TEXT)]


def sifted(query, text=TEXT, pieces=SENTENCES, aliases=()):
    sieve = Sieve(parse(query), Aliases(aliases), "de", "de")
    return sieve.sift(text, pieces)


def numbers(query, **options):
    return [SENTENCES.index(each.span) for each in sifted(query, **options)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Kim", [1, 3]),
        ("Kim Waffen", [3]),
        ("Waffen Munition", []),
        ("Waffen OR Munition", [0, 2, 3, 4]),
        ("(Kim OR Nordkorea) (Waffen OR Munition)", [0, 3]),
        ("(Kim Waffen) OR (Nordkorea Munition)", [0, 3]),
        ("Kim -Waffen", [1]),
        ("Waffen -(Kim OR Sanktionen)", [4]),
        ("-Waffen", []),
        ('"Putin besucht"', [1]),
        ('"Kim Putin"~1', [1, 3]),
        ('"Munition Putin"', []),
        ("liefer*", [0, 4]),
        ("*lieferung*", [2, 4]),
        ("Munitoinn~", []),
        ("Munitio~", [0]),
        ("Waffenlieferung", [2, 4]),
        ("die Munition", [0]),
        ("title:Anderes Kim", [1, 3]),
        ("title:Kim OR Munition", [0]),
        ("", []),
    ],
)
def test_each_sentence_satisfies_the_query_by_itself(query, wanted):
    assert numbers(query) == wanted


def test_a_word_in_two_alternatives_counts_for_both():
    text = "Kim trifft Xi. Kim trifft Putin."
    pieces = [Span(0, 14), Span(15, 32)]
    assert [each.span for each in sifted("(Kim Xi) OR (Kim Putin)", text, pieces)] == pieces


def test_hits_are_told_and_spellings_of_a_name_are_found():
    text = "Die DVRK liefert."
    aliases = [("Nordkorea", "DVRK")]
    (found,) = sifted("Nordkorea liefer*", text, [Span(0, len(text))], aliases)
    assert [text[start:end] for start, end in found.hits] == ["DVRK", "liefert"]


def test_what_an_article_must_match_leaves_negations_out():
    assert without_negations(parse("Kim Putin -Waffen").root) == parse("Kim Putin").root
    assert without_negations(parse("-Kim").root) is None
    assert without_negations(parse("Kim OR -Waffen").root) is None


def test_what_is_asked_of_the_whole_article_is_told():
    names = [field.name for field in fields_in(parse("Kim -(title:Putin OR date:2024)").root)]
    assert names == ["title", "date"]


words = st.sampled_from(["Kim", "Putin", "Waffen", "Nordkorea", "Sanktionen"])
queries = st.recursive(
    words,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        inner.map(lambda query: f"-({query})"),
    ),
    max_leaves=6,
)


@settings(deadline=None)  # a time is no behaviour
@given(queries)
def test_and_or_not_are_what_they_are_of_sets(query):
    """A query and its negation part the sentences that some other word is in."""
    every = set(numbers("Kim OR Putin OR Waffen OR Nordkorea OR Munition"))
    found = set(numbers(f"(Kim OR Putin OR Waffen OR Nordkorea OR Munition) ({query})"))
    rest = set(numbers(f"(Kim OR Putin OR Waffen OR Nordkorea OR Munition) -({query})"))
    assert found | rest == every
    assert not found & rest
