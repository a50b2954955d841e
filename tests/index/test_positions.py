"""Words in a row and near each other in very many places, beside stepping from place to place."""

from array import array
from bisect import bisect_right
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import many_positions
from index.ranking.positions import occurrences

LENGTH = 30  # of a document, and so much is left free behind it
PLACES = st.sets(st.integers(0, LENGTH - 1), max_size=15)


@st.composite
def asked(draw):
    """The beginnings of some documents, and of each word asked for the places of its terms."""
    starts = array("I", range(0, draw(st.integers(1, 6)) * 2 * LENGTH, 2 * LENGTH))
    terms = [
        array("I", [start + at for start in starts for at in sorted(draw(PLACES))])
        for _ in range(draw(st.integers(1, 4)))
    ]
    term = st.sampled_from(terms)
    steps = draw(st.lists(st.lists(term, min_size=1, max_size=2), min_size=2, max_size=4))
    return starts, steps


@given(asked(), st.integers(0, 12), st.integers(1, 80))
def test_many_places_are_counted_as_stepping_from_place_to_place_counts_them(given, slop, at_once):
    starts, steps = given
    merged = [sorted(set().union(*step)) for step in steps]
    found = occurrences(merged, slop) if all(merged) else []
    plain = Counter(bisect_right(starts, first) - 1 for first, *_ in found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_positions, "_AT_ONCE", at_once)
        counted = many_positions.counted(steps, slop, starts, lambda: None)
    assert counted == plain


def test_counting_can_be_ended_between_documents(monkeypatch):
    monkeypatch.setattr(many_positions, "_AT_ONCE", 10)
    starts = array("I", range(0, 6000, 60))
    places = array("I", [start + at for start in starts for at in range(10)])
    asked = []

    def check():
        asked.append(True)
        if len(asked) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        many_positions.counted([[places], [places]], 5, starts, check)
    assert len(asked) == 3
