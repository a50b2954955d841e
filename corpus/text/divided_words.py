r"""Finds words divided at line ends, and decides which hyphens divide and which belong to a word.

The canonical text of a wrapped article ("Verwal-\ntung") keeps hyphen and line break. What divides
a word is found here, so that it can be left out wherever the text is read or analysed
(`corpus.text.undivided`).

The article alone decides, so that it reads the same in any folder: first by how it spells the word
elsewhere, then by the rules for hyphens in German, English and Dutch.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from corpus.text.common_words import word_set
from corpus.text.spans import Span

# The sign comes first, which makes the search fast.
_BREAK = re.compile(r"([-‐‑–¬/]/?)[^\S\n]*\n\s*(?=[„“\"»«‚‘']?\w)")
_DASHES = "-‐‑–—"
_UNSURE = ("-", "‐")
_BEFORE = re.compile(r"[\w’'.‐‑-]*\Z")
_AFTER = re.compile(r"[„“\"»«‚‘']?([\w’']+)")
_REACH = 80  # code points of a word that count
_WORDS = re.compile(r"\w+(?:[-‐‑]\w+)*")
_HYPHENS = re.compile("[-‐‑]")
_ENOUGH = 5  # letters of a word's second part to compare: its endings differ

# "Ein- und Ausfuhr": the hyphen stands for what the words share, and is followed by a space.
_SHARED = re.compile(
    r"(?:und|oder|bzw|sowie|respektive|beziehungsweise|bis|and|or|et|ou)\b"
    r"|[eouy](?=\s)|(?:als|wie)\s+auch\b"
)
_WITH_OWN_RULES = ("en", "nl")
_SHARED_DUTCH = re.compile(r"(?:en|of|tot)\b")
# "deutsch-russische", "politisch-militärisch"; but "deutschsprachig", "fleischlich".
_ADJECTIVE = re.compile(r".*isch|.{3,}lich|deutsch")
_OTHER_ADJECTIVE = re.compile(r"(?:.{2,}(?:isch|lich)|.*deutsch)(?:e[mnrs]?)?")
_COLOURS = word_set("blau braun gelb grau grün lila orange rosa rot schwarz türkis weiß")
_COLOURED = re.compile(rf"({'|'.join(sorted(_COLOURS))})(?:e[mnrs]?)?")
# "Mund-zu-Mund", "day-to-day", "Aix-en-Provence"
_LINKING = word_set(
    "a am an and at auf by de der des di du en für im in la le les of on sur the to um und up"
    " von zu"
)
# "Kim Jong-un", "Chiang Kai-shek": the second syllable of a given name is written small.
_FAMILIES = word_set(
    """
    baek ban cha chen chiang cho choe choi chung dschang han hong hwang hyon jang jo jon jong jung
    kang kim kwon lai lam lee leung lim mao moon mun nam pae paek pak park pyon rhee ri rim roh ryu
    shin sim song sun thae tsai tschiang tung yang yi yoon yun
    """
)
_SYLLABLE = 5
_NO_ACRONYM = 8  # letters
_ENDING = 2
_ACRONYMS = word_set("AFD BRD CDU CSU DDR EU FDP IS NATO OSZE SPD UK UN UNO US USA WHO")
_SELF = word_set("non self well twenty thirty forty fifty sixty seventy eighty ninety")
_NO_SELF = word_set("ish less ness sense")
_ENGLISH_SECOND = word_set("backed based called known led level profile ranking range term")
_SHORTEST_ENGLISH = 3


def divisions(text: str, spans: Iterable[Span], language: str = "") -> tuple[Span, ...]:
    r"""Return what divides words within some spans of `text`, in order, to be left out.

    Of "Verwal-\ntung" that is the hyphen and the line break; of "Ukraine-\nKrieg", whose hyphen
    belongs to the word, the line break alone; of "Ein-\nund Ausfuhr" nothing. The spans are the
    blocks of the article: no word goes on from one to the next.
    """
    wrapped = tuple(span for span in spans if "\n" in text[span.start : span.end])
    if not wrapped:
        return ()
    return _divisions(text, wrapped, language if language in _WITH_OWN_RULES else "")


@lru_cache(maxsize=1)
def _divisions(text: str, wrapped: tuple[Span, ...], language: str) -> tuple[Span, ...]:
    """Remembered for the article that is being read: whoever analyses it asks again."""
    spelling = _Spelling(text)
    return tuple(
        left_out
        for start, end in wrapped
        for found in _breaks(text, start, end)
        if (left_out := _left_out(text, found, language, spelling))
    )


def _breaks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the line ends at which a word may go on, with the sign before each."""
    for found in _BREAK.finditer(text, start, end):
        before, after = text[found.start() - 1 : found.start()], text[found.end()]
        if not before or before.isspace() or before in _DASHES:
            continue
        # A dash glued to a word is more often a mistake than "2023–24" or "Moskau–Peking".
        if found[1] != "–" or after.isupper() or (before + after).isdecimal():
            yield found


def _left_out(text: str, found: re.Match[str], language: str, spelling: "_Spelling") -> Span | None:
    sign, (at, goes_on) = found[1], found.span()
    if sign == "¬":
        return Span(at, goes_on)
    if sign not in _UNSURE:
        return Span(at + len(sign), goes_on)
    word = _divided(text, at, goes_on)
    if _is_shared(text, goes_on, language):
        return Span(at, goes_on) if spelling.has_exactly(word.joined) else None
    return Span(at + len(sign) if _belongs(word, language, spelling) else at, goes_on)


