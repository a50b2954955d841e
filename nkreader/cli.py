"""The command line: `nkreader [FOLDER]` opens the reader; everything else is a subcommand.

Standard output is data, standard error is words. Nothing of the screen is imported for a headless
command, and nothing of search before it is needed.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click

from corpus.scan import FolderError, scan
from workspace.config import ConfigError
from workspace.places import Options, Settings, resolve


class _FolderOrCommand(click.Group):
    """A first word that is no subcommand is the folder to open."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in _OWN_OPTIONS):
            args = ["open", *args]
        return super().parse_args(ctx, args)


_OWN_OPTIONS = ("--help", "-h", "--version")


def _path(*, exists: bool = False) -> click.Path:
    return click.Path(path_type=Path, exists=exists)


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


def _fail(error: Exception) -> NoReturn:
    click.echo(f"nkreader: {error}", err=True)
    sys.exit(2)


def settings_for(options: Options) -> Settings:
    """Find and check the configuration, or end with what is wrong with it."""
    try:
        return resolve(options)
    except ConfigError as error:
        _fail(error)


@main.command("open")
@click.argument("folder", required=False, type=_path())
@click.option("--folder", "named", type=_path(), help="The folder of articles.")
@click.option("--annotations", type=_path(), help="The folder of annotation files.")
@click.option("--config", type=_path(), help="The configuration file.")
def open_(
    folder: Path | None, named: Path | None, annotations: Path | None, config: Path | None
) -> None:
    """Open the reader (the default)."""
    settings = settings_for(Options(folder or named, annotations, config))
    try:
        scan(settings.places.articles)
    except FolderError as error:
        _fail(error)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        _fail(
            click.UsageError("the reader needs a terminal; `nkreader --help` lists what does not.")
        )
    from tui.start import start

    try:
        sys.exit(start(settings))
    except ConfigError as error:
        _fail(error)
