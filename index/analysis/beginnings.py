"""What words begin with, seen from their term: what a text is searched for before it is analysed.

A pattern lets through too many words, never too few.
"""

import re

from index.analysis.stems import NO_STEM

_SPELLED = {
    "a": "(?:ä|ae?)",
    "o": "(?:ö|oe?)",
    "u": "(?:ü|ue?)",
    "ä": "(?:ä|ae)",
    "ö": "(?:ö|oe)",
    "ü": "(?:ü|ue)",
    "i": "[iy]",
    "s": "s+",
}
_LETTERS = 4
_FIRST = r"(?<!\w)"
_FIRST_OR_PARTICIPLE = r"(?:(?<!\w)|(?<=ge)|(?<=zu))"
# What stands before the ge or zu of a participle or an infinitive, within the first letters.
_SEPARATED = (
    "ab", "an", "auf", "aus", "bei", "da", "dar", "ein", "her", "hin", "los", "mit", "um", "vor",
    "weg", "zu",
)  # fmt: skip


def letters_of(term: str) -> str:
    """Return a pattern for the letters that nearly all words of a term have.

    An e is lost at the end of modifiers (`Schul`, of Schule); English stems may end unlike words.
    """
    term = term.removesuffix(NO_STEM)
    certain = term[:-1] if len(term) > 1 and term[-1] in "eiy" else term
    return spelled(certain[:_LETTERS])


def beginnings_of(term: str) -> list[str]:
    """Return patterns, one of which is found in a word of a term that is no compound.

    Not in all of them: Lemmas.beginnings has the others (`ging`, of gehen).
    """
    separated = (prefix for prefix in _SEPARATED if term.startswith(prefix))
    patterns = [f"{_FIRST}{spelled(prefix)}(?:ge|zu)" for prefix in separated]
    return [f"{_FIRST_OR_PARTICIPLE}{letters_of(term)}", *patterns]


def first_letters(form: str) -> str:
    """Return the letters of a form that tell it from most words."""
    return form[:_LETTERS]


def spelled(letters: str) -> str:
    """Return a pattern for letters, however their umlauts are written."""
    pattern = "".join(_SPELLED.get(letter) or re.escape(letter) for letter in letters)
    return pattern.replace("s+s+", "s+")


def at_beginning(letters: str) -> str:
    """Return the pattern of words that begin with letters, however their umlauts are written."""
    return _FIRST + spelled(letters)
