"""What a person should know of an article that can be read, as `nkreader check` tells it."""

import re
from typing import NamedTuple


class Remark(NamedTuple):
    """What is doubtful or left out in an article, and what can be done about it."""

    message: str
    advice: str


_MARKUP = re.compile(r"\ufeff?\s*(?:<!doctype html|<html[\s>]|(?P<rtf>\{\\rtf1))", re.IGNORECASE)
_NAME_IT = (
    "If letters are wrong, name it in metadata.csv (columns path, encoding), or save the file as"
    " UTF-8."
)


def guessed(encoding: str, doubt: str) -> tuple[Remark, ...]:
    """Tell that an encoding was guessed, if there is a doubt about it."""
    if not doubt:
        return ()
    return (Remark(f"Its encoding was guessed, {encoding}: {doubt}.", _NAME_IT),)


def in_markup(text: str) -> tuple[Remark, ...]:
    """Tell that what is read as plain text is the source of a page or document."""
    begins = _MARKUP.match(text)
    if begins is None:
        return ()
    what, suffix = ("an RTF document", ".rtf") if begins["rtf"] else ("a web page", ".html")
    message = f"It is {what}, and shown with its markup as it is no {suffix} file."
    return (Remark(message, f"Rename it to {suffix}."),)
