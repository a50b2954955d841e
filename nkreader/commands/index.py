"""`nkreader index`: the search index, brought up to date."""

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from nkreader.answers import indexed_so_far
from nkreader.command import Command
from nkreader.incomplete import STATUS, Missing
from nkreader.options import fail, place_options, say, settings_for, wait_option
from nkreader.up_to_date import CacheError, refresh

if TYPE_CHECKING:
    from workspace.places import Options


@click.command(
    cls=Command,
    status=(("0", "done"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader index", "Read and index what is new or has changed, after a large delivery."),
        ("nkreader index --rebuild", "Read and index everything again."),
    ),
)
@click.option("--rebuild", is_flag=True, help="Read and index every article again.")
@wait_option
@place_options
def index(rebuild: bool, wait: float | None, options: "Options") -> None:
    """Bring the search index up to date.

    The reader and `search` do so by themselves. Annotations follow renamed articles. The index is a
    cache: --rebuild discards it first, and no annotation depends on it.
    """
    from workspace.workspace import Workspace

    workspace, missing = Workspace(settings_for(options), is_command=True), Missing()
    try:
        found = refresh(workspace, wait=wait, rebuild=rebuild)
    except CacheError as error:
        fail(error)
    if found is None:
        from workspace.search.conditions import articles_where
        from workspace.search.folder_search import Search

        places = workspace.places
        where = partial(articles_where, workspace)
        search = Search(places.index, (), where, places.language)
        missing.say(indexed_so_far(workspace, search))
        sys.exit(missing.status(0))
    plural = "s" * (found.articles != 1)
    say(f"{found.articles} article{plural}, {found.changed} read, {found.removed} removed")
    if found.others:
        say(f"{found.others}; `nkreader check` says what to do")
    workspace.load_annotations()
    for words in workspace.follow_renamed().words:
        say(words)
