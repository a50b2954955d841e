"""The view of an article: lays it out in a column, scrolls it, and follows the mouse."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from corpus.article import Article
from tui.article.drawing import GUTTER, ArticleDrawing, Frame, Meant
from tui.palette import Palette
from tui.text.focus import Focus, focus_of
from tui.text.hyphens import Hyphenate
from tui.text.marks import Marks
from tui.text.pointing import Presses, scroll_lines
from tui.text.reading import Reading, View

_CONTEXT = 2
_SCROLL_SECONDS = 0.05


class ReaderView(ScrollView, can_focus=True, inherit_bindings=False):
    """One article in a centred column with a gutter."""

    DEFAULT_CSS = (
        "ReaderView { overflow-x: hidden; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }"
    )
    ALLOW_SELECT = False

    point_shown = True
    """Whether the sentence at the reading point is marked."""

    @dataclass
    class NoteClicked(Message):
        """A note in the margin was clicked."""

        mark: str
        """The id of its passage."""

    @dataclass
    class Changed(Message):
        """The reading point or the selection has changed."""

    def __init__(self, palette: Palette, symbols: Mapping[str, str], measure: int) -> None:
        super().__init__()
        self._palette = palette
        self._symbols = symbols
        self.measure = measure
        self.reading: Reading | None = None
        self._marks = Marks()
        self._notes: Mapping[str, str] = {}
        self._meant = Meant()
        self._drawing: ArticleDrawing | None = None
        self._opens_at: int | None = None
        self._has_arrived = False
        self._row = 0
        self._last_focus: Focus | None = None
        self._presses = Presses()
        self._pressed_at: int | None = None
        self._held_at = (0, 0)
        self._holding: Timer | None = None
        self._ticks_outside = 0

    # -- what is shown

    def show_article(
        self,
        article: Article,
        point: int | None,
        *,
        furniture: bool,
        hyphenate: Hyphenate | None = None,
    ) -> Reading:
        """Show an article from its beginning, or with `point` a third down the screen."""
        reading = self.reading = Reading(article, View(self._width, furniture, hyphenate), point)
        self._marks = Marks()
        self._opens_at, self._has_arrived = point, False
        self._begin_drawing()
        self._announce()
        # Before the first layout there is no size; `on_resize` comes back to it.
        self.call_after_refresh(self._arrive)
        return reading

    def _arrive(self) -> None:
        """Scroll to where the article was opened, as soon as the view has a size."""
        if self.reading is None or not self.size.height:
            return
        if self._opens_at is None:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        else:
            top = self.reading.layout.line_of(self._opens_at) - self.size.height // 3
            self.scroll_to(y=max(top, 0), animate=False, immediate=True, force=True)
        self._opens_at = None
        self._has_arrived = True
        self._announce()

    def show_marks(self, marks: Marks, notes: Mapping[str, str] | None = None) -> None:
        """Replace the marks; `notes` maps the ids of passages to their notes."""
        self._marks = marks
        self._notes = notes or {}
        if self.reading is not None:
            self._begin_drawing()

    def show_meant(self, meant: Meant) -> None:
        """Emphasise the passage that keys act on."""
        if meant != self._meant:
            self._meant = meant
            if self._drawing is not None:
                self._drawing.show_meant(meant)
                self.refresh()

    def show_furniture(self, *, furniture: bool) -> None:
        """Show or fold page furniture, keeping the reading point in its place."""
        if self.reading is not None:
            self._relayout(replace(self.reading.view, furniture=furniture))

    def show_hyphens(self, hyphenate: Hyphenate | None) -> None:
        """Hyphenate words at the ends of lines, or do not."""
        if self.reading is not None:
            self._relayout(replace(self.reading.view, hyphenate=hyphenate))

    def set_measure(self, measure: int) -> None:
        """Set the width of the column, in cells."""
        self.measure = measure
        if self.reading is not None:
            self._relayout(self.reading.view)

    def _relayout(self, view: View) -> None:
        assert self.reading is not None
        self.reading.show(replace(view, width=self._width))
        self.reading.go(self.reading.point)
        self._begin_drawing()
        if self._has_arrived:
            self._keep_row()
        # How far the view can scroll is known only after the new size has been laid out.
        self.call_after_refresh(self._keep_row if self._has_arrived else self._arrive)

    def _keep_row(self) -> None:
        """Keep the reading point on its row of the screen.

        On a smaller screen it is the nearest row, until the screen is larger again.
        """
        if self.reading is None or not self.size.height:
            return
        lowest = self.size.height - 1 - min(_CONTEXT, max((self.size.height - 1) // 2, 0))
        top = max(self.reading.line - min(self._row, lowest), 0)
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.refresh()
        self.post_message(self.Changed())

    def _begin_drawing(self) -> None:
        """Begin a new drawing, of another layout or with other marks."""
        assert self.reading is not None
        self._drawing = ArticleDrawing(
            self.reading,
            self._frame,
            self._palette,
            self._symbols,
            marks=self._marks,
            notes=self._notes,
            meant=self._meant,
        )
        self.refresh()
        self.virtual_size = Size(self._frame.width, self._drawing.height + 1)

    @property
    def _frame(self) -> Frame:
        width = self.scrollable_content_region.width
        return Frame(width, self._width, self.outer_size.width)

    @property
    def widest(self) -> int:
        """The widest column that fits into the terminal, in cells."""
        return max(self.scrollable_content_region.width - GUTTER, 10)

    @property
    def _width(self) -> int:
        return min(self.measure, self.widest)

    @property
    def fraction(self) -> float:
        """How much of the article is above the bottom of the screen, from 0 to 1."""
        if self.reading is None or not self.reading.layout.lines:
            return 1.0
        seen = self.scroll_offset.y + self.size.height
        return min(seen / len(self.reading.layout.lines), 1.0)

    def on_resize(self) -> None:
        """Lay out for the new width."""
        if self.reading is not None and self.reading.view.width != self._width:
            self._relayout(self.reading.view)
        elif self.reading is not None:
            self._begin_drawing()
            self.call_after_refresh(self._keep_row if self._has_arrived else self._arrive)

    # -- moving

    def follow(self) -> None:
        """Scroll so that the reading point is visible with some lines around it."""
        if self.reading is None:
            return
        layout, moving = self.reading.layout, self.reading.moving
        first, last = layout.line_of(moving.start), layout.line_of(max(moving.end - 1, 0))
        height, top = self.size.height, self.scroll_offset.y
        context = min(_CONTEXT, max((height - 1) // 2, 0))
        # Both ends of what was selected must be visible; if there is no room, its beginning.
        if last >= top + height - context:
            top = last - height + 1 + context
        if first < top + context:
            top = first - context
        self.scroll_to(y=max(top, 0), animate=False, immediate=True, force=True)
        self._announce()

    def reveal(self) -> None:
        """The same after a jump; one that leads out of sight ends a third down the screen."""
        if self.reading is not None:
            top, line = self.scroll_offset.y, self.reading.line
            if not top <= line < top + self.size.height:
                top = max(line - self.size.height // 3, 0)
                self.scroll_to(y=top, animate=False, immediate=True, force=True)
            self.follow()

    def show_from(self, top: int) -> None:
        """Scroll to a line."""
        self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def turn(self, lines: int) -> None:
        """Scroll by lines and take the reading point along."""
        if self.reading is None:
            return
        row = self.reading.line - self.scroll_offset.y
        top = min(max(self.scroll_offset.y + lines, 0), int(self.max_scroll_y))
        if top == self.scroll_offset.y:
            self.reading.move_to_end(last=lines > 0)
        else:
            self.reading.move_lines(top + row - self.reading.line or (1 if lines > 0 else -1))
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.follow()

    def on_mouse_scroll_down(self) -> None:
        """Scrolled by the wheel."""
        self.call_after_refresh(self.take_point_along)

    def on_mouse_scroll_up(self) -> None:
        """Scrolled by the wheel."""
        self.call_after_refresh(self.take_point_along)

    def on_scroll_to(self) -> None:
        """Scrolled by the bar."""
        self.call_after_refresh(self.take_point_along)

    def take_point_along(self) -> None:
        """Keep the reading point visible: no key may act on a sentence out of sight."""
        reading = self.reading
        if self._pressed_at is not None:
            self._reach()
        if reading is None or reading.selection is not None or not self.size.height:
            return
        top = self.scroll_offset.y
        line = min(max(reading.line, top), top + self.size.height - 1)
        if line != reading.line:
            step = 1 if line > reading.line else -1
            there = reading.layout.text_line(line, step)
            reading.go(reading.layout.lines[there].start)
        self._announce()

    def _announce(self) -> None:
        if self.reading is not None:
            self._row = self.reading.line - self.scroll_offset.y
            self._refresh_focus(self.reading)
        self.post_message(self.Changed())

    # -- mouse

    def offset_under(self, x: int, y: int) -> int | None:
        """Return the offset of the character drawn at a place of this widget."""
        if self.reading is None:
            return None
        line = y + self.scroll_offset.y
        return self.reading.layout.offset_at(line, x - self._frame.text)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the reading point here; again: select the word, then the sentence, the paragraph.

        With shift, extend the selection to here.
        """
        offset = self.offset_under(event.x, event.y)
        if event.button != 1 or self.reading is None or offset is None:
            return
        line = event.y + self.scroll_offset.y
        if self._drawing is not None and (mark := self._drawing.note_at(event.x, line)):
            self.post_message(self.NoteClicked(mark))
            return
        if event.shift:
            self.reading.extend_to(offset)
        else:
            self.reading.press(self._presses.press((event.x, event.y), event.time), offset)
        self._pressed_at, self._held_at = offset, (event.x, event.y)
        self.capture_mouse()
        self._announce()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed to here."""
        if self._pressed_at is None:
            return
        self._held_at = (event.x, event.y)
        self._reach()
        if self._holding is None:
            self._ticks_outside = 0
            self._holding = self.set_interval(_SCROLL_SECONDS, self._scroll_held)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """End the selection."""
        self._pressed_at = None
        self.release_mouse()
        if self._holding is not None:
            self._holding.stop()
            self._holding = None

    def _reach(self) -> None:
        """Extend the selection to the mouse, by the unit it began with."""
        to = self.offset_under(*self._held_at)
        if self.reading is None or to is None:
            return
        if to != self._pressed_at or self.reading.selection is not None:
            self.reading.extend_to(to)
            self._announce()

    def _scroll_held(self) -> None:
        """Scroll, ever faster, while the mouse is held above or below the text."""
        lines = scroll_lines(self._held_at[1], self.size.height, self._ticks_outside)
        self._ticks_outside = self._ticks_outside + 1 if lines else 0
        if lines:
            self.scroll_relative(y=lines, animate=False, immediate=True, force=True)
            self._reach()

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        if self.reading is None or self._drawing is None:
            return Strip.blank(self.scrollable_content_region.width, self._palette.text)
        return self._drawing.strip(y + self.scroll_offset.y, self._focus(self.reading))

    def _focus(self, reading: Reading) -> Focus:
        if self._last_focus is None or not self._last_focus.is_of(reading):
            self._last_focus = focus_of(reading, is_shown=self.point_shown)
        return self._last_focus

    def _refresh_focus(self, reading: Reading) -> None:
        """Redraw the lines that a key would have acted on, and those it would act on now."""
        before = self._last_focus
        for focus in (before, self._focus(reading)):
            if focus is not None and focus.lines:
                self.refresh_lines(focus.lines.start, len(focus.lines))
