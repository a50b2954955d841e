"""Guesses the encoding of a text from before UTF-8, by whether its letters form words.

The same bytes are umlauts in one encoding and nonsense in another. German and its neighbours give
themselves away: an umlaut stands within a word, an opening quotation mark before one.
"""

import re
from itertools import pairwise
from typing import NamedTuple

# Windows and Unix; the old Macintosh; DOS in Europe and in America.
ENCODINGS = ("cp1252", "mac_roman", "cp850", "cp437")
_SAMPLE = 1 << 16
_LIKELY = 0.6
_MUCH_LIKELIER, _AS_LIKELY, _DOUBTFUL = 0.3, 0.1, 0.75
_CLEAR = 5  # characters beyond ASCII from which on chance is out of the question
_MOST_LETTERS = 0.35
_FOUND = re.compile(r"[^\x00-\x7f]")
_LETTERS = "äöüÄÖÜßéèêëáàâãåçíìîïñóòôõøúùûýÿæœÉÈÀÁÂÇÓÖØÅÆŒ"
_GERMAN = "äöüÄÖÜß"
_OPENING, _CLOSING = "„“‚‘«»‹›”’", "“”‘’«»‹›"
_BETWEEN = "–—…•·\xa0\xad"
# ğ, ı, ş and İ, Ğ, Ş in Windows-1254 are ð, ý, þ and Ý, Ð, Þ in Windows-1252; the rest is the same.
_SIX_LETTERS = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_COMMON_WORDS = {
    "cp1254": re.compile(rb"\b(?:ve|bir|bu|olarak|daha|olan|gibi|kadar|sonra|ancak|yeni)\b"),
    "cp1252": re.compile(rb"\b(?:og|sem|til|ekki|hann|fyrir|eru|hefur|voru)\b"),
}
_FEWEST_WORDS = 2
# Polish, Czech, Slovak, Hungarian, Slovene, Croatian and Romanian, by words without other letters.
_CENTRAL_WORDS = re.compile(
    rb"\b(?:jest|przez|oraz|tylko|jego|tego|jednak|gdzie|kiedy"
    rb"|jako|jsou|byla|bylo|nebo|jeho|podle|alebo|bola|bolo"
    rb"|hogy|nem|egy|csak|volt|vagy|szerint|lesz"
    rb"|nije|koji|koja|koje|bila|bilo|samo|kako|pentru|sunt|prin|dintre|fost)\b"
)
# š, ť and ž of Windows; ą, ś and ź of Unix; what is š and ž of Unix, or ą and ľ of Windows, which
# Polish and Slovak have.
_CENTRAL_WINDOWS, _CENTRAL_UNIX = re.compile(rb"[\x80-\x9f]"), re.compile(rb"[\xa1\xb1\xb6\xbc]")
_CENTRAL_EITHER = re.compile(rb"[\xb9\xbe]")
_POLISH_OR_SLOVAK = re.compile(rb"\b(?:jest|przez|oraz|jednak|alebo|bola|bolo)\b")
_FEWEST_CENTRAL = 3
_WITH_FIGURES = "¤€£§°²³½¼¡¿ªº×©®™´%‰"
_BEFORE_FIGURES, _EXPONENTS = "£¤€", "²³"


class Guess(NamedTuple):
    """The likeliest encoding, and the others it might be."""

    encoding: str
    rivals: tuple[str, ...]


