"""Searches one folder: opens the engine when it is first needed, and answers queries.

The engine is heavy to import, so nothing of it is loaded before the first search. Every method
may be called from any thread.
"""

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from corpus.text.spans import Span

if TYPE_CHECKING:
    from corpus.article import Article
    from index.documents import Document
    from index.engine import Hit, PartialHit, SearchEngine, Suggestion
    from index.hits.matching import Matcher, Passage
    from index.hits.sieve import Sieve, Sifted
    from index.query.aliases import Aliases
    from index.query.conditions import Resolver
    from index.query.nodes import ParsedQuery, Problem

PARTIAL = 40
"""The most articles that are listed though they lack a word of the query."""

_MATCHERS_KEPT = 32


class Found(Struct, frozen=True):
    """The answer to a query: articles, best first, and what was wrong with the query.

    `suggestions` are spellings of its words that the articles have. `partial` are the best articles
    with most of its words, where hardly any has all; they are listed, and count for nothing else.
    `partial_total` counts all such articles.
    """

    query: "ParsedQuery"
    hits: "tuple[Hit, ...]"
    total: int
    problems: "tuple[Problem, ...]"
    suggestions: "tuple[Suggestion, ...]" = ()
    is_damaged: bool = False
    """Whether the index was found to be damaged, so that nothing can be said of it."""
    partial: "tuple[PartialHit, ...]" = ()
    partial_total: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether a limit has kept articles out."""
        return len(self.hits) < self.total

    @property
    def before_partial(self) -> str:
        """What stands between the articles with all words of the query and those with most."""
        if not self.total:
            return "No article has all the words. These have most or some of them:"
        have = "1 article has" if self.total == 1 else f"{self.total:,} articles have"
        return f"{have} all the words. These have most or some of them:"


class _CancelledError(Exception):
    """What is being indexed is no longer wanted."""


class Search:
    """Searches one folder; `language` is that of articles of which nobody can tell."""

    def __init__(
        self,
        index: Path,
        aliases: Sequence[Sequence[str]],
        resolve: "Resolver",
        language: str = "de",
    ) -> None:
        self._index = index
        self._language = language
        self._aliases = aliases
        self._resolve = resolve
        self._engine: SearchEngine | None = None
        self._matchers: dict[tuple[ParsedQuery, str], Matcher] = {}
        self._sieve = lru_cache(maxsize=_MATCHERS_KEPT)(self._new_sieve)
        self._lock = Lock()

    def find(
        self,
        text: str,
        *,
        typing: bool = False,
        limit: int | None = None,
        suggest: bool = True,
        partial: int = 0,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Found:
        """Articles that match; `typing` makes the last word the beginning of one. Never raises.

        With a limit and without suggestions the answer comes much sooner. Up to `partial` articles
        come with them that have most words, where hardly any has all: to look at, never to be coded
        or counted. Once `should_stop` returns true, what is found is of no use, and comes soon.
        """
        from index.engine import IndexProblem
        from index.query.nodes import Problem
        from index.query.parser import parse

        query = parse(text, typing=typing)
        try:
            ask = functools.partial(
                self._open().search, resolve=self._resolve, should_stop=should_stop
            )
            result = ask(query, limit=limit, suggest=suggest, partial=partial)
            if typing and suggest and not result.hits:
                # Nothing begins like that: as a whole word it may be another's wrong spelling.
                whole = ask(parse(text), limit=1)
                result = replace(result, suggestions=whole.suggestions)
        except IndexProblem as error:
            return Found(query, (), 0, (*query.problems, Problem(0, str(error))))
        return Found(
            query,
            result.hits,
            result.total,
            result.problems,
            result.suggestions,
            result.is_damaged,
            result.partial,
            result.partial_total,
        )

    def indexed(self) -> int:
        """How many articles can be searched now."""
        from index.engine import IndexProblem

        try:
            return len(self._open().stamps())
        except IndexProblem:
            return 0

    def passages(
        self, query: "ParsedQuery", article: "Article", limit: int | None = None
    ) -> "list[Passage]":
        """The sentences of an article that match, best first."""
        return self._matcher(query, article.language).passages(article, limit)

    def best_passage(
        self, query: "ParsedQuery", article: "Article"
    ) -> "tuple[Passage, int] | None":
        """The sentence of an article that matches best, and how many hits the article has."""
        return self._matcher(query, article.language).best(article)

    def sift(
        self, query: "ParsedQuery", article: "Article", pieces: Sequence[Span]
    ) -> "list[Sifted]":
        """Those of some pieces of an article, given in order, that satisfy a query on their own."""
        from index.hits.sieve import Sifted

        whole = article.undivided
        sieve = self._sieve(query, article.language)
        return [
            Sifted(whole.span_there(each.span), tuple(map(whole.span_there, each.hits)))
            for each in sieve.sift(whole.text, [*map(whole.span_here, pieces)])
        ]

    def having(self, query: "ParsedQuery") -> Collection[str] | None:
        """The articles of which a piece may satisfy a query; `None` when the index cannot tell."""
        from index.engine import IndexProblem
        from index.hits.sieve import without_negations

        root = without_negations(query.root) if query.root else None
        if root is None:
            return None
        try:
            result = self._open().search(replace(query, root=root), resolve=self._resolve)
        except IndexProblem:
            return None
        return None if result.problems else {hit.path for hit in result.hits}

    def hits(self, query: "ParsedQuery", article: "Article", *, folded: bool = False) -> list[Span]:
        """Every match in an article in its order; in folded blocks too when `folded`."""
        spans = article.searchable()
        if folded:
            spans = tuple(Span(block.start, block.end) for block in article.blocks)
        whole = article.undivided
        matcher = self._matcher(query, article.language)
        found = matcher.hits(whole.text, [*map(whole.span_here, spans)])
        return [*map(whole.span_there, found)]

    def find_in(self, text: str, article: "Article", *, folded: bool) -> list[Span]:
        """Every match of a query as it is being typed, in one article."""
        from index.query.parser import parse

        return self.hits(parse(text, typing=True), article, folded=folded)

    def index_in_memory(
        self,
        articles: "Iterable[tuple[str, Article]]",
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Search these articles, each given with its stamp, in place of the index on disk.

        When it is cancelled, it ends at once and leaves the search as it was.
        """
        from index.documents import document
        from index.engines import open_in_memory

        def documents() -> "Iterator[Document]":
            for stamp, article in articles:
                if is_cancelled():
                    raise _CancelledError
                yield document(stamp, article)

        engine = open_in_memory(aliases=self._aliases, language=self._language)
        # Not `should_stop`, which would first index what was read: seconds for nothing.
        with suppress(_CancelledError):
            engine.update(documents(), (), on_batch=lambda _: None, should_stop=lambda: False)
            with self._lock:
                self._engine = engine

    def warm(self) -> None:
        """Load what the first search would have to wait for; never raises."""
        from index.analysis.compounds import dictionary
        from index.engine import IndexProblem
        from index.query.parser import parse

        with suppress(IndexProblem):  # the search itself will tell
            self._open().search(parse("a", typing=True), limit=1, suggest=False)
        dictionary()

    def close(self) -> None:
        """Close the files of the index."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    @cached_property
    def _spellings(self) -> "Aliases":
        """The aliases by their stems: made once, as that takes longer than marking an article."""
        from index.query.aliases import Aliases

        return Aliases(self._aliases)

    def _open(self) -> "SearchEngine":
        from index.engines import open_engine

        with self._lock:
            if self._engine is None:
                self._engine = open_engine(
                    self._index, aliases=self._aliases, language=self._language
                )
            return self._engine

    def _matcher(self, query: "ParsedQuery", language: str) -> "Matcher":
        from index.hits.matching import Matcher

        with self._lock:
            key = (query, language)
            if key not in self._matchers:
                if len(self._matchers) >= _MATCHERS_KEPT:
                    self._matchers.clear()
                self._matchers[key] = Matcher(query, self._spellings, language or self._language)
            return self._matchers[key]

    def _new_sieve(self, query: "ParsedQuery", language: str) -> "Sieve":
        from index.hits.sieve import Sieve

        return Sieve(query, self._spellings, language or self._language, self._language)
