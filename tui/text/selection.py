"""The selection: one immutable value that keyboard and mouse both produce.

A selection has a fixed end (the anchor unit) and a moving end (the head unit) and covers both and
all that lies between. Positions are 0-based, end-exclusive code points in the canonical text.
"""

from msgspec import Struct
from msgspec.structs import replace

from corpus.text.spans import Span
from tui.text.units import TextUnits, Unit


class Selection(Struct, frozen=True):
    """What is selected, and how it would grow."""

    unit: Unit
    anchor: Span
    head: Span

    @property
    def span(self) -> Span:
        """The selected slice of the canonical text."""
        return Span(
            min(self.anchor.start, self.head.start),
            max(self.anchor.end, self.head.end),
        )


def select(units: TextUnits, unit: Unit, offset: int) -> Selection:
    """Select the unit at the offset."""
    span = units.at(unit, offset)
    return Selection(unit, span, span)


def select_between(units: TextUnits, unit: Unit, first: int, last: int) -> Selection:
    """Select whole units from the one at `first` to the one at `last`, in either order."""
    return Selection(unit, units.at(unit, first), units.at(unit, last))


def extend(units: TextUnits, selection: Selection, unit: Unit) -> Selection:
    """Extend to the end of the unit that the selection ends in, else to the next unit.

    At the end of the text the selection stays the same.
    """
    span = selection.span
    begun = units.at(unit, max(span.end - 1, span.start))
    following = begun if begun.end > span.end else units.after(unit, span.end)
    if following is None:
        return selection
    return Selection(unit, Span(span.start, span.start), following)


def shrink(units: TextUnits, selection: Selection, unit: Unit) -> Selection | None:
    """Drop the last unit of the selection; `None` when nothing would be left."""
    span = selection.span
    last = units.before(unit, span.end)
    if last is None or last.start <= span.start:
        return None
    kept = units.before(unit, last.start)
    if kept is None or kept.end <= span.start:
        return None
    return Selection(unit, Span(span.start, span.start), kept)


def grow_unit(units: TextUnits, selection: Selection) -> Selection:
    """Snap the selection outwards to the next larger unit that lengthens it."""
    span, unit = selection.span, selection.unit
    grown = selection
    while unit is not unit.larger() and grown.span == span:
        unit = unit.larger()
        grown = select_between(units, unit, span.start, max(span.end - 1, span.start))
    return grown


def shrink_unit(units: TextUnits, selection: Selection) -> Selection:
    """Select the next smaller unit at the start of the selection."""
    smaller = selection.unit.smaller()
    return select(units, smaller, selection.span.start)


def move_head(units: TextUnits, selection: Selection, offset: int) -> Selection:
    """Move the moving end to the unit at an offset; the anchor stays."""
    return replace(selection, head=units.at(selection.unit, offset))


def by_character(units: TextUnits, selection: Selection) -> Selection:
    """Return the same slice with single characters as its ends."""
    span = selection.span
    first = units.at(Unit.CHARACTER, span.start)
    last = units.at(Unit.CHARACTER, max(span.end - 1, span.start))
    is_reversed = selection.head.start < selection.anchor.start
    ends = (last, first) if is_reversed else (first, last)
    return Selection(Unit.CHARACTER, *ends)


def swap_ends(selection: Selection) -> Selection:
    """Swap the fixed and the moving end."""
    return replace(selection, anchor=selection.head, head=selection.anchor)
