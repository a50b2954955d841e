"""A large folder opened again: how soon a change is found, and how the screen does meanwhile.

    python benchmarks/large_folder.py FOLDER [--home FOLDER]

FOLDER is read and indexed first, unless that was done before in the same --home. Then: how long the
folder takes to look through, beside merely listing its files; how long a refresh takes when nothing
has changed; and, in the running application, how late the event loop comes from the start on, and
how soon a changed article is found. The changed article is one that is added and taken away again.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from start import report, ticks

WORD = "zwirbelquastenfrosch"
TEXT = f"Meldung von heute\n\nAm Fluss war am Montag ein {WORD} zu sehen, sagten Zeugen.\n"


def timed(what: str, work: Callable[[], object], times: int = 3) -> float:
    """The shortest of a few runs, in seconds."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    print(f"{what}: {best:.2f} s")
    return best


def listing(folder: Path) -> int:
    """What the system needs to name every file and say how large it is."""
    return sum(
        os.stat(Path(parent, name)).st_size  # noqa: PTH116 - the reference is the bare call
        for parent, _, names in os.walk(folder)
        for name in names
    )


async def reopened(folder: Path, home: Path) -> None:
    """Start the application on the folder, with one more article than before."""
    from tui.start import make_app
    from workspace.places import Options, resolve

    new = folder / f"{WORD}.txt"
    new.write_text(TEXT, encoding="utf-8")
    try:
        app = make_app(resolve(Options(folder, home / "annotations")))
        ended = asyncio.Event()
        began = time.perf_counter()
        async with app.run_test(size=(120, 40)):
            clock = asyncio.create_task(ticks(ended))
            while not app.context.is_open or not app.context.workspace.catalogue.records:  # noqa: ASYNC110 - what a user does
                await asyncio.sleep(0.01)
            print(f"the list is there after {time.perf_counter() - began:.2f} s")
            while not (await asyncio.to_thread(app.context.search.find, WORD)).hits:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            print(f"the new article is found after {time.perf_counter() - began:.2f} s (goal 1 s)")
            workers = [worker for worker in app.workers if worker.group == "refresh"]
            await app.workers.wait_for_complete(workers)
            print(f"everything is done after {time.perf_counter() - began:.2f} s")
            ended.set()
            report("event loop from the start on", await clock)
    finally:
        new.unlink()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    folder = options.folder.absolute()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary)
        for name in ("CONFIG", "CACHE", "STATE", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = f"{home}/{name.lower()}"
        measure(folder, home)


def measure(folder: Path, home: Path) -> None:
    """Bring the caches up to date, then measure."""
    from index.engines import open_engine
    from workspace.articles.refresh import refresh, stamps
    from workspace.places import Options, resolve

    places = resolve(Options(folder, home / "annotations")).places
    places.make_cache()

    def refreshed() -> int:
        engine = open_engine(places.index, writable=True)
        try:
            return refresh(places, engine).articles
        finally:
            engine.close()

    began = time.perf_counter()
    print(f"{refreshed():,} articles; bringing them up to date took", end=" ")
    print(f"{time.perf_counter() - began:.1f} s")
    bare = timed("listing the files alone", lambda: listing(folder))
    ours = timed("looking through the folder", lambda: sum(1 for _ in stamps(places, print)))
    print(f"  ratio {ours / bare:.1f}")
    timed("a refresh when nothing has changed", refreshed)
    asyncio.run(reopened(folder, home))


if __name__ == "__main__":
    main()
