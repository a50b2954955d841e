"""`nkreader export`: writes annotations in the formats of other programs."""

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.text.canonical import harmless
from disk.named import leads_to_terminal, write_named
from disk.plain import NotPlainError
from nkreader import terminal
from nkreader.annotation_options import Filters, filter_options
from nkreader.command import Command, OneOf
from nkreader.incomplete import STATUS, Missing
from nkreader.opened_folder import open_folder
from nkreader.options import fail, place_options, say

if TYPE_CHECKING:
    from workspace.places import Options
    from workspace.workspace import Workspace

_ORDERS = ("topic", "article")
_REPORTS = ("markdown", "html")


def _formats() -> tuple[str, ...]:
    from annotations.exchange.formats import FORMATS

    return tuple(FORMATS)


@click.command(
    cls=Command,
    status=(("0", "done"), ("1", "there is nothing to write"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader export csv --excel -o passages.csv", "A table that Excel opens with umlauts."),
        ("nkreader export html -o report.html", "A page to read, print or hand on."),
        ("nkreader export qdpx -o project.qdpx", "For NVivo, ATLAS.ti, MAXQDA, QualCoder."),
        ("nkreader export jsonl --topic sanctions | jq -r .quote", "Quotes of a topic."),
    ),
)
@click.argument("format_name", metavar="FORMAT", type=OneOf(_formats))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")
@filter_options
@click.option("--excel", is_flag=True, help="csv: mark the file as UTF-8, for Excel.")
@click.option("--matrix", is_flag=True, help="csv: a row for each passage, a 0/1 column per topic.")
@click.option(
    "--by",
    metavar="ORDER",
    type=OneOf(lambda: _ORDERS),
    help="markdown, html: by topic (the default) or by article.",
)
@place_options
def export(
    *,
    format_name: str,
    output: Path | None,
    filters: Filters,
    excel: bool,
    matrix: bool,
    by: str | None,
    options: "Options",
) -> None:
    """Write annotations as FORMAT to standard output, or to a file with -o.

    By default all annotations; options of one kind add up; different kinds must all fit. What the
    format cannot hold is listed on standard error.
    FORMAT is markdown or html for a report with quotes, notes and sources, in html also with
    charts and the articles in which the passages are marked; csv or jsonl for tables and scripts;
    qdpx or qdc for NVivo, ATLAS.ti, MAXQDA, QualCoder and Taguette (a project, or the topics
    alone); w3c or hypothesis for the Web.
    """
    from annotations.exchange.errors import ExchangeError
    from annotations.exchange.formats import FORMATS, WriteOptions
    from nkreader.progress import ProgressLine
    from workspace.exchange.exporting import make_bundle

    if FORMATS[format_name].binary and _is_seen(output):
        fail(f"{format_name} does not go to a terminal. Name a file: -o annotations.{format_name}")
    if (excel or matrix) and format_name != "csv":
        fail(f"--excel and --matrix belong to csv; {format_name} has neither.")
    if by and format_name not in _REPORTS:
        fail(f"--by belongs to {' and '.join(_REPORTS)}; {format_name} has one order.")
    missing = Missing()
    workspace = open_folder(options, missing)
    selection = filters.selection(workspace, missing)
    progress = ProgressLine("reading articles")
    bundle = make_bundle(workspace, selection, progress.show)
    progress.clear()
    buffer = io.BytesIO()
    try:
        losses = FORMATS[format_name].write(
            bundle, buffer, WriteOptions(excel, matrix, by or "topic")
        )
    except ExchangeError as error:
        fail(error)
    _save(workspace, output, buffer.getvalue())
    for words in losses.words:
        say(f"{format_name} cannot carry {words}")
    count = sum(len(document.placed) for document in bundle.documents)
    said = f"{_many(count, 'annotation')} in {_many(len(bundle.documents), 'article')}"
    if format_name == "qdc":
        count = len(bundle.topics)
        said = _many(count, "topic")
    say(f"{said} written{f' to {output}' if output else ''}")
    missing.annotations(workspace, "the export")
    sys.exit(missing.status(0 if count else 1))


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _save(workspace: "Workspace", output: Path | None, data: bytes) -> None:
    """Write all of it to standard output, or to a file that is replaced at once or not at all."""
    if output is None or str(output) == "-":
        terminal.put_bytes(data)
        return
    if leads_to_terminal(output):
        data = harmless(data.decode("utf-8", "replace")).encode()
    file = _real(output)
    if what := _kept(workspace, file):
        fail(f"{output} is {what}, which is never replaced. Name a file in another folder.")
    try:
        write_named(output, data)
    except NotPlainError as error:
        fail(f"{output} is not written: {error.strerror}. {error.way_out}")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror or error}. Name another file.")


def _is_seen(output: Path | None) -> bool:
    """Whether what is written there shows on a terminal."""
    if output is None or str(output) == "-":
        return terminal.is_terminal()
    return leads_to_terminal(output)


def _kept(workspace: "Workspace", file: Path) -> str:
    """Return what a file is that must not be overwritten; "" if it may be."""
    from annotations.files.listing import ENDING

    settings, places = workspace.settings, workspace.places
    if any(_is_same(file, each) for each in (settings.file.file, settings.own)):
        return "the configuration"
    if file.name.endswith(ENDING) and file.is_relative_to(_real(places.annotations)):
        return "an annotation file"
    if any(file.is_relative_to(_real(each)) for each in (places.state, places.cache)):
        return "a file of nkreader's own"
    return "an article" if _is_article(workspace, file) else ""


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # which does not mind a link to itself


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_article(workspace: "Workspace", file: Path) -> bool:
    from corpus.errors import ArticleError

    root = _real(workspace.places.articles)
    if not (file.exists() and file.is_relative_to(root)):
        return False
    path = file.relative_to(root).as_posix()
    try:
        workspace.article(path)
    except ArticleError:
        return any(each.startswith(f"{path}/") for each in workspace.catalogue.records)
    return True
