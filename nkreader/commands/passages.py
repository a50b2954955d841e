"""`nkreader passages`: the annotated passages."""

import sys
from typing import TYPE_CHECKING

import click

from nkreader.annotation_options import Filters, filter_options
from nkreader.command import Command
from nkreader.incomplete import STATUS, Missing
from nkreader.opened_folder import open_folder, placed_in
from nkreader.options import json_option, place_options, say
from nkreader.terminal import put_item, put_row

if TYPE_CHECKING:
    from workspace.coding.article_coding import Placed
    from workspace.places import Options


@click.command(
    cls=Command,
    status=(
        ("0", "done"),
        ("1", "nothing fits the options"),
        ("2", "an error"),
        STATUS,
    ),
    examples=(
        ("nkreader passages", "One row each: path, topics, quote and note, separated by tabs."),
        ("nkreader passages --topic sanctions --coder anna", "With a topic, by one coder."),
        ("nkreader passages --article '2024/*'", "In the articles of a folder."),
        ("nkreader passages --query 'date:2024-06' --json", "In the articles of a month."),
    ),
)
@filter_options
@place_options
@json_option
def passages(*, filters: Filters, options: "Options", as_json: bool) -> None:
    """List the annotated passages, or those chosen by options.

    Options of one kind add up; different kinds must all fit. With --json also position, coder and
    dates, and whether the passage is where it was: `ok`, `moved`, `uncertain` or `orphan`.
    """
    missing = Missing()
    workspace = open_folder(options, missing)
    missing.annotations(workspace, "the list")
    selection = filters.selection(workspace, missing)
    is_any = False
    for file in workspace.annotation_files():
        if not selection.has_article(file.path):
            continue
        chosen = {annotation.id for annotation in file.annotations if selection.has(annotation)}
        for placed in placed_in(workspace, file.path) if chosen else ():
            if placed.annotation.id in chosen:
                is_any = True
                _put(file.path, placed, as_json=as_json)
    if filters != Filters() and not is_any:
        say("nothing found")
        sys.exit(missing.status(1))
    sys.exit(missing.status(0))


def _put(path: str, placed: "Placed", *, as_json: bool) -> None:
    annotation = placed.annotation
    if not as_json:
        words = annotation.quote or ("★" if annotation.starred else "")
        put_row(path, ", ".join(annotation.topics), words, annotation.note)
        return
    put_item(
        {
            "id": annotation.id,
            "path": path,
            "start": placed.span.start,
            "end": placed.span.end,
            "quote": annotation.quote,
            "topics": list(annotation.topics),
            "note": annotation.note,
            "coder": annotation.coder,
            "created": annotation.created,
            "updated": annotation.updated,
            "state": str(placed.anchor.state),
        }
    )
