"""The signs of a line by itself, for and against being article text.

`corpus.page.weights` says how much each sign counts; benchmarks/fit_blocks.py finds those weights.
Most signs are present or not: they are the bits of an integer, so that their weights are added up
once per combination. The others are shares of the line's words. Every line of every page comes
through here, so each check looks only where its sign can be.
"""

import re
from bisect import bisect_right
from itertools import repeat
from operator import ne
from typing import NamedTuple

from corpus.page.cues import AROUND, BEGINNINGS, HINTS, LONGEST_WITH_PHRASE, Cue, cue
from corpus.text.common_words import ANY, word_set

_SAMPLE = 160  # enough of a long paragraph to know that it is prose
_LENGTHS = (12, 25, 45, 80, 140, 300)
_LENGTH_SIGNS = (
    "a word or two",
    "very short",
    "short",
    "middling",
    "fairly long",
    "long",
    "very long",
)
_ENDS = {
    ".": "ends with a stop",
    "!": "ends with an exclamation mark",
    "?": "ends with a question mark",
    ":": "ends with a colon",
    "…": "breaks off",
}
FLAGS = (
    *_LENGTH_SIGNS,
    *_ENDS.values(),
    *("bullet", "names of people", "speaker", "no stop words", "starts in lower case"),
    *("all in capitals", "bar between parts", "link or address", "copyright sign", "hash sign"),
    *("ends in brackets", "figures", "mostly figures", "date or time"),
    *("navigation", "end of article", "related link", "furniture"),
    *("picture credit", "caption with a credit", "source", "date", "byline"),
)
SHARES = ("stop words", "speaks to the reader", "tells", "words of websites", "capitalised words")
BIT = {name: 1 << place for place, name in enumerate(FLAGS)}
_READER = word_set(
    """
    bitte deine deinen deiner dein dich dir du einfach euch euer eure hier ihnen ihr ihre ihrem
    ihren ihrer jetzt kostenlos sie usted vos votre vous you your
    """
)
_TELLING = word_set(
    """
    habe haben hatte hatten ich mein meine mich mir sagt sagte sagten sei uns unser unsere war
    waren wir wurde wurden i said was we were
    """
)
_SITE = word_set(
    """
    abo abonnement abonnieren aktuelle aktuellen alle angebot angebote anmelden anzeige app artikel
    autor autorin beitrag beiträge bilder blog browser comment comments cookie cookies copyright
    datenschutz datenschutzerklärung download e-mail email facebook fax folge folgen galerie gmbh
    hier impressum inhalt inhalte instagram jetzt kategorie kategorien klick klicken kommentar
    kommentare kontakt konto leser leserinnen lesen login mail mehr nachrichten neue neueste news
    newsletter passwort pinterest podcast posts read rechte redaktion registrieren seite shop
    subscribe suche tags team teilen tel telefon themen thema top twitter versand video videos
    vorbehalten warenkorb webseite webseiten website weitere weiteren weiterlesen whatsapp
    wordpress youtube
    """
)
_WORD = re.compile(r"\w+")
_CLOSING = "\"'”“’‘»«)]*"
_BY_LENGTH = tuple(
    BIT[_LENGTH_SIGNS[bisect_right(_LENGTHS, length)]] for length in range(_LENGTHS[-1] + 1)
)
_BY_END = {mark: BIT[name] for mark, name in _ENDS.items()}
_PLAIN = BIT["no stop words"]
_LOWER = BIT["starts in lower case"]
_CAPITALS = BIT["all in capitals"]
_BULLETED = BIT["bullet"]
_SPEAKING = BIT["speaker"]
_NAMES_OF_PEOPLE = BIT["names of people"]
# What any of the signs in `_marks`, and any credit, date or source needs.
_MARK = re.compile(r"[0-9|»›/@©#:(,]")
_DOT_INSIDE = re.compile(r"\.[a-z]")
_SITE_NAME = re.compile(r"\.(?:de|com|at|ch|org)\b")
_DIGIT = re.compile(r"[0-9]")
_TIME = re.compile(
    r"[0-9][0-9]?[.:][0-9][0-9]|[0-9][0-9]?\.[0-9][0-9]?\.|[12][09][0-9][0-9]|[0-9] [Uu]hr\b"
)
_SPEAKER = re.compile(
    r"\b(?:sagt|says|schreibt|schrieb|meint|antwortet|said)\b.{0,40}:$|uhr$", re.IGNORECASE
)
_BULLET = re.compile(r"(?:[•▪◦‣●■]|[*–—-]\s)\s*\S|\d{1,2}[.)]\s+\S")
_NAME = r"[A-ZÄÖÜ][\w.'’-]+(?: (?:von|van|de|der|den|zu|al|bin|[A-ZÄÖÜ][\w.'’-]*)){1,4}"
_NAMES = re.compile(rf"(?:{_NAME})(?:(?:,| und| and| &) (?:{_NAME})){{0,4}}")
_LONGEST_NAMES = 120
_FIGURES = 80


