"""The commands without a screen, for people in pipes and for scripts."""

import json
import re
import sys
from collections.abc import Iterator, Mapping

import click

from annotations.anchoring import State
from corpus.article import Article
from corpus.canonical import canonical
from corpus.errors import ArticleError
from corpus.scan import FolderError, scan
from nkreader.options import fail, json_option, place_options, refuse_folder, say, settings_for
from nkreader.progress import ProgressLine
from workspace.coding import Placed
from workspace.places import Options
from workspace.workspace import Workspace


def say_item(item: Mapping[str, object]) -> None:
    """One JSON object on a line of standard output."""
    text = json.dumps(item, ensure_ascii=False)
    # JSON leaves these alone, but a terminal obeys them.
    click.echo(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


_CONTROL = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def say_row(*fields: str) -> None:
    """One line, tabs between the fields; none of them can give the terminal a command."""
    click.echo("\t".join(" ".join(canonical(field).split()) for field in fields))


def paths_of(workspace: Workspace) -> Iterator[str]:
    """The paths of the articles in the folder, or the end with what is wrong with it."""
    try:
        for stamp in scan(workspace.places.articles, skip=[workspace.places.annotations]):
            yield stamp.path
    except FolderError as error:
        fail(error)


def _facts(workspace: Workspace, article: Article) -> dict[str, object]:
    return {
        "path": article.path,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "date": article.date,
        "language": article.language,
        "characters": len(article.text),
        "words": article.words,
        "text_sha256": article.sha256,
        "annotations": len(workspace.annotations_of(article.path)),
    }


def _opened(options: Options) -> Workspace:
    """The folder with its annotations read; files that cannot be read are said on stderr."""
    workspace = Workspace(settings_for(options))
    refuse_folder(workspace.places.articles)
    workspace.load_annotations()
    for problem in workspace.problems.values():
        say(problem)
    return workspace


@click.command()
@place_options
@json_option
def articles(options: Options, as_json: bool) -> None:
    """List the articles of the folder."""
    workspace = _opened(options)
    for path in paths_of(workspace):
        try:
            article = workspace.article(path)
        except ArticleError as error:
            say(error)
            continue
        if as_json:
            say_item(_facts(workspace, article))
        else:
            say_row(path, article.date, article.source, article.title)


@click.command()
@click.argument("article")
@click.option("--why", is_flag=True, help="Say of each block what it is and which rule says so.")
@place_options
@json_option
def show(article: str, why: bool, options: Options, as_json: bool) -> None:
    """Print an article as it is read: without page furniture, or whole as JSON."""
    workspace = _opened(options)
    try:
        loaded = workspace.article(article)
    except ArticleError as error:
        fail(error)
    if as_json:
        blocks = [
            {"kind": str(block.kind), "start": block.start, "end": block.end, "rule": block.rule}
            for block in loaded.blocks
        ]
        say_item({**_facts(workspace, loaded), "text": loaded.text, "blocks": blocks})
        return
    for block in loaded.blocks:
        text = loaded.text[block.start : block.end]
        if why:
            click.echo(f"{block.kind:<10} {block.rule:<32} {text[:100]}")
        elif not block.folded:
            click.echo(text + "\n")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many articles.")
@place_options
@json_option
def search(words: tuple[str, ...], limit: int | None, options: Options, as_json: bool) -> None:
    """Search the articles; exit status 0 with hits, 1 without."""
    from workspace.search import Search

    workspace = _opened(options)
    _refreshed(workspace)
    places, config = workspace.places, workspace.config
    searching = Search(places.index, config.aliases, workspace.articles_where)
    found = searching.find(" ".join(words), limit=limit)
    for problem in found.problems:
        instead = f" Perhaps: {problem.suggestion}" if problem.suggestion else ""
        say(problem.message + instead)
    for hit in found.hits:
        try:
            article = workspace.article(hit.path)
        except ArticleError as error:
            say(error)
            continue
        passages = searching.passages(found.query, article)
        if as_json:
            say_item(
                {
                    "path": hit.path,
                    "title": article.title,
                    "score": hit.score,
                    "passages": [
                        {
                            "start": each.start,
                            "end": each.end,
                            "text": article.text[each.start : each.end],
                            "hits": [list(span) for span in each.hits],
                        }
                        for each in passages
                    ],
                }
            )
        else:
            say_row(hit.path, article.title)
            for each in passages:
                say_row("", article.text[each.start : each.end])
    if not found.hits:
        say("nothing found")
    sys.exit(0 if found.hits else 1)


@click.command()
@click.option("--rebuild", is_flag=True, help="Read and index every article anew.")
@place_options
def index(rebuild: bool, options: Options) -> None:
    """Bring the search index up to date."""
    workspace = Workspace(settings_for(options))
    if rebuild:
        import shutil

        shutil.rmtree(workspace.places.cache, ignore_errors=True)
    _refreshed(workspace, talk=True)


def _refreshed(workspace: Workspace, *, talk: bool = False) -> None:
    """Bring catalogue and index up to date; what went wrong with articles is said on stderr."""
    from index.engine import IndexBusy, IndexProblem
    from index.whoosh_engine import open_engine
    from workspace.refresh import Watcher, refresh

    progress = ProgressLine("reading articles")
    try:
        workspace.places.make_cache()
        engine = open_engine(workspace.places.index, writable=True)
        try:
            found = refresh(workspace.places, engine, Watcher(progress=progress.show))
        finally:
            engine.close()
            progress.clear()
    except IndexBusy as error:
        say(error)
    except (FolderError, IndexProblem) as error:
        fail(error)
    except OSError as error:
        fail(f"{workspace.places.cache} cannot be written: {error.strerror}.")
    else:
        for problem in found.problems:
            say(problem)
        if talk:
            said = f"{found.articles} articles, {found.changed} read anew, {found.removed} gone"
            say(said)
    workspace.load_catalogue()


@click.command()
@place_options
@json_option
def passages(options: Options, as_json: bool) -> None:
    """List every annotated passage."""
    workspace = _opened(options)
    for file in workspace.annotation_files():
        for placed in placed_in(workspace, file.path):
            annotation = placed.annotation
            if as_json:
                say_item(
                    {
                        "id": annotation.id,
                        "path": file.path,
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
            else:
                topics = ", ".join(annotation.topics)
                say_row(file.path, topics, annotation.quote, annotation.note)


def placed_in(workspace: Workspace, path: str) -> list[Placed]:
    """An article's annotations in its text; all orphans when the article is gone."""
    from annotations.anchoring import Anchor

    try:
        return workspace.placed(workspace.article(path))
    except ArticleError:
        return [
            Placed(each, Anchor(State.ORPHAN, each.start, each.end, 0.0))
            for each in workspace.annotations_of(path)
        ]
