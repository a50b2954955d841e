"""The canonical form of a text: what every position in the program counts in."""

import hashlib
import re
import unicodedata

CANONICAL_VERSION = 1
"""Raised whenever `canonical` gives another result for some text."""

# CRLF first, so that it counts as one line break. FS, GS and RS are line breaks to str.splitlines,
# so a reader that splits lines must not meet them either.
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")

_REMOVED = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters, ESC among them
    "\xad\u200b\u2060\ufeff"  # soft hyphen, zero-width space, word joiner, byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks and overrides
    "\ud800-\udfff"  # lone surrogates cannot be written as UTF-8
    "\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


def canonical(text: str) -> str:
    r"""Give the canonical form of `text`: ``\n`` line breaks, no invisible control, NFC.

    Every line separator known to Unicode becomes ``\n``; control characters other than ``\n`` and
    tab, bidirectional controls, soft hyphens, zero-width spaces, word joiners, byte order marks,
    lone surrogates and noncharacters are removed; then Unicode normal form C (UAX #15).
    No-break spaces, the joiners inside emoji and all visible characters stay. Idempotent.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _REMOVED.sub("", text)
    return unicodedata.normalize("NFC", text)


def text_sha256(text: str) -> str:
    """Give the SHA-256 of a canonical text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
