"""How long it takes until a tagged passage is durable on disk.

python benchmarks/saving.py [FOLDER] [--saves 200]

Saves into folders with 100, 10,000 and 100,000 annotations, made below FOLDER (a temporary folder
by default; it should lie on the disk that matters), with backups and the undo journal as in the
program. Beside it, the least that durability costs there: writing and flushing one small file. Then
loading the largest folder for the first time and again, beside reading its bytes, and looking
whether anything in it has changed. Then two processes with 500 actions each on the same articles.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import astuple

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile
from annotations.files.listing import list_files
from annotations.files.store import AnnotationStore
from annotations.history.steps import Change
from annotations.model import Annotation, ArticleIdentity
from disk.durable import write_durably
from workspace import bundled
from workspace.coding.recorder import Recorder
from workspace.coding.topics_file import TopicsFile
from workspace.config import load_config
from workspace.places import Places, Settings

PER_ARTICLE = 10
QUOTE = "Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein."
ACTIONS = 500


def made(number: int, name: str = "") -> Annotation:
    start = number * 100
    return Annotation(
        id=name or f"0f9c2c1e-7a51-4d0e-9c1c-{number:012}",
        topics=("summits", "arms deals"),
        quote=QUOTE,
        prefix="Der russische Staatschef reist am Dienstag. ",
        suffix=" Die beiden trafen sich zuletzt im Herbst.",
        start=start,
        end=start + len(QUOTE),
        note="First visit since July 2000.\n",
        coder="anna",
        created="2026-11-22T10:00:00Z",
        updated="2026-11-22T10:05:00Z",
    )


def article(number: int) -> ArticleIdentity:
    return ArticleIdentity(f"{number % 100:02}/{number:06}.txt", f"Article {number}", "0" * 64)


def fill(folder: Path, annotations: int) -> None:
    """Write the files as the store would, without flushing each."""
    items = tuple(made(number) for number in range(PER_ARTICLE))
    store = AnnotationStore(folder)
    for number in range(annotations // PER_ARTICLE):
        file = AnnotationFile(*astuple(article(number)), items)
        path = store.file_of(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.render(file))


def opened(places: Places) -> Recorder:
    config = load_config(bundled.config_file())
    topics = TopicsFile(Settings(config, places, config.file))
    return Recorder(places, topics, lambda path: ArticleIdentity(path, "", "0" * 64))


def timed(action: Callable[[int], None], times: int) -> list[float]:
    """Return the milliseconds that each call took, sorted."""
    took = []
    for number in range(times):
        began = time.perf_counter()
        action(number)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def print_row(words: str, took: list[float]) -> None:
    median, p95 = took[len(took) // 2], took[len(took) * 95 // 100]
    print(f"{words:44}{median:9.2f}{p95:9.2f}{took[-1]:9.2f}")


def measure(folder: Path, annotations: int, saves: int) -> None:
    """Save, and in turn write one small file, so that both meet the same disk."""
    fill(folder / "annotations", annotations)
    places = Places(folder, folder / "annotations", folder / "cache", folder / "s", samples=False)
    recorder = opened(places)
    recorder.load()
    articles = annotations // PER_ARTICLE
    small = files.render(AnnotationFile("a", "", "", (made(1),)))
    least: list[float] = []
    took: list[float] = []
    for number in range(saves):
        where = article(number * 7919 % articles)
        change = Change(where.path, None, made(PER_ARTICLE, f"new-{number}"))
        began = time.perf_counter()
        write_durably(folder / f"{number}.small", small)
        between = time.perf_counter()
        recorder.make("tagged summits", [change])
        least.append((between - began) * 1000)
        took.append((time.perf_counter() - between) * 1000)
    recorder.close()
    print_row(f"a passage tagged, {annotations:,} annotations", sorted(took))
    print_row("  one small file written and flushed", sorted(least))


def loading(folder: Path) -> None:
    """Load the files that `measure` has made, as the program does at its start."""
    places = Places(folder, folder / "annotations", folder / "cache", folder / "s", samples=False)

    def read_bytes(_: int) -> None:
        for name in list_files(places.annotations):
            (places.annotations / name).read_bytes()

    recorder = opened(places)
    count = len(list_files(places.annotations))
    print_row(f"the bytes of {count:,} files read", timed(read_bytes, 3))
    print_row("loaded for the first time", timed(lambda _: recorder.load(), 1))
    print_row("loaded again", timed(lambda _: opened(places).load(), 5))
    print_row("looked whether anything has changed", timed(lambda _: recorder.reload(), 20))


def two_writers(folder: Path) -> None:
    command = [sys.executable, __file__, "--writer", str(folder)]
    began = time.perf_counter()
    writers = [subprocess.Popen([*command, coder]) for coder in ("anna", "ben")]
    codes = [writer.wait() for writer in writers]
    found = [
        file for file in AnnotationStore(folder).load_all() if isinstance(file, AnnotationFile)
    ]
    kept = sum(len(file.annotations) for file in found)
    seconds = time.perf_counter() - began
    lost = 2 * ACTIONS - kept if codes == [0, 0] else 2 * ACTIONS
    print(
        f"\ntwo writers: {2 * ACTIONS} annotations acknowledged, {kept} found, {lost} lost, ",
        end="",
    )
    print(f"{seconds:.1f} s")


def write(folder: Path, coder: str) -> None:
    store = AnnotationStore(folder)
    for number in range(ACTIONS):
        where = article(number * 31 % 10)
        store.apply(where, [Change(where.path, None, made(number, f"{coder}-{number}"))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--saves", type=int, default=200)
    parser.add_argument("--writer", nargs=2, metavar=("FOLDER", "CODER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.writer:
        write(Path(options.writer[0]), options.writer[1])
        return
    base = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        print(f"{'milliseconds':44}{'median':>9}{'p95':>9}{'slowest':>9}")
        for annotations in (100, 10_000, 100_000):
            measure(base / str(annotations), annotations, options.saves)
        loading(base / str(annotations))
        two_writers(base / "two")
    finally:
        shutil.rmtree(base)


if __name__ == "__main__":
    main()
