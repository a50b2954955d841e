"""`nkreader check`: problems of configuration, articles, annotations and index."""

import sys
from typing import TYPE_CHECKING

import click

from nkreader.command import Command
from nkreader.options import json_option, place_options, say
from nkreader.terminal import put_item, put_row

if TYPE_CHECKING:
    from workspace.places import Options


@click.command(
    cls=Command,
    status=(("0", "nothing wrong"), ("1", "something is wrong, and listed"), ("2", "an error")),
    examples=(
        ("nkreader check", "List what is wrong, where, and what can be done."),
        ("nkreader check --fix", "Fix what can be fixed safely, and list the rest."),
    ),
)
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely.")
@place_options
@json_option
def check(fix: bool, options: "Options", as_json: bool) -> None:
    """Check configuration, articles, annotations and index.

    --fix finishes what a killed program had begun, saves changes that could not be saved, merges
    conflict copies, lets annotations follow renamed articles, records where passages have
    moved, and accepts an annotations folder that was replaced on purpose. It then lists what is
    still wrong.
    """
    from nkreader.problems import problems

    found = 0
    left = problems(options, fix=fix)
    for problem in list(left) if fix else left:  # fixed, even if nobody reads the list
        found += 1
        if as_json:
            put_item(problem._asdict())
        else:
            put_row(f"{problem.kind}: {problem.path}: {problem.message} {problem.fix}".rstrip())
    if not found:
        say("nothing wrong")
    sys.exit(1 if found else 0)
