"""Where words can be hyphenated, by the pattern files of LibreOffice that come with Pyphen.

Pyphen's own reader treats the two levels of the German file as one, which breaks compounds in the
wrong places (`zusamme-n-arbeit`), and takes half a second to read it; we use its files alone.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from corpus.text.languages import language_called
from disk.named import read_named

_MOST_BYTES = 16 << 20

Hyphenate = Callable[[str], tuple[int, ...]]
"""Returns the positions in a word where it may be broken, in order."""

_FEWEST_BEFORE = 2
_FEWEST_AFTER = 3
_SHORTEST = 6
_WORDS_KEPT = 50_000
_SHORTEST_PART = 2
# Skips comments, settings, and patterns that would change the spelling of a word.
_PATTERN = re.compile(r"(?m)^[^\s#%/=A-Z][^\s/=]*$")
_DIGITS = re.compile("[0-9]+")


@lru_cache(maxsize=4)
def hyphenation(language: str) -> Hyphenate | None:
    """Return a function that hyphenates words of a language ("de", "en"), or `None` if unknown.

    The first call takes some hundredths of a second, so make it in a thread.
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

    Patterns before the line `NEXTLEVEL` find where compounds are joined; those after it treat each
    part as a word of its own.
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

    At each letter only the longest pattern that ends there counts, and none while a longer one may
    still follow: the files are written for that. Where several patterns cover the same place, the
    highest number wins.
    """

    def __init__(self, lines: str) -> None:
        written = _PATTERN.findall(lines)
        # All at once, as there are tens of thousands; numbers are parsed when a pattern matches.
        letters = _DIGITS.sub("", "\n".join(written)).split("\n")
        self._written = dict(zip(letters, written, strict=False))
        self._sorted = sorted(self._written)

    def positions(self, word: str) -> list[int]:
        """Return where a lower-case word may be broken; no part is a single letter."""
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
        """Whether some pattern begins with these letters; every pattern begins with none."""
        at = bisect_left(self._sorted, letters)
        return not letters or (at < len(self._sorted) and self._sorted[at].startswith(letters))


@lru_cache(maxsize=20_000)
def _numbers(pattern: str) -> tuple[tuple[int, int], ...]:
    """The numbers in a pattern, each with the count of letters before it."""
    found = []
    letters = 0
    for sign in pattern:
        if sign.isdecimal():
            found.append((letters, int(sign)))
        else:
            letters += 1
    return tuple(found)
