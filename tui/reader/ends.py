"""The part of the reader that gives passages new ends."""

from corpus.text.spans import Span
from tui.commands.command import Scope
from tui.context import Context
from tui.reader import topic_legend as legend
from tui.reader.annotated import AnnotatedScreen
from tui.text.resizing import move_end
from tui.text.units import Unit
from tui.widgets.bars import Coded
from workspace.coding.article_coding import Placed


class EndsScreen(AnnotatedScreen):
    """Moves an end of the passage meant by a key, or lets its ends be selected freely."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._resized = ""
        self._beginning = False

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """While a passage gets new ends, a key takes them."""
        return (Scope.ENDS, *super().scopes) if self.resized is not None else super().scopes

    @property
    def resized(self) -> Placed | None:
        """The passage to which a selection is to give new ends."""
        reading = self.view.reading
        if reading is None or reading.taken is None or reading.selection is None:
            return None
        return next((each for each in self.placed if each.annotation.id == self._resized), None)

    def coded(self) -> Coded | None:
        """What is said of a passage, new ends for one, or a selection."""
        reading, article = self.view.reading, self.article
        if reading is None or article is None or reading.selection is None or self.resized is None:
            return super().coded()
        key = self.key_of("ends.take")
        words = legend.ends_words(article.text, reading.selection.span, key, self.size.width)
        return Coded((), words)

    @property
    def _movable(self) -> Placed | None:
        """The passage meant, if its place is certain; else says why there is none."""
        here = self.here
        if here is None:
            self.tell("There is no passage here.")
        elif not here.is_sure:
            self.tell(f"Its place is not certain: {self.key_of('app.review')} settles that first.")
            return None
        return here

    # -- an end by words and characters

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
        reading, here = self.view.reading, self._movable
        if reading is None or here is None:
            return
        span = move_end(reading.units, here.span, unit, step, beginning=self._beginning)
        if span == here.span:
            self.tell(f"The {self._end} of the passage cannot go there.")
            return
        await self._resize(here, span)

    @property
    def _end(self) -> str:
        return "beginning" if self._beginning else "end"

    def do_other_end(self) -> None:
        """Move the other end of a free selection, or of the passage."""
        reading = self.view.reading
        if reading is not None and reading.caret:
            super().do_other_end()
            return
        self._beginning = not self._beginning
        back, on = self.key_of("reader.end_back"), self.key_of("reader.end_on")
        self.tell(f"{back} and {on} move the {self._end} of a passage")

    # -- both ends, by selecting

    def do_ends(self) -> None:
        """Select the passage freely, to give it new ends."""
        reading, here = self.view.reading, self._movable
        if reading is not None and here is not None:
            self._resized = here.annotation.id
            reading.take(here.span)
            self.view.follow()

    async def do_take(self) -> None:
        """Let the passage be what is selected."""
        reading, resized = self.view.reading, self.resized
        if reading is not None and reading.selection is not None and resized is not None:
            await self._resize(resized, reading.selection.span)

    async def _resize(self, placed: Placed, span: Span) -> None:
        reading, article, annotation = self.view.reading, self.article, placed.annotation
        if reading is None or article is None:
            return
        resize = self.context.workspace.resize
        if await self.save(lambda: resize(article, annotation.id, span)):
            await self.place_anew()
            reading.clear()
            reading.go(min(max(reading.point, span.start), span.end - 1))
            self.choose(annotation.id)
            self.view.follow()
