"""Posting lists of few words and of many: the same, and what a plain count gives."""

from array import array
from collections import Counter, defaultdict
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.whoosh import few_words, many_words
from index.whoosh.noted_words import STEP, FieldTerms, NotedWords
from index.whoosh.posting_lists import (
    NARROW_COUNTS,
    NARROW_NUMBERS,
    concatenated,
    parsed,
    written_narrow,
)

LETTERS = "abcdefgh"
DOCUMENTS = st.lists(st.lists(st.text(LETTERS, max_size=30), max_size=4), max_size=6)
# Each letter is a word; what stands for it: nothing, itself, or others too.
TERMS = st.fixed_dictionaries({letter: st.text("äabcx", max_size=3) for letter in LETTERS})
FIRST, NUMBER = 5 << STEP, 7


def noted(documents):
    """Note documents of runs of words, two steps apart and as if in two languages."""
    texts = [NotedWords(), NotedWords()]
    for nth, runs in enumerate(documents):
        place = FIRST + (2 * nth << STEP)
        for run in runs:
            texts[nth % 2].add(run, place)
            place += len(run) + 10
    return texts, array("I", (NUMBER + step // 2 for step in range(2 * len(documents))))


def field_of(texts, terms_of):
    field = FieldTerms()
    for text in texts:
        terms = field.of(text)
        for word in text.ids:
            terms.note(dict.fromkeys(terms_of[word]))
    return field


def written(make, documents, terms_of, *, positioned):
    texts, numbers = noted(documents)
    lists = make.posting_lists(field_of(texts, terms_of), numbers, FIRST, positioned=positioned)
    return [(term, having, bytes(record)) for term, having, record in lists]


@given(DOCUMENTS, TERMS, st.booleans())
def test_few_and_many_words_give_the_same_lists(documents, terms_of, positioned):
    few, many = (
        written(make, documents, terms_of, positioned=positioned)
        for make in (few_words, many_words)
    )
    assert few == many
    assert [term for term, _, _ in few] == sorted({term for term, _, _ in few})


@given(DOCUMENTS, TERMS)
def test_each_term_is_in_the_documents_whose_words_have_it(documents, terms_of):
    expected = defaultdict(Counter)
    for nth, runs in enumerate(documents):
        for word in chain.from_iterable(runs):
            for term in set(terms_of[word]):
                expected[term][NUMBER + nth] += 1
    found = {
        term.decode(): parsed(term, having, memoryview(record), places=True)
        for term, having, record in written(many_words, documents, terms_of, positioned=True)
    }
    counts = {
        term: dict(zip(record.numbers, record.counts, strict=True))
        for term, record in found.items()
    }
    assert counts == expected
    for term, record in found.items():
        assert list(record.places) == sorted(record.places), term


@pytest.mark.parametrize("make", [few_words, many_words])
@pytest.mark.parametrize("number", [7, NARROW_NUMBERS - 1, NARROW_NUMBERS + 1])
@pytest.mark.parametrize("most", [NARROW_COUNTS, NARROW_COUNTS + 1])
def test_numbers_and_counts_of_any_size_are_read_as_they_were(make, number, most):
    text, field = NotedWords(), FieldTerms()
    for nth, times in enumerate((1, 2, most)):
        text.add(["a"] * times, FIRST + (nth << STEP))
    field.of(text).note(["a"])
    numbers = array("I", [number, number + 1, number + 2])
    ((term, having, data),) = make.posting_lists(field, numbers, FIRST, positioned=True)
    record = parsed(term, having, memoryview(data), places=True)
    assert list(record.numbers) == list(numbers)
    assert list(record.counts) == [1, 2, most]
    assert len(record.places) == 3 + most


@given(st.lists(st.lists(st.tuples(st.sampled_from([1, 300]), st.integers(0, 2)), min_size=1)))
def test_lists_of_segments_are_joined_however_wide_they_are(segments):
    numbers, counts, places, parts = array("I"), array("H"), array("I"), []
    for segment in filter(None, segments):
        here = array("I"), array("H"), array("I")
        for count, gap in segment:
            here[0].append((numbers[-1] if numbers else 0) + 1 + gap * NARROW_NUMBERS)
            here[1].append(count)
            here[2].extend(range(len(places), len(places) + count))
            numbers.append(here[0][-1])
            counts.append(count)
            places.extend(here[2][-count:])
        _, having, data = written_narrow(b"term", *here)
        parts.append((having, memoryview(data)))
    if parts:
        term, having, data = concatenated(b"term", parts, positioned=True)
        record = parsed(term, having, memoryview(data), places=True)
        assert [*map(list, record)] == [list(numbers), list(counts), list(places)]


@pytest.mark.parametrize("make", [few_words, many_words])
def test_occurrences_beyond_what_a_list_can_count_are_left_out(make, monkeypatch):
    monkeypatch.setattr(make, "MOST", 3)
    terms_of = {letter: letter for letter in LETTERS}
    documents = [["aaaaab", "aa"], ["ab"]]
    lists = written(make, documents, terms_of, positioned=True)
    records = [parsed(term, have, memoryview(data), places=True) for term, have, data in lists]
    assert [list(record.counts) for record in records] == [[3, 1], [1, 1]]
    assert list(records[0].places)[:3] == [FIRST, FIRST + 1, FIRST + 2]