def _belongs(word: "_Divided", language: str, spelling: "_Spelling") -> bool:
    """Whether a hyphen at a line end belongs to the word."""
    if word.is_no_syllable:
        is_sure = word.quoted or not word.first.isalpha()
        if is_sure or spelling.has_hyphen(word.first, word.second):
            return True
        return word.first != "Mc" and not spelling.has_as_written(word.joined)
    has = spelling.has if len(word.second) > _ENDING else spelling.has_exactly
    if has(word.joined):
        return False
    if word.is_in_capitals:
        is_long = max(len(word.first), len(word.second)) >= _NO_ACRONYM
        is_known = word.first in _ACRONYMS or spelling.has_exactly(word.first)
        return is_known or not is_long
    return spelling.has_hyphen(word.first, word.second) or word.is_compound(language)


def _is_shared(text: str, start: int, language: str) -> bool:
    end = start + _REACH
    is_dutch = language == "nl" and _SHARED_DUTCH.match(text, start, end)
    return bool(is_dutch or _SHARED.match(text, start, end))


class _Divided(NamedTuple):
    """The surroundings of a hyphen at a line end.

    It divides `first` and `second`. `earlier` are the parts of the word before those, `goes_on`
    says whether one more hyphen follows, `family` is the previous word, and `quoted` says whether
    there are quotation marks between.
    """

    first: str
    second: str
    earlier: tuple[str, ...]
    goes_on: bool
    family: str
    quoted: bool

    @property
    def joined(self) -> str:
        return self.first + self.second

    @property
    def is_in_capitals(self) -> bool:
        return len(self.first) > 1 and self.first.isupper() and self.second.isupper()

    @property
    def is_no_syllable(self) -> bool:
        """Whether no word is divided like this: "20-jährig", „Wagner“-Truppen, "Ukraine-Krieg"."""
        if self.quoted or not self.first[-1:].isalpha() or not self.second.isalpha():
            return True
        return not self.second[0].islower() and not self.is_in_capitals

    def is_compound(self, language: str) -> bool:
        """Whether words like these two are written with a hyphen between them."""
        first = self.first.lower()
        # "E-mail", "US-amerikanisch"
        if len(first) == 1 or self.first.isupper():
            return True
        if (self.earlier and self.first in _LINKING) or (self.goes_on and self.second in _LINKING):
            return True
        coloured = _COLOURED.fullmatch(self.second)
        if coloured and first in _COLOURS:
            return True
        if _ADJECTIVE.fullmatch(first) and _OTHER_ADJECTIVE.fullmatch(self.second):
            return True
        return self._is_given_name or (language == "en" and self._is_english)

    @property
    def _is_given_name(self) -> bool:
        is_short = max(len(self.first), len(self.second)) <= _SYLLABLE
        is_name = self.first[0].isupper() and self.family[:1].isupper()
        return is_short and is_name and self.family.lower() in _FAMILIES

    @property
    def _is_english(self) -> bool:
        first = self.first.lower()
        if first in _SELF:
            return self.second not in _NO_SELF
        is_known = first == "so" or len(first) >= _SHORTEST_ENGLISH
        return is_known and self.second in _ENGLISH_SECOND


def _divided(text: str, at: int, goes_on: int) -> _Divided:
    before = _BEFORE.search(text, max(0, at - _REACH), at)
    after = _AFTER.match(text, goes_on, goes_on + _REACH)
    assert before is not None
    assert after is not None
    *earlier, first = _HYPHENS.split(before[0])
    words_before = text[max(0, before.start() - _REACH) : before.start()].split()
    family = words_before[-1] if words_before else ""
    return _Divided(
        first,
        after[1],
        tuple(earlier),
        _HYPHENS.match(text, after.end()) is not None,
        family,
        quoted=after.start(1) != after.start(),
    )


class _Spelling:
    """How an article spells its words away from line ends."""

    def __init__(self, text: str) -> None:
        self._text = text

    def has_exactly(self, word: str) -> bool:
        """Whether a word occurs without a hyphen."""
        return self._finds(word, str.__eq__)

    def has(self, word: str) -> bool:
        """Whether a word, or a longer one that begins with it, occurs without a hyphen."""
        return self._finds(word, str.startswith)

    def has_hyphen(self, first: str, second: str) -> bool:
        """Whether a word of two parts, or another form of it, occurs with a hyphen."""
        return (first.casefold(), second[:_ENOUGH]) in self._pairs

    def has_as_written(self, word: str) -> bool:
        """Whether a word occurs without a hyphen, capitalised in the same way."""
        return word in self._written

    def _finds(self, word: str, fits: Callable[[str, str], bool]) -> bool:
        words, folded = self._words, word.casefold()
        at = bisect_left(words, folded)
        return at < len(words) and fits(words[at], folded)

    @cached_property
    def _written(self) -> frozenset[str]:
        return frozenset(_HYPHENS.split("-".join(self._hyphenated)))

    @cached_property
    def _hyphenated(self) -> frozenset[str]:
        text, end = self._text, 0
        whole: list[str] = []
        for found in _breaks(text, 0, len(text)):
            line = text[end : found.start()]
            whole.append(line[: line.rfind(" ") + 1])  # without the half before the sign
            end = text.find(" ", found.end())
            if end < 0:
                break
        else:
            whole.append(text[end:])
        return frozenset(_WORDS.findall(" ".join(whole)))

    @cached_property
    def _words(self) -> list[str]:
        return sorted(map(str.casefold, self._written))

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        parts = map(_HYPHENS.split, self._hyphenated)
        return frozenset(
            (one.casefold(), two[:_ENOUGH]) for word in parts for one, two in pairwise(word)
        )
