"""How long commands without a screen take, beside `python -c pass` in the same run.

    python benchmarks/commands.py [FOLDER] [--runs N]

On the clock, and in processor time, which is steadier where other programs run too. FOLDER is the
samples unless named. Each command and the reference run in turn, after one run of each that is not
counted; everything is compiled then, and the index built. Importing the libraries that every
command needs stands first: less than that it cannot take.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

REFERENCE = ["-c", "pass"]
LIBRARIES = ["-c", "import click, msgspec, platformdirs, yaml"]
COMMANDS = (
    ["--version"],
    ["--help"],
    ["check", "--help"],
    ["passages"],
    ["check"],
    ["articles"],
    ["search", "Waffenlieferung"],
)


class Took(NamedTuple):
    """Seconds: on the clock, and of the processor."""

    clock: float
    processor: float


def took(arguments: Sequence[str], environment: dict[str, str]) -> Took:
    """What a process of Python takes, from its start to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = status
    return Took(time.perf_counter() - began, used.ru_utime + used.ru_stime)


def compare(what: str, arguments: Sequence[str], runs: int, environment: dict[str, str]) -> None:
    """Run a command and the reference in turn, and print the medians."""
    pairs = [(took(REFERENCE, environment), took(arguments, environment)) for _ in range(runs + 1)][
        1:
    ]
    said = []
    for at, unit in enumerate(("ms", "ms of processor time")):
        own = statistics.median(pair[1][at] for pair in pairs) * 1000
        reference = statistics.median(pair[0][at] for pair in pairs) * 1000
        ratio = statistics.median(pair[1][at] / pair[0][at] for pair in pairs)
        said.append(f"{own:.0f} {unit}, {ratio:.1f} times {reference:.0f}")
    print(f"{what}: {'; '.join(said)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    folder = (options.folder or Path(__file__).resolve().parents[1] / "seeds").absolute()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for name in ("CONFIG", "CACHE", "STATE", "DATA"):
            environment[f"XDG_{name}_HOME"] = f"{home}/{name.lower()}"
        where = ["--folder", str(folder)]
        took(["-m", "nkreader", "index", *where], environment)
        compare("the libraries", LIBRARIES, options.runs, environment)
        for command in COMMANDS:
            place = [] if command[-1].startswith("--") else where
            arguments = ["-m", "nkreader", *command, *place]
            compare(" ".join(command), arguments, options.runs, environment)


if __name__ == "__main__":
    main()
