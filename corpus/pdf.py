"""PDF documents: the text of their pages as paragraphs, running heads and page numbers marked.

A PDF knows lines at places on a page, and no paragraphs. Its canonical text has one line for each
paragraph: lines are joined where the next goes on, and words divided at a line's end made whole.
"""

import logging
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdf

from corpus.blocks import Block, BlockKind
from corpus.canonical import canonical
from corpus.classify import classify
from corpus.dates import first_date
from corpus.errors import ArticleError
from corpus.formats import Extracted, one_line
from corpus.pdf_pages import read_pages

_EDGE = 2  # lines at the top and at the bottom of a page where heads and feet are
_LONGEST_HEAD = 120
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:seite|page|s\.|p\.)\s*)?\d{1,4}(?:\s*(?:von|of|/)\s*\d{1,4})?\W*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"[•▪◦‣●■]|[*–-]\s|\d{1,2}[.)]\s")
_STOPS = (".", "!", "?", ":", "…")
_CLOSING = "\"'”“’‘»«)]"
# "Nord- und Südkorea": the hyphen stands for what the words share.
_SHARING = re.compile(r"(?:und|oder|bzw|sowie|bis|and|or)\b")
_TOOL = re.compile(
    r"microsoft word|powerpoint|untitled|unbenannt|\S+\.(?:docx?|indd|qxp|pdf|odt|rtf|pptx?)$|\S*$",
    re.IGNORECASE,
)
_HEAD = 1500
_TITLE_WORDS = 4

# Without a handler, Python writes warnings where the screen is.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    rule: str = ""  # why it is furniture


def read_pdf(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a document. Raises ArticleError."""
    pages = read_pages(path, data)
    lines = [_lines(page) for page in pages.texts]
    if not any(line for page in lines for line in page):
        raise ArticleError(
            path,
            "The PDF has no text that can be read.",
            "Print it into a new PDF, or let a program for text recognition (OCR) read it.",
        )
    text, blocks = _blocks(list(_paragraphs(lines)), recurring)
    return Extracted(text, "pdf", blocks, _fields(pages.reader, text), pages.remarks)


def _lines(page: str) -> list[str]:
    """Give the lines of a page, "" for blank ones inside."""
    whole = re.sub("\u00ad[ \t]*\n[ \t]*", "", page)
    return [" ".join(line.split()) for line in canonical(whole).strip().split("\n") if page.strip()]


def _paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[_Paragraph]:
    running = _running(pages)
    lengths = sorted(len(line) for lines in pages for line in lines if line)
    width = lengths[len(lengths) * 9 // 10]
    for number, lines in enumerate(pages):
        edges = {*range(_EDGE), *range(len(lines) - _EDGE, len(lines))}
        begun: list[str] = []
        for place, line in enumerate(lines):
            rule = _furniture(line, running, first_page=number == 0) if place in edges else ""
            if begun and (rule or not line or _ends(begun[-1], line, width)):
                yield _Paragraph(_joined(begun))
                begun = []
            if rule:
                yield _Paragraph(line, rule)
            elif line:
                begun.append(line)
        if begun:
            yield _Paragraph(_joined(begun))


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """Give the lines, apart from figures, at the edges of half of the pages, at least of two."""
    counts: Counter[str] = Counter()
    for lines in pages:
        counts.update({_DIGITS.sub("#", line) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
    return {
        line
        for line, count in counts.items()
        if line and count >= 2 and count * 2 >= len(pages) and len(line) <= _LONGEST_HEAD
    }


def _furniture(line: str, running: Container[str], *, first_page: bool) -> str:
    """Say why a line at the edge of a page is furniture, if it is; the first may have a title."""
    if _PAGE_NUMBER.fullmatch(line):
        return "page number"
    as_title = first_page and len(line.split()) >= _TITLE_WORDS and not _DIGITS.search(line)
    return "running head" if _DIGITS.sub("#", line) in running and not as_title else ""


def _ends(line: str, following: str, width: int) -> bool:
    """Whether a paragraph ends with `line`: it is short, or short and a sentence, or a list."""
    if _BULLET.match(following):
        return True
    full = len(line) / width
    stops = line.rstrip(_CLOSING).endswith(_STOPS)
    return full < 0.65 or (stops and full < 0.9)


def _joined(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph, and the words that are divided between two of them."""
    parts = [lines[0]]
    for above, line in pairwise(lines):
        divided = len(above) > 1 and above[-1] in "-‐" and above[-2].isalpha()
        if not divided or _SHARING.match(line):
            parts.append(" ")
        elif line[0].islower():
            parts[-1] = above[:-1]
        parts.append(line)
    return "".join(parts)


def _blocks(
    paragraphs: Sequence[_Paragraph], recurring: Container[str]
) -> tuple[str, tuple[Block, ...]]:
    """Give the text and its blocks; what is no furniture is judged as if it stood alone."""
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    body = "\n\n".join(paragraph.text for paragraph in paragraphs if not paragraph.rule)
    blocks: list[Block] = []
    shifts: list[tuple[int, int]] = []  # where a paragraph begins in the body, and how far it moved
    start = in_body = 0
    for paragraph in paragraphs:
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
