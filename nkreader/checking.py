"""`nkreader check`: what is wrong with configuration, articles and annotations."""

import shlex
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click

from annotations.anchoring import State
from annotations.files import AnnotationFileError
from corpus.article import Article
from corpus.errors import ArticleError, CorpusError
from corpus.mojibake import mojibake
from nkreader.headless import paths_of, placed_in, say_item, say_row
from nkreader.options import fail, json_option, place_options, say
from workspace.coding import Placed
from workspace.config import ConfigError
from workspace.places import Options, PlaceError, resolve
from workspace.workspace import Workspace


class Problem(NamedTuple):
    """Something wrong: of what kind, where, what, and what to do."""

    kind: str
    path: str
    message: str
    fix: str


@click.command()
@place_options
@json_option
def check(options: Options, as_json: bool) -> None:
    """Check configuration, articles and annotations; exit status 1 when something is wrong."""
    found = 0
    for problem in _problems(options):
        found += 1
        if as_json:
            say_item(problem._asdict())
        else:
            say_row(f"{problem.kind}: {problem.path}: {problem.message} {problem.fix}".rstrip())
    if not found:
        say("nothing wrong")
    sys.exit(1 if found else 0)


def _problems(options: Options) -> Iterator[Problem]:
    try:
        settings = resolve(options)
    except PlaceError as error:
        fail(error)
    except ConfigError as error:
        where = f"{error.file}:{error.line}" if error.line else str(error.file)
        message = f"{error.key}: {error.message}".removeprefix(": ")
        yield Problem("config", where, message, error.advice)
        return
    workspace = Workspace(settings)
    yield from _with_annotation_files(workspace)
    yield from _with_articles(workspace)
    yield from _with_passages(workspace)


def _with_annotation_files(workspace: Workspace) -> Iterator[Problem]:
    place = workspace.places.annotations
    kind = "annotations"
    if place.is_symlink() and not place.exists():
        yield Problem(kind, str(place), "This link leads nowhere.", "Mend or remove the link.")
    elif place.exists() and not place.is_dir():
        fix = "Move it away, or name another folder."
        yield Problem(kind, str(place), "This is not a folder.", fix)
    workspace.load_annotations()
    for file, problem in workspace.problems.items():
        yield Problem(kind, file, _without_place(problem), problem.advice)


def _with_articles(workspace: Workspace) -> Iterator[Problem]:
    unusable: list[CorpusError] = []
    for path in paths_of(workspace, unusable.append):
        try:
            article = workspace.article(path)
        except ArticleError as error:
            unusable.append(error)
        else:
            yield from _with_mojibake(article)
    for each in unusable:
        yield Problem("article", each.path, each.reason, each.advice)


def _with_mojibake(article: Article) -> Iterator[Problem]:
    if found := mojibake(article.text):
        more = f", {found.count - 1} more places" if found.count > 1 else ""
        message = f"Letters were decoded wrongly: {found.wrong} is {found.right}{more}."
        command = f"nkreader show {shlex.quote(article.path)} --repaired > repaired.txt"
        fix = f"Look at `{command}`; if it is right, save it in place of the file."
        yield Problem("article", article.path, message, fix)


def _with_passages(workspace: Workspace) -> Iterator[Problem]:
    known = {topic.name for topic in workspace.topics}
    for file in workspace.annotation_files():
        for placed in placed_in(workspace, file.path):
            quote = " ".join(placed.annotation.quote.split())[:60]
            if message := _what_is_wrong(workspace, file.path, placed):
                fix = "Open the article and look at it."
                yield Problem("anchor", file.path, f"“{quote}” {message}", fix)
            for topic in placed.annotation.topics:
                if topic not in known:
                    message = f"“{quote}” has the topic “{topic}”, which is not configured."
                    yield Problem("topic", file.path, message, "Add it to topics in config.yaml.")


def _what_is_wrong(workspace: Workspace, path: str, placed: Placed) -> str:
    """Why a passage needs to be looked at, or nothing."""
    if placed.anchor.state is State.UNCERTAIN:
        return "may stand elsewhere now: the text has changed."
    if placed.anchor.state is State.ORPHAN:
        return "is no longer in the text."
    text = workspace.article(path).text
    if text[placed.span.start : placed.span.end] != placed.annotation.quote:
        return "stands in other words now."
    return ""


def _without_place(problem: AnnotationFileError) -> str:
    line = f"line {problem.line}: " if problem.line else ""
    return f"{line}{problem.message}."
