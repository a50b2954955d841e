"""The part of the reader that shows suggested sentences, and accepts or rejects them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import work

from tui.context import Context
from tui.reader.jumps import JumpsScreen
from tui.requests import OpenSuggestions
from tui.widgets.bars import Coded
from tui.widgets.strips import clean
from workspace.coding.article_coding import exactly
from workspace.coding.bulk import Marked
from workspace.coding.save_result import Saved
from workspace.search.findings import Finding, marked


class SuggestedScreen(JumpsScreen):
    """Marks what is suggested in the article; `suggestions` are in the order of the text."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.suggestions: Sequence[Finding] = ()
        self._are_found = asyncio.Event()

    def find_suggestions(self) -> None:
        """Find them anew, in a thread: nobody waits for them to read."""
        self._are_found.clear()
        self._find_suggestions()

    @work(exclusive=True, group="suggest")
    async def _find_suggestions(self) -> None:
        if self.article is not None:
            suggesting = self.context.suggesting
            found = await asyncio.to_thread(suggesting.in_article, self.article, self.placed)
            self.suggestions = found
            self.show_marks()
            self.show_hints()
        self._are_found.set()

    @property
    def suggested_here(self) -> Sequence[Finding]:
        """What is suggested for the sentence at the reading point."""
        reading = self.view.reading
        if reading is None or self.article is None or reading.article is not self.article:
            return ()
        point = reading.point
        return [each for each in self.suggestions if each.span.start <= point < each.span.end]

    def coded(self) -> Coded | None:
        """What is said of a passage or a selection, and what is suggested there too."""
        coded, topics = super().coded(), self.topics_suggested_here
        if coded is None or not topics:
            return coded
        words = clean(", ".join(topics))
        return replace(coded, what=f"{coded.what} · suggested: {words}", suggested=topics)

    @property
    def topics_suggested_here(self) -> tuple[str, ...]:
        """The topics that are suggested for the sentence at the reading point."""
        return tuple(each.topic for each in self.suggested_here)

    # -- moving

    async def do_next_suggestion(self) -> None:
        """Next suggested sentence."""
        await self._step_suggestion(forwards=True)

    async def do_previous_suggestion(self) -> None:
        """Previous suggested sentence."""
        await self._step_suggestion(forwards=False)

    async def _step_suggestion(self, *, forwards: bool) -> None:
        await self._are_found.wait()
        spans = list(dict.fromkeys(each.span for each in self.suggestions))
        if self.step(spans, forwards=forwards) is None:
            has_queries = bool(self.context.suggesting.topics)
            self.tell(_NOTHING_LEFT if has_queries else _NO_QUERIES)

    # -- deciding

    async def do_accept(self) -> None:
        """Put the topic on the suggested sentence."""
        await self._decide(self.context.workspace.tag_many)

    async def do_reject(self) -> None:
        """Remember that the topic does not belong on the suggested sentence."""
        await self._decide(self.context.workspace.reject_many)

    async def _decide(self, change: Callable[[Sequence[Marked]], Saved]) -> None:
        """Of several topics suggested for one sentence the first is meant; then the next."""
        await self._are_found.wait()
        here, article = self.suggested_here, self.article
        if not here or article is None:
            self.tell("Nothing is suggested for this sentence.")
            return
        finding = here[0]
        if await self.save(lambda: change(marked([finding]))):
            self.suggestions = [each for each in self.suggestions if each is not finding]
            await self.place_anew()
            tagged = exactly(self.placed, finding.span)
            if tagged is not None and tagged.is_shown:
                self.choose(tagged.annotation.id)
            self.show_marks()

    def do_suggestions(self) -> None:
        """Every suggestion of the folder."""
        self.open(OpenSuggestions())


_NOTHING_LEFT = "Nothing is suggested in this article, or nothing is left to decide."
_NO_QUERIES = "No topic suggests anything: give one a query (suggest:) in config.yaml."
