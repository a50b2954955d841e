"""The lines at the foot of a screen."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.reader.topic_bar import fit_all, with_room


def test_names_that_fit_are_whole_and_of_others_the_longest_are_cut() -> None:
    assert fit_all(["arms deals", "summits"], 20) == ["arms deals", "summits"]
    assert fit_all(["arms deals", "summits"], 14) == ["arms d…", "summits"]


@given(st.lists(st.text("aä漢 ", min_size=1, max_size=30), max_size=9), st.integers(9, 60))
def test_cut_names_never_take_more_than_there_is(names: list[str], width: int) -> None:
    assert sum(map(cell_len, fit_all(names, width))) <= max(width, len(names))


def test_of_many_topics_a_line_names_those_that_count_here_and_then_the_first() -> None:
    names = ["arms deals", "summits", "sanctions", *(f"topic {number}" for number in range(27))]
    assert with_room(names[:3], [], 80) == [0, 1, 2]
    assert with_room(names, [], 80) == [0, 1, 2, 3, 4]
    assert with_room(names, [20], 80) == [0, 1, 2, 3, 20]
    assert len(with_room(names, [], 120)) > 5
