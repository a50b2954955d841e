"""What can be seen of one line by itself."""

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.cues import Cue, cue
from corpus.stopwords import ANY

_STOPS = (".", "!", "?", "…", ":", ";")
_CLOSING = "\"'”“’‘»«)]*"
_BULLET = re.compile(r"(?:[•▪◦‣●■]|[*–—-]\s)\s*\S|\d{1,2}[.)]\s+\S")
_NAME = re.compile(r"[A-ZÄÖÜ][\w.'’-]+(?: (?:von|van|de|der|den|zu|al|bin|[A-ZÄÖÜ][\w.'’-]*)){1,4}")
_NAMES = re.compile(rf"(?:{_NAME.pattern})(?:(?:,| und| and| &) (?:{_NAME.pattern})){{0,4}}")
# Enough of a long paragraph to know that it is prose.
_SAMPLE = 400


class Features(NamedTuple):
    """A line by itself. `stopwords` is the share of its words that are stop words."""

    length: int
    words: int
    stopwords: float
    sentence: bool  # ends like one
    bullet: bool
    capitals: bool  # no lower-case letter
    names: bool  # nothing but names of people
    cue: Cue | None

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
    words = line[:_SAMPLE].casefold().split()
    number = len(words)
    stopwords = sum(map(ANY.__contains__, words)) / number
    short = length <= _SAMPLE
    return Features(
        length=length,
        words=number,
        stopwords=stopwords,
        sentence=line.rstrip(_CLOSING).endswith(_STOPS),
        bullet=_BULLET.match(line) is not None,
        capitals=short and line.isupper(),
        names=length <= 120 and _NAMES.fullmatch(line) is not None,
        cue=cue(line),
    )
