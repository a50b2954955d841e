"""After thousands of random edits nothing is silently wrong, and nearly everything is found."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """Return the benchmark, whose random edits track where every character goes."""
    spec = importlib.util.spec_from_file_location(
        "anchoring_benchmark", ROOT / "benchmarks" / "anchoring.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_random_edits_of_real_articles(benchmark: ModuleType) -> None:
    ours, plain = benchmark.run(benchmark.read(ROOT / "seeds"), edits=600, seed=1)
    assert ours.outcomes["wrong"] == 0
    assert ours.share("whole found", "whole") >= 0.95
    # The edits are hard enough to mislead the rule that we started from.
    assert plain.outcomes["wrong"] > 10
