"""Make compound-words.txt.gz, the words that compounds are split into, from the wordfreq package.

Run by hand, with wordfreq 3.1.1 installed: ``python index/analysis/data/build_words.py``.

Kept are words of German letters that are at least as frequent as one in three million, and some
rarer ones that news of war and diplomacy is full of. Left out are endings that would pass for
words, particles (so that `Überraschung` is not about a `Raschung`), and short words but for a list
of nouns. The result holds one line per frequency class: line n has the words of frequency
10 ** (-n / 100), sorted.
"""

import gzip
import re
from math import log10
from pathlib import Path

from wordfreq import get_frequency_dict  # type: ignore[import-not-found]

from disk.durable import write_durably

TARGET = Path(__file__).with_name("compound-words.txt.gz")


def _listed(text: str) -> set[str]:
    return set(text.split())


_RAREST = 650  # hundredths of a decade below 1: 10 ** -6.5
# Short words must be frequent, or they are found in everything.
_RAREST_SHORT = {4: 550, 5: 600}
_WORD = re.compile(r"[a-zäöü]{4,}")
_SHORT_NOUNS = _listed(
    """
    akt alm amt app arm art arzt ast bad bau bot bus eid eis erz fax fee gas gen hof hut kai kur lid
    not ohr opa rad rat see tag tal tat tee ton tor tür uhr uni uno weg zug öko öl öle
    """
)
_SUBJECT = _listed(
    """
    apps ballistik busse duma enklave exklave fregatte fregatten haubitze haubitzen jet jets kies
    korvette korvetten luftschlag luftschläge mörser oblast torpedo torpedos uran veto vetos visum
    zentrifuge zentrifugen zünder
    """
)
_RARITY_OF_SUBJECT = 600
_ENDINGS = _listed(
    """
    artig bare barer bares barkeit chen dung ehen enden ender endes erei eren erin erinnen erisch
    erische erischen ermaßen ernd ertem erte erten erter ertes erung erungen erweise fachen haft
    hafte haften heit heiten icht iere ieren ierend iert ierte ierten ierung ierungen igen iger iges
    igkeit igkeiten igung ings inne ione ionen isch ische ischen ischer isches ismus istin
    ität itäten keit keiten lein lich liche lichen licher liches lichkeit ling linge loser mäßig
    mäßige mäßigen nung rung rungen sche schaft schaften seits sten ster stes sung
    tation tativ tert tion tionen tum tums tung tungen turen tät ungen weise weisen wärts
    """
)
_PARTICLES = _listed(
    """
    aber alle allein allem allen aller alles anders auch außer beide beim beiden dabei dadurch dafür
    dagegen daher dahin damals damit danach dann daran darauf daraus darf darin darum dass davon
    davor dazu dein deine deinem deinen deiner dem denen denn deren dessen dich dies diese diesem
    diesen dieser dieses doch dort durch ehemals eher eine einem einen einer eines einig einige
    einmal erst etwa etwas euch euer eure fast fort ganz gegen gegenüber geben gerne gibt habe haben
    hast hatte hatten hause heraus herum hervor hier hinaus hinter hinzu ihre ihrem ihren ihrer
    ihres immer indem ist jede jedem jeden jeder jedes jetzt kann kein keine keinen konnte können
    letzte mehr mein meine meinem meinen meiner meist miss mich muss nach neben nein nicht nichts
    noch oben oder ohne schon sehr seien sein seine seinem seinen seiner seines seit sich sind
    sogar solche soll sollte sondern sowie statt trotz unser unsere unter uns viel viele voll vollen
    voran voraus vorbei vorher waren wart weder weil weiter welche welcher wenig weniger wenn werde
    werden wider wieder will wird wohl worden wurde wurden während würde zudem zurück zusammen
    zuvor zwar zwischen über überall übrig
    """
)


def words() -> dict[str, int]:
    """Return each word's frequency class, from the long list of wordfreq."""
    classes = dict.fromkeys(_SUBJECT, _RARITY_OF_SUBJECT)
    for word, frequency in get_frequency_dict("de", "large").items():
        kept = _WORD.fullmatch(word) or word in _SHORT_NOUNS
        rarity = round(-100 * log10(frequency))
        if (
            kept
            and rarity <= _RAREST_SHORT.get(len(word), _RAREST)
            and word not in _ENDINGS | _PARTICLES
        ):
            classes[word] = rarity
    return classes


def main() -> None:
    """Write the list, the same bytes every time."""
    classes = words()
    lines: list[list[str]] = [[] for _ in range(_RAREST + 1)]
    for word, rarity in sorted(classes.items()):
        lines[rarity].append(word)
    text = "\n".join(map(" ".join, lines))
    write_durably(TARGET, gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(classes):,} words, {TARGET.stat().st_size:,} bytes")  # noqa: T201 -- a script


if __name__ == "__main__":
    main()
