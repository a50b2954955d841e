"""The lines of a PDF page in reading order, column by column.

A page may be drawn in any order. Most programs draw one column after the other. If one draws row
by row, across the columns, each column is read by itself, without the text of the others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
from math import inf
from statistics import median
from typing import Any, NamedTuple

import pypdf
from pypdf.generic import ArrayObject, TextStringObject

from corpus.text.canonical import canonical

_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_SAME = 2.0  # points between two places that count as one
_FEWEST_ROWS = 5
_MOST_ROWS = 0.7  # of those with text on both sides, that begin a column at its left edge
_SHORTEST_IN_COLUMN = 15  # characters; the cells of a table are shorter
_HEADLINE = 1.3  # times the usual size


class Line(NamedTuple):
    """A line, the size of its letters in points, and how far `below` the previous line it stands.

    That distance is in sizes of its letters. Both numbers are 0 if unknown.
    """

    text: str
    size: float = 0.0
    below: float = 0.0


Region = list[Line]
"""Lines one below the other, blank ones with the text "": a page, or a part of a column."""


class _Piece(NamedTuple):
    """A piece of text, at most a line with its line break; its size, and its height on the page."""

    text: str
    size: float = 0.0
    y: float = 0.0


class _Place(NamedTuple):
    """A place on the page, in points from its lower left corner."""

    x: float
    y: float


def regions(page: pypdf.PageObject) -> list[Region]:
    """Return the regions of a page in reading order. Raises whatever the library raises."""
    places: list[_Place] = []

    def note(place: _Place) -> bool:
        places.append(place)
        return True

    pieces = _read(page, note)
    whole = _lines(pieces)
    edges = _edges(places)
    if not edges:
        return [whole]
    parts = [
        _lines(_read(page, _inside(columns, rows)))
        for rows in pairwise(_zones(places, pieces, edges[1]))
        for columns in pairwise(edges)
    ]
    count = len(edges) - 1
    is_prose = all(_is_prose(chain.from_iterable(parts[at::count])) for at in range(count))
    return list(filter(None, parts)) if is_prose else [whole]


def _inside(columns: tuple[float, float], rows: tuple[float, float]) -> Callable[[_Place], bool]:
    (left, right), (top, bottom) = columns, rows
    return lambda place: left <= place.x < right and bottom <= place.y < top


def _edges(places: Sequence[_Place]) -> list[float]:
    """Return where columns that are drawn row by row begin and end; [] if there is only one.

    A column begins at the same place in nearly all rows with text on both sides of that place.
    """
    rows: list[list[float]] = []
    for (before, above), (x, y) in pairwise([_Place(0.0, inf), *places]):
        if abs(above - y) < _SAME and x > before + _SAME:
            rows[-1].append(x)
        else:
            rows.append([x])
    begun = Counter(round(x / _SAME) for row in rows for x in row[1:])
    edges: list[float] = []
    for place, count in sorted(begun.items()):
        edge = place * _SAME - _SAME
        both = sum(1 for row in rows if row[0] < edge <= row[-1])
        if count >= _FEWEST_ROWS and count >= both * _MOST_ROWS:
            edges.append(edge)
    return [-inf, *edges, inf] if edges else []


def _zones(places: Sequence[_Place], pieces: Sequence[_Piece], edge: float) -> list[float]:
    """Return where headlines interrupt the columns of a page, from the top down."""
    usual = median(piece.size for piece in pieces if piece.text.strip())
    heads = [piece for piece in pieces if piece.text.strip() and piece.size > usual * _HEADLINE]
    zones = [inf]
    for head in sorted(heads, key=lambda piece: -piece.y):
        beside = any(x >= edge and abs(y - head.y) < head.size for x, y in places)
        if not beside and head.y + 2 * head.size < zones[-1]:
            zones.append(head.y + head.size)
    return [*zones, -inf]


def _is_prose(column: Iterable[Line]) -> bool:
    lengths = [len(line.text) for line in column if line.text]
    return len(lengths) >= _FEWEST_ROWS and median(lengths) >= _SHORTEST_IN_COLUMN


def _read(page: pypdf.PageObject, is_wanted: Callable[[_Place], bool]) -> list[_Piece]:
    """Read the text at the wanted places."""
    pieces: list[_Piece] = []
    kept: list[list[Any]] = []

    def piece(text: str, user: Any, matrix: Any, _font: object, size: float) -> None:
        scale = abs(matrix[3] * user[3]) or abs(matrix[1] * user[1])
        pieces.append(_Piece(text, size * scale, _place(user, matrix).y))

    def before(operator: bytes, operands: Any, user: Any, matrix: Any) -> None:
        if operator in _SHOWING:
            kept.append(operands[:])
            if operands and not is_wanted(_place(user, matrix)):
                operands[-1] = ArrayObject() if operator == b"TJ" else TextStringObject("")

    def after(operator: bytes, operands: Any, _user: Any, _matrix: Any) -> None:
        if operator in _SHOWING:
            operands[:] = kept.pop()

    text = page.extract_text(
        visitor_text=piece, visitor_operand_before=before, visitor_operand_after=after
    )
    is_whole = "".join(piece.text for piece in pieces).split() == text.split()
    return pieces if is_whole else [_Piece(text)]


def _place(user: Any, matrix: Any) -> _Place:
    x, y = matrix[4], matrix[5]
    return _Place(user[0] * x + user[2] * y + user[4], user[1] * x + user[3] * y + user[5])


def _lines(pieces: Sequence[_Piece]) -> Region:
    """Join the pieces into lines; each has the size and the place of its longest piece."""
    rows: list[list[_Piece]] = [[]]
    for text, size, y in pieces:
        first, *others = text.split("\n")
        rows[-1].append(_Piece(first, size, y))
        rows += ([_Piece(other, size, y)] for other in others)
    lines: Region = []
    above = 0.0
    for row in rows:
        # A soft hyphen at the end of the line is a hyphen.
        text = " ".join(canonical("".join(part.text for part in row) + "\n").split())
        _, size, y = max(row, key=lambda part: len(part.text.strip()), default=_Piece(""))
        if text or lines:
            below = (above - y) / size if text and above and size else 0.0
            lines.append(Line(text, size, below))
        above = y if text else above
    while lines and not lines[-1].text:
        lines.pop()
    return lines
