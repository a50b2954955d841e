"""What is found in articles that were wrapped with hyphens, beside what is found in them as given.

    python benchmarks/wrapped.py FOLDER [--columns 72] [--verbose]

FOLDER holds plain-text articles. Each is wrapped a paragraph at a time, its words hyphenated by
Pyphen's German patterns where a line is full; hyphens of its own stay where they stand, and lines
may end with them. Every word of `search_quality.py` is then looked for in both, and every word of
the articles that the wrapping divided.
"""

import argparse
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyphen
from search_quality import ASIDE, ASIDE_TOO, TRUTH, searchable

from corpus.article import Article
from corpus.folder.scan import scan
from corpus.load import article_from, load_article
from index.documents import document
from index.engines import open_engine
from index.query.parser import parse

_LETTERS = re.compile(r"[^\W\d_]{6,}")
_QUERIES = {**TRUTH, **ASIDE, **ASIDE_TOO}


@dataclass
class Counts:
    """What the wrapping did, and what was made of it."""

    divided: int = 0
    at_own_hyphens: int = 0
    read_right: int = 0
    wrong: list[str] | None = None


def wrapped(text: str, columns: int, syllables: pyphen.Pyphen) -> str:
    """Wrap every line of a text."""
    return "\n".join("\n".join(_lines(line, columns, syllables)) for line in text.split("\n"))


def _lines(paragraph: str, columns: int, syllables: pyphen.Pyphen) -> Iterator[str]:
    line = ""
    for word in paragraph.split():
        rest = word
        while True:
            gap = " " if line else ""
            if len(line) + len(gap) + len(rest) <= columns:
                line += gap + rest
                break
            room = columns - len(line) - len(gap)
            cut, hyphen = _cut(rest, room, syllables)
            if not cut and not line:
                cut, hyphen = len(rest), ""  # an address
            if cut:
                line += gap + rest[:cut] + hyphen
                rest = rest[cut:]
            yield line
            line = ""
            if not rest:
                break
    if line:
        yield line


def _cut(word: str, room: int, syllables: pyphen.Pyphen) -> tuple[int, str]:
    """Where to divide a word so that its beginning fits: after a hyphen of its own, or else."""
    own = [at + 1 for at in range(1, len(word) - 1) if word[at] == "-" and at + 1 <= room]
    inside = [
        found.start() + at
        for found in _LETTERS.finditer(word)
        for at in syllables.positions(found[0])
        if found.start() + at + 1 <= room
    ]
    best = max([0, *own, *inside])
    return best, "-" if best in inside and best not in own else ""


def pairs(folder: Path, columns: int) -> Iterator[tuple[Article, Article]]:
    """Give every article as it is, and wrapped."""
    syllables = pyphen.Pyphen(lang="de_DE", left=2, right=3)
    for stamp in scan(folder):
        article = load_article(folder, stamp.path)
        yield article, article_from(stamp.path, wrapped(article.text, columns, syllables))


def compare(given: Article, other: Article, counts: Counts) -> None:
    """Whether a wrapped article reads, word by word, as the one that was given."""
    words, read = given.text.split(), other.undivided.text.split()
    raw = other.text.split("\n")
    counts.divided += sum(1 for line in raw if re.search(r"\w-$", line))
    if words == read:
        return
    missing = sorted(set(words) - set(read))
    assert counts.wrong is not None
    counts.wrong += [f"{given.path}: {' '.join(missing[:8])}"]


def found(articles: list[Article], folder: Path) -> dict[str, set[str]]:
    """What each query finds."""
    engine = open_engine(folder, writable=True)
    documents = [document("1", article) for article in articles]
    engine.update(documents, [], on_batch=lambda _: None, should_stop=lambda: False)
    answers = {query: {hit.path for hit in engine.search(parse(query)).hits} for query in _QUERIES}
    engine.close()
    return answers


def print_found(
    given: list[Article], before: dict[str, set[str]], after: dict[str, set[str]]
) -> None:
    """Recall and precision of both by the same texts, those that were given."""
    bodies = {article.path: searchable(article) for article in given}
    print(f"{'':14}{'relevant':>9}{'as given':>15}{'wrapped':>15}  lost and gained")
    same = 0
    for query, pattern in _QUERIES.items():
        relevant = {p for p, body in bodies.items() if re.search(pattern, body, re.IGNORECASE)}
        cells = [
            f"{len(hits & relevant) / max(len(relevant), 1):.3f}/"
            f"{len(hits & relevant) / max(len(hits), 1):.3f}"
            for hits in (before[query], after[query])
        ]
        lost, gained = before[query] - after[query], after[query] - before[query]
        same += not lost and not gained
        told = f"-{sorted(lost)} +{sorted(gained)}" if lost or gained else ""
        print(f"{query:14}{len(relevant):9}" + "".join(f"{cell:>15}" for cell in cells), told)
    print(f"{same} of {len(_QUERIES)} queries find the same articles.")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--columns", type=int, default=72)
    options.add_argument("--verbose", action="store_true", help="name what does not read the same")
    chosen = options.parse_args()
    both = list(pairs(chosen.folder, chosen.columns))
    given, other = [one for one, _ in both], [two for _, two in both]
    counts = Counts(wrong=[])
    for one, two in both:
        compare(one, two, counts)
    print(f"{len(given):,} articles at {chosen.columns} columns, {counts.divided:,} words divided.")
    wrong = counts.wrong or []
    print(f"{len(given) - len(wrong):,} read word by word as given.")
    if chosen.verbose:
        print(*wrong, sep="\n")
    same = sum(
        [a.as_read(s).split() for s in a.searchable()]
        == [b.as_read(s).split() for s in b.searchable()]
        for a, b in both
    )
    titles = sum(one.title == two.title for one, two in both)
    print(f"{same:,} have the same unfolded blocks, {titles:,} the same title.")
    with tempfile.TemporaryDirectory() as scratch:
        before, after = (
            found(articles, Path(scratch) / name)
            for name, articles in (("given", given), ("wrapped", other))
        )
    print_found(given, before, after)


if __name__ == "__main__":
    main()
