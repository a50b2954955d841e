"""Notes in the margin: each beside the first line of its passage, or as close below as possible.

Pure: turns notes and their lines into what is drawn beside each line. Widths are terminal cells.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from tui.text.wrap import wrap

_FEWEST_LINES = 2
"""A note is cut to so many lines, and no fewer, so that the next need not move down."""
_MORE = "…"


class Note(Struct, frozen=True):
    """A note for the margin; `lines` are its words, safe to print."""

    mark: str
    """The id of its passage."""
    line: int
    """The line of the article on which the passage begins."""
    signs: str
    quote: str
    lines: tuple[str, ...]
    topic: str = ""


class Piece(Struct, frozen=True):
    """What is drawn beside one line: the head of a note, or a line of its words."""

    note: Note
    text: str
    is_head: bool = False


class Margin:
    """Notes one below the other, in the order of their passages; none hides another."""

    def __init__(self, notes: Iterable[Note], width: int) -> None:
        self._beside: dict[int, Piece] = {}
        ordered = sorted(notes, key=lambda note: note.line)
        self.height = 0
        for at, note in enumerate(ordered):
            line = max(note.line, self.height)
            following = ordered[at + 1].line if at + 1 < len(ordered) else None
            self._beside[line] = Piece(note, _head(note, width, is_moved=line > note.line), True)
            room = None if following is None else max(following - line - 1, _FEWEST_LINES)
            words = _cut(_wrapped(note.lines, width), room, width)
            for below, text in enumerate(words, line + 1):
                self._beside[below] = Piece(note, text)
            self.height = line + 1 + len(words)

    def beside(self, line: int) -> Piece | None:
        """Return what is drawn beside a line of the article."""
        return self._beside.get(line)


def _head(note: Note, width: int, *, is_moved: bool) -> str:
    """The signs of the passage and its first words; an arrow if it begins further up."""
    begins = "↑" if is_moved else ""
    room = width - cell_len(begins + note.signs) - 3
    return f"{begins}{note.signs} “{_shortened(note.quote, room)}”"


def _shortened(words: str, width: int) -> str:
    """The words cut to a width, between two of them if possible."""
    if cell_len(words) <= width:
        return words
    cut = _first_cells(words, max(width - 1, 0))
    space = cut.rfind(" ", len(cut) // 2)
    return (cut[:space] if space > 0 else cut) + _MORE


def _first_cells(words: str, width: int) -> str:
    """What of the words fits a width; Rich takes too much where joiners stand before letters."""
    cut = set_cell_size(words, min(cell_len(words), width))
    while cell_len(cut) > width:
        cut = cut[:-1]
    return cut.rstrip()


@lru_cache(maxsize=4096)
def _wrapped(lines: tuple[str, ...], width: int) -> tuple[str, ...]:
    return tuple(piece for words in lines for piece in _pieces(words, width) or [""])


def _pieces(words: str, width: int) -> list[str]:
    return [words[line.start : line.end] for line in wrap(words, 0, len(words), width)]


def _cut(words: Sequence[str], room: int | None, width: int) -> Sequence[str]:
    if room is None or len(words) <= room:
        return words
    last = _first_cells(words[room - 1], width - 1)
    return (*words[: room - 1], last + _MORE)
