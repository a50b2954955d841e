"""`nkreader search` and `nkreader index`: questions to the index, and keeping it up to date."""

import sys
from typing import TYPE_CHECKING

import click

from corpus.article import Article
from corpus.canonical import canonical
from corpus.errors import ArticleError
from corpus.scan import FolderError
from nkreader.command import Command, WordsCommand
from nkreader.headless import opened, say_item, say_row
from nkreader.options import fail, json_option, place_options, say, settings_for
from nkreader.progress import ProgressLine, stopping
from workspace.places import Options
from workspace.workspace import Workspace

if TYPE_CHECKING:
    from index.engine import Hit
    from index.matching import Passage
    from workspace.refresh import Refreshed
    from workspace.search import Found, Search


class CacheError(Exception):
    """What is known of the articles cannot be kept on disk, and why."""


@click.command(
    cls=WordsCommand,
    context_settings={"ignore_unknown_options": True},  # -Putin is no option
    status=(("0", "found"), ("1", "nothing found"), ("2", "an error")),
    examples=(
        ("nkreader search Waffenlieferung", "In any inflection, spelling and compound."),
        ("nkreader search '\"Kim Jong Un\"' -Putin", "A phrase, and articles without a word."),
        ("nkreader search topic:sanctions date:2024-01..2024-06", "By topic and date."),
        (
            "nkreader search Munition --json | jq -r .path",
            "The paths of what is found.",
        ),
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many articles.")
@place_options
@json_option
def search(words: tuple[str, ...], limit: int | None, options: Options, as_json: bool) -> None:
    """Search the articles, the best first, each with the sentences that match.

    On a terminal the hits are marked; in a pipe each article is a line with its path and title,
    followed by a line for each passage that begins with a tab.

    QUERY is words that must all occur, and "phrases", begin*, *middle*, -without, one OR other,
    title:, source:, date:, topic:, note: and is:. A broken query says what is wrong with it, and
    its words are searched all the same.
    """
    workspace = opened(options)
    searching = searched(workspace)
    found = searching.find(" ".join(words), limit=limit)
    say_problems(found)
    for other in found.suggestions:
        articles = "1 article" if other.articles == 1 else f"{other.articles:,} articles"
        say(f"{other.typed}: {articles} under {other.spelling}. Perhaps: {other.query}")
    tell = _say_object if as_json else _show if sys.stdout.isatty() else _say_plainly
    for hit in found.hits:
        try:
            article = workspace.article(hit.path)
        except ArticleError as error:
            say(error)
        else:
            tell(hit, article, searching.passages(found.query, article))
    if not found.hits:
        say("nothing found")
    sys.exit(0 if found.hits else 1)


def say_problems(found: "Found") -> None:
    """Say what was wrong with a query."""
    for problem in found.problems:
        instead = f" Perhaps: {problem.suggestion}" if problem.suggestion else ""
        say(problem.message + instead)


def _say_object(hit: "Hit", article: Article, passages: "list[Passage]") -> None:
    """One JSON object for an article and its passages."""
    shown = [
        {
            "start": each.start,
            "end": each.end,
            "text": article.text[each.start : each.end],
            "hits": [list(span) for span in each.hits],
        }
        for each in passages
    ]
    say_item({"path": hit.path, "title": article.title, "score": hit.score, "passages": shown})


def _say_plainly(hit: "Hit", article: Article, passages: "list[Passage]") -> None:
    """A line for the article, one for each passage."""
    say_row(hit.path, article.title)
    for each in passages:
        say_row("", article.text[each.start : each.end])


def _show(hit: "Hit", article: Article, passages: "list[Passage]") -> None:
    """For a person: the title, the passages with their hits marked, a line between articles."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    heading = Text(_shown(article.title), style="bold")
    facts = " · ".join(part for part in (article.date, article.source, hit.path) if part)
    console.print(heading.append("\n" + _shown(facts), style="not bold dim"))
    for each in passages:
        text = Text()
        end = each.start
        for span in each.hits:
            text.append(_shown(article.text[end : span.start]))
            text.append(_shown(article.text[span.start : span.end]), style="bold yellow")
            end = span.end
        text.append(_shown(article.text[end : each.end]))
        console.print(Padding(text, (0, 0, 0, 2), expand=False))
    console.print()


def _shown(text: str) -> str:
    """Text on one line in which nothing can give the terminal a command."""
    return canonical(text).replace("\n", " ").replace("\t", " ")


@click.command(
    cls=Command,
    examples=(
        ("nkreader index", "Read and index what is new or has changed, after a large delivery."),
        ("nkreader index --rebuild", "Read and index everything anew."),
    ),
)
@click.option("--rebuild", is_flag=True, help="Read and index every article anew.")
@place_options
def index(rebuild: bool, options: Options) -> None:
    """Bring the search index up to date.

    The reader and `search` do so by themselves. Annotations follow articles that were renamed. The
    index is a cache: --rebuild throws it away first, and no annotation depends on it.
    """
    workspace = Workspace(settings_for(options))
    if rebuild:
        import shutil

        shutil.rmtree(workspace.places.cache, ignore_errors=True)
    try:
        found = refreshed(workspace)
    except CacheError as error:
        fail(error)
    if found is not None:
        said = f"{found.articles} articles, {found.changed} read anew, {found.removed} gone"
        say(said)
    workspace.load_annotations()
    for words in workspace.follow_renamed().words:
        say(words)


def searched(workspace: Workspace) -> "Search":
    """What answers queries, up to date; in memory where no cache can be written, which is said."""
    from workspace.search import Search

    search = Search(workspace.places.index, workspace.config.aliases, workspace.articles_where)
    try:
        refreshed(workspace)
    except CacheError as error:
        say(f"{error} The index is made in memory, for this time alone.")
        search.index_in_memory(workspace.read_all())
    return search


def refreshed(workspace: Workspace) -> "Refreshed | None":
    """Bring catalogue and index up to date; what went wrong with articles is said on stderr.

    `None` when another program is at it. Ends with what is wrong when the folder cannot be read;
    raises `CacheError` when nothing can be kept.
    """
    from index.engine import IndexBusy, IndexProblem
    from workspace.refresh import Watcher, refresh_folder

    progress = ProgressLine("reading articles")
    found = None
    try:
        with stopping() as asked:
            watcher = Watcher(progress=progress.show, should_stop=asked)
            found = refresh_folder(workspace.places, watcher)
    except IndexBusy as error:
        say(error)
    except FolderError as error:
        fail(error)
    except IndexProblem as error:
        raise CacheError(str(error)) from error
    except OSError as error:
        message = f"{workspace.places.cache} cannot be written: {error.strerror}."
        raise CacheError(message) from error
    finally:
        progress.clear()
    for problem in found.problems if found else ():
        say(problem)
    if asked():
        say("Stopped. What was read is kept; the next time goes on from there.")
        raise KeyboardInterrupt
    workspace.load_catalogue()
    return found
