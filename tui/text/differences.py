"""Where two wordings of a passage differ, word by word."""

import re
from collections.abc import Iterator

from corpus.text.spans import Span

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


def differences(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Return the slices of each text that the other lacks at that place, in order.

    Slices of white space alone are left out.
    """
    # Not difflib, which takes minutes where the same words come again and again.
    from rapidfuzz.distance import LCSseq

    ours, theirs = _PIECES.findall(one), _PIECES.findall(other)
    codes = LCSseq.opcodes(ours, theirs)
    changed = [code for code in codes if code.tag != "equal"]
    return (
        list(_spans(ours, ((code.src_start, code.src_end) for code in changed))),
        list(_spans(theirs, ((code.dest_start, code.dest_end) for code in changed))),
    )


def _spans(pieces: list[str], changed: Iterator[tuple[int, int]]) -> Iterator[Span]:
    offset = done = 0
    for first, last in changed:
        offset += sum(map(len, pieces[done:first]))
        words = "".join(pieces[first:last])
        if words.strip():
            yield Span(offset, offset + len(words))
        offset, done = offset + len(words), last
