"""The interface of a search engine, and what it returns."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from msgspec import Struct

from index.documents import Document
from index.query.conditions import Resolver
from index.query.nodes import ParsedQuery, Problem


class IndexProblem(Exception):  # noqa: N818 -- what the user is told, not a bug
    """The index cannot be read or written: the reason, and advice on what to do about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason
        self.advice = advice


class IndexBusy(IndexProblem):
    """Another process is writing to the index."""


class Hit(Struct, frozen=True):
    """An article that matches, by its path in the folder."""

    path: str
    score: float


class PartialHit(Struct, frozen=True):
    """An article that has most words of a query: `lacks` are the others, as they were typed."""

    path: str
    score: float
    lacks: tuple[str, ...]


class Suggestion(Struct, frozen=True):
    """Another spelling of a word of the query, and the number of articles that have it.

    `query` is the whole query with the other spelling, ready to run.
    """

    typed: str
    spelling: str
    articles: int
    query: str


class SearchResult(Struct, frozen=True):
    """The articles found, best first; `total` counts them before any limit.

    There are suggestions only for words that hardly any article has. With `is_damaged` the index
    could not be read; the next update rebuilds it. The best articles of which each has most words
    but not all are `partial`, if those were asked for; `partial_total` counts all that have.
    """

    hits: tuple[Hit, ...]
    total: int
    problems: tuple[Problem, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    is_damaged: bool = False
    partial: tuple[PartialHit, ...] = ()
    partial_total: int = 0


class SearchEngine(Protocol):
    """An index of one folder of articles. Search from any thread; one writer at a time."""

    def stamps(self) -> dict[str, str]:
        """Return the path of every indexed article with the stamp it was indexed under."""
        ...

    def update(
        self,
        documents: Iterable[Document],
        removed: Collection[str],
        *,
        on_batch: Callable[[int], None],
        should_stop: Callable[[], bool],
    ) -> None:
        """Index documents, replace older ones with the same paths, and remove the `removed` paths.

        Documents are written in batches, each searchable as soon as it is written: `on_batch` gets
        the number written so far. When `should_stop` returns true, the batch at hand is written
        and the call returns.

        Raises IndexBusy when another process is writing, IndexProblem when writing is impossible.
        """
        ...

    def search(
        self,
        query: ParsedQuery,
        *,
        limit: int | None = None,
        suggest: bool = True,
        partial: int = 0,
        resolve: Resolver | None = None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> SearchResult:
        """Return the articles that match. Never raises: problems are listed in the result.

        While a query is being typed, a limit and no suggestions make the answer much quicker. Once
        `should_stop` returns true, the call soon returns, with nothing found. Where fewer than
        `index.query.most_words.FEW` articles match, up to `partial` others come with them that have
        most words of the query. They never count as hits.
        """
        ...

    def close(self) -> None:
        """Close the open files."""
        ...
