"""What .docx, .odt and .rtf have in common: rows of tables, properties, why something is folded."""

import re
from collections.abc import Iterator, Sequence

from corpus.formats.paragraphs import Paragraph
from corpus.page.blocks import BlockKind
from corpus.text.canonical import one_line

# What programs and their templates write in place of a title.
_NO_TITLE = re.compile(
    r"microsoft word|untitled|unbenannt|dokument\d*$|document\d*$|word document|"
    r"\S+\.(?:docx?|odt|rtf|html?)$|\S*$",
    re.IGNORECASE,
)
TABLE = "table row"
LIST = "list"
FOOTNOTE = "footnote"
HEAD = "header or footer"


def row_paragraphs(cells: Sequence[Sequence[Paragraph]]) -> Iterator[Paragraph]:
    """Yield a table row as one line with tabs, or as paragraphs if a cell has several.

    The latter is how tables hold text that they only lay out.
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
    """Return the fields in the properties of a document.

    Its creator is not taken for the author: mostly that is who collected the article.
    """
    title = one_line(title)
    return {"maybe title": "" if _NO_TITLE.match(title) else title}