def guess(data: bytes) -> Guess | None:
    """Guess the encoding of a text that has bytes beyond ASCII and is no UTF-8.

    Windows-1252 is preferred unless another one is much likelier. None if the text looks like no
    language of Western Europe.
    """
    sample = data[:_SAMPLE]
    is_ambiguous = _SIX_LETTERS.search(sample) is not None
    if is_ambiguous and (known := _by_words(sample)):
        return Guess(known, ())
    if len(set(_CENTRAL_WORDS.findall(sample))) >= _FEWEST_CENTRAL:
        return Guess(_central(sample), ())
    texts = {encoding: sample.decode(encoding, "replace") for encoding in ENCODINGS}
    likely = {encoding: _likeliness(text) for encoding, text in texts.items()}
    best = max(likely, key=lambda encoding: likely[encoding])
    if likely[best] < _LIKELY:
        return None
    if likely[best] - likely["cp1252"] < _MUCH_LIKELIER:
        best = "cp1252"
    close = _AS_LIKELY if best == "cp1252" else _MUCH_LIKELIER
    if best != "cp1252" and len(_FOUND.findall(texts[best])) < _CLEAR:
        close = _DOUBTFUL
    rivals = (
        encoding
        for encoding in ENCODINGS
        if texts[encoding] != texts[best] and likely[best] - likely[encoding] < close
    )
    turkish = ("cp1254",) if is_ambiguous and best == "cp1252" else ()
    return Guess(best, (*rivals, *turkish))


def _by_words(sample: bytes) -> str:
    """Return "cp1254" for a Turkish text, "cp1252" for an Icelandic one, by their common words."""
    for encoding, words in _COMMON_WORDS.items():
        if len(set(words.findall(sample))) >= _FEWEST_WORDS:
            return encoding
    return ""


def _central(sample: bytes) -> str:
    """Return the encoding of a text of Central Europe: that of Windows unless letters tell."""
    if _CENTRAL_WINDOWS.search(sample):
        return "cp1250"
    is_either = _CENTRAL_EITHER.search(sample) and not _POLISH_OR_SLOVAK.search(sample)
    return "iso8859_2" if is_either or _CENTRAL_UNIX.search(sample) else "cp1250"


def _likeliness(text: str) -> float:
    """Return the share of the characters beyond ASCII in plausible places."""
    places = [match.start() for match in _FOUND.finditer(text)]
    letters = sum(map(str.isalpha, text))
    foreign = sum(text[place].isalpha() for place in places)
    if not places or foreign > max(1.0, letters * _MOST_LETTERS):
        return 0.0
    padded = f"\n{text}\n"
    points = sum(_fits(padded[place], text[place], padded[place + 2]) for place in places)
    beside = sum(two - one == 1 for one, two in pairwise(places))
    return max(0.0, (points - beside * 0.5) / len(places))


def _fits(before: str, character: str, after: str) -> float:
    """Return how plausible a character is between two others, from 0 to 1."""
    if character in _LETTERS:
        return _letter_fits(before, character, after)
    if character in _BETWEEN:
        return 1.0 if not (before.isalpha() and after.isalpha()) or character in "\xad\xa0" else 0.3
    if character in _EXPONENTS and before.islower() and before != "m":
        return 0.0
    if character in _BEFORE_FIGURES and after.isalpha():
        return 0.0
    if character in _WITH_FIGURES:
        return 1.0 if not (before.isalpha() and after.isalpha()) else 0.0
    opens = character in _OPENING and not before.isalnum() and after.isalnum()
    closes = character in _CLOSING and not before.isspace() and not after.isalpha()
    apostrophe = character == "’" and before.isalpha() and after.isalpha()
    return 1.0 if opens or closes or apostrophe else 0.0


def _letter_fits(before: str, letter: str, after: str) -> float:
    weight = 1.0 if letter in _GERMAN else 0.75
    if letter == "ß":
        return weight if before.isalpha() and before.islower() else 0.0
    if letter.isupper():
        starts = not before.isalpha() and (after.islower() or after.isspace())
        return weight if starts or (before.isupper() or after.isupper()) else 0.0
    if before.isspace() and after.isspace():
        return weight / 2 if letter == "à" else 0.0
    if before in "\n\r":
        return 0.3  # few lines begin with a small letter, and few words with ä, ö or ü
    if before.isupper() and after.isupper():
        return 0.0
    return weight if before.isalpha() or after.isalpha() else 0.0
