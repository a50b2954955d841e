"""How well and how fast pages become articles.

python benchmarks/articles.py FOLDER [FOLDER ...] [--sentences FILE]

A folder with a gold.jsonl (one object per page: `id`, `title`, and `keep` and `drop`, pieces of
text that do and do not belong to the article) and the pages in txt/<id>.txt gives the figures of
quality; every folder gives those of speed. With --sentences FILE (one sentence to a line) the lines
are joined ten by ten, and the boundaries compared.
"""

import argparse
import json
import time
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from corpus.article import Article
from corpus.canonical import canonical
from corpus.load import load_article
from corpus.scan import scan
from corpus.sentences import sentence_spans


@dataclass
class Tally:
    """Counts of kept and dropped pieces, and of titles."""

    kept_right: int = 0
    kept_wrong: int = 0
    missed: int = 0
    titles: int = 0
    titles_right: int = 0
    titles_marked: int = 0

    @property
    def precision(self) -> float:
        """Share of the kept pieces that belong to the article."""
        return self.kept_right / max(1, self.kept_right + self.kept_wrong)

    @property
    def recall(self) -> float:
        """Share of the article's pieces that are kept."""
        return self.kept_right / max(1, self.kept_right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def plain(text: str) -> str:
    return " ".join(text.split())


def judge(article: Article, gold: dict, tally: Tally) -> None:
    kept = plain("\n".join(article.text[start:end] for start, end in article.searchable()))
    for piece in gold["keep"]:
        if plain(piece) in kept:
            tally.kept_right += 1
        else:
            tally.missed += 1
    tally.kept_wrong += sum(plain(piece) in kept for piece in gold["drop"])
    if gold.get("title") and plain(gold["title"]) in plain(article.text):
        title = plain(gold["title"])
        marked = [block for block in article.blocks if block.kind == "title"]
        tally.titles += 1
        tally.titles_right += title == article.title
        tally.titles_marked += any(title in plain(article.text[b.start : b.end]) for b in marked)


def quality(folder: Path) -> None:
    tally = Tally()
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        page = folder / "txt" / f"{gold['id']}.txt"
        if page.exists():
            judge(load_article(page.parent, page.name), gold, tally)
    exact, marked = (n / max(1, tally.titles) for n in (tally.titles_right, tally.titles_marked))
    print(f"  pieces     F1 {tally.f1:.3f} (P {tally.precision:.3f}, R {tally.recall:.3f})")
    print(f"  titles     exact {exact:.1%}, line found {marked:.1%} (of {tally.titles} pages)")


def speed(folder: Path) -> None:
    files = list(scan(folder))
    size = sum(file.size for file in files)
    started = time.perf_counter()
    articles = [load_article(folder, file.path) for file in files]
    seconds = time.perf_counter() - started
    print(f"  to blocks  {size / 1e6 / seconds:.1f} MB/s ({len(files)} files, {size / 1e6:.1f} MB)")
    started = time.perf_counter()
    sentences = sum(
        len(article.sentences_in(index))
        for article in articles
        for index in range(len(article.blocks))
    )
    seconds = time.perf_counter() - started
    print(f"  sentences  {size / 1e6 / seconds:.1f} MB/s ({sentences} sentences)")


def boundaries(file: Path) -> None:
    """Print how well the sentences of a file are found again after joining them."""
    gold = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    right = found = expected = 0
    for start in range(0, len(gold), 10):
        text = canonical(" ".join(gold[start : start + 10]))
        ends = {span.end for span in sentence_spans(text, 0, len(text))} - {len(text)}
        lengths = accumulate(len(canonical(sentence)) + 1 for sentence in gold[start : start + 10])
        true = {length - 1 for length in lengths} - {len(text)}
        right, found, expected = right + len(ends & true), found + len(ends), expected + len(true)
    print(f"{file.name}")
    print(f"  boundaries P {right / max(1, found):.3f}, R {right / max(1, expected):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--sentences", type=Path)
    options = parser.parse_args()
    if options.sentences:
        boundaries(options.sentences)
    for folder in options.folder:
        print(folder.name)
        if (folder / "gold.jsonl").exists():
            quality(folder)
        speed(folder)


if __name__ == "__main__":
    main()
