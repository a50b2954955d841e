"""What a search engine is to the rest of the program, whichever engine it is."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from index.documents import Document
from index.query.conditions import Resolver
from index.query.nodes import ParsedQuery, Problem


class IndexProblem(Exception):  # noqa: N818 -- what the user is told, not a bug
    """The index cannot be used or written: what is wrong, and what can be done about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason
        self.advice = advice


class IndexBusy(IndexProblem):
    """Somebody else is writing to the index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches, by its path within the folder."""

    path: str
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another spelling of a word of the query, and how many articles are found under it.

    `query` is the whole query with the other spelling, ready to run.
    """

    typed: str
    spelling: str
    articles: int
    query: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The articles found, best first; `total` counts them before any limit.

    Suggestions are only made when a word of the query is found in hardly any article. With
    `is_damaged` the index could not be read, and is built anew by the next update.
    """

    hits: tuple[Hit, ...]
    total: int
    problems: tuple[Problem, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    is_damaged: bool = False


class SearchEngine(Protocol):
    """An index of one folder of articles. Search from any thread; one writer at a time."""

    def stamps(self) -> dict[str, str]:
        """Give what is indexed: path to the stamp it was indexed under."""
        ...

    def update(
        self,
        documents: Iterable[Document],
        removed: Collection[str],
        *,
        on_batch: Callable[[int], None],
        should_stop: Callable[[], bool],
    ) -> None:
        """Index documents, replacing older ones of the same paths, and forget the removed paths.

        Written in batches that can be searched at once. `on_batch` is told how many the
        call has written so far; when `should_stop` says so, what is at hand is written and the
        call returns.

        Raises IndexBusy when somebody else is writing, IndexProblem when writing is impossible.
        """
        ...

    def search(
        self,
        query: ParsedQuery,
        *,
        limit: int | None = None,
        suggest: bool = True,
        resolve: Resolver | None = None,
    ) -> SearchResult:
        """Find articles. Never raises: what is wrong is told in the result's problems.

        A first answer to somebody who types is much quicker with a limit and without suggestions.
        """
        ...

    def close(self) -> None:
        """Let go of open files."""
        ...
