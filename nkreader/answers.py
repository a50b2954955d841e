"""Answers to queries of one folder, from an index that is up to date."""

from contextlib import suppress
from typing import TYPE_CHECKING

from nkreader.options import say
from nkreader.up_to_date import CacheError, refresh

if TYPE_CHECKING:
    from collections.abc import Collection

    from nkreader.incomplete import Missing
    from workspace.search.folder_search import Found, Search
    from workspace.workspace import Workspace


class Answers:
    """Answers queries of one folder, and reports what is missing from the answers."""

    def __init__(
        self, workspace: "Workspace", missing: "Missing", wait: float | None = None
    ) -> None:
        """Bring the index up to date, or wait at most `wait` seconds for the program that does.

        Where no cache can be written, a message says so and the index is kept in memory.
        """
        from workspace.search.folder_search import Search

        self._workspace, self._missing = workspace, missing
        places = workspace.places
        self.search = Search(places.index, workspace.config.aliases, self._where, places.language)
        self._asks_annotations = False
        self.is_whole = True
        try:
            self._refresh(wait)
        except CacheError as error:
            say(f"{error} The index is kept in memory, for this run only.")
            self.search.index_in_memory(workspace.read_all())

    def find(self, text: str, *, limit: int | None = None, partial: int = 0) -> "Found":
        """Return the articles that match; rebuild the index first if it turns out to be damaged.

        Up to `partial` others have most words, where hardly any article has all.
        """
        found = self.search.find(text, limit=limit, partial=partial)
        if found.is_damaged:
            self.search.close()
            with suppress(CacheError):
                self._refresh(None)
            found = self.search.find(text, limit=limit, partial=partial)
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
        if refresh(self._workspace, wait=wait) is None:
            self.is_whole = False
            self._missing.say(indexed_so_far(self._workspace, self.search))


def report_problems(found: "Found") -> None:
    """Report what was wrong with a query."""
    for problem in found.problems:
        instead = f" Perhaps: {problem.suggestion}" if problem.suggestion else ""
        say(problem.message + instead)


def indexed_so_far(workspace: "Workspace", search: "Search") -> str:
    """Return how much of the folder can be searched while another program is indexing it."""
    from workspace.articles.turns import said

    indexed, articles = search.indexed(), said(workspace.places.cache).articles
    of = f"{indexed:,} of {articles:,} articles are" if articles else f"{indexed:,} articles are"
    return f"Another nkreader is still indexing this folder: {of} indexed so far."
