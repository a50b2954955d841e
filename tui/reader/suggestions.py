"""The sentences of the article that are suggested for topics: going to them, and deciding."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.reader.part import ArticleView, Host, Part
from tui.reader.session import ReaderSession
from tui.requests import OpenSuggestions
from workspace.coding.article_coding import exactly
from workspace.coding.bulk import Marked
from workspace.coding.save_result import Saved
from workspace.search.findings import marked

if TYPE_CHECKING:
    from textual.worker import Worker

_NOTHING_LEFT = "Nothing is suggested in this article, or nothing is left to decide."
_NO_QUERIES = "No topic suggests anything: give one a query (suggest:) in config.yaml."


class Suggestions(Part):
    """Find what is suggested in the article, and accept or reject it."""

    def __init__(self, session: ReaderSession, view: ArticleView, host: Host) -> None:
        super().__init__(session, view, host)
        self._are_found = asyncio.Event()
        self._search: Worker[None] | None = None

    def find(self) -> None:
        """Find them again in a thread, so that one can read meanwhile."""
        self._are_found.clear()
        if self._search is not None:
            self._search.cancel()
        self._search = self._host.run_worker(self._find(), group="suggest")

    async def _find(self) -> None:
        session, suggesting = self._session, self._context.suggesting
        found = await asyncio.to_thread(
            suggesting.in_article, self._article, self._annotations.placed
        )
        if list(found) != list(session.suggestions):
            session.suggestions = found
            self._host.show_marks()
            self._host.show_hints()
        self._are_found.set()

    # -- going to them

    async def do_next_suggestion(self) -> None:
        """Next suggested sentence."""
        await self._step(forwards=True)

    async def do_previous_suggestion(self) -> None:
        """Previous suggested sentence."""
        await self._step(forwards=False)

    async def _step(self, *, forwards: bool) -> None:
        await self._are_found.wait()
        spans = list(dict.fromkeys(each.span for each in self._session.suggestions))
        if self._session.step(spans, forwards=forwards) is not None:
            self._view.reveal()
            return
        has_queries = bool(self._context.suggesting.topics)
        self._host.tell(_NOTHING_LEFT if has_queries else _NO_QUERIES)

    # -- deciding

    async def do_accept(self) -> None:
        """Put the topic on the suggested sentence."""
        await self._decide(self._context.workspace.bulk.tag_many)

    async def do_reject(self) -> None:
        """Remember that the topic does not belong on the suggested sentence."""
        await self._decide(self._context.workspace.bulk.reject_many)

    async def _decide(self, change: Callable[[Sequence[Marked]], Saved]) -> None:
        """Decide on the first topic suggested for the sentence; called again, on the next."""
        await self._are_found.wait()
        session, here = self._session, self._session.suggested_here
        if not here:
            self._host.tell("Nothing is suggested for this sentence.")
            return
        finding = here[0]
        if await self._host.save(lambda: change(marked([finding]))):
            session.suggestions = [each for each in session.suggestions if each is not finding]
            await self._annotations.reload()
            tagged = exactly(self._annotations.placed, finding.span)
            if tagged is not None and tagged.is_shown:
                self._annotations.choose(tagged.annotation.id)
            self._host.show_marks()

    def do_suggestions(self) -> None:
        """All suggestions in the folder."""
        self._host.open(OpenSuggestions())
