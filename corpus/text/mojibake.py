"""Finds UTF-8 that was once read as Windows-1252 ("fÃ¼r", "â€žJaâ€œ"), where that is certain.

Nothing here changes an article: its canonical text stays as it is. A person may look at the
repaired text and decide to save it.

ftfy is the reference, but repairs whatever looks wrong: quoted examples of mojibake too. It misses
closing quotation marks, of which canonical text has lost a byte, and takes ten times as long.
"""

import re

from msgspec import Struct

from corpus.text.canonical import canonical

_FEWEST = 2
_TIMES_ENCODED = 3
# The characters in Windows-1252 for the bytes that continue a character in UTF-8. Five of these
# bytes have none, and what some programs turn those into is no part of a canonical text.
_CONTINUING = bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore")
_NEXT = f"[{re.escape(_CONTINUING)}]"
_PLACE = re.compile(f"[Â-ß]{_NEXT}|[à-ï]{_NEXT}{{2}}|[ð-ô]{_NEXT}{{3}}")
# "”" (E2 80 9D) has two characters left, and no other common sign begins with those.
_CLOSING_QUOTE = re.compile(f"â€(?!{_NEXT})")
# What articles contain: letters of European languages, accents, quotation marks, dashes and signs;
# and what these become when they are encoded again.
_MAKES_SENSE = re.compile(
    "[\xa0-\u017f\u0192\u02c6\u02dc\u0218-\u021b\u0300-\u030c\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122\u2190-\u2193"
    "\ufb01\ufb02\U0001f300-\U0001faff]"
)
_WORD = re.compile(r"\S+")
_LETTER = re.compile("[À-ÖØ-öø-ž]")
_MARKS = "\"'„“”‚‘’»«›‹`()[],.;:!?"


class Finding(Struct, frozen=True):
    """`count` places, the first of them in the word `wrong` for `right`, and the whole text."""

    count: int
    wrong: str
    right: str
    repaired: str


def mojibake(text: str) -> Finding | None:
    """Return the repair of a canonical text, or None if it does not certainly need one.

    It does if at least two different words hold sequences that are UTF-8 when read as bytes of
    Windows-1252 and stand for letters, quotation marks or signs, and if there are at least half as
    many of these as correct letters beyond ASCII. A word alone in quotation marks or brackets is an
    example of mojibake, and does not count. Text encoded twice or three times counts once.
    """
    if not _PLACE.search(text):
        return None
    damaged: dict[str, str] = {}
    count = 0
    for match in _WORD.finditer(text):
        word = match.group()
        places = _places(word)
        if places and not _is_example(word):
            count += places
            damaged[word] = _repair(word)
    right_letters = len(_LETTER.findall(_PLACE.sub("", text)))
    if len(damaged) < _FEWEST or count * 2 < right_letters:
        return None
    repaired = canonical(_repair(text))
    wrong, right = next(iter(damaged.items()))
    return Finding(count, wrong.strip(_MARKS), canonical(right).strip(_MARKS), repaired)


def _places(text: str) -> int:
    return sum(_character(match) != match.group() for match in _PLACE.finditer(text))


def _character(match: re.Match[str]) -> str:
    """Return the character that a sequence stands for, or the sequence if that is implausible."""
    try:
        character = match.group().encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match.group()
    return character if _MAKES_SENSE.match(character) else match.group()


def _repair(text: str) -> str:
    for _ in range(_TIMES_ENCODED):
        better = _PLACE.sub(_character, text)
        if better == text:
            break
        text = better
    return _CLOSING_QUOTE.sub("”", text)


def _is_example(word: str) -> bool:
    """Whether a word is directly enclosed in marks: 'statt "fÃ¼r"', 'zeigt (Ã¤)'."""
    bare = word.rstrip(".,;:!?")
    return len(bare) > 2 and bare[0] in "\"'„“‚‘»«›‹`([" and bare[-1] in "\"'“”‘’»«›‹`)]"
