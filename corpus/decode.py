"""Bytes of a file into text."""

import codecs
import re

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
# What German and its neighbours need beyond ASCII; other pages use these bytes for other letters.
_WESTERN = "äöüÄÖÜßéèêëáàâãåçíìîïñóòôõøúùûýÿæœÉÈÀÁÂÇÓÖØÅÆŒ„“”‚‘’«»‹›–—…€£©®°§·•×²³½¼¡¿ªº´™†\xa0\xad"
_WESTERN_BYTES = _WESTERN.encode("cp1252")
# What pages are written in apart from these; charset-normalizer knows sixty more, mostly of
# mainframes and old Macintoshes, and would sooner guess one of those.
_OTHERS = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r"]
_OTHERS += ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
_SAMPLE = 1 << 16
# What a page may declare; other codecs of Python are no encodings of pages, and some are slow.
_DECLARABLE = ("iso8859", "cp125", "koi8", "mac", "gb", "big5", "shift_jis", "cp932", "euc")


class UndecodableError(ValueError):
    """The bytes are no text in any encoding known here; the message says what they look like."""


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Give the text of `data` and the name of its encoding; a byte order mark is left out.

    In this order: a byte order mark, UTF-8, UTF-16 without a mark, the encoding that the file
    declares, UTF-8 with a few broken bytes (each becomes U+FFFD), Windows-1252, and what
    charset-normalizer finds. What is valid UTF-8 is UTF-8, whatever it declares: pages are saved
    again by programs that leave the declaration as it was. Raises UndecodableError.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _mostly(data[len(mark) :], encoding), encoding
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
            return text, "utf-8"
    wide = _utf16_without_mark(data)
    if wide:
        return _mostly(data, wide), wide
    if controls * 50 > len(data) or b"\x00" in data:
        raise UndecodableError("it is not text but binary data")
    return _as_declared(data, declared) or _legacy(data)


def _as_declared(data: bytes, declared: str) -> tuple[str, str] | None:
    try:
        encoding = codecs.lookup(declared).name
        if encoding == "iso8859-1":  # what browsers take it for, as pages mean it
            encoding = "cp1252"
        return (_mostly(data, encoding), encoding) if encoding.startswith(_DECLARABLE) else None
    except (LookupError, ValueError):
        return None


def _mostly(data: bytes, encoding: str) -> str:
    """Decode, allowing one broken character in a hundred; raises UndecodableError."""
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") * 100 > len(text) + 100:
        raise UndecodableError(f"it begins like {encoding.upper()} text, but most of it is not")
    return text


def _utf16_without_mark(data: bytes) -> str:
    """Name the byte order of UTF-16 text by where its zero bytes are; "" if it is none."""
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


def _legacy(data: bytes) -> tuple[str, str]:
    beyond = b"".join(_NOT_ASCII.findall(data))
    broken = len(_MULTIBYTE.sub(b"", beyond))
    if broken * 20 <= len(beyond):
        return data.decode("utf-8", errors="replace"), "utf-8"
    foreign = len(beyond.translate(None, _WESTERN_BYTES))
    if foreign * 20 <= len(beyond):
        return data.decode("cp1252", errors="replace"), "cp1252"
    from charset_normalizer import from_bytes  # 40 ms to import, and seldom needed

    found = from_bytes(data[:_SAMPLE], cp_isolation=_OTHERS).best()
    if found is None:
        raise UndecodableError("its encoding could not be recognised")
    return data.decode(found.encoding, errors="replace"), found.encoding
