"""Where words can be hyphenated, from the pattern files of LibreOffice that Pyphen brings along.

Pyphen's own reader takes the two levels of the German file for one and so breaks compounds at wrong
places (`zusamme-n-arbeit`), and takes half a second to read it; only its files are used.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from corpus.text.language_table import language_called
from disk.named import read_named

_MOST_BYTES = 16 << 20

Hyphenate = Callable[[str], tuple[int, ...]]
"""Gives the positions in a word where it may be broken, in their order."""

_FEWEST_BEFORE = 2
_FEWEST_AFTER = 3
_SHORTEST = 6
_WORDS_KEPT = 50_000
_SHORTEST_PART = 2
# A line that is no comment, no setting, and would not change a word's spelling.
_PATTERN = re.compile(r"(?m)^[^\s#%/=A-Z][^\s/=]*$")
_DIGITS = re.compile("[0-9]+")


@lru_cache(maxsize=4)
def hyphenation(language: str) -> Hyphenate | None:
    """How words of a language ("de", "en") are hyphenated; `None` when nothing is known of it.

    Takes some hundredths of a second the first time: for a thread.
    """
    import pyphen

    name = pyphen.language_fallback(language_called(language).hyphenation or language)
    if name is None:
        return None
    data = read_named(pyphen.LANGUAGES[name], most=_MOST_BYTES)
    encoding, _, patterns = data.partition(b"\n")
    known_as = encoding.strip().decode("ascii").lower().replace("microsoft-", "")
    return hyphenate_by(patterns.decode(known_as))


def hyphenate_by(patterns: str) -> Hyphenate:
    """Hyphenate by the lines of a pattern file.

    Patterns of a first level, before the line `NEXTLEVEL`, find where compounds are joined; those
    of the second then see each part as a word of its own.
    """
    levels = [_Patterns(level) for level in patterns.replace("\r", "").split("NEXTLEVEL")]

    @lru_cache(maxsize=_WORDS_KEPT)
    def positions(word: str) -> tuple[int, ...]:
        if len(word) < _SHORTEST or word.isupper():
            return ()
        lower = word.lower()
        if len(lower) != len(word):  # a few letters become two
            return ()
        cuts = [0, len(word)]
        for level in levels:
            inside = [
                begin + cut
                for begin, end in pairwise(cuts)
                for cut in level.positions(lower[begin:end])
            ]
            cuts = sorted({*cuts, *inside})
        last = len(word) - _FEWEST_AFTER
        return tuple(
            cut
            for cut, following in pairwise(cuts)
            if _FEWEST_BEFORE <= cut <= last and following - cut >= _SHORTEST_PART
        )

    return positions


class _Patterns:
    """Patterns such as `1ba` and `r4t3h`: odd numbers break a word, even ones forbid it.

    At each letter the longest pattern that ends there counts, and none at all inside one that is
    longer still and may yet come: the files are made for that. Where the patterns of several
    letters speak of a place, the highest number decides.
    """

    def __init__(self, lines: str) -> None:
        written = _PATTERN.findall(lines)
        # All at once, as there are tens of thousands; the numbers are read when one is found.
        letters = _DIGITS.sub("", "\n".join(written)).split("\n")
        self._written = dict(zip(letters, written, strict=False))
        self._sorted = sorted(self._written)

    def positions(self, word: str) -> list[int]:
        """Where a word in small letters may be broken, no part being a letter alone."""
        dotted = f".{word}."
        numbers = [0] * (len(dotted) + 1)
        start = 0
        for stop in range(1, len(dotted) + 1):
            while not self._begins_one(dotted[start:stop]):
                start += 1
            for at, number in _numbers(self._written.get(dotted[start:stop], "")):
                numbers[start + at] = max(numbers[start + at], number)
        last = len(word) - _SHORTEST_PART
        return [at for at in range(_SHORTEST_PART, last + 1) if numbers[at + 1] % 2]

    def _begins_one(self, letters: str) -> bool:
        """Whether some pattern begins with these letters, as all do with none."""
        at = bisect_left(self._sorted, letters)
        return not letters or (at < len(self._sorted) and self._sorted[at].startswith(letters))


@lru_cache(maxsize=20_000)
def _numbers(pattern: str) -> tuple[tuple[int, int], ...]:
    """The numbers in a pattern, each with how many letters stand before it."""
    found = []
    letters = 0
    for sign in pattern:
        if sign.isdecimal():
            found.append((letters, int(sign)))
        else:
            letters += 1
    return tuple(found)
