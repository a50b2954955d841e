"""`nkreader doctor`: what a bug report needs of terminal, system, folders and index.

It holds no article text, no note and no name of a topic, an article or a coder, and calls the home
folder ~: it is meant to be pasted where everybody reads it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkreader import terminal
from nkreader.command import Command
from nkreader.options import json_option, place_options

if TYPE_CHECKING:
    from workspace.bug_report import Facts
    from workspace.places import Options, Settings


@click.command(
    cls=Command,
    status=(("0", "done"), ("2", "an error")),
    examples=(
        ("nkreader doctor", "Print what a bug report needs, for the project in this folder."),
        ("nkreader doctor --json | jq .terminal", "What is known about the terminal."),
    ),
)
@place_options
@json_option
def doctor(options: "Options", as_json: bool) -> None:
    """Print what a bug report needs: versions, terminal, locale, folders, index, annotations.

    It holds no article text, no note and no name of a topic, an article or a coder; your home
    folder is called ~. It does name folders: look through it before you publish it. Nothing is
    changed. `check` lists problems of the project itself.
    """
    report = {name: facts for name, facts in _report(options) if facts}
    if as_json:
        terminal.put_item(_shortened(report))
        return
    for at, (heading, facts) in enumerate(report.items()):
        terminal.put("\n" * bool(at) + f"{heading}\n")
        rows = list(_rows(facts))
        width = max((len(name) for name, _ in rows), default=0)
        for name, value in rows:
            terminal.put(f"  {name:<{width}} {_in_words(value)}\n")


def _report(options: "Options") -> "Iterator[tuple[str, Facts]]":
    from nkreader.environment import extras, locale_facts, terminal_facts, versions
    from workspace.config import ConfigError
    from workspace.places import PlaceError, resolve

    yield "versions", versions()
    yield "extras", extras()
    yield "terminal", terminal_facts()
    yield "locale", locale_facts()
    try:
        settings = resolve(options)
    except (ConfigError, PlaceError) as error:
        # What is wrong may quote what stands there.
        line = getattr(error, "line", None)
        where = f" (line {line})" if line else ""
        yield "configuration", {"problem": f"cannot be used{where}: see nkreader check"}
        return
    yield from _project(settings)


def _project(settings: "Settings") -> "Iterator[tuple[str, Facts]]":
    from workspace.bug_report import annotation_facts, folder_facts, index_facts, state_facts
    from workspace.workspace import Workspace

    places = settings.places
    own = "built in" if settings.is_carried_along else str(settings.file.file)
    yield "configuration", {"file": own, "topics": len(settings.config.topics)}
    folders = {
        "articles": places.articles,
        "annotations": places.annotations,
        "cache": places.cache,
        "state": places.state,
        "configuration": settings.file.file.absolute().parent,
    }
    yield "folders", {name: folder_facts(folder) for name, folder in folders.items()}
    yield "index", index_facts(places)
    workspace = Workspace(settings)
    yield "annotations", annotation_facts(workspace)
    yield "state", state_facts(places)


def _rows(facts: Mapping[str, object], within: str = "") -> Iterator[tuple[str, object]]:
    """Yield the facts one by one; nested ones are called by both names."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _rows(value, f"{within}{name}: ")
        else:
            yield f"{within}{name}", value


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = f"{value:,}" if isinstance(value, int) else str(value)
    return terminal.one_line(_without_home(words))


def _shortened(value: object) -> dict[str, object]:
    shortened = _each(value)
    assert isinstance(shortened, dict)
    return shortened


def _each(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _each(each) for name, each in value.items()}
    return _without_home(value) if isinstance(value, str) else value


def _without_home(words: str) -> str:
    """Return text with the home folder as ~, and the user's name elsewhere as USER."""
    home = str(Path.home())
    words = words.replace(home, "~") if len(home) > 1 else words
    name = Path.home().name
    return re.sub(rf"(?<=/){re.escape(name)}(?=/|$)", "USER", words) if name else words
