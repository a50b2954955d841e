"""What it is worth to know which lines recur in a folder.

python benchmarks/recurring.py FOLDER

From the articles in FOLDER (*.txt, one sentence after the other) this makes pages as four sites
would print them: with teasers above, within and below the text, and a paragraph about themselves,
in words no rule knows, the same on each of a site's pages. One story is printed by many of them.
It tells how well text and furniture are told apart with and without the counts.
"""

import argparse
import random
from collections.abc import Container
from itertools import islice
from pathlib import Path

from corpus.page.classify import classify
from corpus.page.recurring import LineCounts
from corpus.text.canonical import canonical
from corpus.text.sentences import sentence_spans

SITES, PAGES = 4, 60
PARAGRAPH = 3
STORY_PAGES = 24

Page = list[tuple[str, bool]]  # line, and whether it belongs to the article


def sentences(folder: Path) -> list[list[str]]:
    """Give the sentences of each article that has at least twelve."""
    articles = []
    for file in islice(sorted(folder.glob("**/*.txt")), 600):
        text = canonical(file.read_text(encoding="utf-8", errors="replace")).strip()
        found = [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
        if len(found) >= 12:
            articles.append(found)
    return articles


def teasers(words: list[str], number: int, rng: random.Random) -> Page:
    starts = (rng.randrange(len(words) - 12) for _ in range(number))
    return [(" ".join(words[start : start + rng.randint(5, 9)]), False) for start in starts]


def pages(articles: list[list[str]], rng: random.Random) -> list[Page]:
    rng.shuffle(articles)
    story, *articles = articles
    words = " ".join(" ".join(article) for article in articles[-40:]).split()
    made = []
    for site in range(SITES):
        above, within, below = (teasers(words, number, rng) for number in (8, 2, 12))
        about = (" ".join(articles[-1 - site][-2:]), False)
        for number in range(PAGES):
            told = story if number < STORY_PAGES // SITES else articles[site * PAGES + number]
            text = [
                (" ".join(told[i : i + PARAGRAPH]), True) for i in range(1, len(told), PARAGRAPH)
            ]
            made.append([*above, (told[0], True), *text[:2], *within, *text[2:], about, *below])
    return made


def judge(made: list[Page], recurring: Container[str]) -> None:
    kept = wrong = missed = 0
    for page in made:
        text = "\n\n".join(line for line, _ in page)
        found = {text[b.start : b.end] for b in classify(text, recurring) if not b.folded}
        for line, belongs in page:
            kept += belongs and line in found
            missed += belongs and line not in found
            wrong += not belongs and line in found
    print(f"  F1 {2 * kept / (2 * kept + wrong + missed):.3f}", end="")
    print(f" (P {kept / (kept + wrong):.3f}, R {kept / (kept + missed):.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    made = pages(sentences(parser.parse_args().folder), random.Random(1))
    counts = LineCounts()
    for page in made:
        counts.add("\n\n".join(line for line, _ in page))
    print(f"{len(made)} pages of {SITES} sites")
    print("without counts")
    judge(made, ())
    print("with counts")
    judge(made, counts)


if __name__ == "__main__":
    main()
