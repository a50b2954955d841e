"""Wildcard patterns, in which ``*`` stands for any letters or none."""

import re


def wildcard_regex(pattern: str) -> re.Pattern[str]:
    """Return the expression that fits, as a full match, the words of a folded pattern."""
    return re.compile(".*".join(map(re.escape, pattern.split("*"))))
