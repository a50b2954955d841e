"""What a line shows by itself, as named signs with a strength, for and against being article text.

`corpus.weights` says how much each sign counts; benchmarks/fit_blocks.py finds those weights.
"""

import re
from bisect import bisect_right
from collections.abc import Collection
from operator import itemgetter

from corpus.cues import Cue
from corpus.stopwords import ANY, word_set

_SAMPLE = 240
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
    datenschutz datenschutzerklärung download email facebook fax folge folgen galerie gmbh hier
    impressum inhalt inhalte instagram jetzt kategorie kategorien klick klicken kommentar
    kommentare kontakt konto leser leserinnen lesen login mail mehr nachrichten neue neueste news
    newsletter passwort pinterest podcast posts read rechte redaktion registrieren seite shop
    subscribe suche tags team teilen tel telefon themen thema top twitter versand video videos
    vorbehalten warenkorb webseite webseiten website weitere weiteren weiterlesen whatsapp
    wordpress youtube
    """
)
_DIGIT = re.compile(r"[0-9]")
_DOMAIN = re.compile(r"\.(?:de|com|at|ch|org)\b")
_TIME = re.compile(
    r"[0-9][0-9]?[.:][0-9][0-9]|[0-9][0-9]?\.[0-9][0-9]?\.|[12][09][0-9][0-9]|[0-9] [Uu]hr\b"
)
_SPEAKER = re.compile(
    r"\b(?:sagt|says|schreibt|schrieb|meint|antwortet|said)\b.{0,40}:$|uhr$", re.IGNORECASE
)
_CLOSING = "\"'”“’‘»«)]*"
_ENDS = {
    ".": "ends with a stop",
    "!": "ends with an exclamation mark",
    "?": "ends with a question mark",
    ":": "ends with a colon",
    "…": "breaks off",
}


def signs(
    line: str, words: Collection[str], cue: Cue | None, *, bullet: bool, names: bool
) -> dict[str, float]:
    """Give the signs a line shows, with their strength (0 to about 1).

    `words` are those of its first 240 code points in lower case.
    """
    shown: dict[str, float] = {_LENGTH_SIGNS[bisect_right(_LENGTHS, len(line))]: 1.0}
    number = max(1, len(words))
    _vocabulary(shown, words, number)
    _shape(shown, line)
    if _DIGIT.search(line, 0, _SAMPLE // 2):
        _figures(shown, line[: _SAMPLE // 2])
    if bullet:
        shown["bullet"] = 1.0
    if names:
        shown["names of people"] = 1.0
    if cue:
        shown[cue.group] = 1.0
    if len(line) < 90 and line[-1] in ":r" and _SPEAKER.search(line):
        shown["speaker"] = 1.0
    return shown


def _vocabulary(shown: dict[str, float], words: Collection[str], number: int) -> None:
    stopwords = sum(map(ANY.__contains__, words)) / number
    if stopwords:
        shown["stop words"] = min(stopwords, 0.5) * 2
        reader = sum(map(_READER.__contains__, words)) / number
        if reader:
            shown["speaks to the reader"] = min(reader, 0.3) * 3
        telling = sum(map(_TELLING.__contains__, words)) / number
        if telling:
            shown["tells"] = min(telling, 0.2) * 5
    else:
        shown["no stop words"] = 1.0
    site = sum(map(_SITE.__contains__, words)) / number
    if site:
        shown["words of websites"] = min(site, 0.3) * 3


def _shape(shown: dict[str, float], line: str) -> None:
    if line.endswith(("...", "[…]", "[...]")):
        shown["breaks off"] = 1.0
    else:
        end = _ENDS.get(line.rstrip(_CLOSING)[-1:])
        if end:
            shown[end] = 1.0
    initials = [*map(itemgetter(0), line[:_SAMPLE].split())]
    shown["capitalised words"] = sum(map(str.isupper, initials)) / len(initials)
    if line[0].islower():
        shown["starts in lower case"] = 1.0
    if len(line) <= _SAMPLE and line.isupper():
        shown["all in capitals"] = 1.0
    if "|" in line or "»" in line[:-1] or "›" in line or " / " in line:
        shown["bar between parts"] = 1.0
    if "://" in line or "www." in line or "@" in line or _DOMAIN.search(line, 0, _SAMPLE):
        shown["link or address"] = 1.0
    if "©" in line:
        shown["copyright sign"] = 1.0
    if "#" in line:
        shown["hash sign"] = 1.0
    if line[-1] == ")":
        shown["ends in brackets"] = 1.0


def _figures(shown: dict[str, float], start: str) -> None:
    shown["figures"] = 1.0
    if len(_DIGIT.findall(start)) * 3 > len(start):
        shown["mostly figures"] = 1.0
    if _TIME.search(start):
        shown["date or time"] = 1.0
