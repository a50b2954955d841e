"""The list of articles: title, facts, topics, and the best passage of a search."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct
from rich.style import Style
from textual.strip import Strip

from corpus.folder.catalogue import Record
from tui.library.listing import Partial
from tui.palette import Palette
from tui.text.wrap import wrap
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean, number

_NARROW = 119  # cells: a terminal of 120 columns, less the scroll bar
_MARGIN = 3
_DIVIDER = 2  # lines between the articles with all words and those with most
_TO_THE_END = 0.95
_LACKING = Style(strike=True)


class Snippet(Struct, frozen=True):
    """A passage as one line: pieces, each a hit or not; `hits` counts all in the article."""

    pieces: tuple[tuple[str, bool], ...]
    hits: int


class Coding(Struct, frozen=True):
    """How an article is coded: passages by topic, the number of notes, a star."""

    topics: tuple[tuple[str, int], ...] = ()
    notes: int = 0
    starred: bool = False


class ArticleList(RowList):
    """Articles of the folder or of a search."""

    def __init__(self, palette: Palette, symbols: Mapping[str, str]) -> None:
        super().__init__(palette)
        self._symbols = symbols
        self._records: Sequence[Record] = ()
        self.coding: Mapping[str, Coding] = {}
        self.snippets: dict[str, Snippet] = {}
        self.progress: Callable[[Record], float | None] = lambda _record: None
        """How much of an article has been read, from 0 to 1; `None` for never opened."""
        self.stories: Mapping[str, Sequence[str]] = {}
        """The paths of each story's versions."""
        self._has_passages = False
        self._partial = Partial()

    @property
    def record(self) -> Record | None:
        """The current article."""
        return self._records[self.current] if self.current < len(self._records) else None

    @property
    def records(self) -> Sequence[Record]:
        """The articles in the order of the list."""
        return self._records

    @property
    def found(self) -> Sequence[Record]:
        """Those of them that have all words of the search: what is counted, narrowed and coded."""
        partial = self._partial.records
        return self._records[: -len(partial)] if partial else self._records

    def show_records(
        self,
        records: Sequence[Record],
        *,
        keep: str | None,
        empty: Sequence[str],
        passages: bool = False,
        partial: Partial | None = None,
    ) -> None:
        """Show other articles; the one with the path `keep` stays current if it is among them.

        `empty` are the lines shown when there are none; with `passages` each article has a line for
        its best passage. The articles of `partial` come last.
        """
        self._partial = partial or Partial()
        if self._partial.records:
            records = [*records, *self._partial.records]
        self._records = records
        self.empty = empty
        self._has_passages = passages
        at = next((i for i, record in enumerate(records) if record.path == keep), 0) if keep else 0
        self.set_count(len(records), at)

    def say_empty(self, lines: Sequence[str]) -> None:
        """Change the lines shown while there are no articles."""
        if self.empty != lines:
            self.empty = lines
            self.refresh()

    @property
    def _first_partial(self) -> int | None:
        """The row above which a line says that a word is missing from here on."""
        return len(self.found) if self._partial.records else None

    def tops_for(self, width: int, /) -> Sequence[int]:
        """Title and facts, a second line for long titles in a narrow list, a passage; one empty."""
        self.row_height = 3 + self._has_passages
        divided = self._first_partial
        if width >= _NARROW and divided is None:
            return super().tops_for(width)
        room = width - _MARGIN - 1 if width < _NARROW else None
        heights = [
            self.row_height
            + (room is not None and len(record.title) > room)
            + (_DIVIDER if row == divided else 0)
            for row, record in enumerate(self._records)
        ]
        return list(accumulate(heights, initial=0))

    def draw_row(self, row: int, line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw one line of an article: title (two lines if need be), facts, the best passage."""
        if row == self._first_partial:
            if line < _DIVIDER:
                return self._divider(line, width)
            line -= _DIVIDER
        record, palette = self._records[row], self.palette
        title = self._title(record, width - _MARGIN - 1)
        snippet = self.snippets.get(record.path)
        lines = len(title) + 1 + (snippet is not None)
        is_marked = is_current and line < lines
        cells = Row(width, palette.text + palette.cursor if is_marked else palette.text)
        cells.add(" ▌ " if is_marked else "   ", palette.accent)
        if line < len(title):
            cells.add(title[line], self._title_style(record))
        elif line == len(title):
            self._facts(cells, record, snippet)
        elif snippet is not None and line < lines:
            for text, is_hit in snippet.pieces:
                cells.add(text, palette.hit + Style(underline=True) if is_hit else Style())
        return cells.strip()

    def _divider(self, line: int, width: int) -> Strip:
        """Draw a rule with words in it, and an empty line."""
        cells = Row(width, self.palette.text)
        if line == 0:
            cells.add("── ", self.palette.rule).add(
                clean(self._partial.before), self.palette.accent
            )
            cells.add(" ").add("─" * cells.left, self.palette.rule)
        return cells.strip()

    def _title(self, record: Record, width: int) -> list[str]:
        """The title on one line, or on two where a row has the room."""
        title = clean(record.title)
        is_narrow = self.scrollable_content_region.width < _NARROW
        if len(record.title) <= width or not is_narrow:
            return [title]
        wrapped = list(wrap(title, 0, len(title), width))
        if len(wrapped) < 2:
            return [title, ""]
        return [title[wrapped[0].start : wrapped[0].end], title[wrapped[1].start :]]

    def _title_style(self, record: Record) -> Style:
        """Bold until the article has been opened."""
        if record.problem:
            return self.palette.error
        return self.palette.title if self.progress(record) is None else Style()

    def _facts(self, cells: Row, record: Record, snippet: Snippet | None) -> None:
        dim = self.palette.dim
        if record.problem:
            cells.add(clean(record.problem), dim)
            return
        if lacks := self._partial.lacks.get(record.path):
            cells.add("without ", dim)
            for word in lacks:
                cells.add(clean(word), _LACKING).add(" ")
            cells.add("· ", dim)
        seen = self.progress(record)
        read = "" if seen is None else "read" if seen >= _TO_THE_END else f"{seen:.0%} read"
        known = [read, record.date, record.source, f"{record.words:,} words", record.path]
        coding = self.coding.get(record.path, Coding())
        if coding.starred:
            cells.add("★ ", self.palette.accent)
        for topic, count in coding.topics:
            sign = self._symbols.get(topic, "•")
            cells.add(f"{sign}×{count} ", self.palette.label(topic) + Style(bold=True))
        if coding.notes:
            cells.add(f"*×{coding.notes} ", self.palette.accent)
        if coding.topics or coding.notes:
            cells.add("· ", dim)
        if snippet is not None:
            cells.add(f"{number(snippet.hits, 'hit')} · ", dim)
        if versions := len(self.stories.get(record.story, ())):
            cells.add(f"{versions} versions · ", self.palette.accent)
        cells.add(clean(" · ".join(part for part in known if part)), dim)
