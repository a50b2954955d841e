"""The command line: `nkreader [FOLDER]` opens the reader; everything else is a subcommand.

Standard output is data, standard error is words. No headless command imports the screen.
Exit status: 0 done, 1 nothing found or problems reported, 2 an error.
"""

import importlib
import io
import os
import sys
import traceback
from difflib import get_close_matches
from keyword import iskeyword
from pathlib import Path
from typing import TextIO

import click

from nkreader.options import fail, place_options, refuse_folder, settings_for
from workspace.config import ConfigError, initial_config
from workspace.places import Options

_OWN_OPTIONS = ("--help", "-h", "--version")
_ELSEWHERE = {
    "articles": "nkreader.headless",
    "show": "nkreader.headless",
    "search": "nkreader.searching",
    "passages": "nkreader.headless",
    "index": "nkreader.searching",
    "suggest": "nkreader.suggesting",
    "export": "nkreader.exporting",
    "import": "nkreader.importing",
    "check": "nkreader.checking",
    "restore": "nkreader.restoring",
    "merge": "nkreader.merging",
}


class _FolderOrCommand(click.Group):
    """A first word that is no subcommand is the folder to open.

    Subcommands without a screen are imported when they are called.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.list_commands(ctx) and args[0] not in _OWN_OPTIONS):
            self._refuse_misspelt(ctx, args)
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def _refuse_misspelt(self, ctx: click.Context, args: list[str]) -> None:
        if args and not args[0].startswith("-") and not Path(args[0]).exists():
            near = get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.75)
            if near:
                words = f"There is no command and no folder `{args[0]}`. Did you mean `{near[0]}`?"
                raise click.UsageError(words, ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if module := _ELSEWHERE.get(cmd_name):
            name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
            command = getattr(importlib.import_module(module), name)
            assert isinstance(command, click.Command)
            return command
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_FolderOrCommand,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A folder that is called like a command is opened with ./NAME.",
)
@click.version_option(package_name="nkreader", message="%(prog)s %(version)s")
def main() -> None:
    """Read, search and code news articles in a terminal.

    `nkreader` opens the folder that config.yaml names, or the sample articles when there is none;
    `nkreader FOLDER` opens a folder of articles.
    """


@main.command("open")
@click.argument("articles", required=False, type=click.Path(path_type=Path))
@place_options
def open_(articles: Path | None, options: Options) -> None:
    """Open the reader (the default)."""
    if articles is not None:
        options = Options(articles, options.annotations, options.config)
    settings = settings_for(options)
    refuse_folder(settings.places.articles)
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        fail("The reader needs a terminal. `nkreader --help` lists the commands that do not.")
    from tui.start import start

    try:
        sys.exit(start(settings))
    except ConfigError as error:
        fail(error)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


@main.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--articles", default=".", help="The folder of articles, seen from FOLDER.")
def init(folder: Path, articles: str) -> None:
    """Write a commented config.yaml into FOLDER (the current one unless named)."""
    file = folder / "config.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(initial_config(articles))
    except FileExistsError:
        fail(f"{file} is there already and stays as it is. Name another folder.")
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}. Name another folder.")
    click.echo(f"Wrote {file}. Start in that folder with: nkreader", err=True)


def run() -> None:
    """Be the program `nkreader`; an unexpected error ends in words, not in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = main.main(standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.ClickException as error:
        # Click would print the words of the command line as they are, escape sequences and all.
        fail(f"{error.format_message()} `nkreader --help` says what can be said.")
    except click.Abort:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("NKREADER_TRACEBACK"):
            traceback.print_exc()
        fail(f"an unexpected error: {error!r}. With NKREADER_TRACEBACK=1 it is told whole.")
