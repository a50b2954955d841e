"""The reader while a lost or uncertain passage gets a new place."""

from rich.style import Style
from textual.app import ComposeResult
from textual.strip import Strip

from annotations.model import Annotation
from tui.commands.command import Scope
from tui.context import Context
from tui.keys.keymap import Keymap
from tui.palette import Palette
from tui.reader.commands import UNITS
from tui.reader.screen import ReaderScreen
from tui.widgets.bars import Bar
from tui.widgets.strips import Row, both_ends, clean

_CELLS_BESIDE = 12


class SoughtBar(Bar):
    """Two lines above the text: the quote whose place is sought, and what to do."""

    DEFAULT_CSS = "SoughtBar { height: 3; }"

    def __init__(self, palette: Palette, quote: str, keymap: Keymap) -> None:
        super().__init__(palette)
        self._quote = clean(quote)
        how = f"Select where it belongs now ({UNITS}, {{reader.caret}} or the mouse), then "
        self._how, self._put = keymap.spelt(how), keymap.spelt("{placing.put}")

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw the quote, what to do, or a rule."""
        row = Row(width, self.palette.text)
        if line == 2:
            return row.add("─" * width, self.palette.rule).strip()
        row.add(" ")
        if line == 0:
            row.add("Sought: ", self.palette.accent + Style(bold=True))
            row.add(f"“{both_ends(self._quote, width - _CELLS_BESIDE)}”")
        else:
            row.add(self._how, self.palette.dim)
            start = row.used
            row.add(self._put, self.palette.accent)
            self.place(line, start, row.used, "placing.put")
        return row.strip()


class PlacingScreen(ReaderScreen):
    """Shows an article until the new place of an annotation has been selected."""

    def __init__(
        self, context: Context, path: str, annotation: Annotation, point: int | None
    ) -> None:
        super().__init__(context, [path], 0, point=point)
        self._annotation = annotation
        self._sought_bar = SoughtBar(context.palette, annotation.quote, context.keymap)

    def compose(self) -> ComposeResult:
        """The reader, with what is sought below its title."""
        title, *rest = super().compose()
        yield title
        yield self._sought_bar
        yield from rest

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """A few keys mean something else here than in the reader."""
        scopes = super().scopes
        at = scopes.index(Scope.READER)
        return (*scopes[:at], Scope.PLACING, *scopes[at:])

    @property
    def states(self) -> frozenset[str]:
        """For the hints; the passages to review are where this screen was opened."""
        return super().states - {"doubts"}

    def turn_to(self, path: str) -> None:
        """Stay in this article, to which the passage belongs."""
        del path
        self.tell("First choose the place in this article, or cancel.")

    def do_ends(self) -> None:
        """Select the passage here freely, but only the one sought gets another place."""
        if self._opened is not None:
            self._opened.parts.ends.select()

    async def do_put(self) -> None:
        """Put the annotation on what is selected."""
        if self.session is None:
            return
        article, selection = self.session.article, self.session.reading.selection
        if selection is None:
            words = f"Select the passage first: {UNITS}, {{reader.caret}} or the mouse."
            self.tell(self.spelt(words))
            return
        span = selection.span
        move = self.context.workspace.changes.move
        if await self.save(lambda: move(article, self._annotation.id, span)):
            self.dismiss(self.path)

    def do_give_up(self) -> None:
        """Drop the selection, or leave without moving the annotation."""
        self.do_back()

    do_review = do_give_up
