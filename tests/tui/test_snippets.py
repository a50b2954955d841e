from corpus.text.spans import Span
from tui.text.snippets import snippet

TEXT = "Moskau erklärte, dass es die Unterstützung Pjöngjangs sehr schätze, und dankte dafür."


def spans(*words: str) -> list[Span]:
    return [Span(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]


def test_a_hit_near_the_front_leaves_the_passage_whole() -> None:
    pieces = snippet(TEXT, Span(0, len(TEXT)), spans("Moskau"), 80)
    assert "".join(text for text, _ in pieces) == TEXT
    assert [text for text, is_hit in pieces if is_hit] == ["Moskau"]


def test_a_late_hit_is_brought_into_sight_at_a_word() -> None:
    pieces = snippet(TEXT, Span(0, len(TEXT)), spans("schätze", "dankte"), 40)
    text = "".join(text for text, _ in pieces)
    assert text.startswith("… ")
    assert text.index("schätze") < 40
    assert TEXT[TEXT.index(text[2:]) - 1] == " "
    assert [text for text, is_hit in pieces if is_hit] == ["schätze", "dankte"]


def test_hits_of_other_passages_are_left_out() -> None:
    pieces = snippet(TEXT, Span(0, 20), spans("Moskau", "dankte"), 40)
    assert [text for text, is_hit in pieces if is_hit] == ["Moskau"]
