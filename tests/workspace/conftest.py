"""An opened project folder, its search index, and ways to look at what is on disk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.engines import open_engine
from workspace.articles.refresh import Refreshed, Watcher, refresh
from workspace.places import Options, Places, Settings, resolve
from workspace.search.folder_search import Search
from workspace.workspace import Workspace


@pytest.fixture
def settings(project: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The project with the bundled topics, and annotations beside the articles."""
    monkeypatch.chdir(project)
    return resolve(Options(project / "articles", project / "annotations"))


@pytest.fixture
def places(settings: Settings) -> Places:
    return settings.places


@pytest.fixture
def open_workspace(settings: Settings) -> Callable[[], Workspace]:
    """Open the project as a new start of the program would."""

    def start() -> Workspace:
        workspace = Workspace(settings)
        workspace.load_annotations()
        workspace.recorder.open_history()
        return workspace

    return start


@pytest.fixture
def workspace(open_workspace: Callable[[], Workspace]) -> Workspace:
    return open_workspace()


@pytest.fixture
def on_disk(project: Path) -> Callable[[str], list[dict[str, Any]]]:
    """The annotations of an article as another program reads them."""

    def read(article: str) -> list[dict[str, Any]]:
        file = project / "annotations" / f"{article}.yaml"
        if not file.exists():
            return []
        found: list[dict[str, Any]] = yaml.safe_load(file.read_bytes())["annotations"]
        return found

    return read


@pytest.fixture
def refreshed(places: Places) -> Callable[..., Refreshed]:
    """Bring catalogue and index up to date."""

    def run(watcher: Watcher | None = None) -> Refreshed:
        engine = open_engine(places.index, writable=True)
        try:
            return refresh(places, engine, watcher)
        finally:
            engine.close()

    return run


@pytest.fixture
def finds(settings: Settings) -> Iterator[Callable[[str], list[str]]]:
    """The paths that a search finds, in their own order."""
    searches: list[Search] = []

    def find(query: str) -> list[str]:
        search = Search(settings.places.index, settings.config.aliases, lambda _field, _value: None)
        searches.append(search)
        return sorted(hit.path for hit in search.find(query).hits)

    yield find
    for search in searches:
        search.close()
