"""`nkreader doctor`: what a bug report needs of terminal, system, folders and index.

It holds no article text, no note and no name of a topic, an article or a coder, and calls the home
folder ~: it is meant to be pasted where everybody reads it.
"""

import locale
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import click

from nkreader import __version__, terminal
from nkreader.command import Command
from nkreader.options import json_option, place_options
from workspace.bug_report import Facts, annotation_facts, folder_facts, index_facts, state_facts
from workspace.config import ConfigError
from workspace.places import Options, PlaceError, Settings, resolve
from workspace.workspace import Workspace

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)[^;]*(?:;.*extra\s*==\s*['\"]([\w-]+)['\"])?")
_OF_TERMINALS = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "NO_COLOR")
_OF_LOCALES = ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8", "PYTHONIOENCODING")
_INSIDE = {"tmux": "TMUX", "screen": "STY", "ssh": "SSH_CONNECTION"}


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
def doctor(options: Options, as_json: bool) -> None:
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
        for name, value in _rows(facts):
            terminal.put(f"  {name:<22} {_in_words(value)}\n")


def _report(options: Options) -> Iterator[tuple[str, Facts]]:
    yield "versions", _versions()
    yield "extras", _extras()
    yield "terminal", _terminal()
    yield "locale", _locale()
    try:
        settings = resolve(options)
    except (ConfigError, PlaceError) as error:
        # What is wrong may quote what stands there.
        line = getattr(error, "line", None)
        where = f" (line {line})" if line else ""
        yield "configuration", {"problem": f"cannot be used{where}: see nkreader check"}
        return
    yield from _project(settings)


def _project(settings: Settings) -> Iterator[tuple[str, Facts]]:
    places = settings.places
    own = "carried along" if settings.is_carried_along else str(settings.file.file)
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


def _versions() -> Facts:
    facts: Facts = {
        "nkreader": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    return facts | {name: _version(name) for name, extra in _required() if not extra}


def _extras() -> Facts:
    """Return each extra with the versions of what it needs; `dev` is for developers."""
    extras: Facts = {}
    for name, extra in _required():
        if extra and extra != "dev":
            known = extras.setdefault(extra, {})
            assert isinstance(known, dict)
            known[name] = _version(name)
    return extras


def _required() -> Iterator[tuple[str, str]]:
    """Yield each requirement with the extra that needs it, "" for the program itself."""
    try:
        said = requires("nkreader") or ()
    except PackageNotFoundError:  # it runs from a folder, and was never installed
        return
    for line in said:
        if found := _REQUIREMENT.match(line):
            yield found[1], found[2] or ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _terminal() -> Facts:
    facts: Facts = {}
    for name, stream in (("stdin", sys.stdin), ("stdout", sys.stdout), ("stderr", sys.stderr)):
        facts[f"{name} is a terminal"] = stream.isatty()
    facts["size"] = _size()
    facts |= {name: os.environ[name] for name in _OF_TERMINALS if name in os.environ}
    inside = [name for name, variable in _INSIDE.items() if os.environ.get(variable)]
    facts["inside"] = ", ".join(inside) or "none of tmux, screen, ssh"
    if sys.stdout.isatty():
        facts["colours"] = terminal.console().color_system or "none"
    facts["kitty keyboard"] = terminal.kitty_keyboard()
    return facts


def _size() -> str:
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        try:
            columns, lines = os.get_terminal_size(stream.fileno())
        except (OSError, ValueError):
            continue
        return f"{columns}x{lines}"
    return "unknown"


def _locale() -> Facts:
    facts: Facts = {name: os.environ[name] for name in _OF_LOCALES if name in os.environ}
    facts["preferred encoding"] = locale.getpreferredencoding(do_setlocale=False)
    facts["encoding of stdout"] = sys.stdout.encoding
    facts["encoding of names"] = sys.getfilesystemencoding()
    return facts


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
