"""A few damaged files for each reader; `benchmarks/fuzz.py` does so for minutes."""

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz.py"


@pytest.mark.parametrize("reader", ["text", "page", "pdf", "records", "sidecar", "front"])
def test_nothing_comes_of_a_damaged_file_but_an_article_or_a_named_problem(reader):
    cases = [str(number) for number in range(25)]
    done = subprocess.run(
        [sys.executable, FUZZ, reader, "1", "7", *cases],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{reader}: 25 cases" in done.stdout
