"""The visible text of an HTML page, line by line, in document order.

What counts as a line and what is left out is decided here alone, so that no position in a page's
text depends on the version of a library that judges pages.
"""

import re
from typing import Any

from lxml import etree
from msgspec import Struct

from corpus.text.canonical import canonical
from corpus.text.common_words import word_set

# Elements that a browser does not show, or not as text.
_UNSEEN = word_set(
    "head script style template iframe object embed canvas audio video svg map datalist"
)
_BLOCKS = word_set("""
    address article aside blockquote body button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label
    legend li main menu nav noscript ol optgroup option p pre search section select summary table
    tbody textarea tfoot thead tr ul
    """)
# No blank line separates two of these.
_TIGHT = word_set("br li dd dt tr option label button")
_CELLS = frozenset(("td", "th"))
_KEEP_LINES = frozenset(("pre", "textarea"))
_SPACE = re.compile(r"[ \t\n]+")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


class VisibleLine(Struct):
    """A line of a page: its text, and the block element that it belongs to.

    `node` holds its first text, as its text or, if `in_tail`, as its tail. `tight` says that no
    blank line precedes it.
    """

    text: str
    element: Any
    node: Any
    in_tail: bool
    tight: bool


def visible_lines(page: Any) -> list[VisibleLine]:
    """Return the lines of the parsed page (an lxml element), in document order.

    Block elements and <br> end a line; the cells of a table row are one line, separated by tabs.
    White space is folded, but <pre> keeps its lines. Scripts, styles, embedded media and what the
    markup itself hides (`hidden`, display: none, visibility: hidden) are left out.
    """
    gathered = _Gathered(page)
    unseen = None
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element is unseen:
                unseen = None
            else:
                gathered.leave(element)
            gathered.add(element.tail, element, in_tail=True)
        elif _is_unseen(element):
            unseen = element
            walk.skip_subtree()
        else:
            gathered.enter(element)
            gathered.add(element.text, element, in_tail=False)
    return gathered.lines


class _Gathered:
    """The lines so far, the cells of the current line, and the blocks around it."""

    def __init__(self, page: Any) -> None:
        self.lines: list[VisibleLine] = []
        self._blocks = [page]
        self._preformatted = 0  # how many elements around keep their lines
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._first: tuple[Any, bool] | None = None
        self._tight = True

    def enter(self, element: Any) -> None:
        """Note the start of an element."""
        if element.tag in _BLOCKS:
            self._end_line(element.tag)
            self._blocks.append(element)
        self._preformatted += element.tag in _KEEP_LINES

    def leave(self, element: Any) -> None:
        """Note the end of an element."""
        tag = element.tag
        if tag in _BLOCKS:
            self._end_line(tag)
            self._blocks.pop()
            self._preformatted -= tag in _KEEP_LINES
        elif tag == "br":
            self._end_line(tag)
        elif tag in _CELLS:
            self._end_cell()

    def add(self, text: str | None, node: Any, *, in_tail: bool) -> None:
        """Add text, which is that of `node` or, `in_tail`, its tail."""
        for number, part in enumerate((text or "").split("\n") if self._preformatted else (text,)):
            if number:
                self._end_line("br")
            if part:
                if self._first is None and not part.isspace():
                    self._first = node, in_tail
                self._parts.append(part)

    def _end_cell(self) -> None:
        cell = _SPACE.sub(" ", canonical("".join(self._parts))).strip()
        if cell:
            self._cells.append(cell)
        self._parts = []

    def _end_line(self, tag: str) -> None:
        """End the current line, of the innermost block, at the start or end of an element."""
        self._end_cell()
        if self._cells and self._first:
            text = "\t".join(self._cells)
            self.lines.append(VisibleLine(text, self._blocks[-1], *self._first, self._tight))
            self._tight = True
        self._tight = self._tight and tag in _TIGHT
        self._cells, self._first = [], None


def _is_unseen(element: Any) -> bool:
    tag = element.tag
    if tag in _UNSEEN or (tag == "dialog" and element.get("open") is None):
        return True
    return is_hidden(element)


def is_hidden(element: Any) -> bool:
    """Whether an element's own markup hides it."""
    if element.tag in ("html", "body"):  # hidden for a moment, until a script shows them
        return False
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")) is not None
