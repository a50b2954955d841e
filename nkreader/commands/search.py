"""`nkreader search`: the passages that answer a query."""

import sys
from typing import TYPE_CHECKING

import click

from nkreader import terminal
from nkreader.answers import Answers, report_problems
from nkreader.command import WordsCommand
from nkreader.incomplete import STATUS, Missing
from nkreader.opened_folder import open_folder
from nkreader.options import json_option, place_options, say, wait_option
from nkreader.terminal import put_item, put_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.article import Article
    from index.engine import Hit, PartialHit
    from index.hits.matching import Passage
    from workspace.places import Options


@click.command(
    cls=WordsCommand,
    context_settings={"ignore_unknown_options": True},  # -Putin is no option
    status=(("0", "found"), ("1", "no article has all the words"), ("2", "an error"), STATUS),
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
@click.option("--limit", type=click.IntRange(min=1), help="The most articles to list.")
@click.option("--all", "strict", is_flag=True, help="Only articles with all the words.")
@wait_option
@place_options
@json_option
def search(
    words: tuple[str, ...],
    limit: int | None,
    *,
    strict: bool,
    wait: float | None,
    options: "Options",
    as_json: bool,
) -> None:
    """Search the articles; list the best first, each with the sentences that match.

    On a terminal the hits are marked; in a pipe each article is a line with its path and title,
    followed by a line for each passage that begins with a tab.

    Where fewer than ten articles have all the words, the best with most of them follow, below a
    line that says so; each names the words it lacks (a third column in a pipe, "lacks" with
    --json). They are left out with --all, and never change the exit status.

    QUERY is words that must all occur, and "phrases", begin*, *middle*, -without, one OR other,
    title:, source:, date:, topic:, note: and is:. A broken query is explained, and its
    words are searched all the same.

    If another nkreader is indexing the folder, search waits for it. With --wait, or if there is no
    progress for a minute, it searches what is indexed so far, and says so.
    """
    from corpus.barrier import barrier
    from corpus.errors import ArticleError
    from index.engine import PartialHit
    from workspace.search.folder_search import PARTIAL

    missing = Missing()
    workspace = open_folder(options, missing)
    answers = Answers(workspace, missing, wait)
    partial = 0 if strict else PARTIAL if limit is None else min(limit, PARTIAL)
    found = answers.find(" ".join(words), limit=limit, partial=partial)
    report_problems(found)
    for other in found.suggestions:
        articles = "1 article" if other.articles == 1 else f"{other.articles:,} articles"
        say(f"{other.typed}: {articles} under {other.spelling}. Perhaps: {other.query}")
    put = _put_object if as_json else _put_marked if terminal.is_terminal() else _put_plain

    def put_all(hits: "Iterable[Hit | PartialHit]") -> None:
        for hit in hits:
            try:
                article = workspace.article(hit.path)
                with barrier(hit.path, "the search in the article"):
                    passages = answers.search.passages(found.query, article)
            except ArticleError as error:
                missing.say(error)
            else:
                lacks = hit.lacks if isinstance(hit, PartialHit) else ()
                put(hit, article, passages, lacks)

    put_all(found.hits)
    others = found.partial if limit is None else found.partial[: limit - len(found.hits)]
    if others:
        sys.stdout.flush()  # on a terminal the line stands between the two
        say(found.before_partial)
        put_all(others)
    elif not found.hits:
        say("nothing found" if answers.is_whole else "nothing found so far")
    sys.exit(missing.status(0 if found.hits else 1))


def _put_object(
    hit: "Hit | PartialHit",
    article: "Article",
    passages: "list[Passage]",
    lacks: "Sequence[str]",
) -> None:
    """Print a JSON object for an article and its passages."""
    shown = [
        {
            "start": each.start,
            "end": each.end,
            "text": article.text[each.start : each.end],
            "hits": [list(span) for span in each.hits],
        }
        for each in passages
    ]
    item = {"path": hit.path, "title": article.title, "score": hit.score, "passages": shown}
    put_item(item | {"lacks": list(lacks)} if lacks else item)


def _put_plain(
    hit: "Hit | PartialHit",
    article: "Article",
    passages: "list[Passage]",
    lacks: "Sequence[str]",
) -> None:
    """Print a line for the article, and one for each passage."""
    put_row(hit.path, article.title, *([", ".join(lacks)] if lacks else []))
    for each in passages:
        put_row("", article.text[each.start : each.end])


def _put_marked(
    hit: "Hit | PartialHit",
    article: "Article",
    passages: "list[Passage]",
    lacks: "Sequence[str]",
) -> None:
    """Print the title and the passages with their hits marked, then an empty line."""
    from rich.padding import Padding
    from rich.text import Text

    from corpus.text.spans import Span

    console = terminal.console()
    heading = Text(terminal.one_line(article.title), style="bold")
    facts = " · ".join(part for part in (article.date, article.source, hit.path) if part)
    heading.append("\nwithout " if lacks else "\n", style="not bold dim")
    for word in lacks:
        heading.append(terminal.one_line(word), style="not bold strike").append(" ")
    if lacks:
        heading.append("· ", style="not bold dim")
    console.print(heading.append(terminal.one_line(facts), style="not bold dim"))
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
