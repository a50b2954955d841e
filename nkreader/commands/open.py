"""`nkreader open`, or `nkreader FOLDER`: the reader."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from nkreader.command import Command
from nkreader.options import fail, place_options, refuse_folder, settings_for

if TYPE_CHECKING:
    from workspace.places import Options


@click.command(
    "open",
    cls=Command,
    is_loaded=False,  # before there is a screen: see `tui.start`
    examples=(
        ("nkreader", "Open the folder that config.yaml names; without one, the sample articles."),
        ("nkreader path/to/articles", "Open a folder."),
        ("nkreader ./search", "Open a folder that has the name of a command."),
        ("nkreader articles --annotations anna", "Open a folder with Anna's annotations."),
    ),
)
@click.argument(
    "articles", required=False, metavar="[FOLDER]", type=click.Path(path_type=Path, dir_okay=True)
)
@place_options
def open_(articles: Path | None, options: "Options") -> None:
    """Open the reader (the default).

    FOLDER is the folder of articles, as --folder. Annotations of a folder that no
    configuration names are kept with your user data; the line under the search prompt says where.
    """
    from workspace.places import Options

    if articles is not None:
        options = Options(articles, options.annotations, options.config)
    settings = settings_for(options)
    refuse_folder(settings.places.articles)
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        fail("The reader needs a terminal. `nkreader --help` lists the commands that do not.")
    from tui.keys.typed_ahead import keys_kept

    with keys_kept():
        from tui.start import start
        from workspace.config import ConfigError

        try:
            sys.exit(start(settings))
        except ConfigError as error:
            fail(error)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()
