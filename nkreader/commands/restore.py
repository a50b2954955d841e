"""`nkreader restore`: lists earlier versions of annotation files, or goes back to one."""

from typing import TYPE_CHECKING

import click

from nkreader import completion
from nkreader.command import Command
from nkreader.options import fail, json_option, place_options, say, settings_for
from nkreader.terminal import put_item, put_row

if TYPE_CHECKING:
    from workspace.coding.earlier_versions import Restorable
    from workspace.places import Options
    from workspace.workspace import Workspace


@click.command(
    cls=Command,
    examples=(
        ("nkreader restore", "List the articles whose annotations have earlier versions."),
        (
            "nkreader restore --list besuch.txt",
            "List the versions, and what going back would change.",
        ),
        ("nkreader restore besuch.txt --version 2", "Go back to the second newest."),
    ),
)
@click.argument("article", required=False, shell_complete=completion.annotated)
@click.option("--list", "only_list", is_flag=True, help="List the versions and change nothing.")
@click.option("--version", metavar="N|DATE", default="", help="Which one: its number or its time.")
@place_options
@json_option
def restore(
    article: str | None, only_list: bool, version: str, options: "Options", as_json: bool
) -> None:
    """Go back to an earlier version of an article's annotations.

    Without --version, to the newest that differs from the present one. Without ARTICLE, list the
    articles that have earlier versions. It is one step that the reader can undo.
    """
    from annotations.files.article_file import AnnotationFileError
    from workspace.coding.save_result import SaveError
    from workspace.workspace import Workspace

    workspace = Workspace(settings_for(options), is_command=True)
    try:
        if article is None:
            for each in workspace.recorder.articles_with_versions():
                _list(workspace, each, as_json=as_json, newest_only=True)
        elif only_list:
            _list(workspace, article, as_json=as_json)
        else:
            _restore(workspace, article, version)
    except (AnnotationFileError, SaveError) as error:
        fail(error)


def _restore(workspace: "Workspace", article: str, wanted: str) -> None:
    from workspace.coding.earlier_versions import choose, restorable
    from workspace.coding.earlier_versions import restore as bring_back

    found = restorable(workspace.recorder, article)
    chosen = choose(found, wanted)
    if chosen is None:
        if not found:
            known = "`nkreader restore` lists the articles that have some."
            fail(f"There are no earlier versions of the annotations of {article}. {known}")
        listed = f"`nkreader restore --list {article}` lists them."
        fail(f"No earlier version is {wanted or 'different from the present one'}. {listed}")
    saved = bring_back(workspace.recorder, article, chosen.version)
    say(saved.words)


def _list(
    workspace: "Workspace", article: str, *, as_json: bool, newest_only: bool = False
) -> None:
    from workspace.coding.earlier_versions import restorable, time_words

    found = restorable(workspace.recorder, article)
    if not found and not newest_only:
        say(f"There are no earlier versions of the annotations of {article}.")
    for each in found[:1] if newest_only else found:
        if as_json:
            put_item(_item(article, each))
        elif newest_only:
            count = "1 version" if len(found) == 1 else f"{len(found)} versions"
            put_row(article, count, time_words(each.version), each.words)
        else:
            put_row(str(each.version.number), time_words(each.version), each.words)


def _item(article: str, each: "Restorable") -> dict[str, object]:
    from workspace.coding.earlier_versions import time_words

    return {
        "path": article,
        "version": each.version.number,
        "time": time_words(each.version),
        "annotations": each.annotations,
        "back": each.back,
        "changed": each.changed,
        "gone": each.gone,
        "problem": each.problem,
    }
