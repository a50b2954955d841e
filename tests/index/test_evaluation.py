"""What the engine finds and how it ranks, beside a plain evaluation article by article."""

import tempfile
from fnmatch import fnmatchcase
from itertools import product
from math import log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.terms import chain
from index.documents import document
from index.engines import open_engine, open_in_memory
from index.query.nodes import And, Fuzzy, Not, Or, Phrase, Prefix, Wildcard, Word
from index.query.parser import parse
from index.whoosh import evaluate, lookup

WORDS = ("Gipfel", "Gipfeln", "Moskau", "Vertrag", "Waffen", "Waffenlieferung", "Panzer", "Wahl")
QUERIES = (
    "Gipfel", "Waffen", "Gipfel Moskau", "Gipfel OR Panzer", "Moskau -Wahl", "Wa*",
    '"Gipfel Moskau"', '"Moskau Gipfel Moskau"', '"Waffen Moskau"~3', '"Moskau Vertrag Wahl"~2',
    '"Gipfel Gipfel"', "(Panzer OR Wahl) Gipfel -Vertrag", "*affen*", "Gipfl~", "Wagl~ OR *anz*",
    "Gipfel OR Waffen OR Panzer OR Wahl", "-Wahl", "Moskau OR (-Wahl Vertrag)",
)  # fmt: skip
BODIES = st.lists(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=3),
    min_size=1,
    max_size=12,
)


class Plain:
    """BM25 by its definition, over texts given as paragraphs of words."""

    def __init__(self, texts, lengths):
        self.texts = texts
        self.mean = sum(lengths) / len(lengths) or 1.0

    def scores(self, node):
        match node:
            case And(nodes=nodes):
                wanted = [self.scores(n) for n in nodes if not isinstance(n, Not)]
                without = [self.scores(n.node) for n in nodes if isinstance(n, Not)]
                shared = set(self.texts).intersection(*wanted).difference(*without)
                return {path: sum(scores[path] for scores in wanted) for path in shared}
            case Not():
                return self.scores(And((node,)))
            case Or(nodes=nodes):
                several = [self.scores(n) for n in nodes]
                return {p: sum(s.get(p, 0) for s in several) for s in several for p in s}
        found = {path: self.count(node, text) for path, text in self.texts.items()}
        found = {path: count for path, count in found.items() if count}
        return {
            path: self.rarity(len(found))
            * 2.2
            * count
            / (count + 1.2 * (0.5 + 0.5 * self.length(path) / self.mean))
            for path, count in found.items()
        }

    def rarity(self, having):
        return log(1 + (len(self.texts) + 0.5) / (having + 0.5))

    def ranked(self, root):
        """What words say by themselves, and what they add where they stand near each other."""
        words = {chain("de").forms(word.text).stem: word for word in single_words(root)}
        rarities = {stem: self.rarity(len(self.scores(word))) for stem, word in words.items()}
        return {
            path: score + self.nearness(rarities, self.texts[path])
            for path, score in self.scores(root).items()
        }

    def nearness(self, rarities, text):
        best = 0
        for paragraph in text:
            forms = [chain("de").forms(word) for word in paragraph]
            for at in range(len(forms)):
                terms = {term for f in forms[at : at + 10] for term in (*f.stems, *f.parts)}
                there = [rarities[term] for term in terms & rarities.keys()]
                best = max(best, sum(there)) if len(there) > 1 else best
        return 0.35 * best

    def length(self, path):
        return sum(map(len, self.texts[path]))

    def count(self, node, text):
        return sum(self.count_in(node, [chain("de").forms(word) for word in p]) for p in text)

    def count_in(self, node, paragraph):
        match node:
            case Word(text=text):
                asked = chain("de").forms(text).asked
                related = sum(
                    (stem in f.stems) + 0.5 * (stem in f.parts) for f in paragraph for stem in asked
                )
                # The form that was typed counts somewhat more.
                return related + 0.25 * sum(f.word == text.casefold() for f in paragraph)
            case Prefix(text=text):
                # The word in most articles counts, of those that an article has.
                return sum(f.word.startswith(text.casefold()) for f in paragraph)
            case Wildcard(pattern=pattern):
                return sum(fnmatchcase(f.word, pattern.casefold()) for f in paragraph)
            case Fuzzy(text=text):
                return sum(differs_by_a_letter(f.word, text.casefold()) for f in paragraph)
            case Phrase(words=words, slop=slop):
                stems = [chain("de").forms(word).stem for word in words]
                if slop:
                    return windows([f.stem for f in paragraph], stems, slop)
                stood = [f.stem for f in paragraph]
                size = len(stems)
                return sum(stood[at : at + size] == stems for at in range(len(stood)))
        raise AssertionError(node)


