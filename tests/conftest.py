"""What every test stands on: folders of its own instead of the user's, and the sample articles."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from workspace.workspace import Workspace

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


# How long an example takes is the machine's affair; what must be quick is in benchmarks/.
# Examples are the same in every run, so that no change fails at an edge that it has not touched;
# `pytest --hypothesis-profile=explore` looks for new ones.
_CALM = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("calm", derandomize=True, **_CALM)
hypothesis.settings.register_profile("explore", derandomize=False, max_examples=1000, **_CALM)
hypothesis.settings.load_profile("calm")


def pytest_configure() -> None:
    """Let what tests start be interrupted, also where a shell runs them in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two a core: much of what tests do is to wait for processes, disks and terminals."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the folders of the person who runs it."""
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "xdg" / name.lower()))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def seeds() -> Path:
    """The folder of sample articles."""
    return SEEDS


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a copy of the samples in `articles`, to do with as a test likes."""
    folder = tmp_path / "project"
    (folder / "articles").mkdir(parents=True)
    for file in SEEDS.iterdir():
        (folder / "articles" / file.name).write_bytes(file.read_bytes())
    return folder


@pytest.fixture(autouse=True)
def closed_workspaces(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Workspace]]:
    """Close what a test has opened when it is over: neither before, nor whenever memory is short.

    A workspace that is not closed is a running program to all others, and holds files open.
    """
    opened: list[Workspace] = []
    begin = Workspace.__init__

    def begin_and_remember(workspace: Workspace, *arguments: Any, **options: Any) -> None:
        opened.append(workspace)
        begin(workspace, *arguments, **options)

    monkeypatch.setattr(Workspace, "__init__", begin_and_remember)
    yield opened
    for workspace in opened:
        workspace.close()
