"""What it costs to look at a file before it is read or written, beside doing neither.

python benchmarks/doors.py [--files 10000]

Reads small files in folders of a hundred, as annotations lie, in turn plainly and through the door
(`disk.reading`), five times; then writes files durably, beside writing and flushing them plainly.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from disk.durable import write_durably
from disk.reading import read

DATA = b"version: 1\narticle:\n  path: a.txt\n" + b"# annotations\n" * 150
WRITES = 100


def plainly(file: Path, _root: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def resolved(file: Path, root: Path) -> bytes:
    """As it was done before there was a door: two paths are resolved, then a name is opened."""
    assert file.resolve().is_relative_to(root.resolve())
    return plainly(file, root)


def through_the_door(file: Path, root: Path) -> bytes:
    return read(file, within=root, most=1 << 24)


def write_plainly(file: Path, _root: Path) -> None:
    with file.open("wb") as opened:
        opened.write(DATA)
        opened.flush()
        os.fsync(opened.fileno())


def write_through_the_door(file: Path, root: Path) -> None:
    write_durably(file, DATA, within=root)


def seconds(act: Callable[[Path, Path], object], files: list[Path], root: Path) -> float:
    began = time.perf_counter()
    for file in files:
        act(file, root)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        files = [root / f"{number % 100:02}" / f"{number}.yaml" for number in range(options.files)]
        for file in files:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(DATA)
        ways = (plainly, resolved, through_the_door)
        took = {way: min(seconds(way, files, root) for _ in range(5)) for way in ways}
        print(f"{options.files:,} files read, microseconds each")
        for way, best in took.items():
            each = best / options.files * 1e6
            print(f"  {way.__name__:24}{each:8.1f}{best / took[plainly]:8.2f} x")
        files = files[:WRITES]
        writers = (write_plainly, write_through_the_door)
        wrote = {way: min(seconds(way, files, root) for _ in range(3)) for way in writers}
        print(f"{WRITES} files written, milliseconds each")
        for way, best in wrote.items():
            each = best / WRITES * 1e3
            print(f"  {way.__name__:24}{each:8.2f}{best / wrote[write_plainly]:8.2f} x")


if __name__ == "__main__":
    main()
