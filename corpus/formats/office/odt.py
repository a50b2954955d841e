"""Reads OpenDocument texts (.odt, ISO/IEC 26300), as LibreOffice writes them.

The text is what is printed, without deletions, hidden text and comments. Headers, footers and notes
are included, folded. odfpy would return the elements, but not their kinds.
"""

from collections.abc import Container, Iterator, Mapping
from itertools import chain
from typing import Any

from corpus.errors import ArticleError
from corpus.formats.archive import Archive, open_archive
from corpus.formats.extracted import Extracted
from corpus.formats.office.text import (
    FOOTNOTE,
    HEAD,
    LIST,
    properties,
    row_paragraphs,
)
from corpus.formats.paragraphs import Paragraph, extracted
from corpus.formats.xml_tree import attribute, children, local, parse_xml
from corpus.page.blocks import BlockKind
from corpus.text.common_words import word_set

_UNSEEN = word_set(
    """
    tracked-changes annotation annotation-end forms ruby-text hidden-text hidden-paragraph
    note-citation sequence-decls variable-decls user-field-decls index-title-template desc title
    table-of-content-source script event-listeners
    """
)
_HEADS = word_set("header header-left header-first footer footer-left footer-first")
_STYLES = {
    "title": BlockKind.TITLE,
    "subtitle": BlockKind.HEADING,
    "caption": BlockKind.CAPTION,
    "illustration": BlockKind.CAPTION,
    "figure": BlockKind.CAPTION,
}
_MOST_SPACES = 1000
_MOST_PARENTS = 10


def read_odt(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a document. Raises ArticleError."""
    archive = open_archive(path, data, "an OpenDocument text")
    document = _Document(path, archive)
    return extracted(document.paragraphs(), "odt", document.properties(), recurring)


class _Document:
    def __init__(self, path: str, archive: Archive) -> None:
        self._path = path
        self._archive = archive
        self._refuse_encrypted()
        self._content = self._xml("content.xml")
        if self._content is None:
            raise self._refuse("contains no text", "Save it again from its program.")
        self._rest = self._xml("styles.xml")
        self._kinds = _style_kinds([self._content, self._rest])
        self._notes: list[Paragraph] = []

    def _refuse(self, message: str, advice: str) -> ArticleError:
        return ArticleError(self._path, f"It {message}.", advice)

    def _refuse_encrypted(self) -> None:
        name = "META-INF/manifest.xml"
        if self._archive.has(name) and b"encryption-data" in self._archive.read(name):
            raise self._refuse(
                "is protected with a password", "Save it without one, from its program."
            )

    def _xml(self, name: str) -> Any:
        """Return the root of a part, or None if there is no such part."""
        if not self._archive.has(name):
            return None
        return parse_xml(self._archive.read(name), self._refuse)

    def properties(self) -> dict[str, str]:
        root = self._xml("meta.xml")
        found = (node for node in root.iter() if local(node) == "title") if root is not None else ()
        return properties(next((node.text or "" for node in found), ""))

    def paragraphs(self) -> Iterator[Paragraph]:
        heads, feet = self._heads("header"), self._heads("footer")
        yield from heads
        for body in self._content.iter():
            if local(body) == "body":
                yield from self._walk(body)
        yield from self._notes
        yield from (foot for foot in feet if foot not in heads)

    def _heads(self, name: str) -> dict[Paragraph, None]:
        if self._rest is None:
            return {}
        found = (node for node in self._rest.iter() if local(node).startswith(name))
        heads = chain.from_iterable(self._walk(node) for node in found if local(node) in _HEADS)
        return dict.fromkeys(Paragraph(head.text, BlockKind.FURNITURE, HEAD) for head in heads)

    def _walk(self, root: Any, *, in_list: bool = False) -> Iterator[Paragraph]:
        for node in root:
            name = local(node)
            if name in ("p", "h"):
                yield from self._paragraph(node, in_list=in_list)
            elif name == "table-row":
                cells = [
                    list(self._walk(cell))
                    for cell in node
                    if local(cell) in ("table-cell", "covered-table-cell")
                ]
                yield from row_paragraphs(cells)
            elif name not in _UNSEEN:
                yield from self._walk(node, in_list=in_list or name == "list")

    def _paragraph(self, node: Any, *, in_list: bool) -> Iterator[Paragraph]:
        boxes: list[Any] = []
        text = "".join(self._text(node, boxes))
        if text.strip():
            yield Paragraph(text, *self._kind(node, in_list=in_list))
        for box in boxes:
            yield from self._walk(box)

    def _kind(self, node: Any, *, in_list: bool) -> tuple[BlockKind | None, str]:
        style = attribute(node, "style-name")
        kind = self._kinds.get(style)
        if kind is not None:
            return kind, f"style {style}"
        if local(node) == "h":
            return BlockKind.HEADING, "heading"
        return (BlockKind.LIST, LIST) if in_list else (None, "")

    def _text(self, node: Any, boxes: list[Any]) -> Iterator[str]:
        """Yield the text of a paragraph; boxes beside it are added to `boxes`."""
        yield _spaced(node.text)
        for child in node:
            name = local(child)
            if name == "s":
                count = attribute(child, "c")
                is_number = count.isascii() and count.isdigit()
                yield " " * min(int(count[:6]) if is_number else 1, _MOST_SPACES)
            elif name == "tab":
                yield "\t"
            elif name == "line-break":
                yield "\n"
            elif name == "note":
                self._note(child)
            elif name in ("text-box", "p", "h", "list", "table"):
                boxes.append(child if name == "text-box" else [child])
            elif name not in _UNSEEN:
                yield from self._text(child, boxes)
            yield _spaced(child.tail)

    def _note(self, note: Any) -> None:
        for body in children(note, "note-body"):
            for paragraph in self._walk(body):
                self._notes.append(Paragraph(paragraph.text, BlockKind.FURNITURE, FOOTNOTE))


def _spaced(text: str | None) -> str:
    """Return text with white space as OpenDocument means it: any run of it is one space."""
    if not text:
        return ""
    words = " ".join(text.split())
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() and words else ""
    return before + words + after


def _style_kinds(roots: list[Any]) -> dict[str, BlockKind]:
    """Return the kinds of paragraphs by style, including inherited ones."""
    styles = {
        attribute(node, "name"): node
        for root in reversed(roots)
        if root is not None
        for node in root.iter()
        if local(node) == "style"
    }
    kinds = ((name, _style_kind(name, styles)) for name in styles)
    return {name: kind for name, kind in kinds if kind is not None}


def _style_kind(name: str, styles: Mapping[str, Any]) -> BlockKind | None:
    for _ in range(_MOST_PARENTS):
        if name.casefold() in _STYLES:
            return _STYLES[name.casefold()]
        if name not in styles:
            return None
        name = attribute(styles[name], "parent-style-name")
    return None
