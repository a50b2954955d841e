"""What one piece of a query may stand for, as people write it and as articles do.

``US-Beamte``, ``T-72`` and ``1.000`` are written as one word as well, ``T72`` and ``1000`` as two.
A star, a colon or a stroke before -innen is a gender gap: ``Schüler*innen`` are Schüler and
Schülerinnen, whichever sign the article has.
"""

import re

from index.analysis.letters import plain
from index.analysis.terms import WORD
from index.query.nodes import Node, Phrase, Variants, Wildcard, Word

_GENDERED = re.compile(r"\W*(\w{2,}?)(?:[*:·]|_|/[-‐‑]?)(in|innen)\W*")
_GAP_BEGUN = re.compile(r"(\w{2,})\*(?:i|inn|inne)")
_INNER_I = re.compile(r"(\w*[^\W\d_A-ZÄÖÜ])Innen")
_LETTERS_AND_DIGITS = re.compile(r"([^\W\d_]+)(\d+)|(\d+)([^\W\d_]+)")
_THOUSANDS = re.compile(r"\W*\d{1,3}(?:[.'’ \u00a0\u2009\u202f]\d{3})+\W*")
_LARGE = re.compile(r"(?!19..$|20(?!00)..$)[1-9]\d{3,}")  # no year
_HYPHENS = re.compile(r"\W*\w+(?:[-‐‑]\w+)+\W*")
_BETWEEN_DIGITS = re.compile(r"\d[-‐‑]\d")


def is_gendered(text: str) -> bool:
    """Whether a star in a piece of a query is a gender gap, and no wildcard."""
    return bool(_GENDERED.fullmatch(text))


def before_a_gap(text: str) -> str:
    """Return the word whose gendered ending is being typed after a star; "" for no such thing."""
    found = _GAP_BEGUN.fullmatch(text)
    return found[1] if found else ""


def readings(text: str) -> Node | None:
    """Return the word or the words of a piece of a query, in every spelling that it has."""
    words = tuple(WORD.findall(text))
    if not words:
        return None
    nodes = dict.fromkeys(_gendered(text) or _joined(text, words) or _single(words[0]))
    return next(iter(nodes)) if len(nodes) == 1 else Variants(tuple(nodes), text)


def _gendered(text: str) -> list[Word | Phrase | Wildcard]:
    if found := _GENDERED.fullmatch(text):
        men, women = found[1], found[1] + found[2]
        shape = [Wildcard(f"{men}*{found[2]}")] if "*" in text else []
        return [Word(men), Word(women), *shape]
    return []


def _joined(text: str, words: tuple[str, ...]) -> list[Word | Phrase | Wildcard]:
    """Several words in one piece: in a row, or written as one."""
    if len(words) == 1:
        return []
    in_a_row = Phrase(words)
    hyphens = _HYPHENS.fullmatch(text) and not _BETWEEN_DIGITS.search(text)
    if hyphens or _THOUSANDS.fullmatch(text):
        return [in_a_row, Word("".join(words))]
    return [in_a_row]


def _single(word: str) -> list[Word | Phrase | Wildcard]:
    """One word: as it is, or divided."""
    letters = plain(word)
    if found := _INNER_I.fullmatch(word):
        return [Word(word), Word(found[1])]
    if found := _LETTERS_AND_DIGITS.fullmatch(letters):
        return [Word(word), Phrase(tuple(filter(None, found.groups())))]
    if _LARGE.fullmatch(letters):
        return [Word(word), Phrase(tuple(f"{int(letters):,}".split(",")))]
    return [Word(word)]
