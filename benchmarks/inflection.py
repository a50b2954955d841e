"""Whether verbs and foreign nouns are found in all of their forms.

    python benchmarks/inflection.py ARTICLES [--aside] [--verbose]

Of each word, an article is relevant when one of its forms stands in the unfolded text, alone or at
the end of a compound; they are written down below by principal parts. What stands apart from its
prefix (`greift ... an`) is not counted. An article is found rightly, too, when the word is the
first part of a compound there (Warnstreik). ASIDE was written before the first figures were seen,
and nothing was tuned on it.
"""

import argparse
import re
import tempfile
from pathlib import Path

from search_quality import articles, fill, searchable

from index.engines import open_engine
from index.query.parser import parse

_ENDINGS = "|e|en|est|et|st|t|end|ende[mnrs]?"
_ADJECTIVE = "(?:e[mnrs]?)?"


def verb(infinitive: str, others: str = "", past: str = "", participle: str = "") -> str:
    """Return a pattern for a verb's forms: `an|greifen`, `greif`, `griff`, `gegriffen`.

    `others` are more stems of the present, besides the infinitive's. A verb without a `past` is
    weak; without a bar, one whose `participle` is not told has no ge.
    """
    before, bar, simple = infinitive.rpartition("|")
    short = simple[-3:] in ("eln", "ern")
    stem = simple[:-1] if short else simple[:-2]
    link = "e" if re.search(r"[dt]$", stem) else ""
    if short:
        others += f" {stem[:-2]}{stem[-1]}"
    stems = "|".join([stem, *others.split()])
    infinitives = f"{simple}|zu{simple}" if bar and before else simple
    present = f"(?:{stems})(?:{_ENDINGS}|n|nd|nde[mnrs]?)"
    if past:
        pasts = f"(?:{'|'.join(past.split())})(?:|e|en|st|t|est|et)"
    else:
        pasts = f"{stem}{link}te(?:|n|st|t)"
    participle = participle or f"{'' if not bar else 'ge'}{stem}{link}t"
    return f"{before}(?:{infinitives}|{present}|{pasts}|{participle}{_ADJECTIVE})"


LISTED = {
    "fordern": verb("|fordern"),
    "erklären": verb("erklären"),
    "verkünden": verb("verkünden"),
    "bestätigen": verb("bestätigen"),
    "beschuldigen": verb("beschuldigen"),
    "gründen": verb("|gründen"),
    "retten": verb("|retten"),
    "zerstören": verb("zerstören"),
    "drohen": verb("|drohen"),
    "besuchen": verb("besuchen"),
    "ankündigen": verb("an|kündigen"),
    "ablehnen": verb("ab|lehnen"),
    "einführen": verb("ein|führen"),
    "vorstellen": verb("vor|stellen"),
    "zustimmen": verb("zu|stimmen"),
    "ausliefern": verb("aus|liefern"),
    "sinken": verb("|sinken", past="sank sänk", participle="gesunken"),
    "steigen": verb("|steigen", past="stieg", participle="gestiegen"),
    "fallen": verb("|fallen", "fäll", "fiel", "gefallen"),
    "werfen": verb("|werfen", "wirf", "warf würf", "geworfen"),
    "sprechen": verb("|sprechen", "sprich", "sprach spräch", "gesprochen"),
    "schreiben": verb("|schreiben", past="schrieb", participle="geschrieben"),
    "bleiben": verb("|bleiben", past="blieb", participle="geblieben"),
    "gewinnen": verb("gewinnen", past="gewann gewönn gewänn", participle="gewonnen"),
    "verlieren": verb("verlieren", past="verlor verlör", participle="verloren"),
    "schießen": verb("|schießen", past="schoss schoß", participle="geschossen"),
    "fliehen": verb("|fliehen", past="floh", participle="geflohen"),
    "bitten": verb("|bitten", past="bat bät", participle="gebeten"),
    "leiden": verb("|leiden", past="litt", participle="gelitten"),
    "schweigen": verb("|schweigen", past="schwieg", participle="geschwiegen"),
    "brechen": verb("|brechen", "brich", "brach bräch", "gebrochen"),
    "helfen": verb("|helfen", "hilf", "half hülf", "geholfen"),
    "lesen": verb("|lesen", "lies", "las", "gelesen"),
    "tragen": verb("|tragen", "träg", "trug trüg", "getragen"),
    "beginnen": verb("beginnen", past="begann begänn begönn", participle="begonnen"),
    "entscheiden": verb("entscheiden", past="entschied", participle="entschieden"),
    "empfehlen": verb("empfehlen", "empfiehl", "empfahl", "empfohlen"),
    "verbieten": verb("verbieten", past="verbot", participle="verboten"),
    "verschwinden": verb("verschwinden", past="verschwand", participle="verschwunden"),
    "unterschreiben": verb("unterschreiben", past="unterschrieb", participle="unterschrieben"),
    "widersprechen": verb("widersprechen", "widersprich", "widersprach", "widersprochen"),
    "anbieten": verb("an|bieten", past="bot", participle="geboten"),
    "aufgeben": verb("auf|geben", "gib gieb", "gab gäb", "gegeben"),
    "ausschließen": verb("aus|schließen", past="schloss schloß", participle="geschlossen"),
    "zurücktreten": verb("zurück|treten", "tritt", "trat trät", "getreten"),
    "vorschlagen": verb("vor|schlagen", "schläg", "schlug", "geschlagen"),
    "abschieben": verb("ab|schieben", past="schob", participle="geschoben"),
    "festnehmen": verb("fest|nehmen", "nimm", "nahm nähm", "genommen"),
    "umziehen": verb("um|ziehen", past="zog zög", participle="gezogen"),
    "Museum": "museums?|museen",
    "Zentrum": "zentrums?|zentren",
    "Risiko": "risikos?|risiken",
    "Konto": "kontos?|konten|konti",
    "Firma": "firma|firmen",
    "Thema": "themas?|themen|themata",
    "Virus": "virus|viren",
    "Mechanismus": "mechanismus|mechanismen",
    "Kriterium": "kriteriums?|kriterien",
    "Ministerium": "ministeriums?|ministerien",
    "Praktikum": "praktikums?|praktika",
    "Visum": "visums?|visa",
    "Index": "index|indexe[ns]?|indizes|indices",
    "Nachbar": "nachbarn?|nachbars",
    "Kaufmann": "kaufmann(?:s|es)?|kaufleuten?|kaufmänner[n]?",
    "Bus": r"(?:\b|auto|klein|linien|mini|nacht|omni|reise|schul|shuttle)(?:bus|busse[ns]?)",
    "App": r"\bapps?",
}  # fmt: skip

