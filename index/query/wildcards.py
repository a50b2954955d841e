"""Wildcard patterns, in which ``*`` stands for any letters or none and ``?`` for one."""

import re

_SIGNS = {"*": ".*", "?": "."}


def wildcard_regex(pattern: str) -> re.Pattern[str]:
    """Return the expression that fits, as a full match, the words of a folded pattern."""
    return re.compile("".join(_SIGNS.get(letter) or re.escape(letter) for letter in pattern))


def certain_letters(pattern: str) -> list[str]:
    """Return the letters of a pattern between its signs: the first piece begins the word."""
    return re.split(r"[*?]", pattern)
