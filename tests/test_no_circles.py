"""No module imports itself through others: not within a function, nor for its types alone."""

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
ROOMS = ("nkreader", "tui", "workspace", "annotations", "index", "corpus", "disk")


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """What each module of the repository imports from it."""
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_every_room_is_looked_at(imports: dict[str, set[str]]) -> None:
    rooms = {folder.parent.name for folder in REPOSITORY.glob("*/__init__.py")}
    assert rooms - {"tests"} == {module.partition(".")[0] for module in imports}


def test_no_module_imports_itself_through_others(imports: dict[str, set[str]]) -> None:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" is imported by ".join(error.args[1]))
