"""The options that choose annotations, the same for every command that lists or exports."""

import functools
from typing import TYPE_CHECKING, NamedTuple

import click

from nkreader import completion
from nkreader.options import Command, fail

if TYPE_CHECKING:
    from nkreader.incomplete import Missing
    from workspace.exchange.exporting import Selection
    from workspace.workspace import Workspace


class Filters(NamedTuple):
    """The annotations chosen on the command line; empty for all."""

    topics: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    query: str = ""

    def selection(self, workspace: "Workspace", missing: "Missing") -> "Selection":
        """Return the selection; end the program if it names something that does not exist."""
        from workspace.exchange.exporting import Selection, SelectionError, check_selection

        paths = _found(workspace, self.query, missing) if self.query else None
        selection = Selection(self.topics, self.articles, self.coders, paths)
        try:
            check_selection(workspace, selection)
        except SelectionError as error:
            fail(error)
        return selection


def filter_options(command: Command) -> Command:
    """Add `--topic`, `--article`, `--coder` and `--query` to a command, which gets `filters`.

    Options of one kind add up, different kinds must all fit.
    """

    @click.option(
        "--topic",
        "topics",
        multiple=True,
        metavar="TOPIC",
        shell_complete=completion.topics,
        help="With this topic, or one below it; may be repeated.",
    )
    @click.option(
        "--article",
        "articles",
        multiple=True,
        metavar="PATH",
        shell_complete=completion.annotated,
        help="In this article, or in all that match a pattern such as '2024/*'.",
    )
    @click.option(
        "--coder",
        "coders",
        multiple=True,
        metavar="NAME",
        shell_complete=completion.coders,
        help="By this coder.",
    )
    @click.option(
        "--query", default="", metavar="QUERY", help="In the articles that this query finds."
    )
    @functools.wraps(command)
    def wrapped(
        *args: object,
        topics: tuple[str, ...],
        articles: tuple[str, ...],
        coders: tuple[str, ...],
        query: str,
        **kwargs: object,
    ) -> None:
        command(*args, filters=Filters(topics, articles, coders, query), **kwargs)

    return wrapped


def _found(workspace: "Workspace", query: str, missing: "Missing") -> set[str]:
    """Return the articles that a query finds."""
    from nkreader.answers import Answers, report_problems

    found = Answers(workspace, missing).find(query)
    report_problems(found)
    return {hit.path for hit in found.hits}
