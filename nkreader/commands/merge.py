"""`nkreader merge`: merges a colleague's annotations into one's own."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nkreader.command import Command
from nkreader.incomplete import STATUS, Missing
from nkreader.opened_folder import stamps_of
from nkreader.options import fail, json_option, place_options, say, settings_for
from nkreader.outcome import report_saved
from nkreader.rows import put_incoming
from nkreader.terminal import put_item

if TYPE_CHECKING:
    from annotations.files.comparison import Incoming
    from workspace.coding.folder_merge import FolderComparison
    from workspace.places import Options
    from workspace.workspace import Workspace


@click.command(
    cls=Command,
    status=(("0", "done"), ("1", "some files could not be read"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader merge ../anna/annotations --dry-run", "List what would come in."),
        ("nkreader merge ../anna/annotations", "Merge it."),
    ),
)
@click.argument("other_folder", type=click.Path(path_type=Path), metavar="OTHER_FOLDER")
@click.option("--dry-run", is_flag=True, help="Only list what would be done.")
@place_options
@json_option
def merge(other_folder: Path, dry_run: bool, options: "Options", as_json: bool) -> None:
    """Merge the annotations of OTHER_FOLDER, by their ids.

    What was changed on both sides is kept side by side; nothing of either is lost. It is all one
    step that the reader can undo.
    """
    from workspace.coding.folder_merge import bring_in
    from workspace.coding.save_result import SaveError
    from workspace.workspace import Workspace

    workspace, missing = Workspace(settings_for(options), is_command=True), Missing()
    try:
        missing.finish(workspace, changes=not dry_run)
        merger = _compared(workspace, other_folder)
        if not dry_run and any(each.change for each in merger.incoming):
            saved = bring_in(workspace.recorder, merger, other_folder.name)
            report_saved(saved)
    except SaveError as error:
        fail(error)
    _report(merger, as_json=as_json)
    say(_summary(merger, dry_run=dry_run))
    sys.exit(1 if merger.problems else missing.status(0))


def _compared(workspace: "Workspace", named: Path) -> "FolderComparison":
    from corpus.errors import ArticleError
    from workspace.coding.folder_merge import compare_folders, other_folder

    folder = other_folder(named, workspace.places.annotations)
    articles = {}
    for stamp in stamps_of(workspace):
        try:
            articles[stamp.path] = workspace.record(stamp).sha256
        except ArticleError as error:
            articles[stamp.path] = ""
            say(error)
    topics = {topic.name for topic in workspace.topics}
    return compare_folders(workspace.recorder, folder, articles, topics)


def _report(merger: "FolderComparison", *, as_json: bool) -> None:
    """Print a row for each annotation that differs, then what the user should know."""
    from annotations.files.comparison import Side

    for each in merger.incoming:
        if each.side is Side.SAME:
            continue
        if as_json:
            put_item(_item(each))
        else:
            put_incoming(each.side, each.path, each.theirs)
    for error in merger.problems:
        say(error)
    for old, new in merger.elsewhere.items():
        say(f"{old} is here as {new}.")
    for path in merger.not_here:
        say(f"{path} is not among the articles here; its annotations are kept.")
    for topic, count in merger.unknown_topics.items():
        say(f"The topic “{topic}” ({count} passages) is not in topics in config.yaml.")


def _item(each: "Incoming") -> dict[str, object]:
    from annotations.files.comparison import Side
    from annotations.history.merge import copy_of

    theirs = each.theirs
    return {
        "kind": str(each.side),
        "path": each.path,
        "id": theirs.id,
        "quote": theirs.quote,
        "topics": list(theirs.topics),
        "note": theirs.note,
        "coder": theirs.coder,
        "beside": copy_of(theirs).id if each.side is Side.BOTH else "",
    }


def _summary(merger: "FolderComparison", *, dry_run: bool) -> str:
    from annotations.files.comparison import Side

    counts = Counter(each.side for each in merger.incoming)
    parts = [f"{counts[side]} {side}" for side in Side]
    beside = " (both versions stand side by side)" if counts[Side.BOTH] else ""
    done = "Nothing was written. It would be: " if dry_run else ""
    return f"{done}{', '.join(parts)}{beside}"
