"""PDF documents: the text of their pages as paragraphs, running heads and page numbers marked.

A PDF knows lines at places on a page, and no paragraphs. Its canonical text has one line for each
paragraph: lines are joined where the next goes on, and words divided at a line's end made whole.
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

# Without a handler, Python writes warnings where the screen is.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_pdf(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a document. Raises ArticleError."""
    pages = read_pages(path, data)
    if not any(line.text for page in pages.regions for region in page for line in region):
        raise ArticleError(
            path,
            "The PDF has no text that can be read.",
            "Print it into a new PDF, or let a program for text recognition (OCR) read it.",
        )
    text, blocks = _blocks(paragraphs(pages.regions), recurring)
    return Extracted(text, "pdf", blocks, _fields(pages.reader, text), pages.remarks)


def _blocks(found: Sequence[Paragraph], recurring: Container[str]) -> tuple[str, tuple[Block, ...]]:
    """Give the text and its blocks; what is no furniture is judged as if it stood alone."""
    text = "\n\n".join(paragraph.text for paragraph in found)
    body = "\n\n".join(paragraph.text for paragraph in found if not paragraph.rule)
    blocks: list[Block] = []
    shifts: list[tuple[int, int]] = []  # where a paragraph begins in the body, and how far it moved
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
    """Give what the document says of itself, where no program has said it.

    The day the file was made is taken only where the head of the text has no date.
    """
    try:
        told = reader.metadata
        title = one_line(str(told.title or "")) if told else ""
        author = one_line(str(told.author or "")) if told else ""
        created = told.creation_date if told else None
    except Exception:  # as above
        return {}
    fields = {"author": author}
    if not _TOOL.match(title):
        fields["title"] = title
    if created and not first_date(text[:_HEAD]):
        fields["date"] = created.strftime("%Y-%m-%d")
    return {name: value for name, value in fields.items() if value}
