"""The paragraphs of an RTF document: of its body, in cells of tables, in notes and headers."""

from collections.abc import Iterator

from msgspec import Struct, field

from corpus.formats.office.text import FOOTNOTE, HEAD, LIST, row_paragraphs
from corpus.formats.paragraphs import Paragraph
from corpus.page.blocks import BlockKind

BODY = "body"
_NOTES = (HEAD, FOOTNOTE)
_PARAGRAPH_ENDS = ("par", "sect", "page", "column", "nestcell")
_STYLES = (
    ("heading", BlockKind.HEADING),
    ("überschrift", BlockKind.HEADING),
    ("title", BlockKind.TITLE),
    ("subtitle", BlockKind.HEADING),
    ("caption", BlockKind.CAPTION),
    ("list", BlockKind.LIST),
)
_NO_OUTLINE = 9


class Styles:
    """The kinds of paragraphs by the numbers of their styles, as the style table names these."""

    def __init__(self) -> None:
        self._kinds: dict[int, BlockKind] = {}
        self._number = 0  # of the style that the table describes at present

    def describe(self, number: int) -> None:
        """Note that the table now describes the style with this number."""
        self._number = number

    def add_name(self, text: str) -> None:
        """Note the name of the present style, or a part of it; a semicolon ends it."""
        name = text.strip().rstrip(";").casefold()
        kind = next((kind for begin, kind in _STYLES if name.startswith(begin)), None)
        if kind is not None:
            self._kinds.setdefault(self._number, kind)
        if text.rstrip().endswith(";"):
            self._number = 0

    def kind(self, number: int) -> BlockKind | None:
        """Return the kind of paragraphs in a style, if its name gives it."""
        return self._kinds.get(number)


class _Line(Struct):
    """The paragraph being read: its text, and what control words say about it."""

    parts: list[str] = field(default_factory=list)
    kind: BlockKind | None = None
    rule: str = ""
    is_list: bool = False
    in_table: bool = False

    def obey(self, word: str, number: int, styles: Styles) -> None:
        """Note what a control word says about the paragraph."""
        if word == "pard":
            self.kind, self.rule, self.is_list, self.in_table = None, "", False, False
        elif word in ("intbl", "cell"):
            self.in_table = True
        elif word == "ls":
            self.is_list = number > 0
        elif word == "s":
            self.kind = styles.kind(number)
            self.rule = "style" if self.kind else ""
        elif word == "outlinelevel" and number < _NO_OUTLINE:
            self.kind, self.rule = BlockKind.HEADING, "outline level"


class Layout:
    """Collects text into paragraphs. `into` says where it belongs: BODY, HEAD or FOOTNOTE."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._line = _Line()
        self._notes: dict[str, _Line] = {}  # those that have begun
        self._body: list[Paragraph] = []
        self._cells: list[list[Paragraph]] = []
        self._cell: list[Paragraph] = []
        self._folded: dict[str, list[Paragraph]] = {HEAD: [], FOOTNOTE: []}

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs of the body, then the notes, then headers and footers, each once."""
        yield from self._body
        yield from self._folded[FOOTNOTE]
        yield from dict.fromkeys(self._folded[HEAD])

    def add(self, into: str, text: str) -> None:
        """Add text to the present paragraph."""
        self._current(into).parts.append(text)

    def mark_list(self) -> None:
        """Note that the present paragraph of the body has a bullet or a number."""
        self._line.is_list = True

    def obey(self, into: str, word: str, number: int) -> None:
        """Do what a control word says about the present paragraph."""
        self._current(into).obey(word, number, self._styles)
        if word in _PARAGRAPH_ENDS:
            self.end_paragraph(into)
        elif word == "cell":
            self.end_paragraph(into)
            if into == BODY:
                self._cells.append(self._cell)
                self._cell = []
        elif word in ("row", "nestrow") and into == BODY:
            self._end_row()

    def end_note(self, into: str) -> None:
        """End a note, header or footer."""
        begun = self._notes.pop(into, None)
        if begun and (text := "".join(begun.parts)).strip():
            self._folded[into].append(Paragraph(text, BlockKind.FURNITURE, into))

    def end_paragraph(self, into: str) -> None:
        """End the present paragraph."""
        if into in _NOTES:
            self.end_note(into)
            return
        line = self._line
        text = "".join(line.parts)
        line.parts = []
        if not text.strip():
            return
        kind, rule = (BlockKind.LIST, LIST) if line.is_list else (None, "")
        if line.kind is not None:
            kind, rule = line.kind, line.rule
        paragraph = Paragraph(_whole(text), kind, rule)
        if line.in_table:
            self._cell.append(paragraph)
        else:
            self._end_row()
            self._body.append(paragraph)

    def finish(self, into: str) -> None:
        """End the paragraph and the row in which the document ends."""
        self.end_paragraph(into)
        self._end_row()

    def _current(self, into: str) -> _Line:
        return self._line if into == BODY else self._notes.setdefault(into, _Line())

    def _end_row(self) -> None:
        if self._cell:
            self._cells.append(self._cell)
        self._body += row_paragraphs(self._cells)
        self._cells, self._cell = [], []


def _whole(text: str) -> str:
    """Join the surrogate halves of characters beyond the first plane."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
