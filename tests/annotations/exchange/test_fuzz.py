"""A few damaged files for each importer; `benchmarks/fuzz.py` does so for minutes."""

from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
OUTCOMES = {"problem", "not saved", "nothing new", "brought in"}


@pytest.mark.parametrize("importer", ["csv", "jsonl", "w3c", "hypothesis", "qdpx", "qdc"])
def test_what_a_damaged_file_brings_in_is_on_disk_and_can_be_undone_or_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, importer: str
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    for folder in ("CONFIG", "CACHE", "STATE", "DATA"):  # set otherwise by the first case
        monkeypatch.setenv(f"XDG_{folder}_HOME", str(tmp_path))
    fuzz = import_module("fuzz")
    make, bring = fuzz.DOORS[importer]
    samples = make()
    cases = [fuzz.case(importer, samples, 7, number) for number in range(8)]
    assert {bring(tmp_path, name, data) for name, data in cases} <= OUTCOMES
    # The files they come from are no problem, so that damage is what is tried.
    assert all(bring(tmp_path, name, data) != "problem" for name, data in samples)
