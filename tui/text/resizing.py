"""Moving one end of a passage by words or characters.

Positions are 0-based, end-exclusive code points in the canonical text.
"""

from corpus.text.spans import Span
from tui.text.units import TextUnits, Unit


def move_end(units: TextUnits, span: Span, unit: Unit, step: int, *, beginning: bool) -> Span:
    """Return the slice with its end, or its beginning, one unit later (1) or earlier (-1).

    Ends fall on the edges of units, so they take in no white space. The slice stays the same when
    there is no further unit, or nothing would be left.
    """
    if beginning:
        there = units.after(unit, span.start + 1) if step > 0 else units.before(unit, span.start)
        moved = Span(there.start, span.end) if there else span
    else:
        there = _later(units, span, unit) if step > 0 else _earlier(units, span, unit)
        moved = Span(span.start, there.end) if there else span
    return moved if moved.start < moved.end else span


def _later(units: TextUnits, span: Span, unit: Unit) -> Span | None:
    """The unit that the slice ends in, else the next one."""
    begun = units.at(unit, span.end)
    return begun if begun.start < span.end < begun.end else units.after(unit, span.end)


def _earlier(units: TextUnits, span: Span, unit: Unit) -> Span | None:
    """The last unit that ends before the slice does."""
    last = units.before(unit, span.end)
    while last is not None and last.end >= span.end:
        last = units.before(unit, last.start)
    return last
