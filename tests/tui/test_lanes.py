"""The gutter: in it one sees where each passage begins and ends."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from corpus.load import article_from
from corpus.text.spans import Span
from tui.text.lanes import Lanes
from tui.text.layout import Layout, lay_out
from tui.text.marks import Mark, Marks

TEXT = "\n".join(["word " * 7 + "word"] * 12)
SYMBOLS = {"arms": "1", "summits": "2", "other": "•"}


def laid_out() -> Layout:
    article = article_from("made.txt", TEXT)
    return lay_out(article.undivided, article.blocks, 40)


LAYOUT = laid_out()


def on_lines(first: int, last: int, *topics: str, note: bool = False, sure: bool = True) -> Mark:
    span = Span(LAYOUT.lines[first].start, LAYOUT.lines[last].end)
    return Mark(f"{first}-{last}-{topics}", span, topics, note, sure)


def gutter(marks: Sequence[Mark], width: int = 4) -> list[str]:
    lanes = Lanes(Marks(marks).marks, LAYOUT, SYMBOLS, width)
    cells = [lanes.beside(line) for line in range(len(LAYOUT.lines))]
    return ["".join(sign.text if sign else " " for sign in line) for line in cells]


def test_a_passage_shows_its_first_line_its_last_and_those_between() -> None:
    assert gutter([on_lines(2, 4, "arms")])[1:6] == ["    ", "   1", "   │", "   ╵", "    "]


def test_three_that_overlap_each_have_their_own_lane() -> None:
    marks = [on_lines(0, 6, "arms"), on_lines(2, 4, "summits"), on_lines(4, 8, "arms")]
    assert gutter(marks)[:9] == [
        "   1",
        "   │",
        "  2│",
        "  ││",
        " 1╵│",
        " │ │",
        " │ ╵",
        " │  ",
        " ╵  ",
    ]


def test_every_topic_is_named_then_the_note_and_an_unsure_place_before() -> None:
    assert gutter([on_lines(0, 0, "summits", "arms", note=True)])[0] == " 12*"
    assert gutter([on_lines(0, 2, "arms", note=True, sure=False)])[:3] == [" ?1*", "  │ ", "  ╵ "]
    assert gutter([on_lines(0, 0)])[0] == "   *"


def test_what_is_only_suggested_looks_like_no_passage() -> None:
    span = Span(LAYOUT.lines[2].start, LAYOUT.lines[4].end)
    offered = Mark("", span, ("summits", "arms"), False, True, is_suggested=True)
    assert gutter([offered])[1:6] == ["    ", " ·12", " ┊  ", " ┊  ", "    "]
    assert gutter([on_lines(0, 4, "arms"), offered])[2:5] == ["·12│", "┊  │", "┊  ╵"]


def test_it_says_when_there_is_more_than_it_has_room_for() -> None:
    marks = [on_lines(0, end, "arms") for end in (2, 4, 6, 8, 10)]
    assert gutter(marks)[0] == "+111"
    assert gutter(marks)[2:4] == ["+│││", "││││"]


LINES = st.tuples(st.integers(0, 11), st.integers(0, 11)).map(sorted)


@given(st.lists(st.tuples(LINES, st.booleans(), st.booleans()), max_size=12))
def test_no_sign_ever_hides_another(made: list[tuple[list[int], bool, bool]]) -> None:
    marks = [
        Mark(
            str(at),
            Span(LAYOUT.lines[first].start, LAYOUT.lines[last].end),
            ("arms",),
            note,
            sure,
        )
        for at, ((first, last), note, sure) in enumerate(made)
    ]
    lanes = Lanes(Marks(marks).marks, LAYOUT, SYMBOLS, 100)
    for mark in marks:
        first = LAYOUT.line_of(mark.span.start)
        last = LAYOUT.line_of(mark.span.end - 1)
        for line in range(len(LAYOUT.lines)):
            signs = [sign.text for sign in lanes.beside(line) if sign and sign.mark == mark.id]
            if line == first:
                wanted = ["?"] * (not mark.is_sure) + ["1"] + ["*"] * mark.has_note
                assert signs == wanted
            elif first < line <= last:
                assert signs == ["╵" if line == last else "│"]
            else:
                assert signs == []
