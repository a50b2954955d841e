"""Which lines of a page are its article, and what each line is.

First each line is looked at by itself (`features`), then the stretch of lines with the most prose
is taken for the article, then its title is sought above or at its start (`titles`), and at last
every line gets its kind from all of that. Nothing is removed: a block is only marked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from corpus.blocks import Block, BlockKind, lines
from corpus.features import Features, features
from corpus.spans import Span
from corpus.titles import choose_title

_FURTHEST_BELOW_NAME = 2


@dataclass(slots=True)
class Line:
    """A line on its way to becoming a block."""

    span: Span
    text: str
    seen: Features
    kind: BlockKind | None = None
    rule: str = ""

    def mark(self, kind: BlockKind, rule: str) -> None:
        """Decide, unless an earlier rule has."""
        if self.kind is None:
            self.kind, self.rule = kind, rule


def classify(text: str, recurring: Collection[str] = ()) -> tuple[Block, ...]:
    """Divide a canonical text into blocks and give each its kind.

    `recurring` holds lines that many articles of the folder share: they are furniture.
    """
    page = [
        Line(span, line, features(line))
        for span in lines(text)
        for line in (text[span.start : span.end],)
    ]
    if not page:
        return ()
    _mark_recurring(page, recurring)
    first, last = _article_stretch(page)
    title = choose_title([line.text for line in page], [line.seen for line in page], first, last)
    if title >= 0:
        page[title].kind, page[title].rule = BlockKind.TITLE, "title"
    _mark_author_box(page, first, last)
    _mark_cues(page)
    _mark_captions(page, title, last)
    _mark_outside(page, title, first, last)
    _mark_inside(page)
    return tuple(
        Block(line.kind or BlockKind.PARAGRAPH, line.span.start, line.span.end, line.rule)
        for line in page
    )


def _mark_recurring(page: list[Line], recurring: Collection[str]) -> None:
    if recurring:
        for line in page:
            if line.text in recurring:
                line.mark(BlockKind.FURNITURE, "recurs in many files")


def _weight(line: Line) -> float:
    """How much a line speaks for the article going on here."""
    seen = line.seen
    if line.kind is BlockKind.FURNITURE:
        return -1.0
    if seen.cue:
        if seen.cue.kind is BlockKind.FURNITURE:
            return -4.0 if seen.cue.ends else -1.0
        return -0.1
    if seen.prose:
        return 1.0 + min(seen.length, 600) / 200
    if seen.sentence and seen.words >= 4:
        return 0.5
    return -0.3


def _article_stretch(page: list[Line]) -> tuple[int, int]:
    """Give the first and last line of the stretch with the greatest weight (Kadane's algorithm).

    Without any line that weighs, the stretch is the whole page.
    """
    best, best_first, best_last = 0.0, 0, -1
    total, first = 0.0, 0
    for index, line in enumerate(page):
        if total <= 0:
            total, first = 0.0, index
        total += _weight(line)
        if total > best:
            best, best_first, best_last = total, first, index
    if best_last < 0:
        return 0, len(page) - 1
    return best_first, best_last


def _mark_author_box(page: list[Line], first: int, last: int) -> None:
    """Mark a bare name in the lower half, and what is told about this person below it."""
    for index in range((first + last) // 2, min(last + 2, len(page))):
        line = page[index]
        if not line.seen.names or "," in line.text or line.seen.words > 4:
            continue
        box: list[Line] = []
        for below in page[index + 1 :]:
            if below.seen.cue or len(box) > _FURTHEST_BELOW_NAME:
                break
            box.append(below)
        about = bool(box) and box[0].text.startswith(line.text.split()[0])
        ends_there = index + len(box) + 1 >= len(page) or _ends(page[index + len(box) + 1])
        if about or (ends_there and len(box) <= 1):
            for marked in (line, *box[:_FURTHEST_BELOW_NAME]):
                marked.mark(BlockKind.FURNITURE, "author box")


def _ends(line: Line) -> bool:
    return line.seen.cue is not None and line.seen.cue.ends


def _mark_cues(page: list[Line]) -> None:
    for line in page:
        if line.seen.cue:
            line.mark(line.seen.cue.kind, line.seen.cue.rule)


def _mark_captions(page: list[Line], title: int, last: int) -> None:
    """Mark a text right above a credit, without a blank line, and bare names inside the text."""
    for above, line in pairwise(page):
        adjacent = line.span.start - above.span.end == 1
        if line.kind is BlockKind.CAPTION and adjacent and above.seen.length <= 300:
            above.mark(BlockKind.CAPTION, "above a credit")
    for index in range(title + 1, last):
        if page[index].seen.names:
            page[index].mark(BlockKind.CAPTION, "names of people")


def _mark_outside(page: list[Line], title: int, first: int, last: int) -> None:
    """Mark what is above the title or below the article."""
    top = title if 0 <= title <= first else first
    for line in page[:top]:
        line.mark(BlockKind.FURNITURE, "above the article")
    for line in page[last + 1 :]:
        line.mark(BlockKind.FURNITURE, "below the article")


def _mark_inside(page: list[Line]) -> None:
    for index, line in enumerate(page):
        if line.kind is not None:
            continue
        seen = line.seen
        below = page[index + 1] if index + 1 < len(page) else None
        if seen.bullet:
            line.mark(BlockKind.LIST, "bullet")
        elif seen.capitals and seen.words >= 5:
            line.mark(BlockKind.RELATED, "link in capitals")
        elif seen.prose or seen.sentence:
            line.mark(BlockKind.PARAGRAPH, "prose" if seen.prose else "sentence")
        elif seen.length <= 120 and below is not None and (below.seen.prose or below.seen.bullet):
            line.mark(BlockKind.HEADING, "short line above prose")
        else:
            line.mark(BlockKind.PARAGRAPH, "inside the article")
