"""MarkedRows rows of a list: single ones, all, none, the others, a range."""

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.marked_rows import MarkedRows

ROWS = ["a", "b", "c", "d", "e"]


def test_a_range_goes_from_the_row_marked_last_in_either_direction() -> None:
    marking: MarkedRows[str] = MarkedRows()
    marking.toggle("d")
    marking.through(ROWS, "b")
    assert marking.marked == {"b", "c", "d"}
    marking.through(ROWS, "e")
    assert marking.marked == {"b", "c", "d", "e"}


def test_a_range_from_a_row_that_is_not_listed_is_the_row_alone() -> None:
    marking: MarkedRows[str] = MarkedRows()
    marking.toggle("gone")
    marking.through(ROWS, "c")
    assert marking.marked == {"gone", "c"}


def test_all_again_is_none_and_what_is_not_listed_stays() -> None:
    marking: MarkedRows[str] = MarkedRows()
    marking.toggle("elsewhere")
    marking.toggle("a")
    marking.all_or_none(ROWS)
    assert marking.marked == {"elsewhere", *ROWS}
    marking.all_or_none(ROWS)
    assert marking.marked == {"elsewhere"}


@given(st.sets(st.sampled_from(ROWS)))
def test_inverting_marks_exactly_the_others(marked: set[str]) -> None:
    marking: MarkedRows[str] = MarkedRows()
    for row in marked:
        marking.toggle(row)
    marking.invert(ROWS)
    assert marking.marked == set(ROWS) - marked
    marking.clear()
    assert not marking.marked
