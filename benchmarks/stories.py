"""How well versions of one story are found, and how fast.

python benchmarks/stories.py FOLDER [--articles 400] [--seed 1]

FOLDER holds articles as .txt. Versions of them are made by the edits that newsrooms and websites
make, and put beside them, together with what is no version: articles that quote the same two
sentences, short articles under a long notice, weather and stock reports by template, and digests of
three articles. Beside our figures stand those of the exact containment of full sets of shingles,
which takes every pair of articles.
"""

import argparse
import itertools
import random
import re
import resource
import struct
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.article import Article
from corpus.folder.scan import scan
from corpus.load import article_from, load_article
from corpus.stories.shared import shared_sentences
from corpus.stories.sketches import SKETCH_HASHES, folded_words, shingles, sketch, sketch_hashes
from corpus.stories.versions import stories
from corpus.text.canonical import canonical
from corpus.text.sentences import sentence_spans

FEWEST_WORDS = 120
FEWEST_SENTENCES = 8
MUCH = 0.45  # as corpus.stories asks for
NOTICE = (
    "Der vollständige Wortlaut dieser Meldung, die auf Berichten mehrerer Agenturen beruht, kann"
    " wegen der Rechte Dritter leider nicht länger angeboten werden. Wer danach sucht, wende sich"
    " bitte schriftlich an den Leserdienst und nenne Tag und Überschrift; für die Auskunft wird"
    " eine kleine Gebühr erhoben, die im Voraus zu zahlen ist."
)
TOP = "Startseite\nPolitik\nWirtschaft\nSport\nAnmelden\n\n"
BOTTOM = "\n\nTeilen\nDrucken\nMehr zum Thema\nNewsletter bestellen\nKommentare (12)\nImpressum\n"

Sentences = list[str]


def page(sentences: Sentences) -> str:
    """Give a text of a headline and paragraphs of three sentences."""
    body = sentences[1:]
    paragraphs = [" ".join(body[at : at + 3]) for at in range(0, len(body), 3)]
    return "\n\n".join([sentences[0].rstrip("."), *paragraphs]) + "\n"


