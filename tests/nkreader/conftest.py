"""The commands, called as a script would call them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec import Struct

from corpus.text.spans import Span
from nkreader.main import main
from workspace.places import Options, resolve
from workspace.workspace import Workspace


class Answer(Struct, frozen=True, dict=True):
    """What a command gave: its exit status, its data and its words."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; fails when there is anything else in it."""
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Answer]


@pytest.fixture
def call(
    project: Path, monkeypatch: pytest.MonkeyPatch, closed_workspaces: list[Workspace]
) -> Call:
    """Call `nkreader` in the project folder, which has no configuration: the bundled one counts.

    What it has opened is closed then, as by the end of its process.
    """
    monkeypatch.chdir(project)

    def run(*arguments: str) -> Answer:
        before = len(closed_workspaces)
        # With colour, because click itself would take some escape sequences out of a pipe.
        result = CliRunner().invoke(main, list(arguments), prog_name="nkreader", color=True)
        for workspace in closed_workspaces[before:]:
            workspace.close()
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def places(project: Path) -> tuple[str, ...]:
    """The options that name the project's folders."""
    return ("--folder", str(project / "articles"), "--annotations", str(project / "annotations"))


@pytest.fixture
def tagged(project: Path) -> dict[str, Any]:
    """Put a topic and a note on a passage of an article; gives what was marked."""
    path, quote = "002_f35cf44dca2f7aeb.txt", "bis zu 1.000 Container"
    workspace = Workspace(resolve(Options(project / "articles", project / "annotations")))
    article = workspace.article(path)
    start = article.text.index(quote)
    span = Span(start, start + len(quote))
    workspace.changes.toggle_topic(article, span, "arms deals", None)
    workspace.changes.write_note(article, span, None, "Woher die Zahl?")
    return {"path": path, "start": span.start, "end": span.end, "quote": quote}
