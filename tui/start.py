"""From settings to a running application, and back to the shell."""

import gc
import os
import select
import signal
import sys
from collections.abc import Sequence
from io import UnsupportedOperation
from pathlib import Path

from rich.console import Console
from textual import constants

from corpus.log import write_log
from corpus.own_files import take_notices
from tui import routes
from tui.all_commands import COMMANDS
from tui.app import NkreaderApp
from tui.context import Context
from tui.keys.configured import configured_keys
from tui.palette import DARK, LIGHT, Colours, make_palette
from tui.widgets.strips import clean, in_home
from workspace.places import Settings

_SECONDS_STUCK = 0.5


def start(settings: Settings) -> int:
    """Run the reader until the user leaves it; return the exit status.

    Raises `ConfigError` for a user's key that cannot be used.
    """
    app = make_app(settings)
    app.when_painted(_collect_from_now)
    # Collecting garbage among everything that stays would stop the screen for a tenth of a second.
    app.when_loaded(gc.freeze)
    app.run()
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)  # we are leaving
    words = [f"Not saved: {problem}" for problem in app.unsaved]
    later = [app.context.saves.later] if app.context.saves.later else []
    if app.crash is not None:
        last_line = app.crash.rstrip().splitlines()[-1]
        details = write_crash(settings.places.log, app.crash)
        words += [f"An unexpected error ended nkreader: {last_line}", details]
    _say([*words, *later, *take_notices()], settings.places.log)
    return 1 if words else 0


def _collect_from_now() -> None:
    """Collect garbage again, but not among what has been loaded, which stays."""
    gc.freeze()
    gc.enable()


def _say(words: Sequence[str], log: Path) -> None:
    """Write last messages to standard error; to the log if the terminal is gone."""
    if not words:
        return
    try:
        if _is_stuck():
            raise BlockingIOError
        for line in words:
            sys.stderr.write(f"nkreader: {clean(line)}\n")
        sys.stderr.flush()
    except OSError:
        write_crash(log, "\n".join(words))


def write_crash(log: Path, crash: str) -> str:
    """Append the details of an unexpected error to the log; returns words on where they are."""
    if not write_log(log, crash):
        return "The details could not be written to a log."
    return f"Details: {in_home(log)}"


def _is_stuck() -> bool:
    """Whether standard error accepts nothing, like a stopped terminal."""
    try:
        return not select.select([], [sys.stderr.fileno()], [], _SECONDS_STUCK)[1]
    except UnsupportedOperation:
        return False


def make_app(settings: Settings) -> NkreaderApp:
    """Put the application together. Raises `ConfigError`."""
    config = settings.config
    keymap = configured_keys(COMMANDS, settings.file)
    colours = _colours(config.theme)
    theme = LIGHT if config.theme == "light" else DARK
    palette = make_palette(colours, theme, config.topics)
    return NkreaderApp(Context(settings, keymap, palette, routes), colours)


def _colours(theme: str) -> Colours:
    """The colours that Textual will find in this terminal; none with NO_COLOR.

    See https://no-color.org.
    """
    if os.environ.get("NO_COLOR"):
        return Colours.NONE
    system = constants.COLOR_SYSTEM or ""
    if system == "auto":
        system = Console(force_terminal=True).color_system or ""
    if theme == "ansi" or system not in {"256", "truecolor"}:
        return Colours.TERMINAL
    return Colours.FULL if system == "truecolor" else Colours.MANY
