"""The commands without a screen, for people in pipes and for scripts."""

import sys
from collections.abc import Callable, Iterator

import click

from annotations.anchoring.anchors import State
from annotations.model import Annotation
from corpus.errors import ArticleError, CorpusError, UnreadFilesError
from corpus.folder.catalogue import Record
from corpus.folder.scan import FolderError, Stamp
from corpus.folder.unread_files import summary, supported
from nkreader import completion as completing
from nkreader.annotation_options import Filters, filter_options
from nkreader.command import Command
from nkreader.incomplete import STATUS, Missing
from nkreader.options import fail, json_option, place_options, refuse_folder, say, settings_for
from nkreader.reading_problems import ReadingProblems, say_few
from nkreader.terminal import put, put_item, put_row
from workspace.articles.one_article import record_of
from workspace.articles.refresh import stamps
from workspace.articles.sources import with_one_name
from workspace.coding.article_coding import Placed
from workspace.places import Options
from workspace.workspace import Workspace


def say_incoming(kind: str, path: str, theirs: Annotation) -> None:
    """A row for an annotation that comes in: its words; its note or star if it is on an article."""
    words = theirs.quote or theirs.note or ("★" if theirs.starred else "")
    put_row(kind, path, theirs.coder, words)


def stamps_of(
    workspace: Workspace, tell: Callable[[CorpusError], None] | None = None
) -> Iterator[Stamp]:
    """Every article in the folder, or the end with what is wrong with it.

    Problems are passed to `tell`; without it the first of them are reported.
    """
    problems = ReadingProblems()
    try:
        yield from stamps(workspace.places, tell or problems.say)
    except FolderError as error:
        fail(error)
    problems.finish()


def _facts(workspace: Workspace, record: Record) -> dict[str, object]:
    return {
        "path": record.path,
        "title": record.title,
        "source": record.source,
        "author": record.author,
        "date": record.date,
        "language": record.language,
        "characters": record.characters,
        "words": record.words,
        "text_sha256": record.sha256,
        "annotations": workspace.annotation_count(record.path),
    }


def opened(options: Options, missing: Missing | None = None) -> Workspace:
    """The folder with its annotations read; files that cannot be read are said on stderr.

    `missing` is for a command whose answer is made of them.
    """
    workspace = Workspace(settings_for(options))
    refuse_folder(workspace.places.articles)
    workspace.load_catalogue()
    if missing:
        missing.look(workspace)
    workspace.load_annotations()
    say_few(workspace.problems.values())
    return workspace


@click.command(
    cls=Command,
    status=(("0", "done"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader articles", "A row for each: path, date, source, title, with tabs between them."),
        ("nkreader articles --json | jq .title", "Their titles alone."),
    ),
)
@place_options
@json_option
def articles(options: Options, as_json: bool) -> None:
    """List the articles of the folder.

    With --json also author, language, length, how many annotations there are, and the SHA-256 of
    the text that positions count in; null where their file cannot be read. The first articles that
    cannot be read are named on standard error; `nkreader check` names all.
    """
    missing = Missing()
    workspace = opened(options, missing)
    if as_json:
        missing.annotations(workspace, "the counts of annotations")
    unread: list[UnreadFilesError] = []
    problems = ReadingProblems()

    def tell(problem: CorpusError) -> None:
        if isinstance(problem, UnreadFilesError):
            unread.append(problem)
        else:
            problems.say(problem)

    records: list[Record] = []
    for stamp in stamps_of(workspace, tell):
        try:
            records.append(workspace.record(stamp))
        except ArticleError as error:
            problems.say(error)
    for record in with_one_name(records, workspace.places.sources):
        if as_json:
            put_item(_facts(workspace, record))
        else:
            put_row(record.path, record.date, record.source, record.title)
    problems.finish()
    if unread:
        say(f"{summary(unread)}; `nkreader check` says what to do")
    if not records:
        say(f"no articles here; read are {supported()}")
    sys.exit(missing.status(0))


@click.command(
    cls=Command,
    examples=(
        ("nkreader show 2024/06/besuch.txt", "Print an article; `articles` lists the paths."),
        ("nkreader show besuch.txt --why", "Say of each block why it is shown or folded away."),
        (
            "nkreader show besuch.txt --json | jq -r .text",
            "Print the text positions count in.",
        ),
    ),
)
@click.argument("article", shell_complete=completing.articles)
@click.option("--why", is_flag=True, help="Say of each block what it is and which rule says so.")
@click.option(
    "--repaired", is_flag=True, help="Print the whole text, what was decoded wrongly mended."
)
@place_options
@json_option
def show(article: str, why: bool, repaired: bool, options: Options, as_json: bool) -> None:
    """Print an article as it is read: without page furniture, or whole as JSON.

    ARTICLE is its path in the folder of articles, with / between folders.
    """
    workspace = opened(options)
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
                **_facts(workspace, record_of(Stamp(article, ""), loaded)),
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


@click.command(
    cls=Command,
    status=(
        ("0", "done"),
        ("1", "nothing was found by what was asked for"),
        ("2", "an error"),
        STATUS,
    ),
    examples=(
        ("nkreader passages", "A row for each: path, topics, quote, note, with tabs between them."),
        ("nkreader passages --topic sanctions --coder anna", "Those of a topic and a coder."),
        ("nkreader passages --article '2024/*'", "Those in the articles of a folder."),
        ("nkreader passages --query 'date:2024-06' --json", "Those in the articles of a month."),
    ),
)
@filter_options
@place_options
@json_option
def passages(*, filters: Filters, options: Options, as_json: bool) -> None:
    """List the annotated passages, or those that are asked for.

    Options of one kind add up, different kinds must all fit. With --json also position, coder and
    dates, and whether the passage is where it was: `ok`, `moved`, `uncertain` or `orphan`.
    """
    missing = Missing()
    workspace = opened(options, missing)
    missing.annotations(workspace, "the list")
    selection = filters.selection(workspace, missing)
    is_any = False
    for file in filter(lambda file: selection.has_article(file.path), workspace.annotation_files()):
        chosen = {each.id for each in file.annotations if selection.has(each)}
        for placed in placed_in(workspace, file.path) if chosen else ():
            if placed.annotation.id in chosen:
                is_any = True
                _say_passage(file.path, placed, as_json=as_json)
    if filters != Filters() and not is_any:
        say("nothing found")
        sys.exit(missing.status(1))
    sys.exit(missing.status(0))


def _say_passage(path: str, placed: Placed, *, as_json: bool) -> None:
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


def placed_in(workspace: Workspace, path: str) -> list[Placed]:
    """An article's annotations in its text; all orphans when the article is gone."""
    from annotations.anchoring.anchors import Anchor

    try:
        return workspace.placed(workspace.article(path))
    except ArticleError:
        return [
            Placed(each, Anchor(State.ORPHAN, each.start, each.end, 0.0))
            for each in workspace.annotations_of(path)
        ]
