"""Posting lists of few words and of many: the same, and what a plain count gives."""

from array import array
from collections import Counter, defaultdict
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.whoosh import few_words, many_words
from index.whoosh.noted_words import STEP, FieldTerms, NotedWords
from index.whoosh.posting_lists import parsed

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
def test_occurrences_beyond_what_a_list_can_count_are_left_out(make, monkeypatch):
    monkeypatch.setattr(make, "MOST", 3)
    terms_of = {letter: letter for letter in LETTERS}
    documents = [["aaaaab", "aa"], ["ab"]]
    lists = written(make, documents, terms_of, positioned=True)
    records = [parsed(term, have, memoryview(data), places=True) for term, have, data in lists]
    assert [list(record.counts) for record in records] == [[3, 1], [1, 1]]
    assert list(records[0].places)[:3] == [FIRST, FIRST + 1, FIRST + 2]
