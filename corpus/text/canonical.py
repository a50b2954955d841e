"""The canonical form of a text, whose code points every position in the program counts."""

import hashlib
import re
import unicodedata

CANONICAL_VERSION = 3
"""Raised whenever `canonical` returns another result for some text."""

# FS, GS and RS are line breaks to str.splitlines, so a reader that splits lines must not meet them.
_LINE_BREAKS = frozenset("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_OBEYED = frozenset(
    chr(code)
    for codes in (
        range(0x09),
        (*range(0x0E, 0x1C), 0x1F, *range(0x7F, 0x85), *range(0x86, 0xA0)),  # controls
        (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),  # bidirectional
    )
    for code in codes
)
_REMOVED = _OBEYED | frozenset(
    chr(code)
    for codes in (
        (0x200B, 0x2060, 0xFEFF),  # zero-width space, word joiner, byte order mark
        range(0xD800, 0xE000),  # lone surrogates cannot be written as UTF-8
        range(0xFDD0, 0xFDF0),  # noncharacters
        (plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
    )
    for code in codes
)
_SOFT_HYPHEN = "\u00ad"
# At a line end a soft hyphen is visible: it divides a word.
_SEEN = re.compile(r"(?<=\w)\u00ad+(?=[^\S\n]*\n)")


def canonical(text: str) -> str:
    r"""Return the canonical form of `text`: ``\n`` line breaks, no invisible control, NFC.

    Every line separator known to Unicode becomes ``\n``; control characters other than ``\n`` and
    tab, bidirectional controls, zero-width spaces, word joiners, byte order marks, lone surrogates
    and noncharacters are removed, and so are soft hyphens, but for those that divide a word at the
    end of a line: these become hyphens. Then Unicode normal form C (UAX #15).
    No-break spaces, the joiners inside emoji and all visible characters stay. Idempotent.
    """
    text = text.replace("\r\n", "\n")
    if _is_visible(text):
        return unicodedata.normalize("NFC", text)
    present = set(text)
    for separator in present & _LINE_BREAKS:
        text = text.replace(separator, "\n")
    for invisible in present & _REMOVED:
        text = text.replace(invisible, "")
    if _SOFT_HYPHEN in present:
        text = _SEEN.sub("-", text).replace(_SOFT_HYPHEN, "")
    return unicodedata.normalize("NFC", text)


def _is_visible(text: str) -> bool:
    """Whether a text has nothing to replace or remove, at a third of the cost of finding what.

    All that is replaced or removed is what Python calls not printable, as some other signs are.
    """
    return text.replace("\n", "").replace("\t", "").replace("\xa0", "").isprintable()


def harmless(text: str) -> str:
    r"""Return a text without what a terminal obeys, otherwise unchanged.

    Line separators become ``\n``; other control characters, C1 among them, and bidirectional
    controls are removed. Tabs stay, and so does what is merely invisible.
    """
    present = set(text)
    for separator in present & _LINE_BREAKS:
        text = text.replace(separator, "\n")
    for obeyed in present & _OBEYED:
        text = text.replace(obeyed, "")
    return text


def one_line(value: str, longest: int = 1000) -> str:
    """Return what a file states about itself as one line of canonical text."""
    return " ".join(canonical(value[: 2 * longest]).split())[:longest]


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a canonical text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
