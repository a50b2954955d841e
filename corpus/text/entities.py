"""Entities of HTML that were encoded twice, or taken for text ("f&uuml;r"), if that is certain."""

import html
import re

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#[xX][0-9A-Fa-f]{2,4});")
# In the midst of a word nobody means anything but the letter.
_IN_A_WORD = re.compile(rf"[^\W\d_]{_ENTITY.pattern}|{_ENTITY.pattern}[^\W\d_]")
_SIGNS = "\"'&<>„“”‚‘’»«›‹–—…€£§°·•©®™\xa0\xad"


def decoded(text: str) -> str:
    """Give `text` with its entities as what they stand for, or as it is unless that is certain.

    Certain is: an entity of a letter beyond ASCII stands in a word. Then the others that stand for
    letters and common signs were left over by the same program.
    """
    return letters(text) if is_certain(text) else text


def letters(text: str) -> str:
    """Give `text` with each entity of a letter or a common sign as what it stands for."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def is_certain(text: str) -> bool:
    """Whether an entity of a letter beyond ASCII stands in a word."""
    return "&" in text and any(
        character.isalpha() and not character.isascii()
        for match in _IN_A_WORD.finditer(text)
        for character in html.unescape(match.group()[1:-1] + ";")
    )


def _character(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    one = len(character) == 1 and (character.isalpha() or character in _SIGNS)
    return character if one else match.group()
