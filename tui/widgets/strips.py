"""Rows of cells: text cut to a width, pieces with styles.

Text goes to the screen as plain segments; nothing of it is ever read as markup.
"""

from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from corpus.text.canonical import canonical
from corpus.text.undivided import whole
from tui.text.wrap import shown, wrap

ELLIPSIS = "…"
_CHARACTERS_A_CELL = 8


def clean(text: str) -> str:
    """Return text from elsewhere (names, notes, messages) as one line that is safe to show."""
    return shown(whole(canonical(text)).text)


def fit(text: str, width: int) -> str:
    """Return the text cut to at most `width` cells, with an ellipsis if it was cut."""
    if width <= 0:
        return ""
    # Measuring takes time, and that many characters never fit.
    text = text[: width * _CHARACTERS_A_CELL]
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def in_home(path: Path) -> str:
    """Return a path as people write it, with `~` for their home."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def both_ends(text: str, width: int) -> str:
    """Return the text cut in its middle to about `width` cells, so that its end shows."""
    if len(text) <= width * _CHARACTERS_A_CELL and cell_len(text) <= width:
        return text
    half = width // 2
    return f"{fit(text, half)} {text[-half:].lstrip()}"


def number(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 hit`, `2,000 hits`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


class Row:
    """A row under construction; what does not fit its width is cut."""

    def __init__(self, width: int, base: Style) -> None:
        self._segments: list[Segment] = []
        self._base = base
        self._is_cut = False
        self.width = width
        self.used = 0

    @property
    def left(self) -> int:
        """Cells still free."""
        return self.width - self.used

    def add(self, text: str, style: Style | None = None, width: int | None = None) -> "Row":
        """Append text, cut to the free cells or to `width`; padded when a width is given."""
        if self._is_cut:
            return self
        room = self.left if width is None else min(width, self.left)
        whole = text
        text = fit(text, room)
        if width is not None:
            text = set_cell_size(text, room)
        self._is_cut = width is None and text != whole
        if text:
            self._segments.append(Segment(text, self._base + style if style else self._base))
            self.used += cell_len(text)
        return self

    def push_right(self, text: str, style: Style | None = None) -> "Row":
        """Append text at the right edge if there is room for it and a cell before it."""
        width = cell_len(text)
        if text and width < self.left:
            self.add(" " * (self.left - width), None)
            self.add(text, style)
        return self

    def strip(self) -> Strip:
        """The finished row, padded to its width."""
        if self.left > 0:
            self._segments.append(Segment(" " * self.left, self._base))
        return Strip(self._segments, self.width)


def broken(words: str, width: int) -> list[str]:
    """Wrap words into lines of a width."""
    return [words[line.start : line.end] for line in wrap(words, 0, len(words), width)]
