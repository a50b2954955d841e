"""How fast queries are answered, beside others in the same run.

    python benchmarks/search_queries.py FOLDER DIR [--others]

FOLDER holds the articles, DIR what `search_speed.py FOLDER --keep DIR` has built of them. Every
prefix of 50 queries is typed: the first hundred articles, then the rows of a screen with their
snippets, then all that match. Then queries that are known to be hard are asked, and each is
outdated after a moment. With --others, the prefixes of single words are asked of SQLite FTS5 and,
where it is installed, of tantivy with Snowball's German stemmer. On a busy machine CPU time tells
more.
"""

import argparse
import contextlib
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Timer

from corpus.article import Article
from corpus.folder.catalogue import Catalogue
from corpus.folder.scan import scan
from corpus.text.spans import Span
from index.engines import open_engine
from index.query.parser import parse
from tui.library.screen import FIRST
from tui.text.snippets import snippet
from workspace.articles.articles import Articles
from workspace.places import Places
from workspace.search.folder_search import PARTIAL, Found, Search

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
WORDS = """
    Regierung Präsident Polizei Wien Euro Prozent Jahr Minister Land Frau Mann Partei Bank Gericht
    Wahl Spiel Team Trainer Kind Schule Stadt Haus Straße Auto Unternehmen Konzern Studie Forscher
    Film Buch Musik Internet Daten Krieg Frieden Grenze Flüchtling Asyl Gesetz Parlament Kanzler
    Koalition Opposition Steuer Budget Arbeit Lohn Preis Markt Börse
"""
HARD = [
    '"der in"~50', '"der die das und in"~20', '"in der"', '"und der die"',
    " OR ".join(WORDS.split()), " OR ".join(WORDS.split()[:8]), " ".join(WORDS.split()[:4]),
    "*ung*", "*e*", "s*", "Haus~", "Regierung~2", "is:unread", "-Regierung", "der",
    "der die das", "(der OR die) -das", "Wirtschaftspolitik",
]  # fmt: skip
ROWS = 9  # on a first screen
WIDTH = 110
OUTDATED_AFTER = 0.02  # seconds

Times = list[tuple[float, float]]  # by the clock, and of CPU


def all_queries() -> list[str]:
    return [query.strip() for query in QUERIES.split("|") if query.strip()]


def single_words() -> list[str]:
    return [query for query in all_queries() if query.isalpha()]


def prefixes(queries: list[str]) -> list[str]:
    return [query[:length] for query in queries for length in range(1, len(query) + 1)]


@contextlib.contextmanager
def timed(times: Times) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    times.append((time.perf_counter() - wall, time.process_time() - cpu))


def report(name: str, times: Times, goal: str = "") -> None:
    wall, cpu = (
        sorted(1000 * seconds for seconds in column) for column in zip(*times, strict=True)
    )
    p95 = int(0.95 * len(times))
    print(
        f"{name:34}{len(times):5} asked   median {statistics.median(wall):7.1f} ms"
        f"   p95 {wall[p95]:7.1f} ms ({cpu[p95]:.1f} ms CPU)   worst {wall[-1]:7.1f} ms{goal}"
    )


class Ours:
    """What the program does with a query, without its screen."""

    def __init__(self, places: Places) -> None:
        self._catalogue = Catalogue.load(places.catalogue)
        self._articles = Articles(places)
        self._articles.reopen(self._catalogue)
        self.search = Search(places.index, (), self._resolve)
        self.search.warm()  # as when one goes to the prompt

    def _resolve(self, field: str, value: str) -> set[str] | None:
        return set(self._catalogue.records) if (field, value) == ("is", "unread") else None

    def show_rows(self, found: Found) -> None:
        """Read the articles of a first screen, and find a passage of each."""
        for hit in found.hits[:ROWS]:
            article: Article = self._articles.load(hit.path)
            if answer := self.search.best_passage(found.query, article):
                best, _ = answer
                snippet(article.text, Span(best.start, best.end), best.hits, WIDTH)


def type_queries(ours: Ours) -> None:
    searches: Times = []
    screens: Times = []
    whole: Times = []
    slowest: list[tuple[float, str, int]] = []
    for typed in prefixes(all_queries()):
        with timed(screens):
            with timed(searches):
                found = ours.search.find(
                    typed, typing=True, limit=FIRST, suggest=False, partial=PARTIAL
                )
            ours.show_rows(found)
        with timed(whole):
            ours.search.find(typed, typing=True)
        slowest.append((screens[-1][1], typed, found.total))
    report("ours, prefixes", searches)
    report("ours, prefixes, rows, snippets", screens, "   goal 50 ms; 70 with 100,000")
    report("ours, prefixes, all that match", whole)
    for seconds, prefix, total in sorted(slowest, reverse=True)[:5]:
        print(f"   {seconds * 1000:6.1f} ms CPU  {total:7,} found  {prefix}")


