"""Reading an article together with what is marked in it, for the reader and the preview."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from corpus.article import Article
from corpus.barrier import barrier
from corpus.text.spans import Span
from tui.context import Context
from tui.text.marks import Mark, Marks
from workspace.coding.article_coding import Placed
from workspace.search.findings import Finding

if TYPE_CHECKING:
    from index.query.nodes import ParsedQuery


class MarkedArticle(Struct, frozen=True):
    """An article, its annotations in place, the hits of a query, and where the best one is."""

    article: Article
    placed: Sequence[Placed]
    hits: Sequence[Span]
    point: int | None

    @property
    def marks(self) -> Marks:
        """What is drawn."""
        return Marks(marks_of(self.placed), self.hits)


def mark_article(context: Context, path: str, query: "ParsedQuery | None") -> MarkedArticle:
    """Read an article and find what to mark in it. Raises `ArticleError`."""
    workspace, search = context.workspace, context.search
    article = workspace.article(path)
    hits: Sequence[Span] = ()
    point = None
    with barrier(path, "the search in the article"):
        if query is not None:
            hits = search.hits(query, article)
            best = search.passages(query, article, 1)
            point = best[0].hits[0].start if best and best[0].hits else None
        return MarkedArticle(article, workspace.placed(article), hits, point)


def marks_of(placed: Sequence[Placed]) -> list[Mark]:
    """Return a mark for each annotation that has a place in the text."""
    return [
        Mark(
            each.annotation.id,
            each.span,
            each.annotation.topics,
            bool(each.annotation.note),
            each.is_sure,
        )
        for each in placed
        if each.is_shown
    ]


def marks_of_suggestions(suggestions: Iterable[Finding]) -> list[Mark]:
    """Return a mark for each sentence, with every topic suggested for it."""
    topics: dict[Span, list[str]] = {}
    for each in suggestions:
        topics.setdefault(each.span, []).append(each.topic)
    return [
        Mark("", span, tuple(names), has_note=False, is_sure=True, is_suggested=True)
        for span, names in topics.items()
    ]


def telling_words(suggestions: Iterable[Finding]) -> list[Span]:
    """Return the words because of which sentences are suggested."""
    return [
        Span(each.span.start + hit.start, each.span.start + hit.end)
        for each in suggestions
        for hit in each.hits
    ]
