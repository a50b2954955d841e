"""One article being read: the reading point, the caret, the selection and how keys move them.

Pure state without a screen; the reader widget draws it and passes keys and mouse on.
"""

from collections.abc import Sequence

from msgspec import Struct

from corpus.article import Article
from corpus.text.spans import Span
from tui.text import selection as selecting
from tui.text.hyphens import Hyphenate
from tui.text.layout import Layout, lay_out
from tui.text.selection import Selection
from tui.text.units import TextUnits, Unit


class View(Struct, frozen=True):
    """What the layout depends on."""

    width: int
    furniture: bool = False
    hyphenate: Hyphenate | None = None


class Reading:
    """The reading point is an offset in the canonical text, so no change of width can move it."""

    def __init__(self, article: Article, view: View, point: int | None = None) -> None:
        self.article = article
        self.selection: Selection | None = None
        self.caret = False
        self.began_as: Span | None = None
        """The passage that a selection began as, to give it new ends."""
        # The same, while the mouse has been pressed for a new selection of these ends.
        self._pressed_for: Span | None = None
        self._cell: int | None = None
        self._grown_from: list[Selection] = []
        self.show(view)
        self.point = self.units.first
        if point is not None:
            self.go(point)

    def show(self, view: View) -> None:
        """Lay the article out for another width, or with page furniture shown or folded."""
        self.view = view
        self.layout: Layout = lay_out(
            self.article.undivided,
            self.article.blocks,
            view.width,
            furniture=view.furniture,
            hyphenate=view.hyphenate,
        )
        self.units = TextUnits(self.article, furniture=view.furniture)
        self._cell = None

    @property
    def sentence(self) -> Span:
        """The sentence at the reading point."""
        return self.units.at(Unit.SENTENCE, self.point)

    @property
    def target(self) -> Span:
        """What a topic key acts on: the selection, else the current sentence."""
        return self.selection.span if self.selection else self.sentence

    @property
    def cursor(self) -> Span:
        """The character at the reading point."""
        return self.units.at(Unit.CHARACTER, self.point)

    @property
    def moving(self) -> Span:
        """What must stay visible: the moving end of the selection, else the reading point."""
        if self.selection is None or self.caret:
            return self.cursor
        return self.selection.head

    @property
    def line(self) -> int:
        """The layout line of the reading point."""
        return self.layout.line_of(self.point)

    def go(self, offset: int) -> None:
        """Put the reading point on an offset, without touching the selection."""
        self.point = min(max(offset, self.units.first), max(self.units.last - 1, self.units.first))
        self._cell = None
        self._pressed_for = None
        self._follow()

    def move_lines(self, count: int) -> None:
        """Go down (or, negative, up) by lines, keeping the cell in caret mode.

        Without a caret the point takes the first sentence that starts in the new line, so that
        every sentence can be reached line by line.
        """
        if not self.layout.lines:
            return
        here, cell = self.layout.cell_of(self.point)
        step = 1 if count > 0 else -1
        there = self.layout.text_line(here + count, step)
        if self.caret:
            self._cell = cell if self._cell is None else self._cell
            kept = self._cell
            self.go(self.layout.offset_at(there, kept))
            self._cell = kept
            return
        line = self.layout.lines[there]
        following = self.units.after(Unit.SENTENCE, line.start)
        starts_here = following is not None and following.start < line.stop
        self.go(following.start if following and starts_here else line.start)

    def move_units(self, unit: Unit, count: int) -> None:
        """Go to the start of the next unit; negative, of this one and then of those before."""
        for _ in range(abs(count)):
            if count > 0:
                following = self.units.after(unit, self.units.at(unit, self.point).end)
            else:
                following = self.units.before(unit, self.point)
            if following is not None:
                self.go(following.start)

    def go_to_word_end(self) -> None:
        """Go to the last character of the word, or of the next word when already there."""
        word = self.units.at(Unit.WORD, self.point)
        if self.cursor.end >= word.end:
            word = self.units.after(Unit.WORD, word.end) or word
        self.go(self.units.at(Unit.CHARACTER, word.end - 1).start)

    def go_to_paragraph_end(self) -> None:
        """Go to the last character of the paragraph, or of the next when already there."""
        paragraph = self.units.at(Unit.PARAGRAPH, self.point)
        if self.cursor.end >= paragraph.end:
            paragraph = self.units.after(Unit.PARAGRAPH, paragraph.end) or paragraph
        self.go(self.units.at(Unit.CHARACTER, paragraph.end - 1).start)

    def move_to_line_end(self, last: bool) -> None:
        """Go to the last or the first character of the line."""
        if self.layout.lines:
            line = self.layout.lines[self.line]
            self.go(self.units.at(Unit.CHARACTER, line.end - 1).start if last else line.start)

    def move_to_end(self, last: bool) -> None:
        """Go to the first or the last line of the article."""
        self.go(self.units.last - 1 if last else self.units.first)

    def select(self, unit: Unit) -> None:
        """Select the unit at the reading point; again: take in the next one."""
        if self.selection is None or self.caret:
            self.caret = False
            self.selection = selecting.select(self.units, unit, self.point)
        else:
            self.selection = selecting.extend(self.units, self.selection, unit)

    def shrink(self, unit: Unit) -> None:
        """Drop the last unit of the selection."""
        if self.selection is not None:
            self.selection = selecting.shrink(self.units, self.selection, unit)

    def resize_unit(self, larger: bool) -> None:
        """Grow to the next larger unit, or go back to what it grew from, else to a smaller unit."""
        if self.selection is None:
            self.select(Unit.SENTENCE if larger else Unit.WORD)
        elif larger:
            grown = selecting.grow_unit(self.units, self.selection)
            if grown.span != self.selection.span:
                self._grown_from.append(self.selection)
                self.selection = grown
        elif self._grown_from and self._is_inside(self._grown_from[-1]):
            self.selection = self._grown_from.pop()
        else:
            self.selection = selecting.shrink_unit(self.units, self.selection)

    def _is_inside(self, smaller: Selection) -> bool:
        """Whether the selection could have grown from a smaller one."""
        if self.selection is None:
            return False
        inner, outer = smaller.span, self.selection.span
        return outer.start <= inner.start and inner.end <= outer.end and inner != outer

    def start_caret(self, *, backwards: bool = False) -> None:
        """Start selecting freely, character by character.

        An existing selection stays, and its moving end becomes the reading point. Otherwise the
        selection begins with the character at the reading point, or, backwards, the one before it.
        """
        if self.selection is not None and not self.caret:
            self.selection = selecting.by_character(self.units, self.selection)
            self.point = self.selection.head.start
        else:
            before = self.units.before(Unit.CHARACTER, self.point) if backwards else None
            begin = before.start if before else self.point
            self.selection = selecting.select(self.units, Unit.CHARACTER, begin)
        self.caret = True
        self.began_as = None
        self._cell = None

    def select_freely(self, span: Span) -> None:
        """Begin a free selection with a passage, whose end moves."""
        self.caret = True
        self.began_as = span
        first = self.units.at(Unit.CHARACTER, span.start)
        last = self.units.at(Unit.CHARACTER, span.end - 1)
        self.selection = Selection(Unit.CHARACTER, first, last)
        self.point = last.start
        self._cell = None

    def swap_ends(self) -> None:
        """Let the other end of the selection move."""
        if self.selection is not None:
            self.selection = selecting.swap_ends(self.selection)
            self.point = self.selection.head.start
            self._cell = None

    def press(self, unit: Unit, offset: int) -> None:
        """Put the reading point on an offset; a unit larger than a character is selected there.

        Where new ends of a passage are being selected, what is selected so, or by dragging from
        here, are its new ends.
        """
        is_repeated = unit is not Unit.CHARACTER
        ends_of = self.began_as or (self._pressed_for if is_repeated else None)
        self.clear()
        self.go(offset)
        if is_repeated:
            self.select(unit)
            self.began_as = ends_of
        self._pressed_for = ends_of

    def extend_to(self, offset: int) -> None:
        """Let the selection reach to an offset, by the unit it has; without one, from the point."""
        if self.selection is None:
            self.selection = selecting.select(self.units, Unit.CHARACTER, self.point)
            self.began_as = self._pressed_for
        self.selection = selecting.move_head(self.units, self.selection, offset)
        self.go(offset)

    def clear(self) -> None:
        """Drop the selection and the caret."""
        self.selection = None
        self.caret = False
        self.began_as = None
        self._grown_from = []

    def step_among(self, spans: Sequence[Span], forwards: bool) -> int | None:
        """Return the index of the next or previous span from the reading point, wrapping around.

        `spans` are in order of their start; `None` when there are none.
        """
        if not spans:
            return None
        if forwards:
            later = (i for i, span in enumerate(spans) if span.start > self.point)
            return next(later, 0)
        earlier = [i for i, span in enumerate(spans) if span.start < self.point]
        return earlier[-1] if earlier else len(spans) - 1

    def _follow(self) -> None:
        if self.caret and self.selection is not None:
            self.selection = selecting.move_head(self.units, self.selection, self.point)
