"""What can be seen of one line by itself."""

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.blocks import BlockKind
from corpus.cues import Cue, cue
from corpus.signs import signs
from corpus.stopwords import ANY
from corpus.weights import ALONE, ALONE_BASE, WITHIN

_STOPS = (".", "!", "?", "…", ":", ";")
_CLOSING = "\"'”“’‘»«)]*"
_BULLET = re.compile(r"(?:[•▪◦‣●■]|[*–—-]\s)\s*\S|\d{1,2}[.)]\s+\S")
_NAME = re.compile(r"[A-ZÄÖÜ][\w.'’-]+(?: (?:von|van|de|der|den|zu|al|bin|[A-ZÄÖÜ][\w.'’-]*)){1,4}")
_NAMES = re.compile(rf"(?:{_NAME.pattern})(?:(?:,| und| and| &) (?:{_NAME.pattern})){{0,4}}")
_WORD = re.compile(r"\w+")
# Enough of a long paragraph to know that it is prose.
_SAMPLE = 400


class Features(NamedTuple):
    """A line by itself. `stopwords` is the share of its words that are stop words.

    `alone` says how much the line reads like article text (above 0) or not; `within` is what its
    own signs add among the others of its page, and `reason` the strongest of them either way.
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
    speaks_for: str
    speaks_against: str

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


def _features(line: str) -> Features:
    length = len(line)
    words = _WORD.findall(line[:_SAMPLE].casefold())
    found = cue(line)
    bullet = _BULLET.match(line) is not None
    names = length <= 120 and _NAMES.fullmatch(line) is not None
    shown = signs(line, words, found, bullet=bullet, names=names)
    added = {name: strength * WITHIN.get(name, 0.0) for name, strength in shown.items()}
    return Features(
        length=length,
        words=len(words),
        stopwords=sum(map(ANY.__contains__, words)) / max(1, len(words)),
        sentence=line.rstrip(_CLOSING).endswith(_STOPS),
        bullet=bullet,
        capitals="all in capitals" in shown,
        names=names,
        cue=found,
        link=found is not None and found.kind is BlockKind.FURNITURE,
        time=length < 80 and ("date or time" in shown or "speaker" in shown),
        alone=ALONE_BASE + sum(s * ALONE.get(name, 0.0) for name, s in shown.items()),
        within=sum(added.values()),
        speaks_for=max(added, key=lambda name: added[name]),
        speaks_against=min(added, key=lambda name: added[name]),
    )
