"""Recognises what every export of a press database contains, at next to no cost.

It imports nothing else, as most files are no such export.
"""

import re

_SPACE = r"(?:[ \t]|\xa0|\xc2\xa0|&nbsp;)"
# What every export contains, as it stands in text, in markup and in RTF.
_SIGNS = (
    rf"End{_SPACE}of{_SPACE}Document"
    r"|\d (?:of|von|de) \d[\d,.]*(?: DOCUMENTS?|\s)|Dokumentnummer"
    rf"|Do[ck]ument(?:o)?{_SPACE}+[A-Za-z]{{2,10}}0{{2}}\d{{6}}"
)
_IN_TEXT = re.compile(_SIGNS)
_IN_BYTES = re.compile(_SIGNS.encode("latin-1"))
# All of them go with a word for document, which is found many times as fast.
_WORDS = ("Dokument", "Document", "DOCUMENT")
_WORDS_IN_BYTES = tuple(word.encode() for word in _WORDS)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def may_be_export(data: bytes) -> bool:
    """Whether a file may be an export, by its bytes."""
    if data.startswith(_WIDE):
        data = data.replace(b"\0", b"")
    return any(word in data for word in _WORDS_IN_BYTES) and _IN_BYTES.search(data) is not None


def has_signs(text: str) -> bool:
    """Whether a text may be that of an export."""
    return any(word in text for word in _WORDS) and _IN_TEXT.search(text) is not None
