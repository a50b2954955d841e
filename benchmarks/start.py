"""Start-up and responsiveness, beside a Textual application that shows one label.

    python benchmarks/start.py [FOLDER] [--runs N]

First paint: from starting the process in a real terminal (a pty) to the first words on the
screen, the two programs in turn, both compiled as an installed program is; and the processor time
of that, which is steadier where other programs run too. Responsiveness: how late a timer of the
event loop comes while FOLDER (the samples unless named) is read and indexed for the first time.
Caches are made anew in a temporary folder.
"""

import argparse
import asyncio
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
from typing import NamedTuple

LABEL_APP = """
from textual.app import App
from textual.widgets import Static
class LabelApp(App):
    def compose(self):
        yield Static("one label")
LabelApp().run()
"""
TICK = 0.005


class Took(NamedTuple):
    """Seconds: on the clock, and of the processor."""

    clock: float
    processor: float


def first_paint(command: list[str], words: bytes, environment: dict[str, str]) -> Took:
    """What it took from exec to `words` on the wire; the program is ended afterwards."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    while words not in seen:
        ready, _, _ = select.select([terminal], [], [], 30)
        if not ready:
            raise TimeoutError(f"{words!r} never came: {seen[-500:]!r}")
        seen += os.read(terminal, 65536)
    took = time.perf_counter() - began
    os.kill(pid, signal.SIGKILL)
    _, _, used = os.wait4(pid, 0)
    os.close(terminal)
    return Took(took, used.ru_utime + used.ru_stime)


def compare_first_paint(folder: Path, runs: int, environment: dict[str, str]) -> None:
    """The two programs in turn, after one run of each that is not counted."""
    label = [sys.executable, "-c", LABEL_APP]
    ours = [sys.executable, "-m", "nkreader", str(folder)]
    pairs: list[tuple[Took, Took]] = []
    for run in range(runs + 1):
        pair = (
            first_paint(label, b"one label", environment),
            first_paint(ours, b"articles", environment),
        )
        if run:
            pairs.append(pair)
    for at, what in enumerate(("first paint", "processor time of it")):
        reference = statistics.median(pair[0][at] for pair in pairs)
        own = statistics.median(pair[1][at] for pair in pairs)
        ratio = statistics.median(pair[1][at] / pair[0][at] for pair in pairs)
        print(
            f"{what}: {own * 1000:.0f} ms; one label: {reference * 1000:.0f} ms; ratio {ratio:.2f}"
        )


async def ticks(ended: asyncio.Event) -> list[float]:
    """How late each tick comes, in seconds, until `ended`."""
    late = []
    while not ended.is_set():
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - began - TICK)
    return late


async def responsiveness(folder: Path, home: Path) -> None:
    """Run the application on a folder without caches until everything is indexed."""
    from tui.start import make_app
    from workspace.places import Options, resolve

    app = make_app(resolve(Options(folder, home / "annotations")))
    ended = asyncio.Event()
    async with app.run_test(size=(120, 40)):
        clock = asyncio.create_task(ticks(ended))
        began = time.perf_counter()
        await asyncio.sleep(0.2)
        await app.workers.wait_for_complete(
            [worker for worker in app.workers if worker.group == "refresh"]
        )
        took = time.perf_counter() - began
        ended.set()
        report(
            f"event loop while indexing {len(app.context.workspace.catalogue.records)} articles",
            await clock,
        )
        print(f"  indexing took {took:.1f} s")


async def reference_responsiveness() -> None:
    """The same clock in an application that does nothing."""
    from textual.app import App

    ended = asyncio.Event()
    async with App[None]().run_test(size=(120, 40)):
        clock = asyncio.create_task(ticks(ended))
        await asyncio.sleep(3)
        ended.set()
        report("event loop of an idle Textual application", await clock)


def report(what: str, late: list[float]) -> None:
    """Print how late ticks came."""
    in_order = sorted(late)
    p95 = in_order[int(len(in_order) * 0.95)]
    print(f"{what}: late by p95 {p95 * 1000:.1f} ms, at most {in_order[-1] * 1000:.1f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    folder = (options.folder or Path(__file__).resolve().parents[1] / "seeds").absolute()
    with tempfile.TemporaryDirectory() as home:
        for name in ("CONFIG", "CACHE", "STATE", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = f"{home}/{name.lower()}"
        os.environ["TERM"] = "xterm-256color"
        asyncio.run(reference_responsiveness())
        asyncio.run(responsiveness(folder, Path(home)))
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        compare_first_paint(folder, options.runs, environment)


if __name__ == "__main__":
    main()
