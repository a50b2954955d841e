"""What .docx, .odt, .rtf and .epub have in common: their archive, tables and properties."""

import re
from collections.abc import Iterator, Sequence

from corpus.errors import ArticleError
from corpus.formats.office.archive import Archive
from corpus.formats.paragraphs import Paragraph
from corpus.formats.registry import LARGEST, one_line
from corpus.page.blocks import BlockKind

_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What programs and their templates put where a title should be.
_NO_TITLE = re.compile(
    r"microsoft word|untitled|unbenannt|dokument\d*$|document\d*$|word document|"
    r"\S+\.(?:docx?|odt|rtf|html?)$|\S*$",
    re.IGNORECASE,
)
TABLE = "table row"
LIST = "list"
FOOTNOTE = "footnote"
HEAD = "header or footer"


def open_archive(path: str, data: bytes) -> Archive:
    """Open the zip file that a document is. Raises ArticleError."""
    if data.startswith(_OLD_OFFICE):
        raise ArticleError(
            path,
            "It is protected with a password, or in the old format of Word.",
            "Open it in its program and save it without a password, as .docx or .odt.",
        )
    if not data.startswith(_ZIP):
        raise ArticleError(
            path, "It is no document of this format.", "Save it again from its program."
        )

    def refuse(message: str, advice: str) -> ArticleError:
        return ArticleError(path, f"It {message}.", advice)

    return Archive(data, refuse, largest_entry=LARGEST)


def row_paragraphs(cells: Sequence[Sequence[Paragraph]]) -> Iterator[Paragraph]:
    """Give a table's row as one line with tabs; paragraphs of their own where a cell has several.

    So is the text in tables that only lay out a page.
    """
    if all(len(cell) <= 1 and "\n" not in "".join(p.text for p in cell) for cell in cells):
        shown = [" ".join(cell[0].text.split()) for cell in cells if cell]
        if len(shown) == 1:
            yield next(cell[0] for cell in cells if cell)
        elif shown:
            yield Paragraph("\t".join(shown), BlockKind.PARAGRAPH, TABLE, tight=True)
        return
    for cell in cells:
        yield from cell


def properties(title: str) -> dict[str, str]:
    """Give what the properties of a document say of its article.

    Who made the document is not taken for the author: mostly it is who collected the article.
    """
    title = one_line(title)
    return {"maybe title": "" if _NO_TITLE.match(title) else title}
