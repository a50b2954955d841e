"""A paste ends although its end mark never comes, and no whole paste is cut in two."""

import pytest

from tui.keys import paste_end
from tui.keys.paste_end import PasteEnd

START, END = "\x1b[200~", "\x1b[201~"


class Clock:
    """A clock that is put forward by hand."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(paste_end, "time", clock)
    return clock


def test_silence_ends_it_and_keys_are_keys_again(clock: Clock) -> None:
    paste = PasteEnd()
    assert paste.added(f"j{START}Kim") == f"j{START}Kim"
    clock.now += 1
    assert paste.added("") == ""
    clock.now += 1.5
    assert paste.added("") == END
    assert paste.added("") == ""
    assert paste.added("q") == "q"


def test_somebody_who_goes_on_typing_is_heard_after_a_while(clock: Clock) -> None:
    paste = PasteEnd()
    paste.added(f"{START}Kim")
    heard = []
    for _ in range(20):
        clock.now += 1
        heard.append(paste.added("q"))
    assert heard == ["q"] * 9 + [f"{END}q"] + ["q"] * 10


def test_a_slow_paste_stays_whole(clock: Clock) -> None:
    paste = PasteEnd()
    pieces = [START[:3], START[3:] + "x" * 50, *["y" * 50] * 30, "z" * 50 + END[:4], END[4:], "j"]
    for piece in pieces:
        clock.now += 1.9
        assert paste.added(piece) == piece
