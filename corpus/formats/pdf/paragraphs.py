"""Joins the lines of a PDF into paragraphs, apart from heads, feet and page numbers.

A paragraph, and a word in it, may go on in the next column or on the next page.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from corpus.formats.pdf.lines import Line, Region
from corpus.page.wrapped_lines import ends_sentence, flows, is_divided
from corpus.text.divided_words import divisions
from corpus.text.spans import Span
from corpus.text.undivided import Undivided

_EDGE = 2  # lines at the top and at the bottom of a region where heads and feet are
_LONGEST_HEAD = 120
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:seite|page|s\.|p\.)\s*)?\d{1,4}(?:\s*(?:von|of|/)\s*\d{1,4})?\W*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"[•▪◦‣●■]|[*–-]\s|\d{1,2}[.)]\s")
_TITLE_WORDS = 4
_LARGER = 1.2  # times the size: other letters, so another paragraph
_FARTHER = 1.4  # times the usual distance between lines: a gap between paragraphs
_TELLING = 6  # lines that give a region a usual length of its own


class Paragraph(Struct, frozen=True):
    """One line of canonical text, and the rule by which it is furniture, if it is."""

    text: str
    rule: str = ""


def paragraphs(pages: Sequence[Sequence[Region]]) -> list[Paragraph]:
    """Return the paragraphs of a document in order; what interrupts one follows it."""
    return _whole(list(_joined(pages)))


def _joined(pages: Sequence[Sequence[Region]]) -> Iterator[Paragraph]:
    """Yield the paragraphs with their line breaks."""
    running = _running(pages)
    flow = _Flow(pages)
    begun: list[Line] = []
    held: list[Paragraph] = []
    before: Region | None = None
    for number, page in enumerate(pages):
        for region in page:
            edges = {*range(_EDGE), *range(len(region) - _EDGE, len(region))}
            for place, line in enumerate(region):
                is_edge = place in edges
                rule = _furniture(line.text, running, first_page=number == 0) if is_edge else ""
                if rule:
                    held.append(Paragraph(line.text, rule))
                    if not begun:
                        yield from _ended(begun, held)
                    continue
                if begun and before and not flow.goes_on(begun[-1], line, before, region):
                    yield from _ended(begun, held)
                if line.text:
                    begun.append(line)
                    before = region
        if not any(page):  # its text is unknown
            yield from _ended(begun, held)
    yield from _ended(begun, held)


def _ended(begun: list[Line], held: list[Paragraph]) -> list[Paragraph]:
    """Return the begun lines as a paragraph, then what interrupted it, and clear both."""
    text = "\n".join(line.text for line in begun)
    ended = [*([Paragraph(text)] if begun else []), *held]
    begun.clear()
    held.clear()
    return ended


def _running(pages: Sequence[Sequence[Region]]) -> set[str]:
    """Return the lines, digits aside, at the edges of at least half of the pages, and of two."""
    counts: Counter[str] = Counter()
    for page in pages:
        edges = (line for region in page for line in (*region[:_EDGE], *region[-_EDGE:]))
        counts.update({_DIGITS.sub("#", line.text) for line in edges})
    return {
        line
        for line, count in counts.items()
        if line and count >= 2 and count * 2 >= len(pages) and len(line) <= _LONGEST_HEAD
    }


def _furniture(line: str, running: Container[str], *, first_page: bool) -> str:
    """Return the rule by which a line at a page's edge is furniture, or ""; titles are not."""
    if _PAGE_NUMBER.fullmatch(line):
        return "page number"
    if line[:1].islower() and " " in line:  # not a head, but a sentence that goes on
        return ""
    as_title = first_page and len(line.split()) >= _TITLE_WORDS and not _DIGITS.search(line)
    return "running head" if _DIGITS.sub("#", line) in running and not as_title else ""


class _Flow:
    """The usual length and distance of a document's lines, by which paragraphs end."""

    def __init__(self, pages: Sequence[Sequence[Region]]) -> None:
        lines = [line for page in pages for region in page for line in region]
        self._usual = _usual_length(lines)
        steps = [line.below for line in lines if line.below > 0]
        self._apart = median(steps) * _FARTHER if steps else 0.0
        self._lengths: dict[int, int] = {}

    def goes_on(self, one: Line, two: Line, before: Region, region: Region) -> bool:
        """Whether a paragraph goes on from one line to the next, perhaps in another region."""
        smaller, larger = sorted((one.size, two.size))
        is_other = smaller > 0 and larger > smaller * _LARGER
        if is_other or not two.text or _BULLET.match(two.text):
            return False
        text = f"{one.text}\n{two.text}"
        lines = Span(0, len(one.text)), Span(len(one.text) + 1, len(text))
        usual = self._length(before)
        if before is region and two.below > self._apart:
            return False
        if is_divided(text, *lines):
            return True
        if before is region and two.below >= 0:
            return flows(text, *lines, usual)
        if ends_sentence(one.text):
            return False
        return two.text[0].islower() or flows(text, *lines, usual)

    def _length(self, region: Region) -> int:
        """Return the usual length of a region's lines, or of all if it has too few."""
        if len(region) < _TELLING:
            return self._usual
        key = id(region)
        if key not in self._lengths:
            self._lengths[key] = _usual_length(region)
        return self._lengths[key]


def _usual_length(lines: Iterable[Line]) -> int:
    lengths = sorted(len(line.text) for line in lines if line.text)
    return lengths[(len(lengths) - 1) * 9 // 10] if lengths else 1


def _whole(joined: Sequence[Paragraph]) -> list[Paragraph]:
    """Put each paragraph on one line, with the words whole that its lines divide."""
    text = "\n\n".join(paragraph.text for paragraph in joined)
    ends = accumulate(len(paragraph.text) + 2 for paragraph in joined)
    spans = [
        Span(end - 2 - len(paragraph.text), end - 2)
        for end, paragraph in zip(ends, joined, strict=True)
    ]
    whole = Undivided(text, divisions(text, spans))
    return [
        replace(paragraph, text=whole.text[start:end].replace("\n", " "))
        for paragraph, (start, end) in zip(joined, map(whole.span_here, spans), strict=True)
    ]
