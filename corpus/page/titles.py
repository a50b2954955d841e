"""Chooses the line of a page that is its title."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from operator import mul

from msgspec import Struct

from corpus.page.blocks import BlockKind
from corpus.page.features import Features
from corpus.page.signs import BIT
from corpus.page.weights import TITLE
from corpus.text.common_words import ANY

SIGNS = (
    "far above long text",
    "far above the article",
    "text before it",
    "no text before it",
    "some text before it",
    "date right below",
    "date below",
    "author or date line below",
    "prose right below",
    "text above",
    "links above",
    "one word",
    "a phrase of furniture",
    "shorter than 10",
    "shorter than 20",
    "shorter than 35",
    "shorter than 100",
    "stop words",
    "the article's words",
    "its frequent words",
    "stands there again",
)
"""The signs of a candidate's place, length and words; with them count these of `FLAGS`:"""

SHAPES = frozenset(
    (
        "ends with a stop",
        "ends with a colon",
        "ends with an exclamation mark",
        "starts in lower case",
        "bullet",
        "names of people",
        "date or time",
        "bar between parts",
        "link or address",
        "copyright sign",
    )
)

_SHORTEST, _LONGEST = 4, 220
_TEXT, _LONG_TEXT = 80, 140
_FURTHEST = 24
_SAMPLE = 600
_MOST_LINES = 60
_DEEPEST = 0.8
_SEARCHED = 20_000
_STEM = 5
_WORD = re.compile(r"\w{4,}")
_HEAD = (BlockKind.BYLINE, BlockKind.DATELINE)
_WEIGHTS = tuple(TITLE.get(name, 0.0) for name in SIGNS)
_MOST_BY_WORDS = sum(max(weight, 0.0) for weight in _WEIGHTS[-3:]) + 1e-6


class Page(Struct, frozen=True):
    """A page as the choice of a title needs it: its lines, and how much each is like the article.

    `first` and `last` are the ends of the stretch with most text, `passed` the share of the text
    above each line; `text` is the whole text, of which the lines may be only some.
    """

    text: str
    lines: Sequence[str]
    seen: Sequence[Features]
    weights: Sequence[float]
    passed: Sequence[float]
    first: int
    last: int


def choose_title(page: Page) -> int:
    """Return the index of the title line, or -1: the candidate whose signs add up to the most.

    Comparing words is slow: it is skipped for lines that could not win whatever their words are.
    """
    choosing = _Choosing(page)
    if len(choosing.places) < 2:  # as on most pages without furniture
        return choosing.places[0] if choosing.places else -1
    best, choice = -math.inf, -1
    shown = [(index, choosing.by_place(index)) for index in choosing.places]
    likely = [
        (_by_flags(page.seen[index].flags) + sum(map(mul, strengths, _WEIGHTS)), index, strengths)
        for index, strengths in shown
    ]
    for by_place, index, strengths in sorted(likely, key=_likeliest):
        if by_place + _MOST_BY_WORDS < best:
            break
        every = (*strengths, *choosing.by_words(index))
        score = _by_flags(page.seen[index].flags) + sum(map(mul, every, _WEIGHTS))
        if score > best or (score == best and index < choice):
            best, choice = score, index
    return choice


def _likeliest(candidate: tuple[float, int, object]) -> tuple[float, int]:
    score, index, _ = candidate
    return -score, index


@cache
def _by_flags(flags: int) -> float:
    return sum(TITLE.get(name, 0.0) for name in SHAPES if flags & BIT[name])


