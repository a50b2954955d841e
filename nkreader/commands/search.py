"""`nkreader search` and `nkreader index`: questions to the index, and keeping it up to date."""

import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import click

from corpus.article import Article
from corpus.barrier import barrier
from corpus.errors import ArticleError
from corpus.folder.scan import FolderError
from corpus.text.spans import Span
from nkreader import terminal
from nkreader.command import Command, WordsCommand
from nkreader.commands.headless import opened
from nkreader.incomplete import STATUS, Missing
from nkreader.options import fail, json_option, place_options, say, settings_for, wait_option
from nkreader.progress import ProgressLine, stopping
from nkreader.reading_problems import say_few
from nkreader.terminal import put_item, put_row
from workspace.places import Options
from workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Collection

    from index.engine import Hit
    from index.hits.matching import Passage
    from workspace.articles.refresh import Refreshed
    from workspace.search.folder_search import Found, Search


class CacheError(Exception):
    """What is known of the articles cannot be kept on disk, and why."""


@click.command(
    cls=WordsCommand,
    context_settings={"ignore_unknown_options": True},  # -Putin is no option
    status=(("0", "found"), ("1", "nothing found"), ("2", "an error"), STATUS),
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
@wait_option
@place_options
@json_option
def search(
    words: tuple[str, ...],
    limit: int | None,
    wait: float | None,
    options: Options,
    as_json: bool,
) -> None:
    """Search the articles, the best first, each with the sentences that match.

    On a terminal the hits are marked; in a pipe each article is a line with its path and title,
    followed by a line for each passage that begins with a tab.

    QUERY is words that must all occur, and "phrases", begin*, *middle*, -without, one OR other,
    title:, source:, date:, topic:, note: and is:. A broken query says what is wrong with it, and
    its words are searched all the same.

    While another nkreader is indexing the folder, its end is waited for. With --wait, or when it
    gets no further for a minute, what is indexed so far is searched, and that is said.
    """
    missing = Missing()
    workspace = opened(options, missing)
    answering = Answering(workspace, missing, wait)
    searching = answering.search
    found = answering.find(" ".join(words), limit=limit)
    say_problems(found)
    for other in found.suggestions:
        articles = "1 article" if other.articles == 1 else f"{other.articles:,} articles"
        say(f"{other.typed}: {articles} under {other.spelling}. Perhaps: {other.query}")
    tell = _say_object if as_json else _show if terminal.is_terminal() else _say_plainly
    for hit in found.hits:
        try:
            article = workspace.article(hit.path)
            with barrier(hit.path, "the search in the article"):
                passages = searching.passages(found.query, article)
        except ArticleError as error:
            missing.say(error)
        else:
            tell(hit, article, passages)
    if not found.hits:
        say("nothing found" if answering.is_whole else "nothing found so far")
    sys.exit(missing.status(0 if found.hits else 1))


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
    put_item({"path": hit.path, "title": article.title, "score": hit.score, "passages": shown})


def _say_plainly(hit: "Hit", article: Article, passages: "list[Passage]") -> None:
    """A line for the article, one for each passage."""
    put_row(hit.path, article.title)
    for each in passages:
        put_row("", article.text[each.start : each.end])


def _show(hit: "Hit", article: Article, passages: "list[Passage]") -> None:
    """For a person: the title, the passages with their hits marked, a line between articles."""
    from rich.padding import Padding
    from rich.text import Text

    console = terminal.console()
    heading = Text(terminal.one_line(article.title), style="bold")
    facts = " · ".join(part for part in (article.date, article.source, hit.path) if part)
    console.print(heading.append("\n" + terminal.one_line(facts), style="not bold dim"))
    for each in passages:
        text = Text()
        end = each.start
        for span in each.hits:
            text.append(terminal.one_line(article.as_read(Span(end, span.start))))
            text.append(terminal.one_line(article.as_read(span)), style="bold yellow")
            end = span.end
        text.append(terminal.one_line(article.as_read(Span(end, each.end))))
        console.print(Padding(text, (0, 0, 0, 2), expand=False))
    console.print()


@click.command(
    cls=Command,
    status=(("0", "done"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader index", "Read and index what is new or has changed, after a large delivery."),
        ("nkreader index --rebuild", "Read and index everything anew."),
    ),
)
@click.option("--rebuild", is_flag=True, help="Read and index every article anew.")
@wait_option
@place_options
def index(rebuild: bool, wait: float | None, options: Options) -> None:
    """Bring the search index up to date.

    The reader and `search` do so by themselves. Annotations follow articles that were renamed. The
    index is a cache: --rebuild throws it away first, and no annotation depends on it.
    """
    workspace, missing = Workspace(settings_for(options)), Missing()
    try:
        found = refreshed(workspace, wait=wait, anew=rebuild)
    except CacheError as error:
        fail(error)
    if found is None:
        from workspace.search.conditions import articles_where
        from workspace.search.folder_search import Search

        search = Search(workspace.places.index, (), partial(articles_where, workspace))
        missing.say(_so_far(workspace, search))
        sys.exit(missing.status(0))
    say(f"{found.articles} articles, {found.changed} read anew, {found.removed} gone")
    if found.others:
        say(f"{found.others}; `nkreader check` says what to do")
    workspace.load_annotations()
    for words in workspace.follow_renamed().words:
        say(words)


class Answering:
    """Answers queries of one folder, up to date; what is missing from the answers is said."""

    def __init__(self, workspace: Workspace, missing: Missing, wait: float | None = None) -> None:
        """Bring the index up to date, or wait at most `wait` seconds for the program that does.

        Where no cache can be written the index is made in memory, which is said.
        """
        from workspace.search.folder_search import Search

        self._workspace, self._missing = workspace, missing
        self.search = Search(workspace.places.index, workspace.config.aliases, self._where)
        self._asks_annotations = False
        self.is_whole = True
        try:
            self._refresh(wait)
        except CacheError as error:
            say(f"{error} The index is made in memory, for this time alone.")
            self.search.index_in_memory(workspace.read_all())

    def find(self, text: str, *, limit: int | None = None) -> "Found":
        """The articles that match. An index that turns out to be damaged is built anew first."""
        found = self.search.find(text, limit=limit)
        if found.is_damaged:
            self.search.close()
            with suppress(CacheError):
                self._refresh(None)
            found = self.search.find(text, limit=limit)
            if found.is_damaged:
                self._missing.say("The search index is damaged: what it lost is not found.")
        if self._asks_annotations:
            self._missing.annotations(self._workspace, "what the query asks of annotations")
        return found

    def _where(self, field: str, value: str) -> "Collection[str] | None":
        from workspace.search.conditions import articles_where

        self._asks_annotations = True
        return articles_where(self._workspace, field, value)

    def _refresh(self, wait: float | None) -> None:
        if refreshed(self._workspace, wait=wait) is None:
            self.is_whole = False
            self._missing.say(_so_far(self._workspace, self.search))


def _so_far(workspace: Workspace, search: "Search") -> str:
    """How much of the folder can be searched while another program is indexing it."""
    from workspace.articles.turns import said

    indexed, articles = search.indexed(), said(workspace.places.cache).articles
    of = f"{indexed:,} of {articles:,} articles are" if articles else f"{indexed:,} articles are"
    return f"Another nkreader is still indexing this folder: {of} indexed so far."


def refreshed(
    workspace: Workspace, *, wait: float | None = None, anew: bool = False
) -> "Refreshed | None":
    """Bring catalogue and index up to date; what went wrong with articles is said on stderr.

    Another program that is at it is waited for, at most `wait` seconds; `None` when it is at it
    still. Ends with what is wrong when the folder cannot be read; raises `CacheError` when nothing
    can be kept.
    """
    from index.engine import IndexBusy, IndexProblem
    from nkreader.waiting import Waiting
    from workspace.articles.refresh import Watcher, refresh_folder

    progress = ProgressLine("reading articles")
    found = None
    try:
        with stopping() as asked:
            watcher = Watcher(progress=progress.show, should_stop=asked)
            waiting = Waiting(workspace.places.cache, wait, asked)
            while found is None and not asked():
                try:
                    found = refresh_folder(workspace.places, watcher, anew=anew)
                except IndexBusy:
                    progress.clear()
                    if not waiting.wait():
                        break
                    if waiting.is_done and not anew:
                        found = _by_another(workspace)
    except FolderError as error:
        fail(error)
    except IndexProblem as error:
        raise CacheError(str(error)) from error
    except OSError as error:
        message = f"{workspace.places.cache} cannot be written: {error.strerror}."
        raise CacheError(message) from error
    finally:
        progress.clear()
    say_few(found.problems if found else ())
    if asked():
        say("Stopped. What was read is kept; the next time goes on from there.")
        raise KeyboardInterrupt
    workspace.load_catalogue()
    return found


def _by_another(workspace: Workspace) -> "Refreshed":
    """What another program has found that has just brought the folder up to date."""
    from workspace.articles.refresh import Refreshed

    records = workspace.load_catalogue().records
    problems = (f"{each.path}: {each.problem}" for each in records.values() if each.problem)
    return Refreshed(len(records), 0, 0, tuple(problems))
