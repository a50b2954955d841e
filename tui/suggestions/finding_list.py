"""The list of sentences to tag, one line each."""

from collections.abc import Collection, Mapping, Sequence

from rich.style import Style
from textual.strip import Strip

from corpus.text.spans import Span
from corpus.text.undivided import whole
from tui.palette import Palette
from tui.text.snippets import snippet
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean
from workspace.search.findings import Finding, Key

_SIGNS = 5
_SHARE_FOR_TITLE = 4
_NARROWEST_WITH_TITLE = 70


class FindingList(RowList):
    """Draws the suggested topic, the topics it already has, the sentence and its article."""

    def __init__(self, palette: Palette, symbols: Mapping[str, str]) -> None:
        super().__init__(palette)
        self._symbols = symbols
        self.findings: Sequence[Finding] = ()
        self.marked: Collection[Key] = ()
        """The keys of the marked sentences."""

    @property
    def finding(self) -> Finding | None:
        """The current sentence."""
        return self.findings[self.current] if self.current < len(self.findings) else None

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show other sentences; the current one stays current if it is among them."""
        before, at = self.finding, self.current
        self.findings = findings
        if before is not None and not (at < len(findings) and findings[at].key == before.key):
            at = next((i for i, finding in enumerate(findings) if finding.key == before.key), at)
        self.set_count(len(findings), at)

    def draw_row(self, row: int, _line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw a sentence, cut so that its first hit can be seen."""
        finding, palette = self.findings[row], self.palette
        cells = Row(width, palette.text + palette.cursor if is_current else palette.text)
        cells.add(" ▌" if is_current else "  ", palette.accent)
        is_marked = finding.key in self.marked
        cells.add("✓ " if is_marked else "  ", palette.accent + Style(bold=True))
        self._add_signs(cells, finding)
        title = cells.left // _SHARE_FOR_TITLE if width >= _NARROWEST_WITH_TITLE else 0
        room = cells.left - title - 2
        end = cells.used + room
        words = whole(finding.words)
        every = Span(0, len(words.text))
        hits = [*map(words.span_here, finding.hits)]
        for text, is_hit in snippet(words.text, every, hits, room):
            cells.add(text, palette.hit if is_hit else Style(), min(len(text), end - cells.used))
        cells.add(" " * max(end + 2 - cells.used, 0))
        return cells.add(clean(finding.title or finding.path), palette.dim, title).strip()

    def _add_signs(self, cells: Row, finding: Finding) -> None:
        """Add the signs of its topics; a dot before one that is only suggested."""
        end = cells.used + _SIGNS
        signs = [("·", finding.topic)] if finding.topic else []
        topics = filter(None, (finding.topic, *finding.carries))
        signs += [(self._symbols.get(topic, "•"), topic) for topic in topics]
        for sign, topic in signs[: _SIGNS - 1]:
            cells.add(sign, self.palette.label(topic) + Style(bold=sign != "·"))
        cells.add(" " * max(end - cells.used, 0))
