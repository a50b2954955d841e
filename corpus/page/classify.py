"""Decides which lines of a page are its article, and what each line is.

Each line is judged by itself (`features`) and among the others (`context`); the weights of its
signs add up to whether it is article text. Clear phrases (`cues`) decide before that, the title is
chosen separately (`titles`), and the kinds of article text are then told apart by shape. Nothing is
removed: blocks are only marked.
"""

from collections.abc import Collection, Container, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from corpus.page.blocks import RECURS, Block, BlockKind
from corpus.page.context import Context, context, near_text
from corpus.page.cues import Cue
from corpus.page.features import Features, features
from corpus.page.front_matter import front_matter
from corpus.page.titles import Page, choose_title
from corpus.page.wrapped_lines import as_line, lines
from corpus.text.spans import Span

_LONGEST_AUTHOR_BOX = 2
_LONGEST_CAPTION = 300
_LONGEST_HEADING = 120
_HEAD = 7
_FAR = "far from any text"
_new = tuple.__new__  # half the time of a call of the class


class Line(Struct):
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


def classify(text: str, recurring: Container[str] = ()) -> tuple[Block, ...]:
    """Divide a canonical text into blocks and return them with their kinds.

    `recurring` holds the lines that many articles of the folder share: they are furniture.
    """
    begin = front_matter(text).end
    spans = lines(text)
    front = sum(1 for span in takewhile(lambda span: span.start < begin, spans))
    body = spans[front:]
    near = near_text(body)
    places = [*map(body.__getitem__, near)]
    texts = [as_line(text, span) for span in places]
    page = [*map(Line, places, texts, map(features, texts))]
    # Lines that recur are set apart before the others are judged.
    _mark_recurring(page, recurring)
    rest = [line for line in page if line.kind is None]
    if rest:
        _mark(text, rest)
    blocks = _furniture(spans[:front], "front matter")
    reached = 0
    for place, line in zip(near, page, strict=True):
        if place > reached:
            blocks += _furniture(body[reached:place], _FAR)
        kind, (start, end) = line.kind or BlockKind.PARAGRAPH, line.span
        blocks.append(_new(Block, (kind, start, end, line.rule)))
        reached = place + 1
    blocks += _furniture(body[reached:], _FAR)
    return tuple(blocks)


def _furniture(spans: Sequence[Span], rule: str) -> list[Block]:
    kind = BlockKind.FURNITURE
    return [_new(Block, (kind, start, end, rule)) for start, end in spans]


def _mark_recurring(page: list[Line], recurring: Container[str]) -> None:
    """Mark the lines that recur in many files, except those of a story that many print.

    Such a story gives itself away by its paragraphs: most of the page's prose recurs. Then nothing
    from the first to the last of them is furniture merely because it recurs, nor is the line above
    that may be its title.
    """
    again = [place for place, line in enumerate(page) if line.text in recurring]
    if not again:
        return
    prose = [place for place, line in enumerate(page) if line.seen.prose]
    prose_again = [place for place in again if page[place].seen.prose]
    story = range(0)
    if sum(page[i].seen.length for i in prose_again) * 2 > sum(page[i].seen.length for i in prose):
        story = range(prose_again[0] - _HEAD, prose_again[-1] + 1)
    for place in again:
        line = page[place]
        if place not in story and not _of_the_head(line.seen.cue):
            line.mark(BlockKind.FURNITURE, RECURS)


def _mark(text: str, page: list[Line]) -> None:
    """Give each line its kind and rule."""
    texts = [line.text for line in page]
    seen = [line.seen for line in page]
    adjoins = [two.span.start - one.span.end == 1 for one, two in pairwise(page)] + [False]
    around = context(texts, seen, adjoins)
    weights = [place + line.within for place, line in zip(around.weights(), seen, strict=True)]
    title = choose_title(Page(text, texts, seen, weights, around.passed, around.first, around.last))
    if title >= 0:
        page[title].kind, page[title].rule = BlockKind.TITLE, "title"
    _mark_author_box(page, around.first, around.last)
    _mark_phrases(page)
    _mark_captions(page, adjoins, title, around.last)
    inside = {*range(around.first, around.last + 2), *range(title + 1, title + _HEAD)}
    # Signs tell text from furniture; where all of them speak against text, they tell nothing.
    if any(line.kind is None and weight > 0 for line, weight in zip(page, weights, strict=True)):
        _mark_by_weight(page, weights, around, inside)
    _mark_by_shape(page)


