"""Rich Text Format (.rtf), as word processors and the databases of the press write it.

Shown is what is printed: without what was deleted, hidden or commented. Headers, footers and notes
are there, folded. striprtf would give the text alone, and mix notes and headers into it.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.office.text import FOOTNOTE, HEAD, LIST, properties, row_paragraphs
from corpus.formats.paragraphs import Paragraph, extracted
from corpus.page.blocks import BlockKind
from corpus.text.common_words import word_set

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_DEEPEST = 1000
# Groups that hold nothing that is printed here; {\* ...} is one, too, unless it is known.
_UNSEEN = word_set(
    """
    colortbl pict object objdata themedata datastore generator listtable listoverridetable rsidtbl
    fldinst annotation atnid atnauthor atndate atnicn atnref atnparent atrfstart atrfend filetbl
    revtbl sp nonshppict xe tc rxe txe bkmkstart bkmkend ftnsep ftnsepc ftncn aftnsep aftnsepc
    aftncn private listname pgptbl latentstyles mmathPr xmlnstbl xmlopen xmlclose background
    userprops docvar falt panose passwordhash protusertbl template comment keywords subject
    """
)
_SEEN_THOUGH_STARRED = "shpinst"  # the text of a box
_LIST_TEXT = ("listtext", "pntext")
_HEADS = word_set("header headerl headerr headerf footer footerl footerr footerf")
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "softline": "\n",
}
_MARKS = {"~": "\xa0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\"}
_PARAGRAPH_ENDS = ("par", "sect", "page", "column", "nestcell")
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_CODE_PAGES = {437, 850, 852, 866, 874, 932, 936, 949, 950, 1361, *range(1250, 1259)}
_STYLES = (
    ("heading", BlockKind.HEADING),
    ("überschrift", BlockKind.HEADING),
    ("title", BlockKind.TITLE),
    ("subtitle", BlockKind.HEADING),
    ("caption", BlockKind.CAPTION),
    ("list", BlockKind.LIST),
)
_NO_OUTLINE = 9


def read_rtf(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a document. Raises ArticleError."""
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n\0").decode("latin-1")
    if not text.startswith("{\\rtf"):
        raise ArticleError(path, "This is not an RTF document.", "Save it again from its program.")
    document = _Document(path)
    document.read(text)
    return extracted(document.paragraphs(), "rtf", properties(document.title), recurring)


@dataclass(slots=True)
class _Group:
    """What holds between two braces; `into` names where its text goes, "" where that is lost."""

    into: str = "body"
    encoding: str = "cp1252"
    skip: int = 1  # characters after \u that stand for it
    hidden: bool = False
    deleted: bool = False


@dataclass(slots=True)
class _Line:
    """The paragraph being read: its text, and what its words of control say of it."""

    parts: list[str] = field(default_factory=list)
    kind: BlockKind | None = None
    rule: str = ""
    is_list: bool = False
    in_table: bool = False

    def take(self, word: str, number: int, styles: Mapping[int, BlockKind]) -> None:
        """Note what a word of control says of the paragraph."""
        if word == "pard":
            self.kind, self.rule, self.is_list, self.in_table = None, "", False, False
        elif word == "intbl":
            self.in_table = True
        elif word == "ls":
            self.is_list = number > 0
        elif word == "s":
            self.kind = styles.get(number)
            self.rule = "style" if self.kind else ""
        elif word == "outlinelevel" and number < _NO_OUTLINE:
            self.kind, self.rule = BlockKind.HEADING, "outline level"


