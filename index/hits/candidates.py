"""The words of a text that a query may mean: a quick look before any word is analysed.

Analysing every word of an article takes milliseconds; one regular expression finds the few that can
be meant. It lets through too many, never too few: a word begins with the first letters of its stem,
or is a compound that holds them, but for umlauts, accents, ß, and y for i. Letters that casefold to
two (ligatures), or to a letter though they are none (U+0345), are taken care of.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from corpus.text.languages import language_called
from corpus.text.spans import Span
from index.analysis.beginnings import at_beginning, beginnings_of, letters_of, spelled
from index.analysis.letters import plain
from index.analysis.scripts import has_characters
from index.analysis.terms import WORD, chain

_BEHIND = r"\(\?<[!=][^()]*\)"
_LOOK_BEHIND = re.compile(r"(\(\?<[!=][^()]*)\)")
# The patterns below: what looks behind; a letter, or the spellings of one; the rest.
_LED = re.compile(
    rf"({_BEHIND}|\(\?:{_BEHIND}(?:\|{_BEHIND})*\))?"
    r"(?:(s\+|[^\W_](?![+*?{]))|\[(\w)(\w)\]|\(\?:(\w)\|(\w)e\??\))(.*)"
)
_REST = re.compile(r"\W")  # where a word ends


class Candidates:
    """Finds the words that may have one of some stems, or fit one of some patterns."""

    def __init__(
        self,
        language: str,
        within: Collection[str],
        whole: Collection[str],
        patterns: Iterable[str],
    ) -> None:
        """Take stems found anywhere in a word, stems found only at its beginning, and patterns."""
        # No part of a compound has a stem of one letter.
        stems = {stem for stem in within if len(stem) > 1}
        beginnings = {*whole, *within} - stems
        self._pattern: re.Pattern[str] | None = None
        if language_called(language).stems_begin_alike or not stems | beginnings:
            others = chain(language).beginnings
            inner = {letters_of(stem) for stem in stems}
            inner |= {spelled(letters) for stem in stems for letters in others(stem)}
            first = {pattern for stem in (*whole, *within) for pattern in beginnings_of(stem)}
            first |= {at_beginning(letters) for stem in beginnings for letters in others(stem)}
            every = {led for each in (*inner, *first, *patterns) for led in _led_by_letters(each)}
            # Nothing is asked for when there is no pattern at all: then nothing fits.
            self._pattern = re.compile("|".join(sorted(every)) or r"(?!)")

    def find(self, text: str, spans: Sequence[Span]) -> Iterator[Span]:
        """Return the places of such words within some spans of a text, in order."""
        letters = text.replace("ß", "s").replace("ẞ", "s").replace("\u0345", " ").casefold()
        if (
            self._pattern is None or len(letters) != len(text) or has_characters(text)
        ):  # a ligature became two letters
            for start, end in spans:
                yield from (Span(*match.span()) for match in WORD.finditer(text, start, end))
            return
        letters = plain(letters)
        for start, end in spans:
            for first, last in _words_with(self._pattern, letters[start:end]):
                yield Span(start + first, start + last)


def _words_with(pattern: re.Pattern[str], letters: str) -> Iterator[tuple[int, int]]:
    """Return the beginnings and ends of the words that hold a match."""
    last, length = 0, len(letters)
    while last < length and (match := pattern.search(letters, last)):
        first = match.start()
        while first and (letters[first - 1].isalnum() or letters[first - 1] == "_"):
            first -= 1
        rest = _REST.search(letters, match.end())
        last = rest.start() if rest else length
        yield first, last


def _led_by_letters(pattern: str) -> Iterator[str]:
    """Yield patterns that together fit what one does, each of which begins with a letter.

    Where all alternatives begin with letters, `re` passes over the rest of a text ten times as
    fast. So what looks behind comes after the first letter, which has several spellings.
    """
    led = _LED.fullmatch(pattern)
    if not led:
        yield pattern
        return
    behind, same, one, other, umlaut, vowel, rest = led.groups(default="")
    spelt = {one: rest, other: rest, umlaut: rest, vowel: f"e?{rest}", same[:1]: rest}
    if same == "s+":
        spelt = {"s": f"s*{rest}"}
    for letter in filter(None, spelt):
        yield letter + _LOOK_BEHIND.sub(rf"\g<1>{letter})", behind) + spelt[letter]


def beginning(letters: str) -> str:
    """Return the pattern of words that begin with these folded letters."""
    return rf"(?<!\w){anywhere(letters)}"


def whole(letters: str) -> str:
    """Return the pattern of one folded word."""
    return rf"{beginning(letters)}(?!\w)"


def anywhere(letters: str) -> str:
    """Return the pattern of words that hold these folded letters."""
    return re.sub("s+", "s+", re.escape(plain(letters)))


def about_as_long(length: int, difference: int) -> str:
    """Return the pattern of words whose length differs at most by so much."""
    shortest = max(1, length - difference)
    return rf"(?<!\w)\w{{{shortest},{length + difference}}}(?!\w)"