def _of_the_head(cue: Cue | None) -> bool:
    """Whether a line is an author, a date or a credit, which many articles may well share."""
    return cue is not None and cue.kind not in (BlockKind.FURNITURE, BlockKind.RELATED)


def _mark_author_box(page: list[Line], first: int, last: int) -> None:
    """Mark a bare name in the lower half, and the lines below it about this person.

    The first line of the page never counts: there must be a text to be the author of.
    """
    for index in range(max(1, (first + last) // 2), min(last + 2, len(page))):
        line = page[index]
        if not line.seen.names or "," in line.text or line.seen.words > 4:
            continue
        box: list[Line] = []
        for below in page[index + 1 :]:
            if below.seen.cue or len(box) > _LONGEST_AUTHOR_BOX:
                break
            box.append(below)
        about = bool(box) and box[0].text.startswith(line.text.split()[0])
        ends_there = index + len(box) + 1 >= len(page) or _ends(page[index + len(box) + 1])
        if about or (ends_there and len(box) <= 1):
            for marked in (line, *box[:_LONGEST_AUTHOR_BOX]):
                marked.mark(BlockKind.FURNITURE, "author box")


def _ends(line: Line) -> bool:
    return line.seen.cue is not None and line.seen.cue.ends


def _mark_phrases(page: list[Line]) -> None:
    for line in page:
        cue = line.seen.cue
        if cue and cue.kind in (BlockKind.FURNITURE, BlockKind.RELATED):
            line.mark(cue.kind, cue.rule)


def _mark_captions(page: list[Line], adjoins: list[bool], title: int, last: int) -> None:
    """Mark a text right above a credit, without a blank line, and bare names inside the text."""
    for (above, line), adjoining in zip(pairwise(page), adjoins, strict=False):
        cue = line.seen.cue
        credited = cue is not None and cue.kind is BlockKind.CAPTION
        if credited and adjoining and above.seen.length <= _LONGEST_CAPTION:
            above.mark(BlockKind.CAPTION, "above a credit")
            line.mark(BlockKind.CAPTION, "below a caption")
    for index in range(title + 1, last):
        if page[index].seen.names and not page[index].seen.cue:
            page[index].mark(BlockKind.CAPTION, "names of people")


def _mark_by_weight(
    page: list[Line], weights: Sequence[float], around: Context, inside: Collection[int]
) -> None:
    """Fold every line whose signs speak against it, but not dates, authors and captions inside."""
    for index, (line, weight) in enumerate(zip(page, weights, strict=True)):
        cue = line.seen.cue
        if cue and (index in inside or weight > 0):
            line.mark(cue.kind, cue.rule)
        elif weight <= 0 and not _last_words(page, index):
            line.mark(BlockKind.FURNITURE, f"{_place(index, around)}: {line.seen.against}")


def _last_words(page: list[Line], index: int) -> bool:
    """Whether a line right below the text closes it: a sentence, or a credit in brackets.

    Nothing but the phrases of a page's foot may follow: elsewhere such a line is one of many.
    """
    line = page[index]
    closes = line.seen.sentence or line.text[-1] == ")"
    if index == 0 or not closes or line.seen.words < 2:
        return False
    below = page[index + 1] if index + 1 < len(page) else None
    above = page[index - 1]
    prose = above.seen.prose and above.kind not in (BlockKind.FURNITURE, BlockKind.RELATED)
    return prose and (below is None or below.seen.link)


def _place(index: int, around: Context) -> str:
    if index < around.first:
        return "above most of the text"
    return "below most of the text" if index > around.last else "among the text"


def _mark_by_shape(page: list[Line]) -> None:
    for index, line in enumerate(page):
        if line.kind is not None:
            continue
        seen = line.seen
        below = page[index + 1].seen if index + 1 < len(page) else None
        if seen.bullet:
            line.mark(BlockKind.LIST, "bullet")
        elif seen.capitals and seen.words >= 5:
            line.mark(BlockKind.RELATED, "link in capitals")
        elif seen.prose or seen.sentence:
            line.mark(BlockKind.PARAGRAPH, "prose" if seen.prose else "sentence")
        elif seen.length <= _LONGEST_HEADING and below and (below.prose or below.bullet):
            line.mark(BlockKind.HEADING, "short line above prose")
        else:
            line.mark(BlockKind.PARAGRAPH, "inside the article")
