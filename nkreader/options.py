"""What subcommands share: the options for folders and files, and how errors end."""

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from workspace.places import Options, Settings

Command = Callable[..., None]


def place_options(command: Command) -> Command:
    """Add `--folder`, `--annotations` and `--config` to a command, which gets them as `options`."""
    folder = click.Path(path_type=Path, file_okay=True)

    @click.option("--folder", type=folder, metavar="DIR", help="The folder of articles.")
    @click.option("--annotations", type=folder, metavar="DIR", help="The folder of annotations.")
    @click.option("--config", type=folder, metavar="FILE", help="The configuration file.")
    @functools.wraps(command)
    def wrapped(
        *args: object,
        folder: Path | None,
        annotations: Path | None,
        config: Path | None,
        **kwargs: object,
    ) -> None:
        from workspace.places import Options

        command(*args, options=Options(folder, annotations, config), **kwargs)

    return wrapped


def json_option(command: Command) -> Command:
    """Add `--json` to a command."""
    add = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
    return add(command)


def wait_option(command: Command) -> Command:
    """Add `--wait` to a command."""
    add = click.option(
        "--wait",
        metavar="SECONDS",
        type=click.FloatRange(min=0),
        help="How long to wait for another nkreader that is indexing; by default as long as it "
        "takes.",
    )
    return add(command)


def say(words: Exception | str) -> None:
    """Print a message on standard error, whatever foreign text it holds."""
    from nkreader import terminal

    terminal.say(str(words))


def fail(error: Exception | str) -> NoReturn:
    """End the program with a message."""
    say(error)
    sys.exit(2)


def refuse_folder(folder: Path) -> None:
    """End the program if the folder of articles cannot be read."""
    if folder.is_dir() and os.access(folder, os.R_OK | os.X_OK):
        return
    from corpus.folder.scan import FolderError, scan

    try:
        scan(folder)
    except FolderError as error:
        fail(error)


def settings_for(options: "Options") -> "Settings":
    """Return the checked configuration; end the program if something is wrong with it."""
    from workspace.config import ConfigError
    from workspace.places import PlaceError, resolve

    try:
        return resolve(options)
    except (ConfigError, PlaceError) as error:
        fail(error)