def ask_hard_ones(places: Places) -> None:
    """Ask each of a new engine, which remembers nothing, and tell another that it is outdated."""
    print("known to be hard: CPU for the first hundred, and from being outdated to the end")
    for query in HARD:
        times: Times = []
        ours = Ours(places)
        with timed(times):
            total = ours.search.find(query, limit=FIRST, suggest=False).total
        took, late = times[0][1] * 1000, lateness(Ours(places), query) * 1000
        print(f"   {took:7.1f} ms  {late:6.1f} ms  {total:7,} found  {query[:50]}")


def lateness(ours: Ours, query: str) -> float:
    """Return the CPU time that a search takes after it was told to stop; 0 if it had ended."""
    outdated = Event()
    told: list[float] = []

    def tell() -> None:
        told.append(time.process_time())
        outdated.set()

    timer = Timer(OUTDATED_AFTER, tell)
    timer.start()
    ours.search.find(query, should_stop=outdated.is_set)
    ended = time.process_time()
    timer.cancel()
    return max(0.0, ended - told[0]) if told else 0.0


def type_elsewhere(name: str, ask: Callable[[str], object]) -> None:
    times: Times = []
    for prefix in prefixes(single_words()):
        with timed(times):
            ask(prefix)
    report(f"{name}, prefixes, snippets", times)


def in_fts5(folder: Path, scratch: Path, paths: list[str]) -> None:
    """SQLite FTS5 with the text of the files as it is, and without stemming."""
    database = sqlite3.connect(scratch / "whole.db")
    database.execute("create virtual table t using fts5(path unindexed, text)")
    with database:
        texts = ((path, (folder / path).read_text(errors="replace")) for path in paths)
        database.executemany("insert into t values (?, ?)", texts)
    question = "select path, snippet(t, 1, '', '', '', 20) from t where t match ? order by rank"

    def ask(prefix: str) -> None:
        database.execute(f"{question} limit {ROWS}", [f'"{prefix}"*']).fetchall()

    type_elsewhere("SQLite FTS5", ask)
    database.close()


def in_tantivy(folder: Path, scratch: Path, paths: list[str]) -> None:
    try:
        import tantivy
    except ImportError:
        print("tantivy is not installed")
        return
    german = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("german"))
        .build()
    )
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="german")
    schema = builder.build()
    (scratch / "tantivy").mkdir()
    index = tantivy.Index(schema, path=str(scratch / "tantivy"))
    index.register_tokenizer("german", german)
    writer = index.writer()
    for path in paths:
        writer.add_document(tantivy.Document(text=(folder / path).read_text(errors="replace")))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(prefix: str) -> None:
        begins = re.escape(prefix.casefold()) + ".*"
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.regex_query(schema, "text", begins)),
                (tantivy.Occur.Should, index.parse_query(prefix, ["text"])),
            ]
        )
        snippets = tantivy.SnippetGenerator.create(searcher, query, schema, "text")
        for _, address in searcher.search(query, limit=ROWS).hits:
            snippets.snippet_from_doc(searcher.doc(address))

    type_elsewhere("tantivy, stemmed", ask)


def resident() -> str:
    """Return the memory of this process: its own, and files it has mapped."""
    lines = Path("/proc/self/status").read_text().splitlines()
    sizes = dict(line.split(":", 1) for line in lines)
    own, files = (int(sizes[name].split()[0]) // 1024 for name in ("RssAnon", "RssFile"))
    return f"{own + files} MB ({files} of files)"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("built", type=Path)
    options.add_argument("--others", action="store_true", help="ask SQLite FTS5 and tantivy, too")
    given = options.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    keep = given.built
    places = Places(
        given.folder.resolve(), keep / "annotations", keep / "cache", keep / "state", False
    )
    opening: Times = []
    for _ in range(5):
        with timed(opening):
            open_engine(places.index).search(parse("Anfang"), limit=ROWS)
    report("open, and the first search", opening, "   goal 50 ms")
    ours = Ours(places)
    before = resident()
    type_queries(ours)
    print(f"resident after opening {before}, after typing {resident()}; goal 300 MB")
    ask_hard_ones(places)
    if given.others:
        paths = [stamp.path for stamp in scan(given.folder)]
        with tempfile.TemporaryDirectory() as scratch:
            in_fts5(given.folder, Path(scratch), paths)
            in_tantivy(given.folder, Path(scratch), paths)


if __name__ == "__main__":
    main()
