"""The ends of passages: moved by a key, or selected freely."""

from corpus.text.spans import Span
from tui.reader.part import Part
from tui.text.resizing import move_end
from tui.text.units import Unit
from workspace.coding.article_coding import Placed


class Ends(Part):
    """Change the ends of the passage that keys act on."""

    _moves_beginning = False

    # -- one end, by words and characters

    async def do_end_on(self) -> None:
        """One word on."""
        await self._move_end(Unit.WORD, 1)

    async def do_end_back(self) -> None:
        """One word back."""
        await self._move_end(Unit.WORD, -1)

    async def do_end_on_character(self) -> None:
        """One character on."""
        await self._move_end(Unit.CHARACTER, 1)

    async def do_end_back_character(self) -> None:
        """One character back."""
        await self._move_end(Unit.CHARACTER, -1)

    async def _move_end(self, unit: Unit, step: int) -> None:
        here = self._movable
        if here is None:
            return
        units, beginning = self._reading.units, self._moves_beginning
        span = move_end(units, here.span, unit, step, beginning=beginning)
        if span == here.span:
            self._host.tell(f"The {self._end} of the passage cannot go there.")
            return
        await self._resize(here, span)

    @property
    def _end(self) -> str:
        return "beginning" if self._moves_beginning else "end"

    @property
    def _movable(self) -> Placed | None:
        """The passage that keys act on, if its place is certain; otherwise report why not."""
        here = self._annotations.here
        if here is None:
            self._host.tell("There is no passage here.")
        elif not here.is_sure:
            key = self._host.key_of("app.review")
            self._host.tell(f"Its place is not certain: {key} settles that first.")
            return None
        return here

    def do_other_end(self) -> None:
        """Move the other end of a free selection, or of the passage."""
        if self._reading.caret:
            self._reading.swap_ends()
            self._view.follow()
            return
        self._moves_beginning = not self._moves_beginning
        back, on = self._host.key_of("reader.end_back"), self._host.key_of("reader.end_on")
        self._host.tell(f"{back} and {on} move the {self._end} of a passage")

    # -- both ends, by selecting

    def do_ends(self) -> None:
        """Select new ends for the passage."""
        here = self.select()
        if here is not None:
            self._annotations.resize(here.annotation.id)

    def select(self) -> Placed | None:
        """Turn the passage that keys act on into a free selection; return it."""
        here = self._movable
        if here is not None:
            self._reading.select_freely(here.span)
            self._view.follow()
        return here

    async def do_take(self) -> None:
        """Use the selection as the ends of the passage."""
        resized, selection = self._annotations.resized, self._reading.selection
        if resized is not None and selection is not None:
            await self._resize(resized, selection.span)

    async def _resize(self, placed: Placed, span: Span) -> None:
        article, annotation = self._article, placed.annotation.id
        resize = self._context.workspace.changes.resize
        if await self._host.save(lambda: resize(article, annotation, span)):
            await self._reload()
            self._reading.clear()
            self._reading.go(min(max(self._reading.point, span.start), span.end - 1))
            self._annotations.choose(annotation)
            self._view.follow()
