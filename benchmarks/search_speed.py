"""How fast the search index is built, opened and searched, beside others in the same run.

    python benchmarks/search_speed.py FOLDER [--reference N] [--keep DIR]

FOLDER holds the articles. Our index and the references (Whoosh's own with the same analysis, SQLite
FTS5) are built from N of them, loaded before the clock runs; then ours from the whole folder, with
reading it, and so does recollindex when it is installed. Then every prefix of 50 queries is typed,
and those that are one word are asked of the others too. On a busy machine CPU time tells more.
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
from corpus.load import load_article
from corpus.scan import scan
from index.analysis import WORD, chain
from index.documents import document
from index.matching import Matcher
from index.query import parse
from index.whoosh_engine import open_engine

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
ROWS = 12  # results on a first screen of 24 lines: a title and a snippet each


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
                token.text = forms.stem
                yield token
                for part in forms.parts:
                    token.text = part
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


def recoll(folder: Path, scratch: Path, count: int) -> None:
    if not shutil.which("recollindex"):
        print("recollindex is not installed")
        return
    settings = scratch / "recoll"
    settings.mkdir()
    (settings / "recoll.conf").write_text(f"topdirs = {folder.resolve()}\n")
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(["recollindex", "-c", settings], check=True, capture_output=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - wall
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    name = f"recollindex, with reading: {count:,}"
    print(f"{name:34}{wall:8.1f} s {cpu:8.1f} s CPU {count / cpu:8,.0f} articles/CPU s")
    print(f"{'':34}{size(settings):8.1f} MB")
    asked_as_a_process("recollq", lambda word: ["recollq", "-c", settings, "-n", str(ROWS), word])


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


def typing_queries(index: Path, load: Callable[[str], Article]) -> None:
    """Every prefix of every query, as typed, until there is a screen of results with snippets."""
    Matcher(parse("Anfangsbuchstabe"))  # the dictionary of compounds is loaded once for all
    opening: list[tuple[float, float]] = []
    for _ in range(5):
        with timed(opening):
            engine = open_engine(index)
            engine.search(parse("Anfang"), limit=ROWS)
    report("open, and the first search", opening, "   goal 50 ms")
    before = resident()
    searches: list[tuple[float, float]] = []
    screens: list[tuple[float, float]] = []
    slowest: list[tuple[float, str, int]] = []
    for typed in all_queries():
        for length in range(1, len(typed) + 1):
            query = parse(typed[:length], typing=True)
            with timed(searches):
                result = engine.search(query, limit=ROWS)
            articles = [load(hit.path) for hit in result.hits]  # the program keeps those it shows
            snippets: list[tuple[float, float]] = []
            with timed(snippets):
                matcher = Matcher(query)
                for article in articles:
                    matcher.passages(article, 1)
            searched = searches[-1]
            screens.append((searched[0] + snippets[0][0], searched[1] + snippets[0][1]))
            slowest.append((searched[1], typed[:length], result.total))
    report("ours, prefixes", searches)
    report("ours, prefixes, snippets", screens, "   goal 50 ms")
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
    options.add_argument("--keep", type=Path, help="build here, or search what is there")
    options.add_argument("--search", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.search:  # in a process of its own, so that memory is that of searching alone
        known: dict[str, Article] = {}

        def load(path: str) -> Article:
            if path not in known:
                known[path] = load_article(given.folder, path)
                if len(known) > 200:
                    known.pop(next(iter(known)))
            return known[path]

        typing_queries(given.keep, load)
        return
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        index = given.keep or scratch / "ours"
        stamps = list(scan(given.folder))
        if not index.exists():
            references(given.folder, [stamp.path for stamp in stamps], given.reference, scratch)
            loaded = (
                document(stamp.key, load_article(given.folder, stamp.path)) for stamp in stamps
            )
            engine = open_engine(index, writable=True)
            with clock(f"ours, with reading: {len(stamps):,}", len(stamps)):
                engine.update(loaded, [], on_batch=lambda _: None, should_stop=lambda: False)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{'':34}{size(index):8.1f} MB, {peak:.0f} MB of memory at most")
            recoll(given.folder, scratch, len(stamps))
        fts5_typing(given.folder, scratch, [stamp.path for stamp in stamps])
        asked_as_a_process("ripgrep", lambda word: ["rg", "-liw", word, given.folder])
        command = [sys.executable, __file__, str(given.folder), "--keep", str(index), "--search"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run(command, check=True, env=environment)


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
