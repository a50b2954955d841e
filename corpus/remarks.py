"""What a person should know about an article although it can be read: `nkreader check` lists it."""

import re
from typing import NamedTuple


class Remark(NamedTuple):
    """What is doubtful about an article or missing from it, and what to do about it."""

    message: str
    advice: str


_MARKUP = re.compile(r"\ufeff?\s*(?:<!doctype html|<html[\s>]|(?P<rtf>\{\\rtf1))", re.IGNORECASE)
_NAME_IT = (
    "If letters are wrong, name it in metadata.csv (columns path, encoding), or save the file as"
    " UTF-8."
)


def encoding_remarks(encoding: str, doubt: str) -> tuple[Remark, ...]:
    """Remark that an encoding was guessed, if there is a doubt about it."""
    if not doubt:
        return ()
    return (Remark(f"Its encoding was guessed, {encoding}: {doubt}.", _NAME_IT),)


def markup_remarks(text: str) -> tuple[Remark, ...]:
    """Remark that what is read as plain text is the source of a page or document."""
    begins = _MARKUP.match(text)
    if begins is None:
        return ()
    what, suffix = ("an RTF document", ".rtf") if begins["rtf"] else ("a web page", ".html")
    message = f"It is {what}, but shown with its markup because its name does not end in {suffix}."
    return (Remark(message, f"Rename it to {suffix}."),)
