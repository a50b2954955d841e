"""Notes in the margin."""

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text.margin import Margin, Note


def note(
    line: int, *words: str, quote: str = "Putin besucht Kim in Pjöngjang", name: str = ""
) -> Note:
    return Note(name or str(line), line, "1*", quote, words)


def shown(notes: Sequence[Note], width: int = 20) -> list[str]:
    margin = Margin(notes, width)
    pieces = [margin.beside(line) for line in range(margin.height)]
    return [piece.text if piece else "" for piece in pieces]


def test_a_note_stands_beside_its_passage_under_the_words_that_it_is_about() -> None:
    assert shown([note(2, "Wer hat das bestätigt, und wann?")]) == [
        "",
        "",
        "1* “Putin besucht…”",
        "Wer hat das",
        "bestätigt, und wann?",
    ]


def test_the_lines_of_a_note_stay_lines() -> None:
    assert shown([note(0, "eins", "", "zwei")])[1:] == ["eins", "", "zwei"]


def test_a_note_without_room_beside_its_passage_stands_below_the_one_before() -> None:
    lines = shown([note(0, "eins"), note(1, "zwei"), note(1, "drei")])
    assert lines[0::2] == ["1* “Putin besucht…”", *["↑1* “Putin besucht…”"] * 2]
    assert lines[1::2] == ["eins", "zwei", "drei"]


def test_a_long_note_is_cut_before_it_pushes_the_next_one_down() -> None:
    long = " ".join(f"Wort{n}" for n in range(30))
    lines = shown([note(0, long), note(5, "kurz")])
    assert lines[5].startswith("1* ")
    assert lines[4].endswith("…")
    # The last one has all the room there is.
    assert shown([note(0, long)])[-1].endswith("Wort29")


WORDS = st.text("ab 漢e\u0301 👩‍🚀", max_size=60)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.lists(WORDS, max_size=4), WORDS), max_size=15),
    st.integers(12, 40),
)
@example(made=[(0, [], ""), (0, [], "\u200d\u200daaaa漢a")], width=12)
def test_no_note_hides_another_nor_leaves_the_margin(
    made: list[tuple[int, list[str], str]], width: int
) -> None:
    notes = [
        note(line, *words, quote=quote, name=str(at))
        for at, (line, words, quote) in enumerate(made)
    ]
    margin = Margin(notes, width)
    pieces = [(line, margin.beside(line)) for line in range(margin.height)]
    heads = [(line, piece.note) for line, piece in pieces if piece and piece.is_head]
    assert {head.mark for _, head in heads} == {each.mark for each in notes}
    assert [head.line for _, head in heads] == sorted(head.line for _, head in heads)
    for line, head in heads:
        assert line >= head.line
        assert margin.beside(line).text.startswith("↑") == (line > head.line)  # type: ignore[union-attr]
    for _, piece in pieces:
        assert piece is None or cell_len(piece.text) <= width
