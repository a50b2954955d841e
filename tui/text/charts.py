"""Charts of topics as lines of cells: bars and numbers that are distinct even without colour.

Pure functions from figures to lines; a widget styles the looks.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from msgspec import Struct

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_LEFT_EIGHTHS = " ▏▎▍▌▋▊▉█"
_NOTHING = "·"
_NAME = 20  # cells, before bars as before names
_SUM = 7
_LEAST_BAR = 5
_BARS = 5  # lines
_WIDEST_COLUMN = 6
_SHARE = 0.45


class Look(Enum):
    """How a cell looks, apart from the colour of its topic."""

    PLAIN = "plain"
    DIM = "dim"
    STRONG = "strong"


class Cell(Struct, frozen=True):
    """A piece of a line: its text, cut or filled to `width` cells, in the colour of a topic."""

    text: str
    width: int | None = None
    topic: str = ""
    look: Look = Look.PLAIN


Line = list[Cell]


class Column(Struct, frozen=True):
    """A topic as a row or column of a chart: its name, its sign, and whether it is current."""

    name: str
    sign: str
    is_current: bool = False


class Entry(Struct, frozen=True):
    """A line of a table: its label, and a number for each column."""

    label: Line
    counts: Sequence[int | None]


def column_chart(
    counts: Sequence[int], periods: Sequence[str], topic: str, width: int, height: int = _BARS
) -> list[Line]:
    """Draw numbers as upright bars over their periods, with an axis on the left and below.

    The tallest bar is `height` lines high, and at least five.
    """
    if not counts:
        return []
    top = max(*counts, 1)
    step = _step(len(counts), width)
    bar = max(step - 1, 1)
    height = max(height, _BARS)
    lines: list[Line] = []
    for level in range(height, 0, -1):
        said = {height: f"{top:,} ┤", 1: "0 ┤"}.get(level, "│")
        filled = (_eighths(count, top, height * 8) - (level - 1) * 8 for count in counts)
        blocks = (_EIGHTHS[min(max(eighths, 0), 8)] for eighths in filled)
        drawn = "".join(block * bar + " " * (step - bar) for block in blocks)
        lines.append([Cell(said.rjust(_NAME), look=Look.DIM), Cell(drawn, topic=topic)])
    return [*lines, *_axis(periods, width)]


def most_periods(width: int) -> int:
    """Return how many periods fit into a chart."""
    return max(width - _NAME - _SUM, 1)


def _axis(periods: Sequence[str], width: int) -> list[Line]:
    """The names of the periods below a chart: years, and months if there is room."""
    indent = Cell(" " * _NAME)
    step = _step(len(periods), width)
    lines: list[Line] = []
    if step >= 3 and "-" in periods[0]:
        months = "".join(period[5:].ljust(step) for period in periods)
        lines.append([indent, Cell(months, look=Look.DIM)])
    text, shown = "", ""
    for at, period in enumerate(periods):
        year = period[:4]
        if year != shown and len(text) <= at * step:
            text = text.ljust(at * step) + year + " "
            shown = year
    room = max(step * len(periods), 5)
    return [*lines, [indent, Cell(text[:room], look=Look.DIM)]]


def spark_lines(
    columns: Sequence[Column], counts: Mapping[str, Sequence[int]], periods: int, width: int
) -> list[Line]:
    """Draw a line of small bars for each topic, all to one scale, followed by its sum."""
    step = _step(periods, width)
    top = max((max(each, default=0) for each in counts.values()), default=1)
    lines = []
    for column in columns:
        mine = counts.get(column.name, (0,) * periods)
        blocks = (_EIGHTHS[max(_eighths(n, top, 8), 1)] if n else _NOTHING for n in mine)
        drawn = "".join(block * max(step - 1, 1) + " " * (step > 1) for block in blocks)
        total = Cell(f" {sum(mine):,}", look=_look(column))
        lines.append([*name_cells(column, _NAME), Cell(drawn, topic=column.name), total])
    return lines


def table(
    columns: Sequence[Column], entries: Iterable[Entry], label: int, width: int, *, sums: bool
) -> list[Line]:
    """Draw numbers in rows and columns, each with a block whose height shows how large it is.

    Columns that do not fit make way for the current one. With `sums` each row ends with a bar.
    """
    entries = list(entries)
    shown = _shown(columns, (width - label - (8 if sums else 0)) // _WIDEST_COLUMN)
    top = max((count or 0 for each in entries for count in each.counts), default=0)
    most = max((sum(count or 0 for count in each.counts) for each in entries), default=0)
    room = width - label - len(shown) * _WIDEST_COLUMN - 7
    left_out = len(columns) - len(shown)
    more = f"and {left_out} more" if left_out else ""
    head: Line = [Cell(more, label, look=Look.DIM)]
    for at in shown:
        sign = f"{columns[at].sign:>{_WIDEST_COLUMN - 2}}  "
        head.append(Cell(sign, topic=columns[at].name, look=_look(columns[at], Look.PLAIN)))
    if sums:
        head.append(Cell("  all", look=Look.DIM))
    lines = [head]
    for entry in entries:
        line = [*entry.label]
        for at in shown:
            line += _number(entry.counts[at], top, columns[at])
        if sums:
            total = sum(count or 0 for count in entry.counts)
            drawn = bar(total, most, min(room, 30)) if room >= _LEAST_BAR else ""
            line += [Cell(f"{total:>5,} "), Cell(drawn, look=Look.DIM)]
        lines.append(line)
    return lines


def bar(count: int, most: int, width: int) -> str:
    """Draw a horizontal bar, to an eighth of a cell."""
    eighths = _eighths(count, max(most, 1), max(width, 0) * 8)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + _LEFT_EIGHTHS[rest].strip()


def name_cells(column: Column, width: int) -> Line:
    """A topic's sign and name."""
    mark = "▸" if column.is_current else " "
    return [
        Cell(f"{mark}{column.sign} ", 3, column.name, _look(column)),
        Cell(column.name, width - 4, column.name, _look(column)),
        Cell(" "),
    ]


def label_width(width: int) -> int:
    """Return how many cells of a chart the titles of articles get."""
    return max(min(int(width * _SHARE), 60), 12)


def _number(count: int | None, top: int, column: Column) -> Line:
    if count is None:
        return [Cell("   –  ", look=Look.DIM)]
    if not count:
        return [Cell(f"   {_NOTHING}  ", look=Look.DIM)]
    block = _EIGHTHS[max(_eighths(count, top, 8), 1)]
    return [Cell(f"{count:>4}", look=_look(column)), Cell(f"{block} ", topic=column.name)]


def _shown(columns: Sequence[Column], most: int) -> range:
    """The indexes of the columns that fit, the current one among them."""
    current = next((at for at, each in enumerate(columns) if each.is_current), 0)
    most = max(min(most, len(columns)), 1)
    start = min(max(current - most + 1, 0), max(len(columns) - most, 0))
    return range(start, min(start + most, len(columns)))


def _look(column: Column, usual: Look = Look.PLAIN) -> Look:
    return Look.STRONG if column.is_current else usual


def _step(periods: int, width: int) -> int:
    return max(min(most_periods(width) // max(periods, 1), _WIDEST_COLUMN), 1)


def _eighths(count: int, top: int, most: int) -> int:
    """A number in eighths of a block; even the smallest shows."""
    return max(round(count / top * most), 1) if count and top else 0
