"""Reads Rich Text Format (.rtf), as word processors and press databases write it.

The text is what is printed, without deletions, hidden text and comments. Headers, footers and notes
are included, folded. striprtf would return the text alone, mixed with notes and headers.
"""

import re
from collections.abc import Container, Iterator

from msgspec import Struct
from msgspec.structs import replace

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.office.rtf_layout import BODY, Layout, Styles
from corpus.formats.office.rtf_words import (
    CHARACTERS,
    CHARSETS,
    CODE_PAGE_WORDS,
    HEADERS,
    LIST_TEXT,
    NOT_TITLE,
    SEEN_THOUGH_STARRED,
    SYMBOLS,
    UNSEEN,
    code_page,
)
from corpus.formats.office.text import FOOTNOTE, HEAD, properties
from corpus.formats.paragraphs import Paragraph, extracted

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_DEEPEST = 1000
_SHOWN = (BODY, HEAD, FOOTNOTE)


def read_rtf(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a document. Raises ArticleError."""
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n\0").decode("latin-1")
    if not text.startswith("{\\rtf"):
        raise ArticleError(path, "This is not an RTF document.", "Save it again from its program.")
    document = _Document(path)
    document.read(text)
    return extracted(document.paragraphs(), "rtf", properties(document.title), recurring)


class _Group(Struct):
    """What holds between two braces; `into` names where its text goes, "" if it is dropped."""

    into: str = BODY
    encoding: str = "cp1252"
    skip: int = 1  # characters after \u that stand for it
    hidden: bool = False
    deleted: bool = False


class _Document:
    """Follows the groups, control words and characters of a document to its text."""

    def __init__(self, path: str) -> None:
        self.title = ""
        self._path = path
        self._group = _Group()
        self._outer: list[_Group] = []
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = -1  # the one that the font table describes at present
        self._styles = Styles()
        self._layout = Layout(self._styles)
        self._bytes = bytearray()
        self._to_skip = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        return self._layout.paragraphs()

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
            elif kind == "symbol":
                self._symbol(found["symbol"])
            elif kind == "brace":
                self._flush()
                self._open() if found["brace"] == "{" else self._close()
            elif kind == "text":
                self._write_raw(found["text"])
        self._flush()
        self._layout.finish(self._group.into)

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
            self._layout.end_note(ended.into)

    # Control words

    def _word(self, word: str, number: int | None) -> int:
        """Obey a control word, and return how many characters after it belong to it."""
        group = self._group
        self._to_skip = 0
        if group.into.startswith("*"):
            if word == "pn":
                self._layout.mark_list()
            group.into = group.into[1:] if word == SEEN_THOUGH_STARRED else ""
        if word == "bin":
            return max(number or 0, 0)
        if word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif word == "u":
            self._unicode(number or 0)
        elif not (self._format(word, number) or self._destination(word)):
            self._lay_out(word, number)
        return 0

    def _format(self, word: str, number: int | None) -> bool:
        """Obey a word about the encoding or visibility of text; return whether it was one."""
        group = self._group
        if word == "uc":
            group.skip = min(max(number or 0, 0), 100)
        elif word in CODE_PAGE_WORDS:
            named = code_page(word, number or 0)
            self._encoding = group.encoding = named or self._encoding
        elif word == "f":
            self._use_font(number or 0)
        elif word == "fcharset":
            self._fonts[self._font] = CHARSETS.get(number or 0, "")
        elif word == "v":
            group.hidden = number != 0
        elif word == "deleted":
            group.deleted = number != 0
        else:
            return False
        return True

    def _use_font(self, number: int) -> None:
        if self._group.into == "fonttbl":
            self._font = number
        else:
            self._group.encoding = self._fonts.get(number) or self._encoding

    def _destination(self, word: str) -> bool:
        """Send the rest of the group elsewhere if the word says so; return whether it does."""
        group = self._group
        if word in UNSEEN:
            group.into = ""
        elif word in ("fonttbl", "stylesheet", "info", *LIST_TEXT):
            group.into = word
            if word in LIST_TEXT:
                self._layout.mark_list()
        elif word == "title" and group.into == "info":
            group.into = "title"
        elif group.into == "info" and word in NOT_TITLE:
            group.into = ""
        elif word in HEADERS and group.into:
            group.into = HEAD
        elif word == "footnote" and group.into:
            group.into = FOOTNOTE
        else:
            return False
        return True

    def _lay_out(self, word: str, number: int | None) -> None:
        into = self._group.into
        if into == "stylesheet":
            if word == "s":
                self._styles.describe(number or 0)
        elif into in _SHOWN:
            if word == "plain":
                self._group.hidden = self._group.deleted = False
                self._group.encoding = self._encoding
            self._layout.obey(into, word, number or 0)

    # Text

    def _symbol(self, symbol: str) -> None:
        if symbol in "\r\n":
            self._flush()
            self._layout.end_paragraph(self._group.into)
        elif symbol == "*":
            self._star()
        elif symbol in SYMBOLS:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._flush()
                self._write(SYMBOLS[symbol])

    def _star(self) -> None:
        """Skip a group that only some programs know, unless the word that follows is known."""
        self._flush()
        self._group.into = f"*{self._group.into}" if self._group.into else ""

    def _write_raw(self, text: str) -> None:
        """Write characters of the file, except those that only stand for a preceding one."""
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
        if not 0xF000 <= code <= 0xF0FF:  # a character of a symbol font
            self._write(chr(code))
        self._to_skip = self._group.skip

    def _write(self, text: str) -> None:
        group = self._group
        if group.hidden or group.deleted or not text:
            return
        if group.into == "title":
            self.title += text
        elif group.into == "stylesheet":
            self._styles.add_name(text)
        elif group.into in _SHOWN:
            self._layout.add(group.into, text)
