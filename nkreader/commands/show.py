"""`nkreader show`: one article as it is read."""

from typing import TYPE_CHECKING

import click

from nkreader import completion
from nkreader.command import Command
from nkreader.opened_folder import open_folder
from nkreader.options import fail, json_option, place_options
from nkreader.rows import article_item
from nkreader.terminal import put, put_item

if TYPE_CHECKING:
    from workspace.places import Options


@click.command(
    cls=Command,
    examples=(
        ("nkreader show 2024/06/besuch.txt", "Print an article; `articles` lists the paths."),
        ("nkreader show besuch.txt --why", "Explain why each block is shown or folded away."),
        (
            "nkreader show besuch.txt --json | jq -r .text",
            "Print the text positions count in.",
        ),
    ),
)
@click.argument("article", shell_complete=completion.articles)
@click.option(
    "--why", is_flag=True, help="Print the kind of each block, and the rule that says so."
)
@click.option(
    "--repaired", is_flag=True, help="Print the whole text, with wrongly decoded letters repaired."
)
@place_options
@json_option
def show(article: str, why: bool, repaired: bool, options: "Options", as_json: bool) -> None:
    """Print an article as it is read: without page furniture, or whole as JSON.

    ARTICLE is its path in the folder of articles, with / between folders.
    """
    from corpus.errors import ArticleError
    from corpus.folder.scan import Stamp
    from workspace.articles.one_article import record_of

    workspace = open_folder(options)
    try:
        loaded = workspace.article(article)
    except ArticleError as error:
        fail(error)
    if repaired:
        from corpus.text.mojibake import mojibake

        found = mojibake(loaded.text)
        put(found.repaired if found else loaded.text)
        return
    if as_json:
        blocks = [
            {"kind": str(block.kind), "start": block.start, "end": block.end, "rule": block.rule}
            for block in loaded.blocks
        ]
        put_item(
            {
                **article_item(workspace, record_of(Stamp(article, ""), loaded)),
                "text": loaded.text,
                "blocks": blocks,
            }
        )
        return
    for block in loaded.blocks:
        text = loaded.text[block.start : block.end]
        if why:
            put(f"{block.kind:<10} {block.rule:<32} {text[:100]}\n")
        elif not block.folded:
            put(text + "\n\n")
