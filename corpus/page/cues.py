"""Phrases by which page furniture gives itself away, in German and English.

Every phrase is compared in lower case, with the punctuation around the line taken off.
"""

import re
from typing import NamedTuple

from corpus.page.blocks import BlockKind


class Cue(NamedTuple):
    """What a line says about itself; `group` is its rule without the phrase.

    `ends`: below such a line the article seldom goes on.
    """

    kind: BlockKind
    group: str
    phrase: str = ""
    ends: bool = False

    @property
    def rule(self) -> str:
        """The rule as `show --why` prints it."""
        return f"{self.group}: {self.phrase}" if self.phrase else self.group


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split("|") if phrase.strip())


_NAVIGATION = _phrases(
    """
    home | startseite | menü | menu | menü schließen | suche | suchen | search | anmelden | login |
    log in | abmelden | registrieren | sign in | sign up | subscribe | abonnieren | abo | shop |
    impressum | datenschutz | datenschutzerklärung | kontakt | contact | contact us | about |
    about us | über uns | über mich | agb | nutzungsbedingungen | privacy policy | privacy |
    terms of use | terms of service | sitemap | newsletter | rss | rss-feed | e-paper | epaper |
    mediadaten | jobs | karriere | werbung | anzeige | advertisement | advertising | sponsored |
    close | schließen | open | öffnen | translate | übersetzen | source site | weiter | zurück |
    next | previous | vorheriger artikel | nächster artikel | vorheriger beitrag |
    nächster beitrag | next post | previous post | back to top | back to top button | nach oben |
    zum inhalt springen | zum hauptinhalt springen | skip to content | skip to main content |
    zum seitenanfang | zurück zum anfang | drucken | print | teilen | share | tweet | twittern |
    merken | artikel drucken | seite drucken | diesen artikel teilen | artikel teilen |
    diese geschichte teilen | share this | teilen mit | gefällt mir | facebook | twitter |
    instagram | youtube | whatsapp | pinterest | telegram | linkedin | xing | reddit | tumblr |
    google+ | e-mail | email | mail | flipboard | pocket | messenger | threads | mastodon |
    mehr | more | mehr anzeigen | alle anzeigen | show more | load more | mehr laden | alle |
    weiterlesen | read more | mehr lesen | mehr erfahren | learn more | details | antworten |
    reply | kommentieren | kommentar | kommentar hinzufügen | kommentar schreiben | lesezeichen |
    jetzt abonnieren | jetzt lesen | folgen | follow us | folge uns | folgen sie uns | in english |
    deutsch | english | politik | wirtschaft | sport | kultur | panorama | wissen | reise | auto |
    video | videos | podcast | podcasts | bilder | fotos | themen | services | service | ressorts |
    world | welt | news | nachrichten | business | politics | opinion | technology | technik |
    tech | sports | entertainment | health | gesundheit | science | wissenschaft | lifestyle |
    live | bildergalerie | inhaltsverzeichnis | ad | ads | cookie-einstellungen |
    cookies verwalten | privatsphäre-einstellungen | datenschutzeinstellungen | site search
    """
)
_ENDINGS = _phrases(
    """
    related articles | related posts | related stories | related | related topics | you may like |
    you might also like | you may also like | more from | more stories | more news | read next |
    recommended | recommended for you | most read | most popular | trending | popular posts |
    recent posts | latest news | leave a reply | leave a comment | post a comment | comments |
    ähnliche artikel | ähnliche beiträge | verwandte artikel | verwandte beiträge |
    verwandte themen | das könnte sie auch interessieren | das könnte dich auch interessieren |
    das könnte sie interessieren | auch interessant | mehr zum thema | mehr zu diesem thema |
    mehr aus diesem ressort | mehr artikel | weitere artikel | weitere beiträge |
    weitere nachrichten | weitere meldungen | weitere themen | meistgelesen | meist gelesen |
    meistgeklickt | meistgelesene artikel | beliebte artikel | beliebte beiträge |
    neueste beiträge | neueste artikel | neueste kommentare | letzte kommentare | aktuelle news |
    aktuelle meldungen | aktuelle kommentare | top-artikel | top-themen | leserkommentare |
    schreibe einen kommentar | schreiben sie einen kommentar | hinterlasse einen kommentar |
    hinterlasse eine antwort | kommentar verfassen | kommentar hinterlassen | kommentare |
    alle kommentare | diskussion | forum | schlagwörter | schlagworte | tags | archiv | archive |
    empfehlungen aus der redaktion | empfehlungen der redaktion | leserempfehlungen |
    unsere empfehlungen | zum weiterlesen | neueste meldungen | neueste nachrichten |
    das könnte ihnen auch gefallen | das könnte dir auch gefallen | dazu passend | lesetipps |
    kunden kauften auch | wird oft zusammen gekauft | kundenbewertungen | bewertungen |
    kategorien | categories | über den autor | über die autorin | about the author
    """
)
_RELATED_STARTS = _phrases(
    """
    siehe auch | lesen sie auch | lesen sie mehr | lesen sie hier | lies auch | auch lesen |
    mehr zum thema: | mehr dazu: | mehr lesen: | passend dazu: | zum thema: | see also |
    read also | read more: | also read | read: | related: | more: | watch: | don't miss
    """
)
_FURNITURE_STARTS = _phrases(
    """
    teilen sie dies | teile dies | gefällt ihnen dieser | hat ihnen der artikel |
    hat dir der artikel | war dieser artikel | fanden sie diesen artikel | diskutieren sie mit |
    schon registriert | noch kein konto | jetzt anmelden | jetzt registrieren | jetzt abonnieren |
    jetzt newsletter | abonnieren sie | abonniere | folgt uns | unterstütze uns |
    unterstützen sie uns | in den warenkorb | zum warenkorb | wir verwenden cookies |
    diese website verwendet | diese seite verwendet | diese website nutzt | ihr browser |
    dein browser | bitte aktivieren sie | mehr zum thema auf | mehr zum thema finden |
    enthält werbung | dieser beitrag enthält werbung | zum newsletter | newsletter abonnieren |
    schaltfläche | kommentare deaktiviert | zum kommentieren | um kommentieren zu können |
    copyright | © 19 | © 20 | all rights reserved | alle rechte vorbehalten | powered by |
    follow us on | folgen sie uns auf | folge uns auf | werden sie mitglied | jetzt mitglied |
    melden sie sich an | bitte melden sie sich an | bitte geben sie eine gültige | advertisement |
    deine e-mail-adresse wird nicht | ihre e-mail-adresse wird nicht | treten probleme auf |
    your email address will not | click here to | klicken sie hier, um | zurück zu | back to |
    zuletzt aktualisiert am inhalt | tags: | schlagwörter: | schlagworte: | kategorie: |
    kategorien: | veröffentlicht unter | verschlagwortet mit | getaggt mit
    """
)
# Anywhere in a line that is not a long paragraph.
_FURNITURE_PARTS = _phrases(
    """
    gültige e-mail-adresse | e-mail-adresse eingeben | erforderliche felder sind |
    required fields are marked | e-mail-adresse wird nicht veröffentlicht | klicken sie hier |
    maximale anzahl an artikeln | artikeln erreicht | erstellen sie kostenlos | um weiterzulesen |
    to continue reading | create a free account | already a subscriber | bereits abonnent |
    newsletter anmelden | zum newsletter | newsletter abonnieren | unseren newsletter |
    verwendet cookies | use cookies | uses cookies | cookies zu | alle rechte vorbehalten |
    all rights reserved | für die nächste kommentierung | benachrichtige mich über |
    javascript aktivieren | enable javascript | app zu erhalten | app herunterladen |
    nutzungsbedingungen und der datenschutz
    """
)
_WHOLE: dict[str, Cue] = {
    **{p: Cue(BlockKind.FURNITURE, "navigation", p) for p in _NAVIGATION},
    **{p: Cue(BlockKind.FURNITURE, "end of article", p, ends=True) for p in _ENDINGS},
}
_FIRST = re.compile(r"\w+|\S")
_STARTS: dict[str, list[tuple[str, Cue]]] = {}
for _cue in (
    *(Cue(BlockKind.RELATED, "related link", phrase) for phrase in _RELATED_STARTS),
    *(Cue(BlockKind.FURNITURE, "furniture", phrase) for phrase in _FURNITURE_STARTS),
):
    _STARTS.setdefault(_FIRST.findall(_cue.phrase)[0], []).append((_cue.phrase, _cue))
