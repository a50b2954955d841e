"""Reads Word documents (.docx, ISO/IEC 29500, transitional and strict).

The text is what Word prints, without deletions, hidden text and comments. Headers, footers and
notes are included, folded. python-docx would return paragraphs and tables, but no text boxes,
content controls, insertions and notes; walking the XML finds all of them and knows their kinds.
"""

import posixpath
from collections.abc import Container, Iterator, Mapping
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

_DOCUMENT = "/officeDocument"
# Elements that hold nothing to print here.
_UNSEEN = word_set(
    """
    del moveFrom instrText delText delInstrText rPr pPr tblPr trPr tcPr sdtPr sdtEndPr sectPr
    fldData rt Fallback footnotePr annotationRef
    """
)
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
}
_MOST_BASES = 10
_FIELDS_OFF = ("0", "false", "off", "none")
_OUTLINE = 9  # levels below this one are headings


def read_docx(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a document. Raises ArticleError."""
    archive = open_archive(path, data, "a Word document")
    document = _Document(path, archive)
    return extracted(document.paragraphs(), "docx", document.properties(), recurring)


class _Document:
    def __init__(self, path: str, archive: Archive) -> None:
        self._path = path
        self._archive = archive
        self._main = self._related("", _DOCUMENT, "word/document.xml")
        if not archive.has(self._main):
            raise self._refuse("contains no text", "Save it again from its program.")
        self._styles = _styles(self._xml(self._related_to_main("/styles")))

    def _refuse(self, message: str, advice: str) -> ArticleError:
        return ArticleError(self._path, f"It {message}.", advice)

    def _xml(self, name: str) -> Any:
        """Return the root of a part, or None if there is no such part."""
        if not name or not self._archive.has(name):
            return None
        return parse_xml(self._archive.read(name), self._refuse)

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        """Yield the kinds and targets of the relations of a part, "" for the whole document."""
        folder, name = posixpath.split(part)
        root = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in root if root is not None else ():
            if attribute(relation, "TargetMode") != "External":
                target = attribute(relation, "Target")
                yield (
                    attribute(relation, "Type"),
                    posixpath.normpath(posixpath.join(folder, target)).lstrip("/"),
                )

    def _related(self, part: str, kind: str, otherwise: str = "") -> str:
        found = (target for name, target in self._relations(part) if name.endswith(kind))
        return next(found, otherwise)

    def _related_to_main(self, kind: str) -> str:
        return self._related(self._main, kind)

    def properties(self) -> dict[str, str]:
        root = self._xml(self._related("", "/core-properties"))
        if root is None:
            return {}
        values = {local(node): node.text or "" for node in root}
        return properties(values.get("title", ""))

    def paragraphs(self) -> Iterator[Paragraph]:
        heads = dict.fromkeys(self._folded("/header", HEAD))
        yield from heads
        yield from self._walk(self._xml(self._main))
        yield from self._folded("/footnotes", FOOTNOTE)
        yield from self._folded("/endnotes", FOOTNOTE)
        yield from (
            foot for foot in dict.fromkeys(self._folded("/footer", HEAD)) if foot not in heads
        )

    def _folded(self, kind: str, rule: str) -> Iterator[Paragraph]:
        for name, target in self._relations(self._main):
            if name.endswith(kind):
                for paragraph in self._walk(self._xml(target)):
                    yield Paragraph(paragraph.text, BlockKind.FURNITURE, rule)

    def _walk(self, root: Any) -> Iterator[Paragraph]:
        """Yield the paragraphs below an element, those of table rows by `row_paragraphs`."""
        for node in root if root is not None else ():
            name = local(node)
            if name == "p":
                yield from self._paragraph(node)
            elif name == "tr" and not _is_deleted(node):
                yield from row_paragraphs([list(self._walk(cell)) for cell in _cells(node)])
            elif name not in _UNSEEN and name != "tr":
                yield from self._walk(node)

    def _paragraph(self, node: Any) -> Iterator[Paragraph]:
        boxes: list[Any] = []
        text = "".join(_text(node, boxes))
        if text.strip():
            yield Paragraph(text, *self._kind(node))
        for box in boxes:
            yield from self._walk(box)

    def _kind(self, paragraph: Any) -> tuple[BlockKind | None, str]:
        """Return a paragraph's kind by its style and numbering, and the rule that gives it."""
        properties = next(children(paragraph, "pPr"), None)
        parts = {local(node): node for node in properties} if properties is not None else {}
        style = attribute(parts["pStyle"], "val") if "pStyle" in parts else ""
        kind = self._styles.get(style)
        if kind is not None and kind is not BlockKind.LIST:
            return kind, f"style {style}"
        if "outlineLvl" in parts and _level(parts["outlineLvl"]) < _OUTLINE:
            return BlockKind.HEADING, "outline level"
        if "numPr" in parts:
            number = next(children(parts["numPr"], "numId"), None)
            is_list = number is None or attribute(number, "val") != "0"
            return (BlockKind.LIST, LIST) if is_list else (None, "")
        return (kind, f"style {style}") if kind is not None else (None, "")


def _cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a table row, including those in content controls."""
    for node in row:
        if local(node) == "tc":
            yield node
        elif local(node) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _cells(node)


def _is_deleted(row: Any) -> bool:
    properties = next(children(row, "trPr"), None)
    return properties is not None and next(children(properties, "del"), None) is not None


def _text(node: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the text of a paragraph; boxes beside it are added to `boxes`."""
    for child in node:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "sym":
            yield _symbol(attribute(child, "char"))
        elif name in ("txbxContent", "p"):
            boxes.append(child if name == "txbxContent" else [child])
        elif name not in _UNSEEN and not (name == "r" and _is_hidden(child)):
            yield from _text(child, boxes)


def _is_hidden(run: Any) -> bool:
    properties = next(children(run, "rPr"), None)
    mark = next(children(properties, "vanish"), None) if properties is not None else None
    return mark is not None and attribute(mark, "val") not in _FIELDS_OFF


def _symbol(code: str) -> str:
    """Return a character of a symbol font; "" for one that only that font has."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    is_own = 0xE000 <= number <= 0xF8FF or number > 0x10FFFF
    return "" if is_own else chr(number)


def _level(node: Any) -> int:
    value = attribute(node, "val")
    return int(value) if value.isascii() and value.isdigit() else _OUTLINE


def _styles(root: Any) -> dict[str, BlockKind]:
    """Return the kinds of paragraphs by style, including inherited ones."""
    styles = (
        {attribute(style, "styleId"): style for style in children(root, "style")}
        if root is not None
        else {}
    )
    kinds = ((name, _style_kind(name, styles)) for name in styles)
    return {name: kind for name, kind in kinds if kind is not None}


def _style_kind(name: str, styles: Mapping[str, Any]) -> BlockKind | None:
    for _ in range(_MOST_BASES):
        style = styles.get(name)
        if style is None:
            return None
        parts = {local(node): node for node in style}
        called = attribute(parts["name"], "val").casefold() if "name" in parts else ""
        if called == "title":
            return BlockKind.TITLE
        if called == "caption":
            return BlockKind.CAPTION
        if called.startswith(("heading", "überschrift", "subtitle")) or _has_outline(parts):
            return BlockKind.HEADING
        if called.startswith("list"):
            return BlockKind.LIST
        name = attribute(parts["basedOn"], "val") if "basedOn" in parts else ""
    return None


def _has_outline(style: Mapping[str, Any]) -> bool:
    properties = style.get("pPr")
    level = next(children(properties, "outlineLvl"), None) if properties is not None else None
    return level is not None and _level(level) < _OUTLINE
