"""Sketches: what changes them, and what does not."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.load import article_from
from corpus.stories.sketches import SKETCH_HASHES, sketch, sketch_hashes
from corpus.text.canonical import canonical

WORDS = [f"{start}{end}" for start in ("grün", "weiß", "fahr", "bröt") for end in "abcdefghijklmno"]


def prose(count, seed=1):
    dice = random.Random(seed)
    words = [dice.choice(WORDS) for _ in range(count)]
    sentences = [" ".join(words[at : at + 12]).capitalize() + "." for at in range(0, count, 12)]
    return " ".join(sentences)


def sketch_of(text):
    return sketch(article_from("a.txt", canonical(text)))


@pytest.mark.parametrize(
    "other_spelling",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("ü", "ue").replace("ö", "oe").replace("ß", "ss"),
        lambda text: text.replace(". ", "!“\n\n»"),
        lambda text: text.replace(" ", "\u00a0"),
    ],
    ids=["NFD", "spelt out", "punctuation", "no-break"],
)
def test_spelling_and_punctuation_do_not_change_a_sketch(other_spelling):
    text = prose(200)
    assert sketch_of(text)
    assert sketch_of(other_spelling(text)) == sketch_of(text)


def test_page_furniture_is_not_in_a_sketch():
    text = f"Ein Titel\n\n{prose(200)}\n"
    furniture = "\nSchreibe einen Kommentar\n\nDeine E-Mail-Adresse wird nicht veröffentlicht.\n"
    article = article_from("a.txt", text + furniture)
    assert article.blocks[-1].folded
    assert sketch(article) == sketch_of(text)


@pytest.mark.parametrize("text", ["", "\n", "–…“", "Nur ein Satz steht hier.", "Nein! " * 5000])
def test_a_text_with_little_to_compare_has_no_sketch(text):
    assert sketch_of(text) == b""


def test_a_sketch_stays_small_however_long_the_text_is():
    assert len(sketch_of(prose(100_000))) == 4 * SKETCH_HASHES


@given(st.integers(60, 600), st.integers(1, 600), st.integers())
def test_a_longer_text_keeps_the_hashes_of_what_it_holds(count, more, seed):
    part = prose(count, seed)
    held = sketch_hashes(sketch_of(part))
    whole = sketch_hashes(sketch_of(f"{part} {prose(more, seed + 1)}"))
    assert list(whole) == sorted(set(whole))
    assert SKETCH_HASHES >= len(whole) >= len(held) > 0
    assert {hash_ for hash_ in held if hash_ <= whole[-1]} <= set(whole)
    assert sketch_hashes(sketch_of(part)) == held
