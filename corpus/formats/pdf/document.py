"""Reads PDF documents: the paragraphs of their pages; running heads and page numbers are marked.

A PDF has lines at places on a page, but no paragraphs. Its canonical text has one line for each
paragraph: lines are joined where the next one goes on, and words divided between lines are whole.
"""

import logging
import re
from bisect import bisect_left
from collections.abc import Container, Sequence

import pypdf

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.pdf.pages import read_pages
from corpus.formats.pdf.paragraphs import Paragraph, paragraphs
from corpus.page.blocks import Block, BlockKind
from corpus.page.classify import classify
from corpus.text.canonical import one_line
from corpus.text.dates import first_date

_TOOL = re.compile(
    r"microsoft word|powerpoint|untitled|unbenannt|\S+\.(?:docx?|indd|qxp|pdf|odt|rtf|pptx?)$|\S*$",
    re.IGNORECASE,
)
_HEAD = 1500

# Without a handler, Python prints warnings over the screen.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_pdf(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a document. Raises ArticleError."""
    pages = read_pages(path, data)
    if not any(line.text for page in pages.regions for region in page for line in region):
        raise ArticleError(
            path,
            "The PDF has no readable text.",
            "Print it into a new PDF, or run text recognition (OCR) on it.",
        )
    text, blocks = _blocks(paragraphs(pages.regions), recurring)
    return Extracted(text, "pdf", blocks, _fields(pages.reader, text), pages.remarks)


def _blocks(found: Sequence[Paragraph], recurring: Container[str]) -> tuple[str, tuple[Block, ...]]:
    """Return the text and its blocks; all but furniture is classified as if it stood alone."""
    text = "\n\n".join(paragraph.text for paragraph in found)
    body = "\n\n".join(paragraph.text for paragraph in found if not paragraph.rule)
    blocks: list[Block] = []
    shifts: list[tuple[int, int]] = []  # the start of a paragraph in the body, and its shift
    start = in_body = 0
    for paragraph in found:
        size = len(paragraph.text)
        if paragraph.rule:
            blocks.append(Block(BlockKind.FURNITURE, start, start + size, paragraph.rule))
        else:
            shifts.append((in_body, start - in_body))
            in_body += size + 2
        start += size + 2
    for block in classify(body, recurring):
        shift = shifts[bisect_left(shifts, (block.start, 0))][1]
        end = shifts[bisect_left(shifts, (block.end, 0)) - 1][1] + block.end
        blocks.append(Block(block.kind, block.start + shift, end, block.rule))
    return text, tuple(sorted(blocks, key=lambda block: block.start))


def _fields(reader: pypdf.PdfReader, text: str) -> dict[str, str]:
    """Return the fields in the document's properties, unless a program filled them in.

    The day on which the file was made only counts if the head of the text has no date.
    """
    try:
        properties = reader.metadata
        title = one_line(str(properties.title or "")) if properties else ""
        author = one_line(str(properties.author or "")) if properties else ""
        created = properties.creation_date if properties else None
    except Exception:  # whatever a damaged file makes the library stumble over
        return {}
    fields = {"author": author}
    if not _TOOL.match(title):
        fields["title"] = title
    if created and not first_date(text[:_HEAD]):
        fields["date"] = created.strftime("%Y-%m-%d")
    return {name: value for name, value in fields.items() if value}
