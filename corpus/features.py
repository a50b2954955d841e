"""What can be seen of one line by itself."""

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.blocks import BlockKind
from corpus.cues import Cue, cue
from corpus.signs import signs
from corpus.weights import ALONE, ALONE_BASE, WITHIN

_STOPS = (".", "!", "?", "…", ":", ";")
_CLOSING = "\"'”“’‘»«)]*"
_BULLET = re.compile(r"(?:[•▪◦‣●■]|[*–—-]\s)\s*\S|\d{1,2}[.)]\s+\S")
_NAME = re.compile(r"[A-ZÄÖÜ][\w.'’-]+(?: (?:von|van|de|der|den|zu|al|bin|[A-ZÄÖÜ][\w.'’-]*)){1,4}")
_NAMES = re.compile(rf"(?:{_NAME.pattern})(?:(?:,| und| and| &) (?:{_NAME.pattern})){{0,4}}")
_SHORT = 120
_WORD = re.compile(r"\w+")
# Enough of a long paragraph to know that it is prose.
_SAMPLE = 240


class Features(NamedTuple):
    """A line by itself. `stopwords` is the share of its words that are stop words, at most 0.5.

    `alone` says how much the line reads like article text (above 0) or not; `within` is what its
    own signs add among the others of its page, and `against` the one that speaks most against it.
    """

    length: int
    words: int
    stopwords: float
    sentence: bool  # ends like one
    bullet: bool
    capitals: bool  # no lower-case letter
    names: bool  # nothing but names of people
    cue: Cue | None
    link: bool
    time: bool
    alone: float
    within: float
    against: str

    @property
    def prose(self) -> bool:
        """Whether it reads like a paragraph of an article."""
        long_enough = self.length >= 160 or (self.length >= 60 and self.sentence)
        return long_enough and self.stopwords >= 0.15


@lru_cache(maxsize=1 << 14)
def _of_short(line: str) -> Features:
    return _features(line)


def features(line: str) -> Features:
    """Look at a line; the answers for short ones, which recur from page to page, are kept."""
    return _of_short(line) if len(line) <= _SAMPLE else _features(line)


def signs_of(line: str) -> dict[str, float]:
    """Give the signs a line shows (`corpus.signs`), of which `features` keeps only the sums."""
    return _look(line)[-1]


def _look(line: str) -> tuple[list[str], Cue | None, bool, bool, dict[str, float]]:
    """Give the first words, cue, whether bullet, whether names of people, and the signs."""
    lower = line[:_SAMPLE].casefold()
    # Taking the punctuation off costs much in a paragraph and tells little there.
    words = _WORD.findall(lower) if len(line) <= _SHORT else lower.split()
    found = cue(line)
    bullet = _BULLET.match(line) is not None
    names = len(line) <= _SHORT and _NAMES.fullmatch(line) is not None
    return words, found, bullet, names, signs(line, words, found, bullet=bullet, names=names)


def _features(line: str) -> Features:
    words, found, bullet, names, shown = _look(line)
    alone, within = ALONE_BASE, 0.0
    lowest, against = 0.0, "nothing for it"
    for name, strength in shown.items():
        alone += strength * ALONE.get(name, 0.0)
        weight = strength * WITHIN.get(name, 0.0)
        within += weight
        if weight < lowest:
            lowest, against = weight, name
    return Features(
        length=len(line),
        words=len(words),
        stopwords=shown.get("stop words", 0.0) / 2,
        sentence=line.rstrip(_CLOSING).endswith(_STOPS),
        bullet=bullet,
        capitals="all in capitals" in shown,
        names=names,
        cue=found,
        link=found is not None and found.kind is BlockKind.FURNITURE,
        time=len(line) < 80 and ("date or time" in shown or "speaker" in shown),
        alone=alone,
        within=within,
        against=against,
    )
