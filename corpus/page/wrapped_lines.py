"""The lines of a canonical text, those that were hard-wrapped joined: each is a block."""

import re
from collections.abc import Callable
from heapq import nlargest
from itertools import pairwise

from corpus.text.spans import Span
from corpus.text.undivided import whole

_BULLET = re.compile(r"[•▪◦‣●■*–—-]\s|\d{1,2}[.)]\s")
_SIGN = re.compile(r"[•▪◦‣●■*]\s")  # a dash or "3." may well begin a line inside a sentence
_SPACE = re.compile(r"\s")
_COLUMN, _NARROWEST, _WIDEST = 20, 40, 120
_WRAPS_NEEDED = 4
_HYPHENS = "-‐¬"
_DIVIDED = re.compile(rf"[{_HYPHENS}](?<=[^\W\d_].)[^\S\n]*\n\s*(?=[^\W\d_A-ZÄÖÜ])")
_DIVISIONS_NEEDED = 3
_LINES_TO_A_DIVISION = 12
_SHORT_LINE, _FULL_LINE = 0.65, 0.9
_STOPS = (".", "!", "?", ":", "…")
_CLOSING = "\"'”“’‘»«)]"
_UNBROKEN = 50  # lines without a space (addresses) that may be longer than the wrapped ones

_new = tuple.__new__  # half the time of a call of the class
_GoesOn = Callable[[Span, Span], bool]


def lines(text: str) -> list[Span]:
    """Return the spans of the blocks of a canonical text: its lines, hard-wrapped ones joined."""
    spans = _visible(text)
    goes_on = _wrapping(text, spans)
    return _join(text, spans, goes_on) if goes_on else spans


def _wrapping(text: str, spans: list[Span]) -> _GoesOn | None:
    """Find out how the text was hard-wrapped, and so when a line goes on in the next."""
    last = {text[end - 1] for _, end in spans}  # faster than the pattern
    divides = not last.isdisjoint(_HYPHENS) and _DIVIDED.search(text) is not None
    width = _wrap_width(text, spans, divided=divides)

    def forced(one: Span, two: Span) -> bool:
        return _forced(text, one, two, width) or (divides and is_divided(text, one, two))

    if width:
        return forced
    if not divides:
        return None
    adjacent = [(one, two) for one, two in pairwise(spans) if _adjacent(text, one, two)]
    divided = {one for one, two in pairwise(spans) if is_divided(text, one, two)}
    if (
        not _DIVISIONS_NEEDED
        <= len(divided)
        <= len(adjacent)
        <= (len(divided) * _LINES_TO_A_DIVISION)
    ):
        return lambda one, _two: one in divided
    # Lines of a narrow column, or set in a type whose letters are not equally wide.
    lengths = sorted(_length(span) for pair in adjacent for span in pair)
    usual = lengths[len(lengths) * 9 // 10]
    return lambda one, two: one in divided or flows(text, one, two, usual)


def flows(text: str, one: Span, two: Span, usual: int) -> bool:
    """Whether a paragraph goes on from a line to the next, in a column of lines of a usual length.

    It ends with a short line, if the next word had room in it, and with a sentence that ends in a
    line that is not quite full; an item of a list begins another.
    """
    if _BULLET.match(text, two.start):
        return False
    full = _length(one) / usual
    if ends_sentence(text[one.start : one.end]):
        return full >= _FULL_LINE
    return full >= _SHORT_LINE or _forced(text, one, two, usual)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return line.rstrip(_CLOSING).endswith(_STOPS)


def is_divided(text: str, one: Span, two: Span) -> bool:
    """Whether the first line ends with a hyphen and the next goes on in lower case."""
    return (
        text[one.end - 1] in _HYPHENS
        and text[one.end - 2 : one.end - 1].isalpha()
        and text[two.start].islower()
    )


def as_line(text: str, span: Span) -> str:
    """Return a block as one line, its words whole."""
    line = text[span.start : span.end]
    return whole(line).text.replace("\n", " ") if "\n" in line else line


def _visible(text: str) -> list[Span]:
    """Return the spans of all lines but blank ones, without the white space around them."""
    spans: list[Span] = []
    begin = 0
    for line in text.split("\n"):
        visible = line.strip()
        if visible:
            start = begin if visible[0] == line[0] else begin + line.index(visible[0])
            spans.append(_new(Span, (start, start + len(visible))))
        begin += len(line) + 1
    return spans


def _wrap_width(text: str, spans: list[Span], *, divided: bool) -> int:
    """Return the column at which the whole text was hard-wrapped, or 0 when it was not.

    Wrapped text breaks a line only where the next word would not have fitted. That must hold for
    nearly all breaks inside runs of lines, at the width of the longest line with a space in it.
    """
    longest = _longest_with_space(text, spans)
    if not (_COLUMN if divided else _NARROWEST) <= longest <= _WIDEST:
        return 0
    breaks = [
        _forced(text, one, two, longest)
        for one, two in pairwise(spans)
        if _adjacent(text, one, two)
    ]
    wrapped = sum(breaks)
    needed = 1 if divided else _WRAPS_NEEDED
    return longest if wrapped >= needed and wrapped * 10 >= len(breaks) * 8 else 0


def _longest_with_space(text: str, spans: list[Span]) -> int:
    """Return the length of the longest line with a space; 0 if the fifty longest have none."""
    start, end = max(spans, key=_length, default=(0, 0))
    if " " in text[start:end]:  # mostly
        return end - start
    for start, end in nlargest(_UNBROKEN, spans, key=_length):
        if " " in text[start:end]:
            return end - start
    return 0


def _length(span: Span) -> int:
    return span.end - span.start


def _adjacent(text: str, one: Span, two: Span) -> bool:
    return text.count("\n", one.end, two.start) == 1


def _forced(text: str, one: Span, two: Span, width: int) -> bool:
    """Whether the first word of a line had no room in the line above. Signs of a list never had."""
    if _SIGN.match(text, two.start):
        return False
    room = width - (one.end - one.start) - 1
    # The next word is longer than that, if none of so many letters is a space.
    return two.end - two.start > room and (
        room < 0 or not _SPACE.search(text, two.start, two.start + room + 1)
    )


def _join(text: str, spans: list[Span], goes_on: _GoesOn) -> list[Span]:
    joined = spans[:1]
    for before, span in pairwise(spans):
        # A word may go on beyond the blank lines where a page ended.
        is_adjacent = _adjacent(text, before, span) or is_divided(text, before, span)
        if is_adjacent and goes_on(before, span):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
