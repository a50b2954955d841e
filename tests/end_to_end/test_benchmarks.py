"""A little of the long benchmarks: quits of every kind, and a monkey."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / program), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_however_it_is_left_nothing_is_lost_and_nothing_stays() -> None:
    # How long it took is told by the whole benchmark, on a quiet machine.
    said = run("quits.py", "5", "--articles", "150", "--allowed", "300", "--seed", "7")
    assert "5 quits, 0 took over 300 s, 0 left something wrong" in said


def test_a_monkey_breaks_nothing_and_all_it_did_can_be_undone() -> None:
    # On a slow machine a key may reach another screen than on a fast one, and leave from there.
    said = run("monkey.py", "60", "11", "--events", "100", "--session", "100")
    assert re.search(r"100 events in \d+ sessions, 0 failures", said)
