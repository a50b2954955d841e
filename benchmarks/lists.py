"""Keys in a list of 100,000 articles, beside the same program with a thousand of them.

    python benchmarks/lists.py [--articles N] [--presses N]

Both run in a real terminal (a pty) of 80 x 24 and of 120 x 40, where facets stand beside the list.
Only reading the folder is left out: the list of articles comes from a cache made for this. Key to
repaint: from a key to the first byte of what it changes, keys one after the other. Below that, what
the filter over 10,000 annotations takes for each letter, in this process and without a screen.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from corpus.folder.catalogue import Catalogue, Record
from workspace.places import Options, resolve
from workspace.search.passages import Order, list_passages

# The program as it is, but for the process that would find that these articles do not exist.
PROGRAM = """
import sys
import tui.folder_updates
from workspace.articles.refresh_process import Event
async def refreshed(places):
    yield Event("done")
tui.folder_updates.refresh_events = refreshed
from nkreader.cli import run
run()
"""
KEYS = {"j": "next article", " ": "one page down", "G": "to the end, and back with g g"}
SOURCES = ("Blatt", "Bote", "Kurier", "Anzeiger", "Rundschau", "Zeitung")
WORDS = "Nordkorea liefert Russland Munition und Raketen sagen Beamte der USA am Montag in Seoul"


def record(number: int) -> Record:
    """An article that is not there: a title of one or two lines, a source, a day."""
    title = f"{WORDS} {WORDS[: number % 60]} {number}"
    day = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    path = f"{number:06}.txt"
    return Record(path, "", title, SOURCES[number % 6], date=day, words=500, sha256=str(number))


class Terminal:
    """The program with so many articles in a pty."""

    def __init__(self, home: Path, articles: int, columns: int, rows: int) -> None:
        folder = home / "articles"
        folder.mkdir(parents=True)
        for name in ("CONFIG", "CACHE", "STATE", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
        options = Options(folder=folder, annotations=home / "annotations")
        records = {each.path: each for each in map(record, range(articles))}
        catalogue = resolve(options).places.catalogue
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        Catalogue(records).save(catalogue)
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            where = [str(folder), "--annotations", str(home / "annotations")]
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, *where])
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        seen, wanted = b"", f"{articles:,} articles".encode()
        while wanted not in seen:
            if not select.select([self._file], [], [], 60)[0]:
                raise TimeoutError("the list of articles never came")
            seen += os.read(self._file, 65536)
        self.quiet(2.0)

    def quiet(self, seconds: float = 0.1) -> None:
        """Read until nothing has come for a while."""
        while select.select([self._file], [], [], seconds)[0]:
            os.read(self._file, 65536)

    def press(self, key: str) -> float:
        """Press a key; gives the milliseconds until something came."""
        began = time.perf_counter()
        os.write(self._file, key.encode())
        select.select([self._file], [], [], 10)
        return (time.perf_counter() - began) * 1000

    def end(self) -> None:
        """End the program."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._file)


def measured(terminal: Terminal, key: str, presses: int) -> tuple[float, float]:
    """The middle one and the 95th of a hundred."""
    took = []
    for _ in range(presses):
        took.append(terminal.press(key))
        terminal.quiet()
        if key == "G":
            terminal.press("g")
            terminal.press("g")
            terminal.quiet()
    took.sort()
    return statistics.median(took), took[int(len(took) * 0.95) - 1]


def compare(articles: int, presses: int, columns: int, rows: int) -> None:
    """Both lists at one size of the terminal, key by key."""
    with tempfile.TemporaryDirectory() as home:
        many = Terminal(Path(home) / "many", articles, columns, rows)
        few = Terminal(Path(home) / "few", 1_000, columns, rows)
        try:
            print(f"{columns} x {rows}, {articles:,} articles (beside 1,000): middle, p95 in ms")
            for key, words in KEYS.items():
                middle, slow = measured(many, key, presses)
                few_middle, few_slow = measured(few, key, presses)
                print(
                    f"  {words:32} {middle:6.1f} {slow:6.1f}   ({few_middle:.1f} {few_slow:.1f};"
                    f" ratio of the middle {middle / few_middle:.2f})"
                )
        finally:
            many.end()
            few.end()


def filter_passages(count: int) -> None:
    """What a list of annotations takes to be listed and filtered."""
    files = [
        AnnotationFile(f"{at:04}.txt", record(at).title, "", tuple(annotations(at)))
        for at in range(count // 10)
    ]
    for words in ("", "munition", "munition seoul frage"):
        for order in (Order.TOPIC, Order.DATE):
            took = []
            for _ in range(10):
                began = time.perf_counter()
                found = list_passages(files, order, words, ("arms deals", "summits"))
                took.append((time.perf_counter() - began) * 1000)
            said = f"“{words}” by {order.value}"
            print(f"  {said:32} {statistics.median(took):6.1f} ms, {len(found):,} of {count:,}")


def annotations(article: int) -> list[Annotation]:
    """Ten passages of an article."""
    return [
        Annotation(
            id=f"{article}-{at}",
            topics=(("arms deals",), ("summits",), ("arms deals", "summits"))[at % 3],
            quote=f"{WORDS}, {WORDS.lower()} {at}.",
            prefix="",
            suffix="",
            start=at * 200,
            end=at * 200 + 170,
            note="Frage: woher?" if at % 4 == 0 else "",
            coder="anna",
            created=f"2026-01-{1 + article % 28:02}T10:00:00Z",
            updated="",
        )
        for at in range(10)
    ]


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--presses", type=int, default=60)
    arguments = parser.parse_args()
    for columns, rows in ((80, 24), (120, 40)):
        compare(arguments.articles, arguments.presses, columns, rows)
    print("listing and filtering annotations:")
    filter_passages(10_000)


if __name__ == "__main__":
    main()
