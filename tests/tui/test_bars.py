"""The lines at the foot of a screen."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.bars import fit_all


def test_names_that_fit_are_whole_and_of_others_the_longest_are_cut() -> None:
    assert fit_all(["arms deals", "summits"], 20) == ["arms deals", "summits"]
    assert fit_all(["arms deals", "summits"], 14) == ["arms d…", "summits"]


@given(st.lists(st.text("aä漢 ", min_size=1, max_size=30), max_size=9), st.integers(9, 60))
def test_cut_names_never_take_more_than_there_is(names: list[str], width: int) -> None:
    assert sum(map(cell_len, fit_all(names, width))) <= max(width, len(names))