# Kept aside: nothing was tuned on these.
ASIDE = {
    "befürchten": verb("befürchten"),
    "betonen": verb("betonen"),
    "verklagen": verb("verklagen"),
    "stürmen": verb("|stürmen"),
    "schützen": verb("|schützen"),
    "scheitern": verb("|scheitern"),
    "feiern": verb("|feiern"),
    "ermitteln": verb("ermitteln"),
    "demonstrieren": verb("demonstrieren"),
    "aufklären": verb("auf|klären"),
    "einstellen": verb("ein|stellen"),
    "abstürzen": verb("ab|stürzen"),
    "singen": verb("|singen", past="sang säng", participle="gesungen"),
    "schwimmen": verb("|schwimmen", past="schwamm", participle="geschwommen"),
    "ziehen": verb("|ziehen", past="zog zög", participle="gezogen"),
    "greifen": verb("|greifen", past="griff", participle="gegriffen"),
    "stehlen": verb("|stehlen", "stiehl", "stahl", "gestohlen"),
    "wachsen": verb("|wachsen", "wächs", "wuchs", "gewachsen"),
    "streiten": verb("|streiten", past="stritt", participle="gestritten"),
    "vergleichen": verb("vergleichen", past="verglich", participle="verglichen"),
    "erscheinen": verb("erscheinen", past="erschien", participle="erschienen"),
    "versprechen": verb("versprechen", "versprich", "versprach", "versprochen"),
    "überfallen": verb("überfallen", "überfäll", "überfiel", "überfallen"),
    "annehmen": verb("an|nehmen", "nimm", "nahm nähm", "genommen"),
    "ausbrechen": verb("aus|brechen", "brich", "brach", "gebrochen"),
    "abschließen": verb("ab|schließen", past="schloss schloß", participle="geschlossen"),
    "einsteigen": verb("ein|steigen", past="stieg", participle="gestiegen"),
    "vorwerfen": verb("vor|werfen", "wirf", "warf", "geworfen"),
    "zusammenbrechen": verb("zusammen|brechen", "brich", "brach", "gebrochen"),
    "Prinzip": "prinzips?|prinzipien",
    "Gymnasium": "gymnasiums?|gymnasien",
    "Album": "albums?|alben",
    "Lexikon": "lexikons?|lexika|lexiken",
    "Szenario": "szenarios?|szenarien",
    "Bonus": "bonus|bonusse[ns]?|boni",
    "Zyklus": "zyklus|zyklen",
    "Stipendium": "stipendiums?|stipendien",
    "Drama": "dramas?|dramen",
    "Villa": "villas?|villen",
    "Praxis": "praxis|praxen",
    "Rhythmus": "rhythmus|rhythmen",
    "Landsmann": "landsmann(?:s|es)?|landsleuten?|landsmänner[n]?",
}  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("articles", type=Path)
    options.add_argument("--aside", action="store_true", help="the words kept aside")
    options.add_argument("--verbose", action="store_true", help="name missed and wrong articles")
    given = options.parse_args()
    texts = list(articles([given.articles]))
    bodies = {article.path: searchable(article) for article in texts}
    with tempfile.TemporaryDirectory() as scratch:
        engine = open_engine(Path(scratch), writable=True)
        fill(engine, texts)
        print(f"\n{'word':18}{'relevant':>9}{'recall':>8}{'precision':>10}")
        recalls, precisions = [], []
        for word, forms in (ASIDE if given.aside else LISTED).items():
            stem = word[:-2].removesuffix("e") if word[0].islower() else word
            # A verb in small letters: an Aufgabe is no form of aufgeben.
            whole = (
                re.compile(rf"\b\w*(?:{forms})\b", re.IGNORECASE)
                if word[0].isupper()
                else re.compile(rf"\b(?:{forms})\b")
            )
            part = re.compile(rf"\b(?:{stem}|{forms})\w*", re.IGNORECASE)
            relevant = {path for path, body in bodies.items() if whole.search(body)}
            if len(relevant) < 3:
                continue
            found = {hit.path for hit in engine.search(parse(word)).hits}
            wrong = {path for path in found - relevant if not part.search(bodies[path])}
            recall = len(found & relevant) / len(relevant)
            precision = 1 - len(wrong) / max(1, len(found))
            recalls.append(recall)
            precisions.append(precision)
            print(f"{word:18}{len(relevant):9}{recall:8.3f}{precision:10.3f}")
            if given.verbose:
                missed = {m.lower() for p in relevant - found for m in whole.findall(bodies[p])}
                print("   missed:", *sorted(missed)[:8], "  wrong:", *sorted(wrong)[:5])
        count = len(recalls)
        means = f"{sum(recalls) / count:8.3f}{sum(precisions) / count:10.3f}"
        print(f"{f'mean of {count}':27}{means}")


if __name__ == "__main__":
    main()
