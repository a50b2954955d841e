"""`nkreader init`: a new project."""

from pathlib import Path

import click

from disk.durable import create, make_folder
from nkreader.command import Command
from nkreader.options import fail, say


@click.command(
    cls=Command,
    examples=(
        ("nkreader init --articles path/to/articles", "Start a project in the current folder."),
        ("nkreader init my-project", "Start one whose articles are in my-project itself."),
    ),
)
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option(
    "--articles",
    default=".",
    metavar="DIR",
    type=click.Path(),
    help="The folder of articles, relative to FOLDER; by default FOLDER itself.",
)
def init(folder: Path, articles: str) -> None:
    """Write a commented config.yaml into FOLDER (by default the current one).

    `nkreader` reads it when started in that folder. It names the folder of articles, keeps
    annotations beside itself in `annotations`, and has topics to begin with. An existing one is
    never overwritten.
    """
    from workspace.config import initial_config

    file = folder / "config.yaml"
    try:
        make_folder(folder)
        create(file, initial_config(articles).encode(), mode=0o666)
    except FileExistsError:
        fail(f"{file} already exists and was left as it is. Name another folder.")
    except (OSError, ValueError) as error:
        fail(f"{file} cannot be written: {_reason(error)}. Name another folder.")
    say(f"Wrote {file}. Start in that folder with: nkreader")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "the name of the articles' folder is not UTF-8"
    return getattr(error, "strerror", "") or str(error)