class _Document:
    def __init__(self, path: str) -> None:
        self.title = ""
        self._path = path
        self._group = _Group()
        self._outer: list[_Group] = []
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = -1  # the one that the table of fonts describes
        self._styles: dict[int, BlockKind] = {}
        self._style = 0  # the one that the table of styles describes
        self._line = _Line()
        self._lines: dict[str, _Line] = {}  # begun where a note or a header is put in
        self._body: list[Paragraph] = []
        self._cells: list[list[Paragraph]] = []
        self._cell: list[Paragraph] = []
        self._folded: dict[str, list[Paragraph]] = {HEAD: [], FOOTNOTE: []}
        self._bytes = bytearray()
        self._to_skip = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        yield from self._body
        yield from self._folded[FOOTNOTE]
        yield from dict.fromkeys(self._folded[HEAD])

    def read(self, text: str) -> None:
        place = 0
        while found := _TOKEN.match(text, place):
            place = found.end()
            kind = found.lastgroup
            if kind in ("word", "number"):
                self._flush()
                number = found["number"]
                place += self._word(found["word"], int(number) if number else None)
            elif kind == "hex":
                self._byte(int(found["hex"], 16))
            elif kind == "sign":
                self._sign(found["sign"])
            elif kind == "brace":
                self._flush()
                self._open() if found["brace"] == "{" else self._close()
            elif kind == "text":
                self._write_raw(found["text"])
        self._flush()
        self._end_paragraph()
        self._end_row()

    # Groups

    def _open(self) -> None:
        if len(self._outer) >= _DEEPEST:
            raise ArticleError(
                self._path, "It is nested too deeply.", "Save it again from its program."
            )
        self._outer.append(self._group)
        self._group = replace(self._group)
        self._to_skip = 0

    def _close(self) -> None:
        if not self._outer:
            return
        ended, self._group = self._group, self._outer.pop()
        self._to_skip = 0
        if ended.into != self._group.into and ended.into in (HEAD, FOOTNOTE):
            self._end_note(ended.into)

    def _end_note(self, into: str) -> None:
        begun = self._lines.pop(into, None)
        if begun and (text := "".join(begun.parts)).strip():
            self._folded[into].append(Paragraph(text, BlockKind.FURNITURE, into))

    # Words of control

    def _word(self, word: str, number: int | None) -> int:
        """Do what a word of control says; give how many characters after it belong to it."""
        group = self._group
        self._to_skip = 0
        if group.into.startswith("*"):
            self._line.is_list |= word == "pn"
            group.into = group.into[1:] if word == _SEEN_THOUGH_STARRED else ""
        if word == "bin":
            return max(number or 0, 0)
        if word == "u":
            self._unicode(number or 0)
        elif word == "uc":
            group.skip = min(max(number or 0, 0), 100)
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._code_page(word, number or 0)
        elif word == "f":
            self._use_font(number or 0)
        elif word == "fcharset":
            self._fonts[self._font] = _CHARSETS.get(number or 0, "")
        elif word == "v":
            group.hidden = number != 0
        elif word == "deleted":
            group.deleted = number != 0
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif not self._destination(word):
            self._layout(word, number)
        return 0

    def _destination(self, word: str) -> bool:
        """Send what follows in the group elsewhere, if the word says so."""
        group = self._group
        if word in _UNSEEN:
            group.into = ""
        elif word in ("fonttbl", "stylesheet", "info", *_LIST_TEXT):
            group.into = word
            self._line.is_list |= word in _LIST_TEXT
        elif word == "title" and group.into == "info":
            group.into = "title"
        elif group.into == "info" and word in (
            "author",
            "operator",
            "company",
            "doccomm",
            "manager",
        ):
            group.into = ""
        elif word in _HEADS and group.into:
            group.into = HEAD
        elif word == "footnote" and group.into:
            group.into = FOOTNOTE
        else:
            return False
        return True

    def _code_page(self, word: str, number: int) -> None:
        named = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, "")
        if number in _CODE_PAGES:
            named = f"cp{number}"
        elif number == 65001:
            named = "utf-8"
        elif number == 10000:
            named = "mac_roman"
        self._encoding = self._group.encoding = named or self._encoding

    def _use_font(self, number: int) -> None:
        if self._group.into == "fonttbl":
            self._font = number
        else:
            self._group.encoding = self._fonts.get(number) or self._encoding

    def _layout(self, word: str, number: int | None) -> None:
        into = self._group.into
        if into == "stylesheet":
            if word == "s":
                self._style = number or 0
            return
        line = self._current(into)
        if line is None:
            return
        if word == "plain":
            self._group.hidden = self._group.deleted = False
            self._group.encoding = self._encoding
        line.take(word, number or 0, self._styles)
        if word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word == "cell":
            line.in_table = True
            self._end_paragraph()
            if into == "body":
                self._cells.append(self._cell)
                self._cell = []
        elif word in ("row", "nestrow") and into == "body":
            self._end_row()

    # Text

    def _sign(self, sign: str) -> None:
        if sign in "\r\n":
            self._flush()
            self._end_paragraph()
        elif sign == "*":
            self._star()
        elif sign in _MARKS:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._flush()
                self._write(_MARKS[sign])

    def _star(self) -> None:
        """Leave out a group of a kind that only some programs know; what it is follows."""
        self._flush()
        self._group.into = f"*{self._group.into}" if self._group.into else ""

    def _write_raw(self, text: str) -> None:
        """Take characters of the file, apart from those that stand for one before."""
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        if text.isascii():
            self._flush()
            self._write(text)
        else:
            for character in text:
                self._byte(min(ord(character), 255))

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(value)

    def _flush(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._write(data.decode(self._group.encoding, "replace"))

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF
        if not 0xF000 <= code <= 0xF0FF:  # a sign of a symbol font
            self._write(chr(code))
        self._to_skip = self._group.skip

    def _write(self, text: str) -> None:
        group = self._group
        if group.hidden or group.deleted or not text:
            return
        if group.into == "title":
            self.title += text
        elif group.into == "stylesheet":
            self._name_style(text)
        elif (line := self._current(group.into)) is not None:
            line.parts.append(text)

    def _name_style(self, text: str) -> None:
        name = text.strip().rstrip(";").casefold()
        kind = next((kind for begin, kind in _STYLES if name.startswith(begin)), None)
        if kind is not None:
            self._styles.setdefault(self._style, kind)
        if text.rstrip().endswith(";"):
            self._style = 0

    def _current(self, into: str) -> _Line | None:
        if into == "body":
            return self._line
        if into in (HEAD, FOOTNOTE):
            return self._lines.setdefault(into, _Line())
        return None

    def _end_paragraph(self) -> None:
        into = self._group.into
        if into in (HEAD, FOOTNOTE):
            self._end_note(into)
            return
        line = self._line
        text = "".join(line.parts)
        line.parts = []
        if text.strip():
            kind, rule = (BlockKind.LIST, LIST) if line.is_list else (None, "")
            if line.kind is not None:
                kind, rule = line.kind, line.rule
            paragraph = Paragraph(_whole(text), kind, rule)
            if line.in_table:
                self._cell.append(paragraph)
            else:
                self._end_row()
                self._body.append(paragraph)

    def _end_row(self) -> None:
        if self._cell:
            self._cells.append(self._cell)
        self._body += row_paragraphs(self._cells)
        self._cells, self._cell = [], []


def _whole(text: str) -> str:
    """Put together the halves of characters beyond the first plane."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
