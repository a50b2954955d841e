"""Decodes HTML entities that were encoded twice, or taken for text ("f&uuml;r"), if certain."""

import html
import re

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#[xX][0-9A-Fa-f]{2,4});")
# In the middle of a word it can only stand for the letter.
_IN_A_WORD = re.compile(rf"[^\W\d_]{_ENTITY.pattern}|{_ENTITY.pattern}[^\W\d_]")
_SIGNS = "\"'&<>„“”‚‘’»«›‹–—…€£§°·•©®™\xa0\xad"


def decoded(text: str) -> str:
    """Return `text` with its entities decoded if that is certain, else unchanged.

    It is certain if an entity for a letter beyond ASCII stands in a word. Then the other entities
    for letters and common signs are remnants of the same program.
    """
    return letters(text) if is_certain(text) else text


def letters(text: str) -> str:
    """Return `text` with each entity for a letter or a common sign decoded."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def is_certain(text: str) -> bool:
    """Whether an entity for a letter beyond ASCII stands in a word."""
    return "&" in text and any(
        character.isalpha() and not character.isascii()
        for match in _IN_A_WORD.finditer(text)
        for character in html.unescape(match.group()[1:-1] + ";")
    )


def _character(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    one = len(character) == 1 and (character.isalpha() or character in _SIGNS)
    return character if one else match.group()
