"""The part of the reader that goes from hit to hit, and finds words in the article."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work

from corpus.text.spans import Span
from tui.context import Context
from tui.jump_list import Place
from tui.reader.passages import CodingScreen

if TYPE_CHECKING:
    from tui.reader.find import FindScreen


class HitsScreen(CodingScreen):
    """Marks `hits` in the article; `hit` is the index of the current one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.hits: Sequence[Span] = ()
        self.hit: int | None = None

    def show_marks(self) -> None:
        """Draw what is marked in the article."""
        raise NotImplementedError

    def do_next_hit(self) -> None:
        """Next match."""
        self._step_hit(forwards=True)

    def do_previous_hit(self) -> None:
        """Previous match."""
        self._step_hit(forwards=False)

    def _step_hit(self, *, forwards: bool) -> None:
        self.hit = self.step(self.hits, forwards=forwards)
        if self.hit is None:
            words = "No matches yet: {reader.find} finds words in this article."
            self.tell(self.spelt(words))
        self.show_marks()

    def do_find(self) -> None:
        """Find words in this article, while one types."""
        from tui.reader.find import FindScreen

        reading = self.view.reading
        if reading is not None:
            before = _Sought(self.hits, self.hit, reading.point, self.view.scroll_offset.y)
            screen = FindScreen(self.context, lambda text: self._find(text, before, screen))
            self.open(screen, lambda sought: self._sought(before, sought or ""))

    @work(exclusive=True, group="find")
    async def _find(self, text: str, before: "_Sought", screen: "FindScreen") -> None:
        """Mark the words typed so far, and go to the first from where the search began."""
        await self._mark_words(text, before)
        if screen.is_current:
            screen.count(self.hit, len(self.hits))

    def _sought(self, before: "_Sought", words: str) -> None:
        """The prompt is closed: keys wait until the words in it have been looked for."""
        self.wait_for("find")
        self.workers.cancel_group(self, "find")
        self._end_find(before, words)

    # A group of its own: nothing may cancel it, as keys wait for it.
    @work(group="end find")
    async def _end_find(self, before: "_Sought", words: str) -> None:
        """Stay at the match, or go back to where the search began."""
        await self._mark_words(words, before)
        if words and not self.hits:
            self.tell(f"Not in this article: {words}")
        if self.hits and self.article is not None:
            self.context.jumps.leave(Place(self.article.path, before.point))
        else:
            self.hits, self.hit = before.hits, before.hit
            self.view.show_from(before.top)
            self.show_marks()
        self.came("find")

    async def _mark_words(self, words: str, before: "_Sought") -> None:
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        hits: Sequence[Span] = ()
        if words.strip():
            find_in = self.context.search.find_in
            hits = await asyncio.to_thread(find_in, words, article, folded=self._furniture)
        later = (i for i, hit in enumerate(hits) if hit.start >= before.point)
        self.hits, self.hit = hits, next(later, 0 if hits else None)
        reading.go(hits[self.hit].start if self.hit is not None else before.point)
        self.view.reveal()
        self.show_marks()


@dataclass(frozen=True, slots=True)
class _Sought:
    """What was marked before a search in the article, and where one was."""

    hits: Sequence[Span]
    hit: int | None
    point: int
    top: int
