from hypothesis import given
from hypothesis import strategies as st

from tui.jump_list import JumpList, Place

A, B, C, D = (Place("a.txt", 10), Place("b.txt", 0), Place("a.txt", 500), Place("c.txt", 7))


def test_one_goes_back_jump_by_jump_and_forward_again() -> None:
    jumps = JumpList()
    jumps.leave(A)
    jumps.leave(B)
    assert jumps.back(C) == B
    assert jumps.back(B) == A
    assert jumps.back(A) is None
    assert jumps.forward(A) == B
    assert jumps.forward(B) == C
    assert jumps.forward(C) is None


def test_a_new_jump_forgets_what_was_ahead() -> None:
    jumps = JumpList()
    jumps.leave(A)
    jumps.leave(B)
    assert jumps.back(C) == B
    jumps.leave(B)
    assert jumps.forward(D) is None
    assert jumps.back(D) == B
    assert jumps.back(B) == A


def test_the_place_before_the_last_jump_is_a_jump_away_in_both_directions() -> None:
    jumps = JumpList()
    jumps.leave(A)
    assert jumps.previous == A
    assert jumps.back(B) == A
    assert jumps.previous == B


PLACES = st.builds(Place, st.sampled_from("ab"), st.integers(0, 3))


@given(st.lists(st.tuples(st.sampled_from(["jump", "back", "forward"]), PLACES), max_size=40))
def test_going_back_and_forward_ends_where_it_began(steps: list[tuple[str, Place]]) -> None:
    jumps = JumpList()
    here = Place("a", 0)
    for what, there in steps:
        if what == "jump":
            jumps.leave(here)
            here = there
        elif what == "back" and (before := jumps.back(here)) is not None:
            assert before != here
            assert jumps.forward(before) == here
            assert jumps.back(here) == before
            here = before
        elif what == "forward" and (after := jumps.forward(here)) is not None:
            here = after
