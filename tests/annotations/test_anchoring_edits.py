"""After thousands of random edits nothing is silently wrong, and nearly everything is found."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    """Return a benchmark, whose random edits track where every character goes."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return load("anchoring")


def test_random_edits_of_real_articles(benchmark: ModuleType) -> None:
    ours, plain = benchmark.run(benchmark.read(ROOT / "seeds"), edits=600, seed=1)
    assert ours.outcomes["wrong"] == 0
    assert ours.share("whole found", "whole") >= 0.95
    # The edits are hard enough to mislead the rule that we started from.
    assert plain.outcomes["wrong"] > 10


def test_random_edits_where_much_is_repeated_or_nearly_alike(benchmark: ModuleType) -> None:
    traps = load("anchoring_traps")
    ours, plain = traps.run(benchmark.read(ROOT / "seeds"), edits=400, seed=1)
    assert ours.outcomes["wrong"] == 0
    assert plain.outcomes["wrong"] > 50
