"""Words divided at the ends of lines: which hyphens are signs of that, and which belong to a word.

A text that was wrapped ("Verwal-\\ntung") is not changed by that: its canonical text holds hyphen
and line break as they stand. What divides a word is found here, so that it can be left out wherever
the text is read or analysed (`corpus.undivided`).

The article alone decides, so that it reads the same in whichever folder it lies: how it spells the
word elsewhere, then the rules by which German, English and Dutch write hyphens.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cached_property

from corpus.spans import Span

_DIVISION = re.compile(r"(?<=[\w“”\"»«’')\]])(-/|[-‐‑–¬/])[^\S\n]*\n[^\S\n]*(?=[„“\"»«‚‘']?\w)")
_BEFORE = re.compile(r"[\w’'.‐‑-]*\Z")
_AFTER = re.compile(r"[„“\"»«‚‘']?([\w’']+)")
_UNSURE = ("-", "‐")
_REACH = 80  # code points of a word that are looked at
_WORDS = re.compile(r"\w+(?:[-‐‑]\w+)*")
_HYPHENS = re.compile("[-‐‑]")
_ENOUGH = 5  # letters of a word's second part that are compared: its endings differ

# "Ein- und Ausfuhr": the hyphen stands for what the words share, and a space follows it.
_SHARED = re.compile(
    r"(?:und|oder|bzw|sowie|respektive|beziehungsweise|bis|and|or|et|ou|[eouy]|(?:als|wie)\s+auch)\b"
)
_SHARED_DUTCH = re.compile(r"(?:en|of|tot)\b")
# "deutsch-russische", "politisch-militärisch"; but "deutschsprachig", "fleischlich".
_ADJECTIVE = re.compile(r"(?:.*isch|deutsch)")
_OTHER_ADJECTIVE = re.compile(r".{2,}(?:isch|lich|deutsch)(?:e[mnrs]?)?")
# "Mund-zu-Mund", "day-to-day"
_LINKING = frozenset("a an and at auf by für in of on the to um und up von zu".split())
# "Kim Jong-un", "Chiang Kai-shek": the second syllable of a given name is written small.
_FAMILIES = frozenset(
    """
    baek ban cha chen chiang cho choe choi chung dschang han hong hwang hyon jang jo jon jong jung
    kang kim kwon lai lam lee leung lim mao moon mun nam pae paek pak park pyon rhee ri rim roh ryu
    shin sim song sun thae tsai tschiang tung yang yi yoon yun
    """.split()
)
_SYLLABLE = 5
_SELF = frozenset("self well twenty thirty forty fifty sixty seventy eighty ninety".split())
_NO_SELF = frozenset("ish less ness".split())
_ENGLISH_SECOND = frozenset("backed based called known led level profile ranking range term".split())
_SHORTEST_ENGLISH = 3


def divisions(text: str, spans: Iterable[Span], language: str = "") -> tuple[Span, ...]:
    """Give what divides words within these stretches of `text`, in order: all that is to leave out.

    Of "Verwal-\\ntung" that is the hyphen and the line break; of "Ukraine-\\nKrieg", whose hyphen
    belongs to the word, the line break alone; of "Ein-\\nund Ausfuhr" nothing. Stretches are the
    blocks of the article: between two of them no word goes on.
    """
    if not _DIVISION.search(text):
        return ()
    spelling = _Spelling(text)
    return tuple(
        left_out
        for start, end in spans
        for found in _DIVISION.finditer(text, start, end)
        if (left_out := _left_out(text, found, language, spelling))
    )


def _left_out(
    text: str, found: re.Match[str], language: str, spelling: "_Spelling"
) -> Span | None:
    sign, (at, goes_on) = found[1], found.span()
    before = _BEFORE.search(text, max(0, at - _REACH), at)
    after = _AFTER.match(text, goes_on, goes_on + _REACH)
    assert before is not None
    assert after is not None
    if sign in _UNSURE and _is_shared(text, goes_on, language):
        joined = _HYPHENS.split(before[0])[-1] + after[1]
        return Span(at, goes_on) if spelling.has_exactly(joined) else None
    own = _belongs(text, sign, Span(before.start(), at), after, language, spelling)
    return Span(at + len(sign) if own else at, goes_on)


def _is_shared(text: str, start: int, language: str) -> bool:
    end = start + _REACH
    is_dutch = language == "nl" and _SHARED_DUTCH.match(text, start, end)
    return bool(is_dutch or _SHARED.match(text, start, end))


def _belongs(
    text: str,
    sign: str,
    before: Span,
    after: re.Match[str],
    language: str,
    spelling: "_Spelling",
) -> bool:
    """Whether a hyphen at the end of a line belongs to the word."""
    if sign not in _UNSURE:
        return sign != "¬"
    parts = _HYPHENS.split(text[before.start : before.end])
    first, second = parts[-1], after[1]
    if not first or not first[-1].isalpha() or after.start(1) != after.start():
        return True  # "20-jährige", „Wagner“-Truppen
    if not second[0].islower():
        is_capitals = first.isupper() and second.isupper() and len(first) > 1
        return not (is_capitals and spelling.has_word(first + second))
    if spelling.has_word(first + second):
        return False
    if spelling.has_hyphen(first, second):
        return True
    if len(first) == 1 or (first.isupper() and "." not in first):  # "E-mail", "US-amerikanisch"
        return True
    if len(parts) > 1 and first.lower() in _LINKING:
        return True
    lower = first.lower()
    return bool(
        (_ADJECTIVE.fullmatch(lower) and _OTHER_ADJECTIVE.fullmatch(second))
        or _is_syllable(text, before.start, first, second)
        or (language == "en" and _is_english_compound(lower, second))
    )


def _is_syllable(text: str, start: int, first: str, second: str) -> bool:
    """Whether the word is a given name as in "Kim Jong-un"."""
    short = len(first) <= _SYLLABLE >= len(second) and first[0].isupper()
    family = text[max(0, start - _REACH) : start].split()[-1:] if short else []
    return bool(family) and family[0][0].isupper() and family[0].lower() in _FAMILIES


def _is_english_compound(first: str, second: str) -> bool:
    if first in _SELF:
        return second not in _NO_SELF
    return second in _ENGLISH_SECOND and len(first) >= _SHORTEST_ENGLISH


class _Spelling:
    """How an article spells its words where no line ends."""

    def __init__(self, text: str) -> None:
        self._text = text

    def has_exactly(self, word: str) -> bool:
        """Whether it has a word without a hyphen."""
        return self._has(word.casefold(), str.__eq__)

    def has_word(self, word: str) -> bool:
        """Whether it has a word, or another form of it, without a hyphen."""
        return self._has(word.casefold(), str.startswith)

    def has_hyphen(self, first: str, second: str) -> bool:
        """Whether it has a word of two parts, or another form of it, with a hyphen."""
        return (first.casefold(), second[:_ENOUGH]) in self._words[1]

    def _has(self, word: str, fits: Callable[[str, str], bool]) -> bool:
        words = self._words[0]
        at = bisect_left(words, word)
        return at < len(words) and fits(words[at], word)

    @cached_property
    def _words(self) -> tuple[list[str], set[tuple[str, str]]]:
        whole: set[str] = set()
        pairs: set[tuple[str, str]] = set()
        for word in set(_WORDS.findall(self._text)):
            parts = _HYPHENS.split(word)
            whole.update(map(str.casefold, parts))
            pairs.update(
                (one.casefold(), two[:_ENOUGH])
                for one, two in zip(parts, parts[1:], strict=False)
            )
        return sorted(whole), pairs
