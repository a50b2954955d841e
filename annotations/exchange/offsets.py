"""How another program counts: found out from what it says stands where.

Programs count code points or UTF-16 units, a line end as one or two, a byte order mark or not, and
to the last character or behind it. Which of these a file means is tried on all of a source's
passages at once, and the reading that fits most of them is taken.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from msgspec import Struct

from annotations.exchange.claims import Claim
from corpus.text.canonical import canonical

_BOM = "\ufeff"
# Some programs count a line end that the file does not have.
_BEYOND = 2
_ELLIPSIS = ("…", "...")


class Rule(NamedTuple):
    """A way of counting; all false is ours."""

    utf16: bool = False
    crlf: bool = False
    bom: bool = False
    inclusive: bool = False

    @property
    def words(self) -> str:
        """What is special about it, "" for our own."""
        told = (
            (self.utf16, "in UTF-16 units"),
            (self.crlf, "with line ends as two characters"),
            (self.bom, "with the byte order mark as a character"),
            (self.inclusive, "with the last character included"),
        )
        return ", ".join(words for is_so, words in told if is_so)


class Counted(Struct, frozen=True):
    """A text with line feeds alone, and what of it other programs may count otherwise."""

    text: str
    had_bom: bool
    line_ends: tuple[int, ...]
    has_crlf: bool
    wide: tuple[int, ...]

    @classmethod
    def of(cls, raw: str) -> "Counted":
        """Keep a text as it was decoded."""
        had_bom = raw.startswith(_BOM)
        raw = raw.removeprefix(_BOM)
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        ends = tuple(found.start() for found in re.finditer("\n", text))
        has_crlf = "\r\n" in raw
        if has_crlf:
            breaks = re.findall("\r\n|\r|\n", raw)
            ends = tuple(at for at, found in zip(ends, breaks, strict=True) if found == "\r\n")
        wide = tuple(found.start() for found in re.finditer("[\U00010000-\U0010ffff]", text))
        return cls(text, had_bom, ends, has_crlf, wide)

    def reader(self, rule: Rule) -> "_Reader":
        """Return the function that turns numbers counted by a rule into ours."""
        doubled = sorted((*(self.line_ends * rule.crlf), *(self.wide * rule.utf16)))
        return _Reader(self.text, doubled, rule)


class _Reader:
    def __init__(self, text: str, doubled: Sequence[int], rule: Rule) -> None:
        self._length = len(text)
        self._doubled = doubled
        self._rule = rule
        # Where each character that counts twice begins, as the other program counts.
        self._theirs = [at + rule.bom + index for index, at in enumerate(doubled)]

    def span(self, claim: Claim) -> tuple[int, int] | None:
        """Return the slice that a claim means; `None` where there is none."""
        if claim.start is None or claim.end is None:
            return None
        start, end = self._ours(claim.start), self._ours(claim.end + self._rule.inclusive)
        if end <= self._length + _BEYOND:
            end = min(end, self._length)
        return (start, end) if 0 <= start < end <= self._length else None

    def _ours(self, number: int) -> int:
        passed = bisect_left(self._theirs, number)
        if passed and number == self._theirs[passed - 1] + 1:
            return self._doubled[passed - 1]
        return number - self._rule.bom - passed


def calibrate(counted: Counted, claims: Sequence[Claim], origin: str = "") -> tuple[Rule, bool]:
    """Find the rule by which the claims were counted, and whether quotes have told it.

    With quotes it is the rule by which most of them stand where they should. Without, it is the one
    by which the fewest passages begin or end within a word; ATLAS.ti counts a line end once.
    """
    rules = [Rule(*flags) for flags in product((False, True), repeat=4)]
    quoted = [claim for claim in claims if claim.annotation.quote and claim.start is not None]
    if quoted:
        hits = {rule: _hits(counted, quoted, rule) for rule in rules}
        best = max(rules, key=lambda rule: (hits[rule], -sum(rule)))
        if hits[best]:
            return best, True
    return _likeliest(counted, claims, origin), False


def _likeliest(counted: Counted, claims: Sequence[Claim], origin: str) -> Rule:
    """Return the rule of the standard, code points of the file, unless another fits much better."""
    by_standard = Rule(crlf=counted.has_crlf and "ATLAS" not in origin.upper())
    others = (
        Rule(*flags)
        for flags in product(
            {False, bool(counted.wide)},
            {by_standard.crlf, False},
            {False, counted.had_bom},
            (False, True),
        )
    )
    points = {rule: _fitting(counted, claims, rule) for rule in (by_standard, *others)}
    best = max(points, key=lambda rule: (points[rule], rule == by_standard, -sum(rule)))
    is_clear = points[best] > points[by_standard] + max(2, len(claims) // 2)
    return best if is_clear else by_standard


def _hits(counted: Counted, claims: Iterable[Claim], rule: Rule) -> int:
    reader = counted.reader(rule)
    return sum(says(counted.text, reader.span(claim), claim.annotation.quote) for claim in claims)


def says(text: str, span: tuple[int, int] | None, quote: str) -> bool:
    """Return whether a slice has the words of a quote, which may have been cut short."""
    if span is None:
        return False
    found, words = " ".join(text[slice(*span)].split()), " ".join(quote.split())
    if found == words:
        return True
    cut = next((words.removesuffix(dots) for dots in _ELLIPSIS if words.endswith(dots)), "")
    return bool(cut.strip()) and found.startswith(cut.strip())


def _fitting(counted: Counted, claims: Iterable[Claim], rule: Rule) -> int:
    """Score passages: more for ends at the ends of words, less for white space there."""
    text, reader = counted.text, counted.reader(rule)
    points = 0
    for claim in claims:
        if span := reader.span(claim):
            start, end = span
            points += 2 * (not _within_word(text, start)) + 2 * (not _within_word(text, end))
            points += (not text[start].isspace()) + (not text[end - 1].isspace())
    return points


def _within_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


class Canonical:
    """The canonical form of a text with line feeds alone, and where its positions are in it."""

    def __init__(self, text: str) -> None:
        self.text = canonical(text)
        self._raw = text
        self._lines: list[int] = []
        self._ours: list[int] = []
        if self.text != text:
            ours = start = 0
            # Normalising never reaches across a line feed.
            for line in text.split("\n"):
                self._lines.append(start)
                self._ours.append(ours)
                start += len(line) + 1
                ours += len(canonical(line)) + 1

    def position(self, at: int) -> int:
        """Return where a position of the text is in its canonical form."""
        if not self._lines:
            return at
        line = bisect_left(self._lines, at + 1) - 1
        return self._ours[line] + len(canonical(self._raw[self._lines[line] : at]))
