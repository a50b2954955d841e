"""How fast the search index is built, opened and searched, beside others in the same run.

    python benchmarks/search_speed.py FOLDER [--reference N] [--pairs N] [--keep DIR]

FOLDER holds the articles. Our index and the references (Whoosh's own with the same analysis, SQLite
FTS5) are built from N of them, loaded before the clock runs. Then everything that a start of the
program does with a new folder is done with the whole of it, in turn with recollindex when that is
installed. Then every prefix of 50 queries is typed, and those that are one word are asked of the
others too. On a busy machine CPU time tells more.
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

from corpus.article import Article
from corpus.folder.catalogue import Catalogue
from corpus.folder.scan import scan
from corpus.load import load_article
from corpus.text.spans import Span
from index.analysis.terms import WORD, chain
from index.documents import document
from index.engines import open_engine
from index.query.parser import parse
from tui.library.screen import FIRST
from tui.text.snippets import snippet
from workspace.articles.articles import Articles
from workspace.articles.refresh import Watcher, refresh_folder
from workspace.places import Places
from workspace.search.folder_search import PARTIAL, Search

QUERIES = """
    Regierung | Waffen | Sanktionen | Nordkorea | Putin | Gipfel | Verhandlungen | Rüstung
    Minister | Krieg
    US | Ukraine | Präsident | Bundeskanzler | Österreich | Wien | Bank | Prozent | Euro
    Polizei | Gericht | Wahl | Parlament | Gesetz | Preise | Konzern | Studie | Forscher | Software
    Regierung Sanktionen | Wahl Präsident | Bank Gewinn Prozent | Polizei Wien Festnahme
    Minister Gesetz Entwurf | Trainer Niederlage | Spieler Verletzung Saison | Flüchtlinge Grenze
    "im vergangenen Jahr" | "seit Beginn der" | "Ende des Jahres" Umsatz | "Prozent Gewinn"~5
    Krieg OR Frieden | Regierung -Opposition | (Gipfel OR Treffen) Moskau | title:Wien
    san* | regier* | *handlung* | Schwarzenegger~ | Handelsabkommen USA | Verteidigungsminister
""".replace("\n", "|")  # fmt: skip
ROWS = 12  # results on a first screen: more than 40 lines have
WIDTH = 110


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


def fts5_typing(folder: Path, scratch: Path, paths: list[str]) -> None:
    """The same prefixes of single words, of SQLite FTS5 with the text of the files as it is."""
    database = sqlite3.connect(scratch / "whole.db")
    database.execute("create virtual table t using fts5(path unindexed, text)")
    with clock(f"SQLite FTS5, with reading: {len(paths):,}", len(paths)), database:
        database.executemany(
            "insert into t values (?, ?)",
            ((path, (folder / path).read_text(errors="replace")) for path in paths),
        )
    question = "select path, snippet(t, 1, '', '', '', 20) from t where t match ? order by rank"
    times = []
    for word in single_words():
        for length in range(1, len(word) + 1):
            with timed(times):
                database.execute(f"{question} limit {ROWS}", [f'"{word[:length]}"*']).fetchall()
    report("FTS5, prefixes, snippets", times)
    database.close()


def all_queries() -> list[str]:
    return [query.strip() for query in QUERIES.split("|") if query.strip()]


def single_words() -> list[str]:
    return [query for query in all_queries() if query.isalpha()]


@contextlib.contextmanager
def timed(times: list[tuple[float, float]]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    times.append((time.perf_counter() - wall, time.process_time() - cpu))


def report(name: str, times: list[tuple[float, float]], goal: str = "") -> None:
    wall, cpu = (
        sorted(1000 * seconds for seconds in column) for column in zip(*times, strict=True)
    )
    p95 = int(0.95 * len(times))
    print(
        f"{name:34}{len(times):5} asked   median {statistics.median(wall):7.1f} ms"
        f"   p95 {wall[p95]:7.1f} ms ({cpu[p95]:.1f} ms CPU)   worst {wall[-1]:7.1f} ms{goal}"
    )


def typing_queries(places: Places) -> None:
    """Every prefix of every query, as typed, until there is a screen of results with snippets.

    Articles are read as the program reads them; those shown last need not be read again.
    """
    catalogue = Catalogue.load(places.catalogue)
    articles = Articles(places)
    articles.reopen(catalogue)
    search = Search(places.index, (), lambda _field, _value: None)
    search.warm()  # as when one goes to the prompt
    opening: list[tuple[float, float]] = []
    for _ in range(5):
        with timed(opening):
            open_engine(places.index).search(parse("Anfang"), limit=ROWS)
    report("open, and the first search", opening, "   goal 50 ms")
    before = resident()
    searches: list[tuple[float, float]] = []
    screens: list[tuple[float, float]] = []
    slowest: list[tuple[float, str, int]] = []
    for typed in all_queries():
        for length in range(1, len(typed) + 1):
            with timed(screens):
                with timed(searches):
                    found = search.find(
                        typed[:length], typing=True, limit=FIRST, suggest=False, partial=PARTIAL
                    )
                for hit in found.hits[:ROWS]:
                    article = articles.load(hit.path)
                    for best in search.passages(found.query, article)[:1]:
                        snippet(article.text, Span(best.start, best.end), best.hits, WIDTH)
            slowest.append((screens[-1][1], typed[:length], found.total))
    report("ours, prefixes", searches)
    report("ours, prefixes, read, snippets", screens, "   goal 50 ms")
    for seconds, prefix, total in sorted(slowest, reverse=True)[:5]:
        print(f"   {seconds * 1000:6.1f} ms CPU  {total:7,} found  {prefix}")
    print(f"resident after opening {before}, after searching {resident()}; goal 300 MB")


def resident() -> str:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return f"{int(line.split()[1]) / 1024:.0f} MB"
    return "unknown"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--reference", type=int, default=1000, metavar="N")
    options.add_argument("--pairs", type=int, default=1, metavar="N")
    options.add_argument("--keep", type=Path, help="build here, or search what is there")
    # In processes of their own, so that memory is that of building or searching alone.
    options.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--search", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # the other processes print, too
    if given.build or given.search:
        (build_here if given.build else typing_queries)(places_in(given.folder, given.keep))
        return
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        ours = given.keep or scratch / "ours"
        paths = [stamp.path for stamp in scan(given.folder)]
        if not ours.exists():
            references(given.folder, paths, given.reference, scratch)
            whole_folders(given.folder, ours, scratch, len(paths), given.pairs)
        fts5_typing(given.folder, scratch, paths)
        asked_as_a_process("ripgrep", lambda word: ["rg", "-liw", word, given.folder])
        command = [sys.executable, __file__, str(given.folder), "--keep", str(ours), "--search"]
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