_PARTS = re.compile("|".join(map(re.escape, _FURNITURE_PARTS)))
HINTS = frozenset(max(phrase.split()[:-1], key=len) for phrase in _FURNITURE_PARTS) | {
    "über",
    "via",
}
"""Words one of which every phrase that counts anywhere in a line has, and those before credits."""

_BYLINE_STARTS = frozenset(
    _phrases(
        """
        von | by | autor | autorin | author | written | geschrieben | verfasst | posted | text |
        ein | artikel | beitrag | gastbeitrag | bericht | kommentar | interview | analyse
        """
    )
)
BEGINNINGS = frozenset(
    ("", *_STARTS, *_BYLINE_STARTS, *(_FIRST.findall(phrase)[0] for phrase in _WHOLE))
)
"""A line without any of `HINTS` or marks says nothing if it begins with another word."""

AROUND = " \t\xa0:…»«›‹<>|*•.–—-_#!?()[]→←▶►+/\\"
"""What is taken off the ends of a line before comparing it with phrases."""
LONGEST_WITH_PHRASE = 320
"""Longer lines can end with a credit, but say nothing else."""
_LONGEST_START = 220
_LONGEST_HEAD_LINE = 120
_LONGEST_WHOLE = max(map(len, _WHOLE))
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(
    r"\d+ (?:kommentare?|comments?|antworten|replies|aufrufe|views|shares?|likes?|bewertungen)"
    r"(?: .{0,30})?"
)
_CREDIT_SIGNS = (":", "/", "(", "©", " über ", " via ")
_CREDIT = re.compile(
    r"""
    (?: ©\s?(?!\s?(?:19|20)\d\d) | \(c\)\s | copyright:\s
      | (?:foto|fotos|bild|bilder|photo|image|picture|credit|grafik|symbolbild|archivbild|bildquelle
          |fotoquelle|bildnachweis|image\scredit|photo\scredit|illustration)(?:credit)?\s?[:/©] )
    | [^.!?]{2,60} (?: /\s?(?:getty|afp|dpa|reuters|ap\b|epa|apa|keystone|imago|shutterstock)
      | \s(?:über|via)\s(?:reuters|ap|afp|getty|dpa|epa|imago) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT_AT_END = re.compile(
    r"""
    [(\[] [^()\[\]]{0,120}?
    \b(?:foto|fotos|photo|photos|bild|image|images|getty|imago|pool|archiv|datei|file)\b
    [^()\[\]]{0,80} [)\]] \.? $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SOURCE = re.compile(
    r"(?:quelle|source|mit\smaterial\svon)\s?:\s?(?P<source>\S.{0,60})$", re.IGNORECASE
)
_BYLINE = re.compile(
    r"""
    (?:(?:ein\s)?(?:artikel|beitrag|gastbeitrag|text|bericht|kommentar|interview|analyse)\s)?
    (?i:von|by|autor|autorin|author|written\sby|geschrieben\svon|verfasst\svon|posted\sby|text)
    (?:\s?:\s?|\s)
    (?P<author>[A-ZÄÖÜ][\w.'’-]+(?:\s(?:[A-ZÄÖÜ][\w.'’-]*|von|van|de|der|den|zu|und|and|&|,)){0,7})
    (?P<rest>.{0,60})$
    """,
    re.VERBOSE,
)
_DATELINE = re.compile(
    r"""
    (?:(?:stand|veröffentlicht|aktualisiert|erstellt|zuletzt\saktualisiert|published|updated|datum
      |posted|last\supdated|date|erschienen)(?:\s(?:am|on|at))?\s?:?\s?)?
    (?:(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[a-zä]{0,8}[.,]?\s?(?:den\s)?)?
    (?: \d{1,2}\.\s?(?:\d{1,2}\.\s?|[a-zä]{3,9}\.?\s)(?:\d{4}|\d{2}) | \d{4}-\d\d-\d\d
      | [a-z]{3,9}\.?\s\d{1,2},?\s\d{4} | \d{1,2}\s[a-z]{3,9}\.?,?\s\d{4} )
    (?: [\s,|–—·/T(-]* (?:um\s|at\s)? \d{1,2}[:.]\d\d (?::\d\d)?
        (?:\s?(?:uhr|am|pm|h|[a-z]{3,4}))? )? \)? $
    """,
    re.IGNORECASE | re.VERBOSE,
)


def cue(line: str, bare: str, word: str, *, hinted: bool, marked: bool) -> Cue | None:
    """Return what a line says about itself, or None.

    `bare` is its beginning in lower case, without the punctuation `AROUND` it, and `word` the first
    word of that ("" if unknown). `hinted` says whether any of its words is among `HINTS`, `marked`
    whether it has any of the characters ``0-9 : / © (``: most lines then need no pattern at all.
    """
    length = len(line)
    if length > LONGEST_WITH_PHRASE:
        return _credit(line, length)
    if length <= _LONGEST_WHOLE:
        found = _WHOLE.get(bare)
        if found:
            return found
    if not word:
        first = _FIRST.match(bare)
        word = first.group() if first else ""
    found = None
    if hinted or word in _STARTS or (marked and word.isdecimal()):
        found = _phrase(bare, word, hinted=hinted, marked=marked)
    if found is None and (marked or hinted):
        found = _credit(line, length)
    if found is None and length <= _LONGEST_HEAD_LINE and (marked or word in _BYLINE_STARTS):
        found = _head_line(line, word, marked=marked)
    return found


def _phrase(bare: str, first: str, *, hinted: bool, marked: bool) -> Cue | None:
    for phrase, start_cue in _STARTS.get(first, ()):
        # "Mehr: ..." is a link, "Mehr Waffen ..." is not.
        if bare.startswith(phrase):
            return start_cue
    if marked and first.isdecimal() and _COUNT.fullmatch(bare):
        return _A_COUNT
    part = _PARTS.search(bare) if hinted else None
    return _PART_CUES[part.group()] if part else None


def _credit(line: str, length: int) -> Cue | None:
    if length <= _LONGEST_START and _has_sign(line) and _CREDIT.match(line):
        return _PICTURE_CREDIT
    if line.endswith((")", "]", ").")) and _CREDIT_AT_END.search(line[-250:]):
        return _CAPTION_CREDIT
    return None


def _has_sign(line: str) -> bool:
    return any(sign in line for sign in _CREDIT_SIGNS)  # faster than a pattern


def _head_line(line: str, first: str, *, marked: bool) -> Cue | None:
    if marked and ":" in line and _SOURCE.match(line):
        return _NAMED_SOURCE
    if marked and _DIGIT.search(line) and _DATELINE.match(line):
        return _DATE
    return _AUTHOR if first in _BYLINE_STARTS and author_of(line) else None


_A_COUNT = Cue(BlockKind.FURNITURE, "furniture", "a count")
_PART_CUES = {phrase: Cue(BlockKind.FURNITURE, "furniture", phrase) for phrase in _FURNITURE_PARTS}
_PICTURE_CREDIT = Cue(BlockKind.CAPTION, "picture credit")
_CAPTION_CREDIT = Cue(BlockKind.CAPTION, "caption with a credit")
_NAMED_SOURCE = Cue(BlockKind.BYLINE, "source")
_DATE = Cue(BlockKind.DATELINE, "date")
_AUTHOR = Cue(BlockKind.BYLINE, "byline")


def source_of(line: str) -> str:
    """Return the source a line names ("Quelle: NBC News"), or ""."""
    match = _SOURCE.match(line)
    return match["source"].strip(" .)") if match else ""


def author_of(line: str) -> str:
    """Return the author a line names ("Von Anna Muster"), or ""."""
    match = _BYLINE.match(line)
    if not match or match["rest"].strip().endswith((".", "!", "?")):
        return ""
    name = match["author"].rstrip(" ,&")
    return name if " " in name and not match["rest"][:1].isalpha() else ""
