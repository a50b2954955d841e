from tui.text.pointing import Presses, scroll_lines
from tui.text.units import Unit


def test_presses_at_one_place_select_ever_more() -> None:
    presses = Presses()
    times = (0.0, 0.2, 0.4, 0.6, 0.8)
    assert [presses.press((3, 4), time) for time in times] == [
        Unit.CHARACTER,
        Unit.WORD,
        Unit.SENTENCE,
        Unit.PARAGRAPH,
        Unit.PARAGRAPH,
    ]


def test_a_press_later_or_elsewhere_begins_anew() -> None:
    presses = Presses()
    presses.press((3, 4), 0.0)
    assert presses.press((3, 4), 2.0) is Unit.CHARACTER
    assert presses.press((5, 4), 2.1) is Unit.CHARACTER
    assert presses.press((5, 4), 2.2) is Unit.WORD


def test_a_held_mouse_scrolls_faster_the_farther_and_the_longer_it_is_away() -> None:
    assert scroll_lines(0, 20, 0) == scroll_lines(19, 20, 50) == 0
    assert scroll_lines(-1, 20, 0) == -1
    assert scroll_lines(20, 20, 0) == 1
    assert scroll_lines(23, 20, 0) == 4
    assert scroll_lines(23, 20, 30) > scroll_lines(23, 20, 0)
    assert scroll_lines(-400, 20, 4000) == -scroll_lines(400, 20, 4000) > -20
