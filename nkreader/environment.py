"""What a bug report says of the program itself: its versions, the terminal and the locale."""

import locale
import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from nkreader import __version__, terminal
from workspace.bug_report import Facts

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)[^;]*(?:;.*extra\s*==\s*['\"]([\w-]+)['\"])?")
_OF_TERMINALS = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "NO_COLOR")
_OF_LOCALES = ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8", "PYTHONIOENCODING")
_INSIDE = {"tmux": "TMUX", "screen": "STY", "ssh": "SSH_CONNECTION"}


def versions() -> Facts:
    """Return the versions of the program, Python, the system and what is required."""
    facts: Facts = {
        "nkreader": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    return facts | {name: _version(name) for name, extra in _required() if not extra}


def extras() -> Facts:
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


def terminal_facts() -> Facts:
    """Return what is known about the terminal."""
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


def locale_facts() -> Facts:
    """Return what is known about locale and encodings."""
    facts: Facts = {name: os.environ[name] for name in _OF_LOCALES if name in os.environ}
    facts["preferred encoding"] = locale.getpreferredencoding(do_setlocale=False)
    facts["encoding of stdout"] = sys.stdout.encoding
    facts["encoding of names"] = sys.getfilesystemencoding()
    return facts
