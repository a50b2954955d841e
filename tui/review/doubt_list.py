"""The list of passages to review: why, the quote, the article."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from tui.palette import Palette
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean
from workspace.search.doubts import Doubt

_KIND_CELLS = 14
_SHARE_FOR_TITLE = 3
_SEARCHING: Sequence[str] = ("Checking the passages …",)


class DoubtList(RowList):
    """One line each: the reason, the quote, the article."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _SEARCHING)
        self.doubts: tuple[Doubt, ...] = ()

    def draw_row(self, row: int, _line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw a passage."""
        doubt, palette = self.doubts[row], self.palette
        base = palette.text + palette.cursor if is_current else palette.text
        cells = Row(width, base)
        cells.add(" ▌ " if is_current else "   ", palette.accent)
        cells.add(doubt.kind.value, palette.accent, _KIND_CELLS)
        title = cells.left // _SHARE_FOR_TITLE
        quote = clean(doubt.annotation.quote)
        cells.add(f"“{quote}”", Style(bold=is_current), cells.left - title - 2)
        cells.add("  ").add(clean(doubt.title or doubt.path), palette.dim, title)
        return cells.strip()
