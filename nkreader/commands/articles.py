"""`nkreader articles`: the list of articles."""

import sys
from typing import TYPE_CHECKING

import click

from nkreader.command import Command
from nkreader.incomplete import STATUS, Missing
from nkreader.opened_folder import open_folder, stamps_of
from nkreader.options import json_option, place_options, say
from nkreader.reading_problems import ReadingProblems
from nkreader.rows import article_item
from nkreader.terminal import put_item, put_row

if TYPE_CHECKING:
    from corpus.errors import CorpusError
    from corpus.folder.catalogue import Record
    from workspace.places import Options


@click.command(
    cls=Command,
    status=(("0", "done"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader articles", "One row each: path, date, source and title, separated by tabs."),
        ("nkreader articles --json | jq .title", "Only their titles."),
    ),
)
@place_options
@json_option
def articles(options: "Options", as_json: bool) -> None:
    """List the articles of the folder.

    With --json also author, language, length, how many annotations there are, and the SHA-256 of
    the text that positions count in; null where their file cannot be read. The first articles that
    cannot be read are named on standard error; `nkreader check` names all.
    """
    from corpus.errors import ArticleError, UnreadFilesError
    from corpus.folder.unread_files import summary, supported
    from workspace.articles.sources import with_one_name

    missing = Missing()
    workspace = open_folder(options, missing)
    if as_json:
        missing.annotations(workspace, "the counts of annotations")
    unread: list[UnreadFilesError] = []
    problems = ReadingProblems()

    def report(problem: "CorpusError") -> None:
        if isinstance(problem, UnreadFilesError):
            unread.append(problem)
        else:
            problems.report(problem)

    records: list[Record] = []
    for stamp in stamps_of(workspace, report):
        try:
            records.append(workspace.record(stamp))
        except ArticleError as error:
            problems.report(error)
    for record in with_one_name(records, workspace.places.sources):
        if as_json:
            put_item(article_item(workspace, record))
        else:
            put_row(record.path, record.date, record.source, record.title)
    problems.finish()
    if unread:
        say(f"{summary(unread)}; `nkreader check` says what to do")
    if not records:
        say(f"no articles here; nkreader reads {supported()}")
    sys.exit(missing.status(0))
