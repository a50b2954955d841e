"""Mojibake is found where it is certain, and nowhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.canonical import canonical
from corpus.text.mojibake import mojibake

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
GERMAN = (
    "Für „große“ Lieferungen müßten Züge über die Brücke fahren – sagte Müller: »Das wäre schön.«"
    " Im Menü stand „MENÜ“, „SPASS“ und CAFÉ»; 5 °C, 20 € und 4 ½."
)
CLEAN = (
    GERMAN,
    "L’été dernier, à la « fête » d’où il était parti : « Ça va, Noël ? » – « Très bien. » CAFÉ»",
    "Türkiye’de şoför çok güldü; İstanbul’a geç kaldığı için özür diledi: “Öyle değil mi?”",
    "Tổng thống đã đến Hà Nội vào tối thứ Tư, và nói rằng “chúng tôi sẽ không quên ÂN NGHĨA ấy”.",
    "A manhã na região de São João: «AMANHû, disse ele. NÃO é “ILUSÔ… Pão, maçã, AVÓ».",
    "På Åland sade “Å” och »Ä« – “PÅ“ är “Å”.",
    "Er schrieb „fÃ¼r“ statt „für“, und das ist ein Zeichen für eine falsche Kodierung, sagte er.",
    'Programs that mix up encodings show "fÃ¼r", "Ã¤" or (â€œ) instead of letters.',
    "Plain text.",
    "",
)


def damaged(text, times=1):
    for _ in range(times):
        text = text.encode("utf-8").decode("cp1252", errors="replace")
    return canonical(text)


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_is_left_alone(text):
    assert mojibake(canonical(text)) is None


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name)
def test_the_samples_are_clean_and_are_repaired_when_damaged(path):
    text = canonical(path.read_text(encoding="utf-8"))
    assert mojibake(text) is None
    found = mojibake(damaged(text.replace("”", "“")))
    assert found
    assert found.repaired == text.replace("”", "“")


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_repair_gives_the_text_back_however_often_it_was_encoded(times):
    found = mojibake(damaged(GERMAN, times))
    assert found
    assert found.repaired == canonical(GERMAN)
    assert found.right == "Für"
    assert found.wrong == damaged("Für", times)
    assert mojibake(found.repaired) is None


def test_closing_quotation_marks_of_which_a_byte_was_lost():
    text = canonical("â€žDas gilt fÃ¼r michâ€\x9d, sagte er. â€žSchÃ¶n!â€\x9d")
    found = mojibake(text)
    assert found
    assert found.repaired == "„Das gilt für mich”, sagte er. „Schön!”"
    assert (found.wrong, found.right) == ("â€žDas", "Das")


def test_decomposed_letters_are_composed_again():
    found = mojibake("fuÌˆr die BruÌˆcke")
    assert found
    assert found.repaired == "für die Brücke"
    assert found.count == 2


def test_a_few_damaged_words_in_a_text_that_is_right_are_not_certain():
    assert mojibake(GERMAN + " fÃ¼r BrÃ¼cken") is None


@given(st.text(alphabet="aF ÃÂÄÅâ€ž™œ¼¤¶–“”\xa0ðŸ˜ü\n.", max_size=40))
def test_whatever_the_text_the_repair_is_canonical(raw):
    found = mojibake(canonical(raw))
    if found:
        assert found.count >= 2
        assert found.repaired == canonical(found.repaired)