def candidates(page: Page) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Yield every line that may be the title, with the strength of each of `SIGNS`."""
    choosing = _Choosing(page)
    for index in choosing.places:
        yield index, (*choosing.by_place(index), *choosing.by_words(index))


class _Choosing:
    """The signs of the candidates of a page; `places` are their indexes."""

    def __init__(self, page: Page) -> None:
        text = [i for i, weight in enumerate(page.weights) if weight > 0]
        text = [i for i in text if page.seen[i].length >= _TEXT] or text or [page.first]
        self.places = [i for i in _above(text) if i <= page.last and _possible(page, i)]
        self._page = page
        self._long_text = [i for i in text if page.seen[i].length >= _LONG_TEXT] or text

    @cached_property
    def _around(self) -> "_Around":
        return _Around(self._page)

    @cached_property
    def _spoken(self) -> "_Spoken":
        return _Spoken(self._page)

    def by_place(self, index: int) -> tuple[float, ...]:
        """Return the strengths of all but the last three of `SIGNS`."""
        page, long_text = self._page, self._long_text
        seen, passed = page.seen[index], page.passed[index]
        below = bisect_right(long_text, index)
        distance = long_text[below] - index if below < len(long_text) else _FURTHEST
        length, above = seen.length, page.first - index
        return (
            distance / _FURTHEST if distance < _FURTHEST else 1.0,
            0.0 if above <= 0 else above / 60 if above < 60 else 1.0,
            passed,
            passed == 0,
            passed > 0.05,
            *self._around.signs(index),
            seen.words <= 1,
            seen.cue is not None,
            length < 10,
            10 <= length < 20,
            20 <= length < 35,
            35 <= length < 100,
            seen.stopwords * 2,
        )

    def by_words(self, index: int) -> tuple[float, float, float]:
        """Return the strengths of the last three of `SIGNS`."""
        page, line = self._page, self._page.lines[index]
        whole = page.text[:_SEARCHED]
        shared, often = _shared(line, self._spoken, 1 if page.weights[index] > 0 else 0)
        return shared, often, len(line) >= 8 and whole.find(line, whole.find(line) + 1) >= 0


def _above(text: Sequence[int]) -> list[int]:
    """Return the places of the lines with a line of text not far below."""
    above: list[int] = []
    reached = 0
    for place in text:
        above.extend(range(max(reached, place - _FURTHEST), place))
        reached = max(reached, place)
    return above


def _possible(page: Page, index: int) -> bool:
    """Whether the line is short, not deep in the text, and no paragraph of the article."""
    seen = page.seen[index]
    if not _SHORTEST <= seen.length <= _LONGEST:
        return False
    if page.passed[index] > _DEEPEST or seen.link:
        return False
    return not (seen.prose and page.weights[index] > 0 and index >= page.first)


class _Spoken:
    """The first 60 lines of text, and in how many of them a word occurs, by its first letters."""

    def __init__(self, page: Page) -> None:
        weighed = zip(page.lines, page.weights, strict=True)
        text = islice((line[:_SAMPLE] for line, weight in weighed if weight > 0), _MOST_LINES)
        self._lines = "\n".join(["", *text, ""]).lower()
        self._counts: dict[str, int] = {}

    def count(self, stem: str) -> int:
        """Count the lines in which a word begins with `stem`, the first letters of a word.

        Titles have few words: looking for each is faster than counting all.
        """
        known = self._counts.get(stem)
        if known is None:
            known = self._counts[stem] = self._count(stem)
        return known

    def _count(self, stem: str) -> int:
        lines, count = self._lines, 0
        at = lines.find(stem)
        while at >= 0:
            before = lines[at - 1]
            if not (before.isalnum() or before == "_"):
                word = _WORD.match(lines, at)
                if word and word[0][:_STEM] == stem and word[0] not in ANY:
                    count += 1
                    at = lines.index("\n", at)
            at = lines.find(stem, at + 1)
        return count


class _Around:
    """The lines above and below each line."""

    def __init__(self, page: Page) -> None:
        self._times = [seen.time for seen in page.seen]
        self._heads = [seen.cue is not None and seen.cue.kind in _HEAD for seen in page.seen]
        self._prose = [seen.prose for seen in page.seen]
        self._links = [seen.link for seen in page.seen]
        self._alone = [seen.alone for seen in page.seen]

    def signs(self, index: int) -> tuple[float, ...]:
        """Return the strengths from "date right below" to "links above"."""
        times = self._times[index + 1 : index + 5]
        above = self._alone[max(0, index - 10) : index]
        return (
            times[:1] == [True],
            True in times,
            True in self._heads[index + 1 : index + 6],
            self._prose[index + 1 : index + 2] == [True],
            max(0.0, sum(above) / len(above) + 1.5) if above else 0.0,
            sum(self._links[max(0, index - 6) : index]) / 6,
        )


def _shared(line: str, spoken: _Spoken, own: int) -> tuple[float, float]:
    """Return the shares of a line's words that the article uses too, and uses often.

    The line itself makes up `own` of the mentions.
    """
    words = [word[:_STEM] for word in _WORD.findall(line.lower()) if word not in ANY]
    if not words:
        return 0.0, 0.0
    counts = [spoken.count(word) for word in words]
    shared = sum(count > own for count in counts)
    return shared / len(words), sum(count > own + 2 for count in counts) / len(words)
