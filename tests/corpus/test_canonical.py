"""The canonical text: line breaks, invisible characters, normal form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.canonical import canonical, text_sha256

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    "separator",
    ["\r\n", "\r", "\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"],
)
def test_every_line_separator_becomes_a_line_feed(separator):
    assert canonical(f"eins{separator}zwei") == "eins\nzwei"


CONTROLS = ["\x00", "\x1b", "\x9b", "\x7f", "\u202e", "\u2066", "\u200f"]
EMPTY = [
    "\u00ad",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\ud800",
    "\udfff",
    "\ufdd0",
    "\uffff",
    "\U0010ffff",
]


@pytest.mark.parametrize("invisible", CONTROLS + EMPTY)
def test_invisible_controls_are_removed(invisible):
    assert canonical(f"Waf{invisible}fen") == "Waffen"


@pytest.mark.parametrize("kept", ["\t", "\xa0", "👩‍🚀", "🇩🇪", "न\u200cक", "„“»«", "한국", "\ue000"])
def test_what_a_reader_can_see_or_needs_is_kept(kept):
    assert canonical(f"a{kept}b") == f"a{kept}b"


def test_decomposed_umlauts_are_composed_even_across_a_removed_character():
    assert canonical("fu\u0308r u\u200b\u0308ber") == "für über"


@given(ANY_TEXT)
def test_canonical_is_idempotent_and_clean(text):
    result = canonical(text)
    assert canonical(result) == result
    assert unicodedata.is_normalized("NFC", result)
    assert not {c for c in result if unicodedata.category(c) == "Cc"} - {"\n", "\t"}
    assert len(result.splitlines()) <= result.count("\n") + 1
    assert len(text_sha256(result)) == 64


def test_the_hash_is_that_of_the_utf8_bytes():
    assert text_sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_sha256("für") != text_sha256("fur")