def _codes() -> dict[str, int]:
    """Return the counts of each known word: a byte for each kind of word."""
    codes: dict[str, int] = {}
    for place, words in enumerate((ANY, _READER, _TELLING, _SITE, HINTS)):
        for word in words:
            codes[word] = codes.get(word, 0) + (1 << 8 * place)
    return codes


_CODE = _codes().get
_new = tuple.__new__  # half the time of a call of the class
_NOTHING = repeat(0)


class Signs(NamedTuple):
    """The signs of a line: `flags` by `BIT`, and the strength (0 to 1) of each of `SHARES`."""

    words: int
    cue: Cue | None
    flags: int
    shares: tuple[float, float, float, float, float]

    def named(self) -> dict[str, float]:
        """Return the strength of each sign that is present."""
        flags = {name: 1.0 for name, bit in BIT.items() if self.flags & bit}
        shares = zip(SHARES, self.shares, strict=True)
        return flags | {name: share for name, share in shares if share}


def signs(line: str) -> Signs:
    """Return the signs of a line, which must not be empty; words are counted at its beginning."""
    bare = line[:_SAMPLE].strip(AROUND)
    in_lower = bare.lower()
    marked = (_MARK.search(bare) or _DOT_INSIDE.search(bare)) is not None
    written = _WORD.findall(bare) if marked else bare.split()
    # Faster than one by one.
    words = "\n".join(written).lower().split("\n") if marked else in_lower.split()
    number = len(written) or 1
    code = sum(map(_CODE, words, _NOTHING))
    capitals = sum(map(ne, words, written)) / number
    length = len(line)
    flags = _BY_LENGTH[min(length, _LENGTHS[-1])]
    last = line[-1]
    if last in _BY_END and line[-3:] != "...":
        flags |= _BY_END[last]
    elif not last.isalnum():
        flags |= _ending(line)
    first = line[0]
    if first.islower():
        flags |= _LOWER
    elif not first.isalpha() and _BULLET.match(line):
        flags |= _BULLETED
    if capitals == 1.0 and length <= _SAMPLE and line.isupper():
        flags |= _CAPITALS
    if marked:
        flags |= _marks(line)
    if last in ":r" and length < 90 and _SPEAKER.search(line):
        flags |= _SPEAKING
    if capitals > 0.4 and number > 1 and length <= _LONGEST_NAMES and _NAMES.fullmatch(line):
        flags |= _NAMES_OF_PEOPLE
    # The first word where the text begins with one, or with what is no word.
    begins = bare[:1].isalnum() and (marked or words[0].isalnum())
    word = words[0] if begins else ""
    hinted = code >> 32 > 0
    found = None
    if marked or hinted or word in BEGINNINGS or length > LONGEST_WITH_PHRASE:
        found = cue(line, in_lower, word, hinted=hinted, marked=marked)
    if found:
        flags |= BIT[found.group]
    if not code & 0xFF:
        flags |= _PLAIN
    return _new(Signs, (number, found, flags, _shares(code, number, capitals)))


def _shares(code: int, number: int, capitals: float) -> tuple[float, float, float, float, float]:
    stops = (code & 0xFF) / number * 2
    stops = min(stops, 1.0)
    if not code >> 8:
        return (stops, 0.0, 0.0, 0.0, capitals)
    return (
        stops,
        min(0.9, (code >> 8 & 0xFF) / number * 3),
        min(1.0, (code >> 16 & 0xFF) / number * 5),
        min(0.9, (code >> 24 & 0xFF) / number * 3),
        capitals,
    )


def _ending(line: str) -> int:
    end = line[-8:]
    if end.endswith(("...", "[…]", "[...]")):
        return BIT["breaks off"]
    flags = _BY_END.get(end.rstrip(_CLOSING)[-1:], 0)
    return flags | BIT["ends in brackets"] if end[-1] == ")" else flags


def _marks(line: str) -> int:
    flags = 0
    start = line[:_SAMPLE]
    # Several times as fast as one regular expression.
    if "|" in start or "›" in start or "»" in start[:-1] or " / " in start:
        flags |= BIT["bar between parts"]
    if "://" in start or "@" in start or "www." in start or _SITE_NAME.search(start):
        flags |= BIT["link or address"]
    if "©" in start:
        flags |= BIT["copyright sign"]
    if "#" in start:
        flags |= BIT["hash sign"]
    digit = _DIGIT.search(line, 0, _FIGURES)
    if digit:
        figures = len(_DIGIT.findall(line, digit.start(), _FIGURES))
        flags |= BIT["figures"]
        if figures * 3 > min(len(line), _FIGURES):
            flags |= BIT["mostly figures"]
        if _TIME.search(line, digit.start(), _FIGURES):
            flags |= BIT["date or time"]
    return flags
