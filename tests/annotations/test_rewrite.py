"""The bytes of a file come back exactly, or it is known that they cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.rewrite import Rewrite, rewrite

DATA = st.one_of(st.none(), st.binary(max_size=12), st.text("ab\n", max_size=30).map(str.encode))


@given(before=DATA, after=DATA, other=DATA)
def test_it_goes_both_ways_and_fits_nothing_else(
    before: bytes | None, after: bytes | None, other: bytes | None
) -> None:
    made = rewrite(before, after)
    assert made.fits(before)
    assert made.on(before) == after
    assert made.inverse().on(after) == before
    assert made.fits(other) is (other == before)
    assert made.is_made(other) is (other == after)


def test_little_of_a_large_file_is_kept() -> None:
    before = b"".join(b"line %d\n" % number for number in range(100_000))
    after = before.replace(b"line 50000\n", b"another\n")
    made = rewrite(before, after)
    assert len(made.old) + len(made.new) < 30
    assert made.on(before) == after


def test_a_damaged_record_makes_no_wrong_file() -> None:
    made = rewrite(b"before", b"after")
    wrong = Rewrite(made.before, made.after, made.start, made.old, b"wrong")
    with pytest.raises(ValueError, match="damaged"):
        wrong.on(b"before")
