"""Where two wordings of a passage differ, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from corpus.spans import Span

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


def differences(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The slices of each text that the other does not have at that place, in their order.

    Slices of nothing but white space are left out.
    """
    ours, theirs = _PIECES.findall(one), _PIECES.findall(other)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        list(_spans(ours, ((first, last) for _, first, last, _, _ in changed))),
        list(_spans(theirs, ((first, last) for *_, first, last in changed))),
    )


def _spans(pieces: list[str], changed: Iterator[tuple[int, int]]) -> Iterator[Span]:
    offset = done = 0
    for first, last in changed:
        offset += sum(map(len, pieces[done:first]))
        words = "".join(pieces[first:last])
        if words.strip():
            yield Span(offset, offset + len(words))
        offset, done = offset + len(words), last
