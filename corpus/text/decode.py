"""Decodes the bytes of a file."""

import codecs
import re
from typing import NamedTuple

# The longer marks first: a UTF-32 mark begins with a UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x1c\x1d\x1e")) + b"\x7f"
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_MULTIBYTE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|\xc2[\xa0-\xbf]"
)
# What German and its neighbours need beyond ASCII; other code pages use these bytes otherwise.
_WESTERN = "äöüÄÖÜßéèêëáàâãåçíìîïñóòôõøúùûýÿæœÉÈÀÁÂÇÓÖØÅÆŒ„“”‚‘’«»‹›–—…€£©®°§·•×²³½¼¡¿ªº´™†\xa0\xad"
_WESTERN_BYTES = _WESTERN.encode("cp1252")
# The other encodings of pages; charset-normalizer knows sixty more, mostly of mainframes and old
# Macintoshes, and would rather guess one of those.
_OTHERS = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r"]
_OTHERS += ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
_SAMPLE = 1 << 16
_WINDOWS_SIGNS = re.compile(rb"[\x80-\x9f]")
_BROKEN = "\ufffd"
_SEVEN_BITS = re.compile(rb"\+[A-Za-z0-9/]{3,40}(?:-|(?![A-Za-z0-9+/]))")
_FEWEST = 2
# What a page may declare; Python's other codecs are no encodings of pages, and some are slow.
_DECLARABLE = ("iso8859", "cp125", "koi8", "mac", "gb", "big5", "shift_jis", "cp932", "euc")


class UndecodableError(ValueError):
    """The bytes are not text in any known encoding; the message says what they look like."""


class Decoded(NamedTuple):
    """A text, the name of its encoding, and why that is doubtful ("" if it is certain)."""

    text: str
    encoding: str
    doubt: str = ""


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of `data` and the name of its encoding, as `decoded` does."""
    return decoded(data, declared)[:2]


def decoded(data: bytes, declared: str = "") -> Decoded:
    """Return the text of `data` without its byte order mark.

    The encoding is the first of these that fits: that of a byte order mark, UTF-8 (UTF-7 if that
    results in umlauts), UTF-16 without a mark, the declared one, UTF-8 with a few broken bytes
    (each becomes U+FFFD), the guess of `corpus.text.legacy_encodings`, that of charset-normalizer.
    Valid UTF-8 is UTF-8 whatever the file declares: programs save pages again and leave the
    declaration as it was. Raises UndecodableError.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_mostly(data[len(mark) :], encoding), encoding)
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UndecodableError(f"it is {what}, not plain text")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if controls * 10 <= len(data):
            return _seven_bits(data) or Decoded(text, "utf-8")
    wide = _utf16_without_mark(data)
    if wide:
        return Decoded(_mostly(data, wide), wide)
    if controls * 50 > len(data) or b"\x00" in data:
        raise UndecodableError("it is not text but binary data")
    return _as_declared(data, declared) or _legacy(data)


def _seven_bits(data: bytes) -> Decoded | None:
    """Decode UTF-7 if that is certain: all of it stands for letters and signs that we know."""
    if b"+A" not in data or not data.isascii() or len(_SEVEN_BITS.findall(data)) < _FEWEST:
        return None
    parts = [match.group().decode("utf-7", "replace") for match in _SEVEN_BITS.finditer(data)]
    if not set("".join(parts)) <= set(_WESTERN):
        return None
    plain = _SEVEN_BITS.sub(lambda match: match.group().decode("utf-7", "replace").encode(), data)
    return Decoded(plain.decode(), "utf-7")


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    try:
        encoding = codecs.lookup(declared).name
        if encoding == "iso8859-1":  # what browsers take it for, as pages mean it
            encoding = "cp1252"
        is_known = encoding.startswith(_DECLARABLE)
        return Decoded(_mostly(data, encoding), encoding) if is_known else None
    except (LookupError, ValueError):
        return None


def _mostly(data: bytes, encoding: str) -> str:
    """Decode, allowing one broken character in a hundred; raises UndecodableError."""
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") * 100 > len(text) + 100:
        raise UndecodableError(f"it begins like {encoding.upper()} text, but most of it is not")
    return text


def _utf16_without_mark(data: bytes) -> str:
    """Return the byte order of UTF-16 text by the places of its zero bytes; "" if it is none."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half < 4 or len(data) % 2:
        return ""
    if odd * 10 > half * 6 and even * 20 < half:
        return "utf-16-le"
    if even * 10 > half * 6 and odd * 20 < half:
        return "utf-16-be"
    return ""


def _has_euro(data: bytes) -> bool:
    """Whether a text has the euro sign of ISO 8859-15 and none of Windows' own signs.

    In Windows-1252 its place holds the currency sign, which nobody uses.
    """
    return b"\xa4" in data and _WINDOWS_SIGNS.search(data) is None


def _legacy(data: bytes) -> Decoded:
    from corpus.text.legacy_encodings import guess  # its patterns take time, and UTF-8 is the rule

    runs = _NOT_ASCII.findall(data)
    beyond = b"".join(runs)
    # Each run by itself: the end of one and the beginning of the next form no character.
    broken = sum(len(_MULTIBYTE.sub(b"", run)) for run in runs)
    if broken * 20 <= len(beyond):
        text = data.decode("utf-8", errors="replace")
        return Decoded(
            text, "utf-8", f"{text.count(_BROKEN)} broken characters are shown as {_BROKEN}"
        )
    if found := guess(data):
        encoding = (
            "iso8859-15" if found.encoding == "cp1252" and _has_euro(data) else found.encoding
        )
        doubt = f"it might be {' or '.join(found.rivals)} too" if found.rivals else ""
        return Decoded(data.decode(encoding, errors="replace"), encoding, doubt)
    foreign = len(beyond.translate(None, _WESTERN_BYTES))
    if foreign * 20 <= len(beyond):
        return Decoded(data.decode("cp1252", errors="replace"), "cp1252", "few letters tell")
    from charset_normalizer import from_bytes  # 40 ms to import, and seldom needed

    best = from_bytes(data[:_SAMPLE], cp_isolation=_OTHERS).best()
    if best is None:
        raise UndecodableError("its encoding could not be recognised")
    text = data.decode(best.encoding, errors="replace")
    return Decoded(text, best.encoding, "it is not a Western European language")