class _Editor:
    """Makes versions; `others` are articles, not in the test, that lend it foreign sentences."""

    def __init__(self, others: list[Sentences], seed: int) -> None:
        self.others = others
        self.dice = random.Random(seed)

    def foreign(self, count: int) -> Sentences:
        return [self.dice.choice(self.dice.choice(self.others)) for _ in range(count)]

    def agency(self, own: Sentences) -> str:
        mark = self.dice.choice(
            ["BERLIN (dpa) – ", "Wien (APA) - ", "Moskau/Seoul, 7. Mai (Reuters) "]
        )
        return page([own[0], mark + own[1], *own[2:]])

    def headline(self, own: Sentences) -> str:
        return page([*self.foreign(1), *own[1:]])

    def beginning(self, own: Sentences) -> str:
        return page(self.foreign(4) + own[4:])

    def half(self, own: Sentences) -> str:
        return self.cut(own, 2)

    def third(self, own: Sentences) -> str:
        return self.cut(own, 3)

    def cut(self, own: Sentences, parts: int) -> str:
        ends = itertools.accumulate(len(sentence.split()) for sentence in own)
        limit = sum(len(sentence.split()) for sentence in own) / parts
        return page([s for s, end in zip(own, ends, strict=True) if end <= limit] or own[:1])

    def quotes(self, own: Sentences) -> str:
        text = re.sub(r'"([^"]*)"', r"„\1“", page(own))
        return text.replace("'", "’").replace(" – ", " - ")

    def umlauts(self, own: Sentences) -> str:
        text = page(own)
        for umlaut, spelt in {"ä": "ae", "ö": "oe", "ü": "ue", "Ü": "Ue", "ß": "ss"}.items():
            text = text.replace(umlaut, spelt)
        return text

    def decomposed(self, own: Sentences) -> str:
        return unicodedata.normalize("NFD", page(own))

    def two_percent(self, own: Sentences) -> str:
        return self.words(own, 0.02)

    def five_percent(self, own: Sentences) -> str:
        return self.words(own, 0.05)

    def words(self, own: Sentences, share: float) -> str:
        def edit(word: str) -> str:
            if self.dice.random() >= share:
                return word
            return self.dice.choice(["", self.dice.choice(self.foreign(1)[0].split())])

        return page([" ".join(filter(None, map(edit, s.split()))) or s for s in own])

    def furniture(self, own: Sentences) -> str:
        return TOP + page(own) + BOTTOM

    def several(self, own: Sentences) -> str:
        """Agency, headline, some words and furniture."""
        edited = self.words([*self.foreign(1), "LONDON (AFP) – " + own[1], *own[2:]], 0.03)
        return TOP + edited + BOTTOM

    def everything(self, own: Sentences) -> str:
        """A new beginning, one word in twenty, and the end cut off."""
        return self.words(self.foreign(3) + own[3 : max(4, len(own) // 2)], 0.05)


MODERATE = (
    *("agency", "headline", "beginning", "half", "third", "quotes", "umlauts", "decomposed"),
    *("two_percent", "five_percent", "furniture", "several"),
)
HARD = ("everything",)


def quoting(editor: _Editor, own: Sentences) -> str:
    """Give another author's article with the same two quotations."""
    return page(editor.foreign(len(own) - 2) + own[3:5])


def noticed(editor: _Editor, _: Sentences) -> str:
    return page([*editor.foreign(3), NOTICE])


def weather(editor: _Editor, _: Sentences) -> str:
    dice = editor.dice
    sky = ["heiter", "wolkig", "bedeckt", "regnerisch", "neblig trüb", "sonnig", "gewittrig"]
    lands = ["Norden", "Süden", "Westen", "Osten", "Bergland", "Alpenvorland", "Rheintal"]
    sentences = ["Das Wetter von morgen"]
    for land in dice.sample(lands, 6):
        low, high, wind = dice.randint(-5, 10), dice.randint(11, 33), dice.choice(lands)
        sentences.append(
            f"Im {land} ist es {dice.choice(sky)} und später {dice.choice(sky)}, bei Temperaturen"
            f" zwischen {low} und {high} Grad weht ein schwacher Wind aus dem {wind}."
        )
    return page(sentences)


def stocks(editor: _Editor, _: Sentences) -> str:
    dice = editor.dice
    sentences = ["Die Börsen am Abend"]
    for index in ("Dax", "MDax", "Dow Jones", "Nikkei", "ATX", "Euro Stoxx", "Nasdaq"):
        way = dice.choice(["fester", "schwächer", "kaum verändert"])
        sentences.append(
            f"Der {index} schloss {way} bei {dice.randint(1000, 30000)} Punkten, ein Plus oder"
            f" Minus von {dice.randint(0, 300) / 100:.2f} Prozent gegenüber dem Vortag; gehandelt"
            f" wurden {dice.randint(10, 900)} Millionen Aktien."
        )
    return page(sentences)


STRANGERS: dict[str, Callable[[_Editor, Sentences], str]] = {
    "quoting": quoting,
    "noticed": noticed,
    "weather": weather,
    "stocks": stocks,
}


def make(path: str, text: str) -> Article:
    return article_from(path, canonical(text))


def shingle_set(article: Article) -> set[str]:
    return set(
        shingles(folded_words("\n".join(article.text[s:e] for s, e in article.searchable())))
    )


def alike(one: set, other: set) -> bool:
    """What a sketch estimates, exactly."""
    return len(one & other) >= MUCH * max(1, min(len(one), len(other)))


def read(folder: Path, dice: random.Random) -> list[Sentences]:
    """Give the sentences of the articles that are long enough, in random order."""
    found = []
    for file in scan(folder):
        article = load_article(folder, file.path)
        text = " ".join(article.text[s:e] for s, e in article.searchable())
        sentences = [text[s:e] for s, e in sentence_spans(text, 0, len(text))]
        if len(text.split()) >= FEWEST_WORDS and len(sentences) >= FEWEST_SENTENCES:
            found.append(sentences)
    return dice.sample(found, len(found))


def precision(grouped: Mapping[str, str]) -> float:
    """The share of the pairs in one story that are versions of one article."""
    members: dict[str, list[str]] = {}
    for path, first in grouped.items():
        members.setdefault(first, []).append(path.split("/")[0])
    right = sum(n * (n - 1) for own in members.values() for n in Counter(own).values())
    return right / max(1, sum(len(own) * (len(own) - 1) for own in members.values()))


def recall(grouped: Mapping[str, str], count: int, kind: str) -> float:
    own = (grouped.get(f"{i:04}/{kind}", "") for i in range(count))
    return (
        sum(bool(first) and first == grouped.get(f"{i:04}/own") for i, first in enumerate(own))
        / count
    )


def quality(texts: list[Sentences], editor: _Editor) -> None:
    count = len(texts)
    own = {f"{i:04}/own": make(f"{i:04}/own", page(text)) for i, text in enumerate(texts)}
    sets = [shingle_set(article) for article in own.values()]
    sketches = {path: sketch(article) for path, article in own.items()}
    every = dict(sketches)
    print(f"{f'one version each of {count} articles':36} precision  recall  exact recall")
    for kind in MODERATE + HARD:
        made = [make(f"{i:04}/{kind}", getattr(editor, kind)(own)) for i, own in enumerate(texts)]
        new = {article.path: sketch(article) for article in made}
        every |= new
        grouped = stories(sketches | new)
        exact = sum(map(alike, sets, map(shingle_set, made))) / count
        line = f"{precision(grouped):10.3f}{recall(grouped, count, kind):8.3f}{exact:14.3f}"
        print(f"  {kind:34}{line}")
    grouped = stories(every)
    for kind in MODERATE + HARD:
        line = f"{precision(grouped):10.3f}{recall(grouped, count, kind):8.3f}"
        print(f"  {f'all together: {kind}':34}{line}")
    print(f"  {'goal for all but the last':34}{'≥ 0.99':>10}{'≥ 0.95':>8}")
    strangers(texts, editor, sketches, sets)
    digests(texts, sketches)


def strangers(
    texts: list[Sentences], editor: _Editor, sketches: dict[str, bytes], sets: list[set[str]]
) -> None:
    """Print how many of the articles that are no versions are taken for one; the goal is none."""
    print(f"{'no versions':36}taken for one     by exact sets")
    for kind, stranger in STRANGERS.items():
        for count in (len(texts), 5):
            made = [
                make(f"{kind}-{i}/own", stranger(editor, own))
                for i, own in enumerate(texts[:count])
            ]
            grouped = stories(sketches | {article.path: sketch(article) for article in made})
            wrong = sum(article.path in grouped for article in made) / count
            new = [shingle_set(article) for article in made]
            exact = sum(
                any(alike(one, other) for other in itertools.chain(sets, new) if other is not one)
                for one in new[:100]
            ) / len(new[:100])
            print(f"  {f'{count} {kind}':34}{wrong:10.3f}{exact:22.3f}")


def digests(texts: list[Sentences], sketches: dict[str, bytes]) -> None:
    """Print how many digests of three articles bring two of these into one story."""
    beside = dict(sketches)
    threes = [range(at, at + 3) for at in range(0, len(texts) - 2, 3)]
    for three in threes:
        text = page([sentence for i in three for sentence in texts[i]])
        beside[f"digest-{three[0]}/own"] = sketch(make("digest", text))
    grouped = stories(beside)
    chained = sum(
        len({grouped.get(f"{i:04}/own", str(i)) for i in three}) < len(three) for three in threes
    )
    print(f"  {'digests that join their articles':34}{chained / len(threes):10.3f}")


def sentences(texts: list[Sentences], dice: random.Random) -> None:
    """Print which sentences of an article are found in another one, by what became of them."""
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    seconds = 0.0
    for own in texts:
        fates = [dice.choice(["kept", "one word", "gone"]) for _ in own]
        other = [with_fate(dice, *pair) for pair in zip(own, fates, strict=True)]
        one = make("one", "\n\n".join(own))
        two = make("two", "\n\n".join(filter(None, dice.sample(other, len(other)))))
        started = time.process_time()
        shared = {one.text[s:e] for s, e in shared_sentences(one, two)}
        seconds += time.process_time() - started
        unfolded = {one.text[s:e] for s, e in one.searchable()}
        for sentence, fate in zip(own, fates, strict=True):
            if sentence in unfolded and len(folded_words(sentence)) >= 4:
                made[fate] += 1
                found[fate] += sentence in shared
    print("sentences said to be shared           of all   goal")
    for fate, goal in (("kept", "1"), ("one word", "most"), ("gone", "0")):
        print(f"  {fate:34}{found[fate] / made[fate]:10.3f}   {goal}")
    print(f"  {'time for two articles':34}{seconds / len(texts) * 1000:7.2f} ms")


def with_fate(dice: random.Random, sentence: str, fate: str) -> str:
    words = sentence.split()
    if fate == "one word":
        words[dice.randrange(len(words))] = "geändert"
    return "" if fate == "gone" else " ".join(words)


def speed(texts: list[Sentences], dice: random.Random) -> None:
    articles = [make(str(i), page(own)) for i, own in enumerate(texts)]
    started = time.process_time()
    for article in articles:
        sketch(article)
    each = (time.process_time() - started) / len(articles)
    words = sum(article.words for article in articles) / len(articles)
    print(f"a sketch of {words:.0f} words: {each * 1000:.2f} ms CPU (goal: 1 ms)")
    for count in (1_000, 10_000, 100_000):
        sketches = synthetic(count, dice)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        grouped = stories(sketches)
        seconds = time.process_time() - started
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(
            f"  {count:7,} sketches: {seconds:6.2f} s CPU, {memory:4.0f} MB more,"
            f" {len(grouped):6,} versions of {len(set(grouped.values())):6,} stories"
        )
        if count == 1_000:
            started = time.process_time()
            sets = [set(sketch_hashes(data)) for data in sketches.values()]
            found = sum(itertools.starmap(alike, itertools.combinations(sets, 2)))
            seconds = time.process_time() - started
            print(f"  {'':7}  every pair: {seconds:6.2f} s CPU, {found} pairs alike")
    print("  goals: 10 s and 150 MB for 100,000")


def synthetic(count: int, dice: random.Random) -> dict[str, bytes]:
    """Sketches of texts of 100 to 1,000 words: a quarter are versions, some shingles are idioms."""
    idioms = [dice.randrange(1 << 32) for _ in range(50_000)]
    sketches: dict[str, bytes] = {}
    recent: list[tuple[int, list[int]]] = []
    for i in range(count):
        size = dice.randrange(100, 1000)
        highest = (1 << 32) * min(1.0, SKETCH_HASHES * 1.2 / size)
        hashes = [int(dice.random() * highest) for _ in range(int(size * highest / (1 << 32)))]
        if recent and dice.random() < 0.25:
            size, original = dice.choice(recent)
            highest = max(original)
            hashes = [int(dice.random() * highest) for _ in range(12)]
            hashes += [hash_ for hash_ in original if dice.random() < 0.85]
        else:
            common = (idioms[int(len(idioms) ** dice.random()) - 1] for _ in range(size // 10))
            hashes += [hash_ for hash_ in common if hash_ < highest]
            recent = [*recent[-2000:], (size, hashes)]
        smallest = sorted(set(hashes))[:SKETCH_HASHES]
        sketches[f"{i // 1000:03}/{i:06}.txt"] = struct.pack(f"<{len(smallest)}I", *smallest)
    return sketches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    texts = read(options.folder, dice)
    tested, others = texts[: options.articles], texts[options.articles :]
    quality(tested, _Editor(others or tested, options.seed))
    sentences(tested, dice)
    speed(tested, dice)


if __name__ == "__main__":
    main()