def differs_by_a_letter(word, other):
    """Whether a letter was left out, added or changed, or two were swapped; or none."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = set(other)
    return other in {
        word,
        *(a + b[1:] for a, b in cuts if b),
        *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        *(a + letter + b[skip:] for a, b in cuts for letter in letters for skip in (0, 1)),
    }


def single_words(node):
    match node:
        case And(nodes=nodes) | Or(nodes=nodes):
            return [word for inner in nodes for word in single_words(inner)]
        case Word():
            return [node]
    return []


def windows(paragraph, stems, slop):
    """How many times all stems stand near each other, no window overlapping the one before."""
    places = [[at for at, stem in enumerate(paragraph) if stem == wanted] for wanted in stems]
    found = [
        (min(window), max(window))
        for window in product(*places)
        if len(set(window)) == len(window) and max(window) - min(window) < len(stems) + slop
    ]
    count, after = 0, -1
    while left := [(last, first) for first, last in found if first > after]:
        count, after = count + 1, min(left)[0]
    return count


@settings(max_examples=40, deadline=None)
@given(bodies=BODIES, removed=st.sets(st.integers(0, 11)))
def test_an_engine_finds_and_ranks_as_a_plain_evaluation_does(article, bodies, removed):
    texts = {str(n): body for n, body in enumerate(bodies) if n not in removed}
    # Removed articles count for the mean until they are purged: that ranks nothing differently.
    plain = Plain(texts, [sum(map(len, body)) for body in bodies])
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "index", writable=True)
        for number, body in enumerate(bodies):  # a segment each, merged now and then
            text = "\n".join(" ".join(paragraph) for paragraph in body)
            written = [document("1", article(str(number), text))]
            engine.update(written, [], on_batch=lambda _: None, should_stop=lambda: False)
        gone = [str(number) for number in removed]
        engine.update([], gone, on_batch=lambda _: None, should_stop=lambda: False)
        for few, query in product((0, 1000), QUERIES):
            compare(engine, query, plain, few)
        engine.close()


def compare(engine, query, plain, few):
    parsed = parse(query)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate, "_FEW", few)  # columns are of the one kind or the other
        patch.setattr(lookup, "_MANY_PLACES", few)
        found = engine.search(parsed)
        limited = engine.search(parsed, limit=3)
    ranked = plain.ranked(parsed.root)
    assert {hit.path for hit in found.hits} == ranked.keys(), query
    if not set("*~") & set(query):
        assert {hit.path: hit.score for hit in found.hits} == pytest.approx(ranked), query
    assert limited.hits == found.hits[:3]
    assert limited.total == found.total == len(ranked)


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("query", ["Gipfel", "Gipfel*", "Gipfel OR Wort"])
def test_a_limit_leaves_out_the_last_alone(article, fill, tmp_path, monkeypatch, few, query):
    monkeypatch.setattr(evaluate, "_FEW", few)
    engine = open_engine(tmp_path / "index", writable=True)
    lengths = [(3 * n) % 40 for n in range(300)]
    texts = [("Gipfel " * (1 + n % 7) + "Wort " * length) for n, length in enumerate(lengths)]
    fill(engine, [("1", article(f"{n:03}", text)) for n, text in enumerate(texts)])
    plain = engine.search(parse(query))
    assert [(-hit.score, hit.path) for hit in plain.hits] == sorted(
        (-hit.score, hit.path) for hit in plain.hits
    )
    for limit in (0, 1, 5, 20, 300, 400):
        found = engine.search(parse(query), limit=limit)
        assert found.hits == plain.hits[:limit]
        assert found.total == 300
    engine.close()


ALONE = ("Gipfel", "Moskau", "Vertrag", "Panzer", "Wahl")  # no one is part of another


@settings(max_examples=40, deadline=None)
@given(
    bodies=st.lists(st.sets(st.sampled_from(ALONE)), min_size=1, max_size=8),
    asked=st.lists(st.sampled_from((*ALONE, "Zebra")), min_size=2, max_size=5, unique=True),
)
def test_both_kinds_of_columns_find_the_articles_with_most_words(article, bodies, asked):
    engine = open_in_memory()
    texts = {str(n): sorted(body) for n, body in enumerate(bodies)}
    documents = [document("1", article(path, " ".join(body))) for path, body in texts.items()]
    engine.update(documents, [], on_batch=lambda _: None, should_stop=lambda: False)
    results = []
    for few in (0, 100):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evaluate, "_FEW", few)
            results.append(engine.search(parse(" ".join(asked)), partial=100))
    one, other = results
    assert {hit.path: hit.lacks for hit in one.partial} == {
        hit.path: hit.lacks for hit in other.partial
    }
    assert {hit.path: hit.score for hit in one.partial} == pytest.approx(
        {hit.path: hit.score for hit in other.partial}
    )
    lacks = {path: tuple(w for w in asked if w not in body) for path, body in texts.items()}
    assert {hit.path for hit in one.hits} == {path for path in lacks if not lacks[path]}
    for hit in one.partial:
        assert hit.lacks == lacks[hit.path] != ()
    # Whoever has half of the words or more is there; with fewer only where those are few.
    if len(asked) > 2 or not one.hits:
        half = {p for p, lacking in lacks.items() if 0 < len(lacking) <= len(asked) / 2}
        assert half <= {hit.path for hit in one.partial}
    assert one.partial_total == len(one.partial)
