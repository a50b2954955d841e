"""`nkreader init`: a new project."""

from pathlib import Path

import click

from disk.durable import create, make_folder
from nkreader.command import Command
from nkreader.options import fail, say


@click.command(
    cls=Command,
    examples=(
        ("nkreader init --articles path/to/articles", "Begin a project in the current folder."),
        ("nkreader init my-project", "Begin one whose articles are in my-project itself."),
    ),
)
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option(
    "--articles",
    default=".",
    metavar="DIR",
    type=click.Path(),
    help="The folder of articles, seen from FOLDER; FOLDER itself unless named.",
)
def init(folder: Path, articles: str) -> None:
    """Write a commented config.yaml into FOLDER (the current one unless named).

    `nkreader` started in that folder reads it. It names the folder of articles, puts annotations
    beside itself into `annotations`, and has topics to begin with. One that is there already stays
    as it is.
    """
    from workspace.config import initial_config

    file = folder / "config.yaml"
    try:
        make_folder(folder)
        create(file, initial_config(articles).encode(), mode=0o666)
    except FileExistsError:
        fail(f"{file} is there already and stays as it is. Name another folder.")
    except (OSError, ValueError) as error:
        fail(f"{file} cannot be written: {_reason(error)}. Name another folder.")
    say(f"Wrote {file}. Start in that folder with: nkreader")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "the name of the articles' folder is not UTF-8"
    return getattr(error, "strerror", "") or str(error)
