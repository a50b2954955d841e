"""The list of annotations: quote, topics, article, note, and why one is to be reviewed."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from tui.palette import Palette
from tui.text.wrap import wrap
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean, fit
from workspace.search.passages import Listed

_MARGIN = 3
_MOST_LINES = 3
_ROOM_FOR_COUNT = 12
_WHOLE = "the whole article"


class PassageList(RowList):
    """A few lines for each passage; the first of a group has the group's heading above it."""

    def __init__(self, palette: Palette, empty: Sequence[str]) -> None:
        super().__init__(palette, empty)
        self.passages: Sequence[Listed] = ()
        self.marked: Collection[str] = ()
        """The ids of the marked annotations."""
        self.states: Mapping[str, str] = {}
        """By id, why a passage is to be reviewed."""
        self._groups: Mapping[str, int] = {}
        self._words: re.Pattern[str] | None = None

    def show_passages(
        self, passages: Sequence[Listed], groups: Mapping[str, int], words: str
    ) -> None:
        """Show other passages and the sizes of their groups; mark these words in them."""
        before = self.passages[self.current] if self.current < len(self.passages) else None
        self.passages, self._groups = passages, groups
        self._words = _pattern(words)
        at = self.current
        if before is not None and not (at < len(passages) and _same(passages[at], before)):
            at = next((i for i, passage in enumerate(passages) if _same(passage, before)), at)
        self.set_count(len(passages), at)

    # -- the height of rows, from the number of characters alone: quick for thousands

    def tops_for(self, width: int, /) -> Sequence[int]:
        """Count the lines of each: heading, quote, facts, note, an empty line."""
        heights = (
            self._above(row)
            + _lines(_quote(passage), width)
            + 2
            + _lines(passage.annotation.note, width)
            for row, passage in enumerate(self.passages)
        )
        return list(accumulate(heights, initial=0))

    def _above(self, row: int) -> int:
        """The heading, where a group begins."""
        is_first = row == 0 or self.passages[row - 1].heading != self.passages[row].heading
        return int(is_first)

    def draw_row(self, row: int, line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw one of a passage's lines."""
        listed, palette = self.passages[row], self.palette
        line -= self._above(row)
        if line < 0:
            return self._heading(listed.heading, width)
        quote = _lines(_quote(listed), width)
        note = _lines(listed.annotation.note, width)
        if line > quote + note:
            return self._blank(width)
        cells = Row(width, palette.text + palette.cursor if is_current else palette.text)
        is_marked = listed.annotation.id in self.marked and line == 0
        cells.add("✓" if is_marked else " ", palette.accent + Style(bold=True))
        cells.add("▌ " if is_current else "  ", palette.accent)
        if line < quote:
            self._add(cells, _quote(listed), line, quote, self._quote_style(listed))
        elif line == quote:
            self._facts(cells, listed)
        else:
            cells.add("* " if line == quote + 1 else "  ", palette.accent)
            self._add(cells, listed.annotation.note, line - quote - 1, note, Style())
        return cells.strip()

    def _blank(self, width: int) -> Strip:
        return Row(width, self.palette.text).strip()

    def _heading(self, heading: str, width: int) -> Strip:
        palette = self.palette
        cells = Row(width, palette.text).add(" ")
        known = palette.label(heading) if heading in palette.topics else palette.strong
        cells.add(fit(clean(heading), cells.left - _ROOM_FOR_COUNT), known + Style(bold=True))
        cells.add(f"  {self._groups.get(heading, 0):,} ", palette.dim)
        return cells.add("─" * max(cells.left - 1, 0), palette.rule).strip()

    def _quote_style(self, listed: Listed) -> Style:
        annotation = listed.annotation
        if annotation.is_about_article:
            return self.palette.strong
        if not annotation.topics:
            return Style()
        topics = annotation.topics
        topic = listed.heading if listed.heading in topics else topics[0]
        return self.palette.passage(topic, overlapping=False)

    def _add(self, cells: Row, text: str, line: int, lines: int, style: Style) -> None:
        """Add one of the lines that a text is wrapped into; the last one takes the rest."""
        text = clean(text)
        broken = list(wrap(text, 0, len(text), cells.left - 1))
        if line >= len(broken):
            return
        end = len(text) if line == lines - 1 else broken[line].end
        for piece, is_word in self._pieces(text[broken[line].start : end]):
            cells.add(piece, style + self.palette.hit if is_word else style)

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text in pieces, with whether each is a word of the filter."""
        at = 0
        for found in self._words.finditer(text) if self._words else ():
            yield text[at : found.start()], False
            yield found[0], True
            at = found.end()
        yield text[at:], False

    def _facts(self, cells: Row, listed: Listed) -> None:
        annotation, palette = listed.annotation, self.palette
        if state := self.states.get(annotation.id, ""):
            cells.add(f"? {state}", palette.error + Style(bold=True)).add(" · ", palette.dim)
        if annotation.starred:
            cells.add("★ ", palette.accent).add("· ", palette.dim)
        for topic in annotation.topics:
            cells.add(clean(topic), palette.label(topic) + Style(bold=True))
            cells.add(" · ", palette.dim)
        title = listed.title or listed.path
        title = listed.path if title == listed.heading else title
        known = (annotation.coder, annotation.created[:10])
        after = "".join(f" · {clean(part)}" for part in known if part)
        cells.add(fit(clean(title), cells.left - 1 - cell_len(after)) + after, palette.dim)


def _same(one: Listed, other: Listed) -> bool:
    return one.annotation.id == other.annotation.id and one.heading == other.heading


def _quote(listed: Listed) -> str:
    """Return the quote of a passage, or words for a whole article."""
    return _WHOLE if listed.annotation.is_about_article else listed.annotation.quote


def _lines(text: str, width: int) -> int:
    """Return how many lines a text gets: what it takes, up to a few."""
    room = max(width - _MARGIN - 3, 1)
    return min(-(-len(text) // room), _MOST_LINES)


def _pattern(words: str) -> re.Pattern[str] | None:
    wanted = sorted(words.split(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE) if wanted else None
