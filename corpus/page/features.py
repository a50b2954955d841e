"""What can be seen of one line by itself, weighed."""

from functools import lru_cache
from operator import mul
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

    `alone` says how much the line reads like article text (above 0) or not; `within` is what its
    own signs add among the others of its page, and `against` the one that speaks most against it.
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


_ALONE = tuple(ALONE.get(name, 0.0) for name in SHARES)
_WITHIN = tuple(WITHIN.get(name, 0.0) for name in SHARES)
_NO_SHARES = (0.0,) * (len(SHARES) - 1)


def _features(line: str) -> Features:
    words, found, flags, shares = signs(line)
    alone, within, lowest, against = _summed.get(flags) or _sums(flags)
    length = len(line)
    stopwords = 0.0
    if shares[:-1] == _NO_SHARES:  # many short lines
        strength = shares[-1]
        alone += strength * _ALONE[-1]
        least = strength * _WITHIN[-1]
        within += least
        if least < lowest:
            lowest, against = least, SHARES[-1]
    else:
        added = [*map(mul, shares, _WITHIN)]
        least = min(added)
        if least < lowest:
            lowest, against = least, SHARES[added.index(least)]
        alone += sum(map(mul, shares, _ALONE))
        within += sum(added)
        stopwords = shares[0] / 2
    sentence = flags & _SENTENCE != 0
    told = (
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
    return tuple.__new__(Features, told)  # half the time of a call of the class


_of_short = lru_cache(maxsize=1 << 14)(_features)


def features(line: str) -> Features:
    """Look at a line; the answers for short ones, which recur from page to page, are kept."""
    return _of_short(line) if len(line) <= _RECURRING else _features(line)
