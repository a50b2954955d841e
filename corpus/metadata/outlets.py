"""One name for each newspaper, agency and broadcaster, however pages and tables spell it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

# A line for each: the name shown, other names it goes by, its addresses. Spellings that differ in
# case, hyphens, spaces, umlauts or “Online” need no entry, nor do addresses like the name.
_OUTLETS = """
ABC News | abcnews.go.com
AFP | Agence France-Presse
Aachener Zeitung | aachener-zeitung.de
Aargauer Zeitung | aargauerzeitung.ch
Al Jazeera | Al Jazeera English | Al-Dschasira | aljazeera.com | aljazeera.net
Allgemeine Zeitung Mainz | AZ Mainz | allgemeine-zeitung.de
ANSA | ansa.it
AP | Associated Press | The Associated Press | AP News | apnews.com
APA | Austria Presse Agentur | apa.at
ARD | ard.de | ARD Online
ARTE | arte.tv | ARTE Info
Augsburger Allgemeine | augsburger-allgemeine.de
Badische Neueste Nachrichten | BNN | bnn.de
Badische Zeitung | badische-zeitung.de
Basler Zeitung | BaZ | bazonline.ch
Bayerischer Rundfunk | BR | BR24 | BR.de | br24.de
BBC | BBC News | BBC Online | BBC World Service | bbc.com | bbc.co.uk
Berliner Kurier | berliner-kurier.de
Berliner Morgenpost | morgenpost.de
Berliner Zeitung | berliner-zeitung.de
Bild | BILD.de | BILD-Zeitung | bild.de
Bild am Sonntag | BamS
Blick | blick.ch
Bloomberg | Bloomberg News | Bloomberg.com
Bonner General-Anzeiger | General-Anzeiger Bonn | ga.de | general-anzeiger-bonn.de
Breitbart | Breitbart News | breitbart.com
Business Insider | businessinsider.com | businessinsider.de
Börsen-Zeitung | boersen-zeitung.de
BuzzFeed | BuzzFeed News | buzzfeed.com | buzzfeednews.com
BZ Berlin | B.Z. | B.Z. Berlin | bz-berlin.de
CBS News | cbsnews.com
CNBC | cnbc.com
CNN | CNN International | CNN Digital | cnn.com | edition.cnn.com
Cicero | Cicero Magazin | cicero.de
Correctiv | correctiv.org
Daily Express | express.co.uk
Daily Mail | Mail Online | MailOnline | dailymail.co.uk | dailymail.com
Daily Mirror | The Mirror | mirror.co.uk
Das Erste | daserste.de
Der Bund | derbund.ch
der Freitag | freitag.de
Der Spiegel | Spiegel | Spiegel Online | SPON | SPIEGEL International | spiegel.de
Der Standard | derstandard.at | derstandard.de
Der Tagesspiegel | Tagesspiegel | tagesspiegel.de
Deutsche Welle | DW | DW.COM | DW News | dw.com | dw.de | dw-world.de
Deutschlandfunk | DLF | deutschlandfunk.de
Deutschlandfunk Kultur | Deutschlandradio Kultur | deutschlandfunkkultur.de
Deutschlandfunk Nova | deutschlandfunknova.de
Die Presse | diepresse.com
Die Rheinpfalz | Rheinpfalz | rheinpfalz.de
Die Welt | Welt | WELT Online | WeltN24 | welt.de
Die Weltwoche | Weltwoche | weltwoche.ch | weltwoche.de
Die Zeit | Zeit | ZEIT ONLINE | zeit.de
Donaukurier | donaukurier.de
dpa | Deutsche Presse-Agentur | dpa.com
DNN | Dresdner Neueste Nachrichten | dnn.de
EFE | efe.com
epd | Evangelischer Pressedienst | epd.de
Epoch Times | The Epoch Times | epochtimes.de | theepochtimes.com
Euronews | euronews.com
Evening Standard | standard.co.uk
Express | express.de
Falter | falter.at
Financial Times | FT | FT.com | ft.com
Finanznachrichten | finanznachrichten.de
Focus | FOCUS Online | FOCUS Magazin | focus.de
Forbes | forbes.com
Foreign Policy | foreignpolicy.com
Fox News | FoxNews.com | foxnews.com
France 24 | france24.com
Frankfurter Allgemeine Zeitung | FAZ | F.A.Z. | FAZ.NET | Frankfurter Allgemeine | faz.net
Frankfurter Neue Presse | fnp.de
Frankfurter Rundschau | FR | FR.de | fr.de | fr-online.de
Freie Presse | freiepresse.de
Gala | gala.de
General-Anzeiger | general-anzeiger.de
Golem | Golem.de
Haaretz | haaretz.com
Hamburger Abendblatt | Abendblatt | abendblatt.de
Hamburger Morgenpost | MOPO | mopo.de
Handelsblatt | handelsblatt.com
Hannoversche Allgemeine Zeitung | HAZ | Hannoversche Allgemeine | haz.de
Heise | heise online | heise.de | Telepolis
Heilbronner Stimme | stimme.de
Hessischer Rundfunk | HR | hessenschau | hr.de | hessenschau.de | hr-online.de
Hessische/Niedersächsische Allgemeine | HNA | hna.de
Heute | heute.at
HuffPost | Huffington Post | huffpost.com | huffingtonpost.com
Independent | The Independent | independent.co.uk | the-independent.com
Interfax | interfax.ru | interfax.com
Investing.com
ITAR-TASS | TASS | tass.com | tass.ru | tass.de
junge Welt | jungewelt.de
Jungle World | jungle.world
Junge Freiheit | jungefreiheit.de
Jüdische Allgemeine | juedische-allgemeine.de
KCNA | Korean Central News Agency | kcna.kp
Kicker | kicker.de
Kieler Nachrichten | KN | kn-online.de
Kleine Zeitung | kleinezeitung.at
KNA | Katholische Nachrichten-Agentur | kna.de
Kölner Stadt-Anzeiger | KStA | ksta.de
Kölnische Rundschau | rundschau-online.de
Korea Herald | The Korea Herald | koreaherald.com
Korea Times | The Korea Times | koreatimes.co.kr
Krone | Kronen Zeitung | krone.at
Kurier | kurier.at
Le Figaro | lefigaro.fr
Le Monde | lemonde.fr
Legal Tribune Online | LTO | lto.de
Leipziger Volkszeitung | LVZ | lvz.de
Los Angeles Times | LA Times | latimes.com
Lübecker Nachrichten | ln-online.de
Luzerner Zeitung | luzernerzeitung.ch
Main-Echo | main-echo.de
Main-Post | mainpost.de
manager magazin | manager-magazin.de
Mannheimer Morgen | mannheimer-morgen.de | morgenweb.de
Märkische Allgemeine | MAZ | Märkische Allgemeine Zeitung | maz-online.de
Märkische Oderzeitung | MOZ | moz.de
MDR | Mitteldeutscher Rundfunk | MDR Aktuell | mdr.de
Merkur | Münchner Merkur | merkur.de | merkur-online.de
Merkurist | merkurist.de
Mittelbayerische Zeitung | Mittelbayerische | mittelbayerische.de
Mitteldeutsche Zeitung | MZ | mz.de | mz-web.de
MSNBC | msnbc.com
n-tv | ntv | n-tv Nachrichten | ntv Nachrichten | n-tv.de | ntv.de
nachrichtenleicht | nachrichtenleicht.de
NachDenkSeiten | nachdenkseiten.de
NBC News | nbcnews.com
NDR | Norddeutscher Rundfunk | ndr.de
Neue Osnabrücker Zeitung | NOZ | noz.de
Neue Westfälische | NW | nw.de
Neue Zürcher Zeitung | NZZ | nzz.ch
neues deutschland | nd | nd aktuell | Neues Deutschland | nd-aktuell.de | neues-deutschland.de
Netzpolitik | netzpolitik.org
New York Post | nypost.com
New York Times | The New York Times | NYT | NYTimes | nytimes.com
News | news.at
Newsweek | newsweek.com
NK News | nknews.org
Nordbayerischer Kurier | kurier.de
Nordbayern | nordbayern.de
Nordkurier | nordkurier.de
Nordwest-Zeitung | NWZ | NWZonline | nwzonline.de
NPR | National Public Radio | npr.org
Nürnberger Nachrichten | nn.de
Oberösterreichische Nachrichten | OÖN | OÖNachrichten | nachrichten.at
ORF | ORF News | Österreichischer Rundfunk | orf.at | news.orf.at
Ostsee-Zeitung | ostsee-zeitung.de
Ostthüringer Zeitung | OTZ | otz.de
Passauer Neue Presse | PNP | pnp.de
Politico | POLITICO Europe | politico.com | politico.eu
Potsdamer Neueste Nachrichten | PNN | pnn.de
Presseportal | presseportal.de
profil | profil.at
Radio Bremen | buten un binnen | radiobremen.de | butenunbinnen.de
RBB | rbb24 | Rundfunk Berlin-Brandenburg | rbb24.de | rbb-online.de
Redaktionsnetzwerk Deutschland | RND | rnd.de
Reuters | Thomson Reuters | reuters.com
Rheinische Post | RP | RP Online | rp-online.de
Rhein-Zeitung | rhein-zeitung.de
Rhein-Neckar-Zeitung | RNZ | rnz.de
RIA Novosti | RIA | ria.ru
RT | Russia Today | RT Deutsch | RT DE | rt.com
RTL | RTL News | RTL.de | rtl.de
Ruhr Nachrichten | ruhrnachrichten.de
Saarbrücker Zeitung | saarbruecker-zeitung.de
Saarländischer Rundfunk | SR | sr.de | sr-online.de
Sächsische Zeitung | Sächsische | sächsische.de | saechsische.de | sz-online.de
Salzburger Nachrichten | sn.at | salzburg.com
Schwäbische Zeitung | Schwäbische | schwaebische.de
Schwarzwälder Bote | schwarzwaelder-bote.de
shz | Schleswig-Holsteinischer Zeitungsverlag | shz.de
SID | Sport-Informations-Dienst
Sky News | news.sky.com
South China Morning Post | SCMP | scmp.com
Sputnik | Sputnik News | sputniknews.com | snanews.de
SRF | Schweizer Radio und Fernsehen | SRF News | srf.ch
St. Galler Tagblatt | tagblatt.ch
Stern | stern.de
Stuttgarter Nachrichten | StN | stuttgarter-nachrichten.de
Stuttgarter Zeitung | StZ | stuttgarter-zeitung.de
Süddeutsche Zeitung | Süddeutsche | SZ.de | sueddeutsche.de
Südkurier | suedkurier.de
Südwest Presse | SWP | swp.de
SWR | Südwestrundfunk | SWR Aktuell | swr.de
swissinfo | SWI swissinfo.ch | swissinfo.ch
t-online | T-Online Nachrichten | t-online.de
Tagblatt | Schwäbisches Tagblatt | tagblatt.de
Tages-Anzeiger | Tagi | tagesanzeiger.ch
tagesschau | tagesschau.de | ARD tagesschau
taz | taz.de | die tageszeitung | TAZ Verlags- und Vertriebs GmbH
The Atlantic | Atlantic | theatlantic.com
The Diplomat | thediplomat.com
The Economist | Economist | economist.com
The European | theeuropean.de
The Guardian | Guardian | theguardian.com | guardian.co.uk
The Hill | thehill.com
The Intercept | theintercept.com
The Moscow Times | Moscow Times | themoscowtimes.com
The New Yorker | New Yorker | newyorker.com
The Sun | thesun.co.uk
The Telegraph | Telegraph | Daily Telegraph | The Daily Telegraph | telegraph.co.uk
The Times | thetimes.co.uk | thetimes.com
The Times of Israel | Times of Israel | timesofisrael.com
The Verge | theverge.com
Thüringer Allgemeine | thueringer-allgemeine.de
Tichys Einblick | tichyseinblick.de
Tiroler Tageszeitung | TT | TT.com | tt.com
Time | TIME Magazine | time.com
Trierischer Volksfreund | Volksfreund | volksfreund.de
TZ München | tz | tz.de
UPI | United Press International | upi.com
USA Today | usatoday.com
Vice | VICE News | vice.com
Voice of America | VOA | VOA News | voanews.com
Volksstimme | volksstimme.de
Vorarlberg Online | VOL.AT | vol.at
Vorarlberger Nachrichten | vn.at
Vox | vox.com
Wall Street Journal | The Wall Street Journal | WSJ | wsj.com
Washington Post | The Washington Post | washingtonpost.com
Washington Times | The Washington Times | washingtontimes.com
watson | watson.ch | watson.de
WAZ | Westdeutsche Allgemeine Zeitung | waz.de | derwesten.de
WDR | Westdeutscher Rundfunk | WDR Nachrichten | wdr.de
web.de | WEB.DE News
Weser-Kurier | weser-kurier.de
Westdeutsche Zeitung | WZ | wz.de | wz-newsline.de
Westfälische Nachrichten | WN | wn.de
Westfalen-Blatt | westfalen-blatt.de
Wiener Zeitung | wienerzeitung.at
Wiesbadener Kurier | wiesbadener-kurier.de
WirtschaftsWoche | WiWo | wiwo.de
Wolfsburger Allgemeine | waz-online.de
Woxx | woxx.lu
WOZ | Die Wochenzeitung | woz.ch
Xinhua | Xinhua News Agency | xinhuanet.com | news.cn
Yonhap | Yonhap News Agency | yna.co.kr
ZDF | ZDFheute | ZDF heute | heute.de | zdf.de
20 Minuten | 20min | 20min.ch
"""

_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gv", "or", "go"))
_TOP = "de|com|net|org|at|ch|eu|info|tv|fm|news|lu|uk|ru"
_ADDRESS = re.compile(
    r"(?:https?://)?((?:[^\W_][\w-]*\.)+[a-z]{2,6})(?::\d+)?(?:/\S*)?", re.IGNORECASE
)
# "Mdr De" and "Facebook Com" are addresses that a program took for names.
_TAKEN_FOR_NAME = re.compile(rf"(?:www\s)?([\w-]+)\s(co\suk|{_TOP})", re.IGNORECASE)
_PARTS = re.compile(r"\s+[|•·–—-]\s+|[:,]\s+")
_AFTER = re.compile(
    r"\s*(?:\([^()]*\)|\d{1,2}/\d{2,4}|(?<=\w)\.(?:de|com|at|ch|net|org))$", re.IGNORECASE
)
_ADDED = ("online", "nachrichten", "news", "aktuell", "magazin", "epaper")
_FEWEST = 4
_FEWEST_OF_PART = 6  # “News | Some Paper” is not the magazine News
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": "und"})


@lru_cache(maxsize=1 << 12)
def outlet(name: str) -> str:
    """Return the usual name of an outlet, for any of its names or addresses; `name` if unknown."""
    if known := _known(name) or _known(_AFTER.sub("", name)):
        return known
    first = name.partition(" ")[0]
    if is_address(first) and (known := _known(first)):
        return known
    parts = (part for part in _PARTS.split(name) if len(part) >= _FEWEST_OF_PART)
    return next(filter(None, map(_known, parts)), name)


def is_address(name: str) -> bool:
    """Whether a name is the address of a site, or was made of one."""
    return bool(_address(name))


def shown_names(names: Mapping[str, int], same: Iterable[Sequence[str]] = ()) -> dict[str, str]:
    """Return the name to show for each name of a source in a folder.

    `names` says how many articles have each. Names that only differ in spelling are one source,
    called by its commonest spelling, but not by an address if there is a name. `same` are lists of
    names that the user takes for one source, called by the first of them.
    """
    chosen = {_key(name): group[0] for group in same for name in group if group}
    spellings: dict[str, Counter[str]] = {}
    for name, count in names.items():
        spellings.setdefault(_key(name), Counter())[name] += count
    for key, counted in spellings.items():
        best = max(counted, key=lambda name: (not is_address(name), counted[name], name))
        chosen.setdefault(key, best)
    return {name: chosen[_key(name)] for name in names}


def _known(name: str) -> str:
    by_name, by_address = _outlets()
    address = _address(name)
    while address:
        if address in by_address:
            return by_address[address]
        address = address.partition(".")[2]
    key = _key(name)
    bare = (key.removesuffix(added).removeprefix(added) for added in _ADDED)
    return by_name.get(key) or next(
        (by_name[shorter] for shorter in bare if shorter in by_name and shorter), ""
    )


def _address(name: str) -> str:
    """Return the address that a name is or was made of, without "www.", or ""."""
    name = name.strip().lower()
    if match := _ADDRESS.fullmatch(name):
        return match[1].removeprefix("www.")
    if match := _TAKEN_FOR_NAME.fullmatch(name):
        return f"{match[1]}.{match[2]}".replace(" ", ".")
    return ""


def _key(name: str) -> str:
    """Return the key that all spellings of a name share."""
    if address := _address(name):
        labels = address.split(".")[:-1]
        if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
            labels.pop()
        name = labels[-1]
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELT))
    letters = "".join(filter(str.isalnum, plain))
    bare = letters.removesuffix("online")
    return (bare if len(bare) >= _FEWEST else letters) or name


class _Known(NamedTuple):
    """The name that is shown of each outlet."""

    by_name: dict[str, str]
    by_address: dict[str, str]


@cache
def _outlets() -> _Known:
    known = _Known({}, {})
    for line in filter(None, _OUTLETS.split("\n")):
        shown, *others = line.split(" | ")
        for name in (shown, *others):
            if " " not in name and (address := _address(name)):
                known.by_address[address] = shown
            else:
                known.by_name[_key(name)] = shown
    return known
