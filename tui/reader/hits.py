"""The hits in the article: those of the search that led to it, or of words found in it."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from corpus.text.spans import Span
from tui.jump_list import Place
from tui.reader.find import FindScreen
from tui.reader.part import ArticleView, Host, Part
from tui.reader.session import ReaderSession

if TYPE_CHECKING:
    from textual.worker import Worker


class _Before(Struct, frozen=True):
    """What was marked before a search in the article, and where one was."""

    hits: Sequence[Span]
    hit: int | None
    point: int
    top: int


class Hits(Part):
    """Go from hit to hit, and find words in the article."""

    def __init__(self, session: ReaderSession, view: ArticleView, host: Host) -> None:
        super().__init__(session, view, host)
        self._search: Worker[None] | None = None

    def do_next_hit(self) -> None:
        """Next match."""
        self._step(forwards=True)

    def do_previous_hit(self) -> None:
        """Previous match."""
        self._step(forwards=False)

    def _step(self, *, forwards: bool) -> None:
        session = self._session
        session.hit = session.step(session.hits, forwards=forwards)
        if session.hit is None:
            words = "No matches yet: {reader.find} finds words in this article."
            self._host.tell(self._host.spelt(words))
        else:
            self._view.reveal()
        self._host.show_marks()

    # -- finding words

    def do_find(self) -> None:
        """Find words in this article as they are typed."""
        session = self._session
        top = self._view.scroll_offset.y
        before = _Before(session.hits, session.hit, self._reading.point, top)
        prompt = FindScreen(self._context, lambda words: self._begin(words, before, prompt))
        self._host.open(prompt, lambda words: self._accepted(words or "", before))

    def _begin(self, words: str, before: _Before, prompt: FindScreen) -> None:
        if self._search is not None:
            self._search.cancel()
        self._search = self._host.run_worker(self._find(words, before, prompt), group="find")

    async def _find(self, words: str, before: _Before, prompt: FindScreen) -> None:
        """Mark the words typed so far, and go to the first from where the search began."""
        await self._mark(words, before)
        if prompt.is_current:
            prompt.count(self._session.hit, len(self._session.hits))

    def _accepted(self, words: str, before: _Before) -> None:
        """The prompt was closed: hold the keys until its words have been found."""
        self._host.hold_keys_until("find")
        if self._search is not None:
            self._search.cancel()
        # Nothing may cancel this one, as keys wait for it.
        self._host.run_worker(self._end(words, before), group="end find")

    async def _end(self, words: str, before: _Before) -> None:
        """Stay at the match, or go back to where the search began."""
        session = self._session
        await self._mark(words, before)
        if words and not session.hits:
            self._host.tell(f"Not in this article: {words}")
        if session.hits:
            self._context.jumps.leave(Place(self._article.path, before.point))
        else:
            session.hits, session.hit = before.hits, before.hit
            self._view.show_from(before.top)
            self._host.show_marks()
        self._host.arrived("find")

    async def _mark(self, words: str, before: _Before) -> None:
        hits: Sequence[Span] = ()
        if words.strip():
            find_in, folded = self._context.search.find_in, self._reading.view.furniture
            hits = await asyncio.to_thread(find_in, words, self._article, folded=folded)
        session = self._session
        later = (i for i, hit in enumerate(hits) if hit.start >= before.point)
        session.hits, session.hit = hits, next(later, 0 if hits else None)
        self._reading.go(hits[session.hit].start if session.hit is not None else before.point)
        self._view.reveal()
        self._host.show_marks()
