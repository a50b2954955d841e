"""The list of articles: title, what is known of each, its topics, and the best passage of a search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.style import Style
from textual.strip import Strip

from corpus.catalogue import Record
from tui.palette import Palette
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage as one line: pieces of text, each a hit or not; `hits` counts all in the article."""

    pieces: tuple[tuple[str, bool], ...]
    hits: int


@dataclass(frozen=True, slots=True)
class Coding:
    """How an article is coded: passages by topic, and how many have notes."""

    topics: tuple[tuple[str, int], ...] = ()
    notes: int = 0


class ArticleList(RowList):
    """Articles of the folder or of a search, three lines each."""

    ROW_HEIGHT = 3

    def __init__(self, palette: Palette, symbols: Mapping[str, str]) -> None:
        super().__init__()
        self._palette = palette
        self._symbols = symbols
        self._records: Sequence[Record] = ()
        self.coding: Mapping[str, Coding] = {}
        self.snippets: dict[str, Snippet] = {}
        self._empty: Sequence[str] = ()

    @property
    def record(self) -> Record | None:
        """The current article."""
        return self._records[self.current] if self.current < len(self._records) else None

    @property
    def records(self) -> Sequence[Record]:
        """The articles in the order of the list."""
        return self._records

    def show_records(
        self, records: Sequence[Record], *, keep: str | None, empty: Sequence[str]
    ) -> None:
        """Show other articles; the one with the path `keep` stays current if it is among them.

        `empty` are the lines to say when there are none.
        """
        self._records = records
        self._empty = empty
        at = next((i for i, record in enumerate(records) if record.path == keep), 0) if keep else 0
        self.set_count(len(records), at)

    def draw_row(self, row: int, line: int, width: int, *, is_current: bool) -> Strip:
        """Draw one of an article's three lines."""
        record = self._records[row]
        palette = self._palette
        base = palette.text + palette.cursor if is_current and line < 2 else palette.text
        snippet = self.snippets.get(record.path)
        if is_current and snippet is not None:
            base = palette.text + palette.cursor
        cells = Row(width, base)
        cells.add(" ▌ " if is_current and base is not palette.text else "   ", palette.accent)
        if line == 0:
            cells.add(clean(record.title), palette.error if record.problem else palette.title)
        elif line == 1:
            self._facts(cells, record, snippet)
        elif snippet is not None:
            for text, is_hit in snippet.pieces:
                cells.add(text, palette.hit + Style(underline=True) if is_hit else Style())
        return cells.strip()

    def _facts(self, cells: Row, record: Record, snippet: Snippet | None) -> None:
        dim = self._palette.dim
        if record.problem:
            cells.add(clean(record.problem), dim)
            return
        known = [record.date, record.source, f"{record.words:,} words", record.path]
        coding = self.coding.get(record.path, Coding())
        for topic, count in coding.topics:
            sign = self._symbols.get(topic, "•")
            cells.add(f"{sign}×{count} ", self._palette.label(topic) + Style(bold=True))
        if coding.notes:
            cells.add(f"*×{coding.notes} ", self._palette.accent)
        if snippet is not None:
            cells.add(f"{snippet.hits} {'hit' if snippet.hits == 1 else 'hits'} · ", dim)
        cells.add(clean(" · ".join(part for part in known if part)), dim)

    def draw_empty(self, line: int, width: int) -> Strip:
        """Say what to do when the list is empty."""
        cells = Row(width, self._palette.text)
        if self.count == 0 and 1 <= line <= len(self._empty):
            cells.add("   ").add(clean(self._empty[line - 1]), self._palette.dim)
        return cells.strip()
