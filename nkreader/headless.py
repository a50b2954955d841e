"""The commands without a screen, for people in pipes and for scripts."""

import json
import sys
from collections.abc import Iterator, Mapping

import click

from annotations.anchoring import State
from annotations.files import AnnotationFileError
from corpus.article import Article
from corpus.canonical import canonical
from corpus.load import ArticleError
from corpus.scan import FolderError, scan
from nkreader.options import fail, json_option, place_options, settings_for
from nkreader.progress import ProgressLine
from workspace.coding import Placed
from workspace.config import ConfigError
from workspace.places import Options, resolve
from workspace.workspace import Workspace


def _say(item: Mapping[str, object]) -> None:
    click.echo(json.dumps(item, ensure_ascii=False))


def _say_row(*fields: str) -> None:
    """One line, tabs between the fields; none of them can give the terminal a command."""
    click.echo("\t".join(" ".join(canonical(field).split()) for field in fields))


def _paths(workspace: Workspace) -> Iterator[str]:
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
    workspace.load_annotations()
    for problem in workspace.problems.values():
        click.echo(f"nkreader: {problem}", err=True)
    return workspace


@click.command()
@place_options
@json_option
def articles(options: Options, as_json: bool) -> None:
    """List the articles of the folder."""
    workspace = _opened(options)
    for path in _paths(workspace):
        try:
            article = workspace.article(path)
        except ArticleError as error:
            click.echo(f"nkreader: {error}", err=True)
            continue
        if as_json:
            _say(_facts(workspace, article))
        else:
            _say_row(path, article.date, article.source, article.title)


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
        _say({**_facts(workspace, loaded), "text": loaded.text, "blocks": blocks})
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
        click.echo(f"nkreader: {problem.message}{instead}", err=True)
    for hit in found.hits:
        try:
            article = workspace.article(hit.path)
        except ArticleError as error:
            click.echo(f"nkreader: {error}", err=True)
            continue
        passages = searching.passages(found.query, article)
        if as_json:
            _say(
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
            _say_row(hit.path, article.title)
            for each in passages:
                _say_row("", article.text[each.start : each.end])
    if not found.hits:
        click.echo("nkreader: nothing found.", err=True)
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
        engine = open_engine(workspace.places.index, writable=True)
        try:
            found = refresh(workspace.places, engine, Watcher(progress=progress.show))
        finally:
            engine.close()
            progress.clear()
    except IndexBusy as error:
        click.echo(f"nkreader: {error}", err=True)
    except (FolderError, IndexProblem) as error:
        fail(error)
    except OSError as error:
        fail(f"{workspace.places.cache} cannot be written: {error.strerror}.")
    else:
        for problem in found.problems:
            click.echo(f"nkreader: {problem}", err=True)
        if talk:
            said = f"{found.articles} articles, {found.changed} read anew, {found.removed} gone"
            click.echo(said, err=True)
    workspace.load_catalogue()


@click.command()
@place_options
@json_option
def passages(options: Options, as_json: bool) -> None:
    """List every annotated passage."""
    workspace = _opened(options)
    for file in workspace.annotation_files():
        for placed in _placed(workspace, file.path):
            annotation = placed.annotation
            if as_json:
                _say(
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
                _say_row(file.path, topics, annotation.quote, annotation.note)


def _placed(workspace: Workspace, path: str) -> list[Placed]:
    """An article's annotations in its text; all orphans when the article is gone."""
    from annotations.anchoring import Anchor

    try:
        return workspace.placed(workspace.article(path))
    except ArticleError:
        return [
            Placed(each, Anchor(State.ORPHAN, each.start, each.end, 0.0))
            for each in workspace.annotations_of(path)
        ]


@click.command()
@place_options
@json_option
def check(options: Options, as_json: bool) -> None:
    """Check configuration, articles and annotations; exit status 1 when something is wrong."""
    found = 0
    for kind, path, message, fix in _problems(options):
        found += 1
        if as_json:
            _say({"kind": kind, "path": path, "message": message, "fix": fix})
        else:
            _say_row(f"{kind}: {path}: {message} {fix}".rstrip())
    if not found:
        click.echo("Nothing wrong.", err=True)
    sys.exit(1 if found else 0)


def _problems(options: Options) -> Iterator[tuple[str, str, str, str]]:
    try:
        settings = resolve(options)
    except ConfigError as error:
        where = f"{error.file}:{error.line}" if error.line else str(error.file)
        yield "config", where, f"{error.key}: {error.message}".removeprefix(": "), error.advice
        return
    workspace = Workspace(settings)
    workspace.load_annotations()
    for file, problem in workspace.problems.items():
        yield "annotations", file, _without_place(problem), problem.advice
    for path in _paths(workspace):
        try:
            workspace.article(path)
        except ArticleError as error:
            yield "article", path, error.reason, error.advice
    known = {topic.name for topic in workspace.topics}
    for annotated in workspace.annotation_files():
        for placed in _placed(workspace, annotated.path):
            quote = " ".join(placed.annotation.quote.split())[:60]
            if placed.anchor.state in _LOST:
                message = f"“{quote}” {_LOST[placed.anchor.state]}"
                yield "anchor", annotated.path, message, "Open the article and look at it."
            for topic in placed.annotation.topics:
                if topic not in known:
                    message = f"“{quote}” has the topic “{topic}”, which is not configured."
                    yield "topic", annotated.path, message, "Add it to topics in config.yaml."


_LOST = {
    State.UNCERTAIN: "may stand elsewhere now: the text has changed.",
    State.ORPHAN: "is no longer in the text.",
}


def _without_place(problem: AnnotationFileError) -> str:
    line = f"line {problem.line}: " if problem.line else ""
    return f"{line}{problem.message}."
