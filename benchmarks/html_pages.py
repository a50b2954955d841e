"""How well HTML pages become articles, beside trafilatura by itself.

python benchmarks/html_pages.py FOLDER

The folder holds HTML pages and a gold.jsonl: one object per page with `file`, `url`, `title`,
`date`, and `keep` and `drop`, pieces of text that do and do not belong to the article. Goals: F1 of
0.92 over the pieces, and 87 % of the dates.
"""

import json
import sys
import time
from pathlib import Path

import trafilatura
from articles import Tally, judge, plain
from msgspec.structs import replace

from corpus.load import article_from, load_article
from corpus.page.blocks import Block, BlockKind
from corpus.text.canonical import canonical

GOALS = "goals: F1 0.920, dates 87 %"


def by_trafilatura(folder: Path, name: str):
    """Give what trafilatura takes for the article, as an article that is nothing but text."""
    data = (folder / name).read_bytes()
    found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    text = canonical(found.text or "") if found else ""
    known = {"title": (found and found.title) or "", "date": (found and found.date) or ""}
    article = article_from(name, text, known=known)
    whole = (Block(BlockKind.PARAGRAPH, 0, len(text), ""),)
    return replace(article, blocks=whole)


def main() -> None:
    folder = Path(sys.argv[1])
    pages = [json.loads(line) for line in (folder / "gold.jsonl").open(encoding="utf-8")]
    print(f"{len(pages)} pages; {GOALS}")
    for name, read in (("trafilatura", by_trafilatura), ("ours", load_article)):
        tally, dated, right, titles = Tally(), 0, 0, 0
        read(folder, pages[0]["file"])  # imports
        started = time.perf_counter()
        for gold in pages:
            article = read(folder, gold["file"])
            judge(article, gold, tally)
            if gold["date"]:
                dated += 1
                right += article.date == gold["date"]
            titles += plain(article.title) == plain(gold["title"])
        seconds = (time.perf_counter() - started) / len(pages)
        print(
            f"  {name:12} F1 {tally.f1:.3f} (P {tally.precision:.3f}, R {tally.recall:.3f})", end=""
        )
        print(f"  dates {right / max(1, dated):.1%}  titles {titles / len(pages):.1%}", end="")
        print(f"  {seconds * 1000:.0f} ms a page")


if __name__ == "__main__":
    main()
