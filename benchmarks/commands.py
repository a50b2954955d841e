"""How long commands without a screen take, beside `python -c pass` in the same run.

    python benchmarks/commands.py [FOLDER] [--runs N]

FOLDER is the samples unless named. Each command and the reference run in turn, after one run of
each that is not counted; everything is compiled then, and the index built.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = (
    ["--version"],
    ["--help"],
    ["passages"],
    ["check"],
    ["articles"],
    ["search", "Waffenlieferung"],
)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """How long a process takes, from its start to its end."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)
    return time.perf_counter() - began


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
        for command in COMMANDS:
            where = [] if command[0].startswith("--") else ["--folder", str(folder)]
            ours = [sys.executable, "-m", "nkreader", *command, *where]
            pairs = [
                (seconds([sys.executable, "-c", "pass"], environment), seconds(ours, environment))
                for _ in range(options.runs + 1)
            ][1:]
            reference, own = (statistics.median(each) for each in zip(*pairs, strict=True))
            ratio = statistics.median(own / reference for reference, own in pairs)
            least = min(own for _, own in pairs)
            print(
                f"{' '.join(command)}: {own * 1000:.0f} ms (at best {least * 1000:.0f}); "
                f"python -c pass: {reference * 1000:.0f} ms; ratio {ratio:.1f}"
            )


if __name__ == "__main__":
    main()
