"""The signs of one line by itself, weighed."""

from functools import lru_cache
from typing import NamedTuple

from corpus.page.blocks import BlockKind
from corpus.page.cues import Cue
from corpus.page.signs import BIT, FLAGS, SHARES, signs
from corpus.page.weights import ALONE, ALONE_BASE, WITHIN

# Longer lines seldom come twice, and would be kept for nothing.
_RECURRING = 160
_BULLET = BIT["bullet"]
_CAPITALS = BIT["all in capitals"]
_NAMES = BIT["names of people"]
_TIMES = BIT["date or time"] | BIT["speaker"]
_SENTENCE = (
    BIT["ends with a stop"]
    | BIT["ends with an exclamation mark"]
    | BIT["ends with a question mark"]
    | BIT["ends with a colon"]
    | BIT["breaks off"]
)


class Features(NamedTuple):
    """A line by itself. `stopwords` is the share of its words that are stop words, at most 0.5.

    `alone` says how much the line reads like article text (above 0) or not; `within` is the weight
    of its own signs among the other lines of its page, and `against` the sign most against it.
    """

    length: int
    words: int
    stopwords: float
    sentence: bool  # ends like one
    prose: bool  # reads like a paragraph of an article
    flags: int  # its signs (`corpus.page.signs.BIT`)
    cue: Cue | None
    link: bool
    time: bool
    alone: float
    within: float
    against: str

    @property
    def bullet(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return bool(self.flags & _BULLET)

    @property
    def capitals(self) -> bool:
        """Whether it has no lower-case letter."""
        return bool(self.flags & _CAPITALS)

    @property
    def names(self) -> bool:
        """Whether it is nothing but names of people."""
        return bool(self.flags & _NAMES)


class _Sums(NamedTuple):
    alone: float
    within: float
    lowest: float
    against: str


_summed: dict[int, _Sums] = {}


def _sums(flags: int) -> _Sums:
    names = [name for name in FLAGS if flags & BIT[name]]
    against = min(names, key=lambda name: WITHIN.get(name, 0.0))
    sums = _Sums(
        alone=ALONE_BASE + sum(ALONE.get(name, 0.0) for name in names),
        within=sum(WITHIN.get(name, 0.0) for name in names),
        lowest=WITHIN.get(against, 0.0),
        against=against,
    )
    _summed[flags] = sums
    return sums


# One for each of `SHARES`; written out below, as every line of every page comes through there.
_ALONE = tuple(ALONE.get(name, 0.0) for name in SHARES)
_WITHIN = tuple(WITHIN.get(name, 0.0) for name in SHARES)
_A1, _A2, _A3, _A4, _A5 = _ALONE
_W1, _W2, _W3, _W4, _W5 = _WITHIN


def _features(line: str) -> Features:
    words, found, flags, (stops, reader, telling, site, capitals) = signs(line)
    alone, within, lowest, against = _summed.get(flags) or _sums(flags)
    length = len(line)
    stopwords = stops / 2
    if stops or reader or telling or site:
        added = (stops * _W1, reader * _W2, telling * _W3, site * _W4, capitals * _W5)
        one, two, three, four, five = added
        alone += stops * _A1 + reader * _A2 + telling * _A3 + site * _A4 + capitals * _A5
        within += one + two + three + four + five
        least = min(added)
        if least < lowest:
            lowest, against = least, SHARES[added.index(least)]
    else:  # many short lines
        alone += capitals * _A5
        least = capitals * _W5
        within += least
        if least < lowest:
            lowest, against = least, SHARES[-1]
    sentence = flags & _SENTENCE != 0
    seen = (
        length,
        words,
        stopwords,
        sentence,
        stopwords >= 0.15 and (length >= 160 or (length >= 60 and sentence)),
        flags,
        found,
        found is not None and found.kind is BlockKind.FURNITURE,
        length < 80 and flags & _TIMES != 0,
        alone,
        within,
        against if lowest < 0 else "nothing for it",
    )
    return tuple.__new__(Features, seen)  # half the time of a call of the class


_of_short = lru_cache(maxsize=1 << 14)(_features)


def features(line: str) -> Features:
    """Judge a line by itself; results for short lines, which recur across pages, are cached."""
    return _of_short(line) if len(line) <= _RECURRING else _features(line)
