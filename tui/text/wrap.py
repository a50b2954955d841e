"""Wrapping text into lines of a width, measured in terminal cells.

A line is a slice of the text; nothing is inserted, deleted or replaced. Where a word is hyphenated
the hyphen is drawn, but it is no character of the text. Positions are 0-based, end-exclusive code
points.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from corpus.text.spans import Span
from tui.text.hyphens import Hyphenate

MINIMUM_WIDTH = 8
"""Cells; a narrower column is laid out as if it were this wide."""

# Characters that every terminal draws one cell wide: such text is wrapped without measuring each.
_ONE_CELL = re.compile("[\t\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482‐-‧‰-⁞₠-₿]*")
# A word to hyphenate: letters alone, perhaps in quotation marks or brackets, and no address.
_WORD = re.compile(r"[^\w\s@/]*([^\W\d_]+)(?=[^\w\s@/]*(?:\s|\Z)|[-–/]\w)")
# A line may leave so many cells empty before a word is hyphenated to fill them.
_RAGGED = 5
_BREAKS = "-–/"
_IN_ADDRESSES = ("/", ".", "@", "_")


class Line(NamedTuple):
    """One row of the reader.

    `start:end` is what the row shows; `end:stop` is the white space swallowed where the line was
    broken. `block` is the index of the block, or -1 for the empty row between two blocks. With
    `is_hyphenated` a hyphen is drawn after it.
    """

    start: int
    end: int
    stop: int
    block: int
    indent: int
    is_hyphenated: bool = False


@lru_cache(maxsize=64)
def _line_pattern(width: int) -> re.Pattern[str]:
    """As many characters as fit before white space, after a hyphen inside a word, or at the end.

    The white space after them is matched too, outside the group.
    """
    return re.compile(rf"(?s)(.{{1,{width}}}(?:(?=\s)|(?<=\w[-–/])(?=\w)|\Z)|.{{{width}}})\s*")


def is_one_cell(text: str, start: int, end: int) -> bool:
    """Whether every character of the slice takes exactly one cell."""
    found = _ONE_CELL.match(text, start, end)
    return found is not None and found.end() == end


def wrap(
    text: str,
    start: int,
    end: int,
    width: int,
    hanging: int = 0,
    *,
    first: int = 0,
    hyphenate: Hyphenate | None = None,
    block: int = 0,
) -> Iterator[Line]:
    """Break `text[start:end]` into lines of at most `width` cells.

    The first is indented by `first` cells, the others by `hanging`; all carry the index `block`. A
    word wider than a line is cut between two grapheme clusters.
    """
    width = max(width, MINIMUM_WIDTH + hanging)
    one_cell = is_one_cell(text, start, end)
    pattern, indent = _line_pattern(width - first), first
    while start < end:
        room = width - indent
        if one_cell:
            found = pattern.match(text, start, end)
            shown, stop = (found.end(1), found.end()) if found else (end, end)
        else:
            shown = stop = _fit_clusters(text, start, end, room)
            while stop < end and text[stop].isspace():
                stop += 1
        while shown > start and text[shown - 1].isspace():
            shown -= 1
        cut = _hyphenated(text, Span(start, stop), end, room, hyphenate) if hyphenate else 0
        if cut:
            yield Line(start, cut, cut, block, indent, is_hyphenated=True)
            start = cut
        else:
            yield Line(start, shown, stop, block, indent)
            start = stop
        if indent != hanging:
            pattern, indent = _line_pattern(width - hanging), hanging


def _hyphenated(text: str, line: Span, end: int, room: int, hyphenate: Hyphenate) -> int:
    """Return where to break the word that did not fit into a line; 0 for nowhere."""
    if line.end >= end:
        return 0
    last = text[line.end - 1]
    is_cut = not last.isspace() and last not in _BREAKS
    found = _WORD.match(text, line.start if is_cut else line.end, end)
    if found is None:
        return 0
    begin = found.start(1)
    is_address = text[begin - 1 : begin] in _IN_ADDRESSES
    left = room - 1 - cells(text, line.start, begin)
    is_last = not is_cut and text.find(" ", found.end(), end) < 0
    if left < _RAGGED or is_last or is_address or not is_one_cell(text, begin, found.end(1)):
        return 0
    return max((begin + at for at in hyphenate(found[1]) if at <= left), default=0)


def _fit_clusters(text: str, start: int, end: int, width: int) -> int:
    """Return where a line that starts at `start` must end, measured in grapheme clusters."""
    # Clusters may be long, but a whole line hardly has eight code points for each cell.
    clusters, _ = split_graphemes(shown(text[start : min(end, start + width * 8)]))
    used = 0
    last_break = 0
    for begin, finish, cells in clusters:
        piece = text[start + begin]
        if piece.isspace():
            last_break = begin
        if used + cells > width:
            return start + (last_break or begin or finish)
        used += cells
        if piece in _BREAKS and text[start + begin - 1].isalnum() and begin:
            last_break = finish
    return start + clusters[-1][1] if clusters else end


def cells(text: str, start: int, end: int) -> int:
    """Return how many cells the slice takes; a tab or a line break takes one."""
    if is_one_cell(text, start, end):
        return end - start
    return cell_len(shown(text[start:end]))


def shown(piece: str) -> str:
    """The slice as it is drawn: code point for code point, with tabs and line breaks as spaces."""
    return piece.replace("\n", " ").replace("\t", " ")
