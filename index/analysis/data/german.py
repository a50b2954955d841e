"""Which words German forms belong to, for build_lemmas.py.

Verbs, adjectives and nouns come from simplemma, which knows one word for each spelling; nouns also
from german-nouns (Wiktionary's), where a form may belong to several.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from index.analysis.terms import folded


class Meant(NamedTuple):
    """A word that a form may belong to, folded; whether it is a noun.

    Queries for the form look for the word only when it is `asked`: `Falle` is seldom meant as a
    dative of Fall.
    """

    word: str
    noun: bool
    asked: bool


Readings = dict[str, list[Meant]]
"""What each folded form may be, the likelier first."""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CASES = ("nominativ", "genitiv", "dativ", "akkusativ")
_PLURALS = ("nominativ plural", "dativ plural")  # not the rarer ones, which are numbered
_NAMES = ("Toponym", "Vorname", "Nachname", "Eigenname", "Straßenname")
_ENDINGS = ("e", "en", "er", "es", "em")  # of adjectives, and of participles used like them
_PREFIXES = _listed(
    """
    be ge er ver zer ent emp miss
    ab an auf aus bei dar durch ein empor entgegen fehl fern fest fort frei gegen gegenüber gleich
    heim her herab heran heraus herbei herein herum herunter hervor hin hinauf hinaus hinein hinter
    hinunter hinweg hinzu hoch klar los mit nach nahe nieder über überein um unter voll vor voran
    voraus vorbei vorweg weg weiter wider wieder zu zurecht zurück zusammen zwischen
    """
)
_UNSEPARATED = _listed("be ge er ver zer ent emp miss über unter hinter wider durch um voll")
_WITNESSES = 2  # verbs with a prefix that tell of the verb without
_MARRIED = "ehe"  # Eheleute are not two Ehemänner
# Abbreviations that are read as words.
_SHORT = {"mrd": "milliarde", "mio": "million"}


class German:
    """Both sources, and what follows from them."""

    def __init__(self, words: Mapping[str, str], nouns: Iterable[Mapping[str, str]]) -> None:
        self._of = words
        self._nouns: defaultdict[str, set[str]] = defaultdict(set)  # the nouns of a form
        self._plain_nouns: set[str] = set()
        self._plurals: set[tuple[str, str]] = set()
        self._like_adjectives: set[str] = set()
        self.names: set[str] = set()
        """Forms of names, folded, that are forms of no other noun."""
        self._read_nouns(list(nouns))
        self.verbs = self._verbs()
        self._more: defaultdict[str, list[str]] = defaultdict(list)  # verbs of a form
        for form, verb in [*self._strong_participles(), *self._simple_verbs()]:
            if verb not in (self._of.get(form), *self._more[form]):
                self._more[form].append(verb)

    def is_noun(self, word: str) -> bool:
        """Whether Wiktionary knows a noun, given folded."""
        return word in self._folded_nouns

    def readings(self) -> Readings:
        """Return what each form may be."""
        found: defaultdict[str, dict[tuple[str, bool], bool]] = defaultdict(dict)
        for form, meant in self._all():
            known = found[folded(form)]
            key = (meant.word, meant.noun)
            known[key] = known.get(key, False) or meant.asked
        listed = {form for form, known in found.items() if not all(noun for _, noun in known)}
        for participle in self._participles():
            for ending in _ENDINGS:
                form = folded(participle + ending)
                if form not in listed:
                    for meant in self._uncapitalised(participle):
                        found[form].setdefault((meant.word, False), meant.asked)
        for word, feminine in self._women():
            # Kolleg*innen is two words in a text.
            half = found[folded(feminine.removesuffix("in"))]
            half.setdefault((word, True), not half)
        for short, word in _SHORT.items():
            found[short] = {(word, True): True}
        return {
            form: sorted(
                (Meant(*key, asked) for key, asked in known.items()),
                key=lambda meant: (not meant.asked, meant.word != form),
            )
            for form, known in found.items()
        }

    def _all(self) -> Iterator[tuple[str, Meant]]:
        for form, word in self._of.items():
            if not (form.isalpha() and word.isalpha()):
                continue
            if form[0].islower() and word[0].islower():
                yield from ((form, meant) for meant in self._uncapitalised(form))
            elif form[0].isupper():
                yield from ((form, meant) for meant in self._capitalised(form, [word]))
        for form, words in self._nouns.items():
            yield from ((form, meant) for meant in self._capitalised(form, sorted(words)))

    # Nouns.

    def _read_nouns(self, rows: list[Mapping[str, str]]) -> None:
        """Names come last: Wahlen is a village, too."""
        kept = [row for row in rows if "Wortverbindung" not in row["pos"]]
        for names in (False, True):
            found: defaultdict[str, set[str]] = defaultdict(set)
            for row in kept:
                if names == any(name in row["pos"] for name in _NAMES):
                    self._read_noun(row, found)
            if names:
                self.names = {folded(form) for form in found if form not in self._nouns}
            for form, words in found.items():
                if not (names and (form in self._nouns or self._of.get(form, form) != form)):
                    self._nouns[form] |= words
        self._folded_nouns = {folded(word) for words in self._nouns.values() for word in words}

    def _read_noun(self, row: Mapping[str, str], found: defaultdict[str, set[str]]) -> None:
        word = row["lemma"]
        if not (word.isalpha() and word[0].isupper()):
            return
        found[word].add(word)
        if "adjektivisch" in row["pos"]:
            self._like_adjectives.add(word)
        elif any(form for name, form in row.items() if name.startswith("nominativ plural")):
            self._plain_nouns.add(word)
        for name, form in row.items():
            if form and form.isalpha() and name.startswith(_CASES):
                if name in _PLURALS:
                    self._plurals.add((form, word))
                found[form].add(word)

    def _capitalised(self, form: str, words: Iterable[str]) -> Iterator[Meant]:
        """Yield what a capitalised form may be: nouns, and what a nominalised word comes from."""
        picked = self._of.get(form)
        known = self._nouns.get(form, set())
        itself = form in known and folded(form) not in self.verbs
        for word in words:
            if word[0].islower():
                yield from self._nominalised(word, form)
                continue
            if known and word not in known and not self.is_noun(folded(word)):
                continue  # simplemma's Szenarie, where Wiktionary has Szenario
            if picked in known and word != picked and itself != (word == form):
                continue  # Fällen is no fällen, nor Montage several Mondays
            plural = (form, word) in self._plurals
            if itself:
                asked = word == form or (word == picked and plural)
            else:
                asked = plural or picked in (word, None) or picked not in known
            key, extra = self._noun(word)
            yield Meant(key, noun=True, asked=asked)
            if extra:
                yield Meant(extra, noun=True, asked=False)

    def _noun(self, word: str) -> tuple[str, str]:
        """Return the word that a noun counts as, and a verb that it is made of, or ""."""
        lower = folded(word)
        if lower.endswith("leute") and not lower.startswith(("leute", _MARRIED)):
            man = lower.removesuffix("leute") + "mann"
            return (man if self.is_noun(man) else lower), ""
        if word + "nen" in self._nouns or word + "nen" in self._of:
            for masculine in _masculines(lower):
                if self.is_noun(masculine):
                    return masculine, ""
        base = self._adjective_of(word)
        return (base, self._verb_of(base)) if base else (lower, "")

    def _women(self) -> Iterator[tuple[str, str]]:
        """Yield masculine nouns, folded, and the feminine nouns made of them."""
        for form, words in self._nouns.items():
            if form.endswith("in") and form in words:
                word, _ = self._noun(form)
                if word != folded(form):
                    yield word, form

    def _adjective_of(self, word: str) -> str:
        """Return the adjective or participle that a noun is: deutsch of Deutsche; or ""."""
        if word in self._plain_nouns or not (
            word in self._like_adjectives or word not in self._nouns.get(word, ())
        ):
            return ""
        base = word[:-2].lower() if word.endswith("er") else word[:-1].lower()
        if word[-1] not in "er" or self._of.get(base, "A")[0].isupper():
            return ""
        lemma = self._of[base]
        return folded(base if lemma in self.verbs else lemma)

    def _nominalised(self, base: str, form: str) -> Iterator[Meant]:
        """Yield what a capitalised adjective, participle or infinitive may be."""
        if self._of.get(base, base)[0].isupper():
            return
        noun = form in self._nouns
        if base not in self.verbs and (verb := self._verb_of(base)):
            yield Meant(folded(base), noun, asked=True)
            yield Meant(verb, noun, asked=False)
            return
        for meant in self._uncapitalised(base):
            yield meant._replace(noun=noun)

    # Verbs, adjectives and the like.

    def _verbs(self) -> set[str]:
        counts: defaultdict[str, int] = defaultdict(int)
        for form, word in self._of.items():
            counts[word] += form[0].islower()
        return {word for word, n in counts.items() if word[-1] == "n" and n > 3 and word.islower()}

    def _uncapitalised(self, form: str) -> Iterator[Meant]:
        """Yield what a form in small letters may be.

        A participle that is an adjective, too (entschieden) looks for that alone, but is found by
        the verb as well.
        """
        word = self._of.get(form, form)
        verb = self._of.get(word, word)
        verb = self._without_prefix(form, verb)
        if verb in self.verbs:
            yield Meant(folded(verb), noun=False, asked=True)
        else:
            yield Meant(folded(word), noun=False, asked=True)
            if (present := self._verb_of(word)) and word not in self._more:
                yield Meant(present, noun=False, asked=False)
        for other in dict.fromkeys([*self._more.get(form, ()), *self._more.get(word, ())]):
            yield Meant(folded(other), noun=False, asked=True)

    def _without_prefix(self, form: str, verb: str) -> str:
        """Correct what has no prefix: gegessen is not of weiteressen."""
        for prefix in _PREFIXES:
            simple = verb.removeprefix(prefix)
            if simple != verb and simple in self.verbs and prefix not in _UNSEPARATED:
                return verb if form.startswith(prefix) else simple
        return verb

    def _verb_of(self, participle: str) -> str:
        """Return the verb that a participle is of, folded; or ""."""
        verb = self._of.get(participle, "")
        if verb not in self.verbs:
            verb = participle[:-1] if participle.endswith("nd") else ""
        if verb not in self.verbs:
            verb = next(iter(self._more.get(participle, ())), "")
        return folded(verb)

    def _participles(self) -> Iterator[str]:
        """Yield past participles, which may be inflected like adjectives."""
        for form, word in self._of.items():
            if form[0].islower():
                verbs = (word, *self._more.get(form, ()))
                if any(verb in self.verbs and _is_participle(form, verb) for verb in verbs):
                    yield form

    def _strong_participles(self) -> Iterator[tuple[str, str]]:
        """Yield what simplemma takes for adjectives alone: entschieden, as entschied is known."""
        for form in self._of:
            past = form[:-2]
            verb = self._of.get(past, "") if form[0].islower() and form.endswith("en") else ""
            if verb in self.verbs and verb not in (form, past + "n"):
                yield form, verb

    def _simple_verbs(self) -> Iterator[tuple[str, str]]:
        """Yield forms that simplemma has of another word alone, and verbs they are of, too.

        `eingebrochen` and `einbrach` tell that gebrochen and brach are of brechen.
        """
        witnesses: defaultdict[tuple[str, str], int] = defaultdict(int)
        for form, verb in self._of.items():
            if form[0].islower() and verb in self.verbs:
                for prefix in _prefixes_of(verb):
                    simple, rest = verb[len(prefix) :], form.removeprefix(prefix)
                    if rest not in ("", form, "zu" + simple) and simple in self.verbs:
                        witnesses[rest, simple] += 1
        for found, count in witnesses.items():
            if count >= _WITNESSES and found[0] in self._of:
                yield found


def _masculines(word: str) -> Iterator[str]:
    """Yield what the masculine of a noun in -in may be: Kollege, Minister, Arzt."""
    stem = word[:-2]
    for umlaut, plain in ("--", "äa", "öo", "üu"):
        before, found, after = stem.rpartition(umlaut)
        other = before + plain + after if found else stem
        yield from (other + "e", other)


def _prefixes_of(word: str) -> Iterator[str]:
    yield ""
    yield from (
        prefix for prefix in _PREFIXES if word.startswith(prefix) and len(word) > len(prefix) + 3
    )


def _is_participle(form: str, verb: str) -> bool:
    """Whether a form of a verb is its past participle, or looks like it."""
    if form == verb or not form.endswith(("t", "en")):
        return False
    for prefix in _prefixes_of(verb):
        rest, of = form.removeprefix(prefix), verb.removeprefix(prefix)
        inner = rest.startswith("gege" if of.startswith("ge") else "ge") and rest[2:3] == of[:1]
        if form.startswith(prefix) and prefix not in ("be", "ge", "er") and inner:
            return True
        if prefix in _UNSEPARATED and (form[:-1] in (verb[:-2], verb[:-2] + "e", verb[:-1])):
            return True
        if prefix in _UNSEPARATED and form.endswith("en") and not form.endswith("ten"):
            return True
    return verb.endswith("ieren") and form == verb[:-2] + "t"
