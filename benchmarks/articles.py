"""How well and how fast pages become articles.

python benchmarks/articles.py FOLDER [FOLDER ...]

A folder with a gold.jsonl (one object per page: `id`, `title`, and `keep` and `drop`, pieces of
text that do and do not belong to the article) and the pages in txt/<id>.txt gives the figures of
quality; every folder gives those of speed, and text for articles of 1 MB.
"""

import argparse
import json
import multiprocessing
import tempfile
import textwrap
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from corpus.article import Article
from corpus.load import load_article
from corpus.page.classify import classify
from corpus.text.canonical import canonical, text_sha256
from corpus.text.decode import decode


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
    """Print how fast files become blocks, beside merely reading, decoding and hashing them."""
    paths = [file.relative_to(folder).as_posix() for file in sorted(folder.glob("**/*.txt"))]
    size = sum((folder / path).stat().st_size for path in paths)
    started = time.process_time()
    for path in paths:
        classify(canonical(decode((folder / path).read_bytes())[0]), ())
    dividing = time.process_time() - started
    started = time.process_time()
    articles = [load_article(folder, path) for path in paths]
    loading = time.process_time() - started
    started = time.process_time()
    for path in paths:
        text_sha256(canonical(decode((folder / path).read_bytes())[0]))
    reading = time.process_time() - started
    lines = sum(len(article.blocks) for article in articles)
    size_words = f"{lines} lines, {size / 1e6:.1f} MB"
    print(f"  to blocks  {size / 1e6 / dividing:.1f} MB/s, goal 5 ({size_words})")
    print(f"  to article {size / 1e6 / loading:.1f} MB/s: with title, date, language, hash ...")
    print(f"  reference  {size / 1e6 / reading:.1f} MB/s: read, decode, make canonical, hash")
    started = time.process_time()
    sentences = sum(
        len(article.sentences_in(index))
        for article in articles
        for index in range(len(article.blocks))
    )
    seconds = time.process_time() - started
    print(f"  sentences  {size / 1e6 / seconds:.1f} MB/s ({sentences} sentences)")


def large_articles(news: str) -> None:
    """Print how long it takes to load an article of 1 MB, whatever its lines are like."""
    words = " ".join(news.split()) or "Der Text ist leer. "
    words *= 1 + 1_000_000 // len(words)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {
            "paragraphs of 500 characters": "\n\n".join(textwrap.wrap(words[:1_000_000], 500)),
            "lines of 40 characters": "\n".join(textwrap.wrap(words[:1_000_000], 40)),
            "one line": words[:1_000_000],
            "links of 20 characters": "\n".join(f"Seite {n} von Politik" for n in range(45_000)),
        }.items():
            file = Path(folder) / "large.txt"
            file.write_text(text, encoding="utf-8")
            started = time.process_time()
            load_article(Path(folder), file.name)
            seconds = time.process_time() - started
            print(
                f"  {file.stat().st_size / 1e6:.1f} MB, {name}: {seconds * 1000:.0f} ms, goal 100"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="*", type=Path)
    options = parser.parse_args()
    for folder in options.folder:
        print(folder.name)
        if (folder / "gold.jsonl").exists():
            quality(folder)
        # In a process of its own, so that no line has been looked at before.
        fresh = multiprocessing.get_context("spawn").Process(target=speed, args=(folder,))
        fresh.start()
        fresh.join()
    news = (file.read_text(encoding="utf-8", errors="replace") for file in folder.glob("**/*.txt"))
    print("large articles")
    large_articles("\n".join(islice(news, 400)))


if __name__ == "__main__":
    main()
