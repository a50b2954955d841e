"""What a key would act on, computed once for all the lines that show it."""

from functools import cached_property

from msgspec import Struct

from corpus.text.spans import Span
from tui.text.layout import Layout
from tui.text.marks import NO_SPAN
from tui.text.reading import Reading
from tui.text.selection import Selection


class Focus(Struct, frozen=True, dict=True):
    """The selection, else the sentence at the reading point; and the character there."""

    layout: Layout
    point: int
    selection: Selection | None
    selected: Span
    sentence: Span
    cursor: Span

    def is_of(self, reading: Reading) -> bool:
        """Whether it still holds: nothing has moved, and the layout is the same."""
        state = (reading.layout, reading.point, reading.selection)
        return state[0] is self.layout and state[1:] == (self.point, self.selection)

    @cached_property
    def lines(self) -> range:
        """The lines that look different because of it, from the first to the last."""
        spans = [each for each in (self.selected, self.sentence, self.cursor) if each != NO_SPAN]
        if not spans:
            return range(0)
        first = self.layout.line_of(min(span.start for span in spans))
        return range(first, self.layout.line_of(max(span.end for span in spans)) + 1)


def focus_of(reading: Reading, *, is_shown: bool) -> Focus:
    """Return what a key would act on; without a visible reading point, the selection alone."""
    selected = reading.selection.span if reading.selection else NO_SPAN
    return Focus(
        reading.layout,
        reading.point,
        reading.selection,
        selected,
        reading.sentence if is_shown and not reading.selection else NO_SPAN,
        reading.cursor if is_shown else NO_SPAN,
    )
