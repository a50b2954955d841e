"""How fast the search index is built, opened and searched, beside others in the same run.

    python benchmarks/search_speed.py FOLDER [--reference N] [--pairs N] [--keep DIR]

FOLDER holds the articles. Our index and the references (Whoosh's own with the same analysis, SQLite
FTS5) are built from N of them, loaded before the clock runs. Then everything that a start of the
program does with a new folder is done with the whole of it, in turn with recollindex when that is
installed. Then `search_queries.py` asks what was built. On a busy machine CPU time tells more.
"""

import argparse
import contextlib
import itertools
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from search_queries import ROWS, report, single_words

from corpus.article import Article
from corpus.folder.scan import scan
from corpus.load import load_article
from index.analysis.terms import WORD, chain
from index.documents import document
from index.engines import open_engine
from workspace.articles.refresh import Watcher, refresh_folder
from workspace.places import Places


@contextlib.contextmanager
def clock(what: str, count: int) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:34}{wall:8.1f} s {cpu:8.1f} s CPU {count / cpu:8,.0f} articles/CPU s")


def build(articles: list[tuple[str, Article]], folder: Path, name: str) -> None:
    engine = open_engine(folder, writable=True)
    documents = [document(stamp, article) for stamp, article in articles]
    with clock(f"{name}: {len(articles):,} articles", len(articles)):
        engine.update(documents, [], on_batch=lambda _: None, should_stop=lambda: False)
    engine.close()
    print(f"{'':34}{size(folder):8.1f} MB")


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def stock_whoosh(articles: list[tuple[str, Article]], folder: Path) -> None:
    """The same terms in the same fields, by Whoosh's own tokens, formats and codec."""
    from whoosh import analysis, fields, index

    german = chain("de")

    class Terms(analysis.Filter):
        def __call__(self, tokens):
            for token in tokens:
                forms = german.forms(token.text)
                for term in (*forms.stems, *forms.parts):
                    token.text = term
                    yield token

    class Words(analysis.Filter):
        def __call__(self, tokens):
            for token in tokens:
                token.text = token.text.casefold()
                yield token

    folder.mkdir()
    words = analysis.RegexTokenizer(WORD) | Words()
    schema = fields.Schema(
        path=fields.ID(stored=True, unique=True),
        body=fields.TEXT(analyzer=analysis.RegexTokenizer(WORD) | Terms()),
        words=fields.TEXT(analyzer=words, phrase=False),
    )
    # The analysers are not written into the index: Whoosh would pickle them.
    Terms.__reduce__ = Words.__reduce__ = lambda _self: (str, ())
    whoosh = index.create_in(folder, schema)
    with clock(f"Whoosh as it is: {len(articles):,}", len(articles)):
        writer = whoosh.writer(limitmb=256)
        for _, article in articles:
            text = searchable(article)
            writer.add_document(path=article.path, body=text, words=text)
        writer.commit()
    print(f"{'':34}{size(folder):8.1f} MB")


def searchable(article: Article) -> str:
    return "\n".join(article.text[start:end] for start, end in article.searchable())


def fts5(articles: list[tuple[str, Article]], folder: Path) -> None:
    database = sqlite3.connect(folder / "fts5.db")
    database.execute("create virtual table t using fts5(path unindexed, text)")
    with clock(f"SQLite FTS5 (no analysis): {len(articles):,}", len(articles)), database:
        database.executemany(
            "insert into t values (?, ?)", ((a.path, searchable(a)) for _, a in articles)
        )
    database.close()


def measured(command: list[str | Path], name: str, count: int) -> tuple[float, float]:
    """Run a program, and print and give the seconds it took by the clock and of CPU."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env=environment())
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    name = f"{name}: {count:,}"
    print(
        f"{name:34}{wall:8.1f} s {cpu:8.1f} s CPU {count / cpu:8,.0f} articles/CPU s"
        f" {count / wall:8,.0f} articles/s"
    )
    return wall, cpu


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def whole_folders(folder: Path, ours: Path, scratch: Path, count: int, pairs: int) -> None:
    """Build ours and recollindex's in turn, each from nothing."""
    settings = scratch / "recoll"
    ratios = []
    for _ in range(pairs):
        shutil.rmtree(ours, ignore_errors=True)
        command: list[str | Path] = [sys.executable, __file__, folder, "--keep", ours, "--build"]
        wall, cpu = measured(command, "ours, with reading", count)
        print(f"{'':34}{size(ours / 'cache' / 'index'):8.1f} MB")
        if not shutil.which("recollindex"):
            print("recollindex is not installed")
            return
        shutil.rmtree(settings, ignore_errors=True)
        settings.mkdir()
        (settings / "recoll.conf").write_text(f"topdirs = {folder.resolve()}\n")
        command = ["recollindex", "-c", settings]
        other_wall, other_cpu = measured(command, "recollindex, with reading", count)
        print(f"{'':34}{size(settings):8.1f} MB")
        ratios.append((other_wall / wall, other_cpu / cpu))
    by_clock, by_cpu = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"recollindex takes {by_clock:.2f} times as long, {by_cpu:.2f} times the CPU; goal > 1")
    asked_as_a_process("recollq", lambda word: ["recollq", "-c", settings, "-n", str(ROWS), word])


def build_here(places: Places) -> None:
    """What a start of the program does with a new folder."""
    refresh_folder(places, Watcher())
    own, reader = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{'':34}{own:8.0f} MB of memory at most, and a reader {reader:.0f} MB")


def asked_as_a_process(name: str, command: Callable[[str], list[str | Path]]) -> None:
    """Ask one word at a time of another program, from its start to its end."""
    if not shutil.which(command("")[0]):
        print(f"{name} is not installed")
        return
    times = []
    for word in single_words():
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command(word), check=False, capture_output=True)
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        times.append((wall, cpu))
    report(f"{name}, whole words", times)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--reference", type=int, default=1000, metavar="N")
    options.add_argument("--pairs", type=int, default=1, metavar="N")
    options.add_argument("--keep", type=Path, help="build here, or search what is there")
    # In a process of its own, so that memory is that of building alone.
    options.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # the other processes print, too
    if given.build:
        build_here(places_in(given.folder, given.keep))
        return
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        ours = given.keep or scratch / "ours"
        paths = [stamp.path for stamp in scan(given.folder)]
        if not ours.exists():
            references(given.folder, paths, given.reference, scratch)
            whole_folders(given.folder, ours, scratch, len(paths), given.pairs)
        asked_as_a_process("ripgrep", lambda word: ["rg", "-liw", word, given.folder])
        queries = Path(__file__).with_name("search_queries.py")
        command = [sys.executable, queries, given.folder, ours, "--others"]
        subprocess.run(command, check=True, env=environment())


def places_in(folder: Path, keep: Path) -> Places:
    return Places(folder.resolve(), keep / "annotations", keep / "cache", keep / "state", False)


def references(folder: Path, paths: list[str], count: int, scratch: Path) -> None:
    some = random.Random(1).sample(paths, min(count, len(paths)))
    articles = [("1", load_article(folder, path)) for path in itertools.islice(some, count)]
    german = chain("de")
    for _, article in articles:  # words are analysed once for all: that is the same for each
        for word in WORD.findall(article.text):
            german.forms(word)
    build(articles, scratch / "reference-ours", "ours")
    stock_whoosh(articles, scratch / "stock")
    fts5(articles, scratch)


main()
