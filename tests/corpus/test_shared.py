"""The sentences that two articles share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.load import article_from
from corpus.stories.shared import shared_sentences
from corpus.text.canonical import canonical

LONG = (
    "Der Minister erklärte am Montag in Wien, die Verhandlungen über die Lieferung der Geschütze"
    " seien nach drei Tagen ohne ein Ergebnis zu Ende gegangen."
)
OTHERS = "Niemand hatte das zuvor für möglich gehalten. Die Opposition verlangte eine Erklärung."


def article(text):
    return article_from("a.txt", canonical(text))


def shared(one, other):
    first = article(one)
    return [first.text[start:end] for start, end in shared_sentences(first, article(other))]


def test_sentences_that_stand_in_both_are_given_in_order():
    one = f"Hier beginnt der erste Artikel allein.\n\n{OTHERS}\n\n{LONG}"
    other = f"{LONG}\n\nDer zweite Artikel hat anderes zu sagen. {OTHERS}"
    assert shared(one, other) == [*OTHERS.replace(". ", ".\n").split("\n"), LONG]


@pytest.mark.parametrize(
    "version",
    [
        LONG.title(),
        LONG.replace(" ", "\u00a0 "),
        LONG.replace("ü", "ue").replace("ä", "ae").replace(",", " –"),
        f"„{LONG}“",
        LONG.replace("Montag", "Dienstag"),
        LONG.replace("drei ", ""),
        LONG.replace("drei", "fast drei"),
        LONG.replace("Der", "Ein"),
        LONG.replace("gegangen", "gekommen"),
        f"BERLIN (dpa) – {LONG}",
    ],
)
def test_spelling_or_one_word_may_differ(version):
    assert shared(LONG, f"{OTHERS}\n\n{version}\n\n{OTHERS}") == [LONG]
    assert shared(version, LONG) == [canonical(version)]


@pytest.mark.parametrize(
    "version",
    [
        LONG.replace("Montag", "Dienstag").replace("drei", "vier"),
        LONG[: len(LONG) // 2] + ".",
        "Der Minister erklärte am Montag in Wien etwas ganz anderes, als alle erwartet hatten.",
        "",
    ],
)
def test_a_sentence_that_says_something_else_is_not_shared(version):
    assert shared(LONG, f"{OTHERS}\n\n{version}") == []


def test_very_short_sentences_are_left_out():
    assert shared(f"Das ist alles. {LONG}", f"Das ist alles. {LONG}") == [LONG]


def test_what_is_folded_is_not_compared():
    page = f"{LONG}\n\n{OTHERS}\n\nDeine E-Mail-Adresse wird nicht veröffentlicht."
    assert article(page).blocks[-1].folded
    assert shared(page, page) == [LONG, *OTHERS.replace(". ", ".\n").split("\n")]


WORDS = st.lists(
    st.sampled_from(["er", "kam", "nicht.", "Sie", "„ging“", "heim!\n\n", "Öl"]), max_size=40
)


@given(WORDS, WORDS)
def test_spans_are_sentences_in_order_whatever_the_texts_are(one, other):
    first, second = article(" ".join(one)), article(" ".join(other))
    sentences = [span for index in range(len(first.blocks)) for span in first.sentences_in(index)]
    found = shared_sentences(first, second)
    assert list(found) == [span for span in sentences if span in found]
    assert all(first.text[start:end].strip() for start, end in found)
    assert shared_sentences(first, second) == found


@given(WORDS)
def test_an_article_shares_with_itself_every_sentence_of_four_words(words):
    own = article(" ".join(words))
    sentences = [
        span
        for index, block in enumerate(own.blocks)
        if not block.folded
        for span in own.sentences_in(index)
    ]
    long_enough = [span for span in sentences if len(own.text[span.start : span.end].split()) > 3]
    assert list(shared_sentences(own, own)) == long_enough
