"""What stands on each stretch of a line: passages, hits, the selection, the current sentence.

Pure: from spans in the canonical text to runs that are drawn alike.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.spans import Span

NO_SPAN = Span(-1, -1)


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as the reader draws it."""

    id: str
    span: Span
    topics: tuple[str, ...]
    has_note: bool
    is_sure: bool
    """False when the text has changed and the place is only likely."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line in which everything is drawn alike."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    is_hit: bool = False
    is_shared: bool = False
    is_current_hit: bool = False
    is_selected: bool = False
    is_point: bool = False
    is_cursor: bool = False


class _Spans:
    """Many spans, of which those on a line are found quickly."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def touching(self, start: int, end: int) -> list[Span]:
        """Those that share a character with the slice."""
        first = bisect_right(self._starts, start - self._longest)
        found = []
        for span in self._spans[max(first - 1, 0) :]:
            if span.start >= end:
                break
            if span.end > start:
                found.append(span)
        return found


class Marks:
    """Every mark of one article; spans may overlap and nest.

    `shared` is what another version of the story says too.
    """

    def __init__(
        self,
        marks: Sequence[Mark] = (),
        hits: Sequence[Span] = (),
        current_hit: Span | None = None,
        shared: Sequence[Span] = (),
    ) -> None:
        self.marks = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
        self.current_hit = current_hit or NO_SPAN
        self._hits, self._shared = _Spans(hits), _Spans(shared)

    def touching(self, start: int, end: int) -> list[Mark]:
        """The marks that share a character with the slice, in the order of the text."""
        return [mark for mark in self.marks if mark.span.start < end and mark.span.end > start]

    def runs(
        self,
        start: int,
        end: int,
        *,
        selected: Span = NO_SPAN,
        point: Span = NO_SPAN,
        cursor: Span = NO_SPAN,
    ) -> list[Run]:
        """Divide `text[start:end]` where any mark begins or ends; nothing is left out."""
        marks = self.touching(start, end)
        hits, shared = self._hits.touching(start, end), self._shared.touching(start, end)
        spans = [
            *(mark.span for mark in marks),
            *hits,
            *shared,
            self.current_hit,
            selected,
            point,
            cursor,
        ]
        cuts = {start, end}
        for span in spans:
            cuts.update(cut for cut in span if start < cut < end)
        return [
            Run(
                first,
                last,
                tuple(mark for mark in marks if _covers(mark.span, first)),
                is_hit=any(_covers(hit, first) for hit in hits),
                is_shared=any(_covers(each, first) for each in shared),
                is_current_hit=_covers(self.current_hit, first),
                is_selected=_covers(selected, first),
                is_point=_covers(point, first),
                is_cursor=_covers(cursor, first),
            )
            for first, last in pairwise(sorted(cuts))
        ]


def _covers(span: Span, offset: int) -> bool:
    return span.start <= offset < span.end


def gutter(marks: Sequence[Mark], symbols: dict[str, str], width: int) -> list[tuple[str, str]]:
    """The signs beside a line: (sign, topic) for topics, `*` for a note, `?` for an unsure place.

    At most `width` signs; the last becomes `+` when there are more.
    """
    topics = dict.fromkeys(topic for mark in marks for topic in mark.topics)
    signs = [(symbols.get(topic, "•"), topic) for topic in topics]
    signs.sort()
    if any(mark.has_note for mark in marks):
        signs.append(("*", ""))
    if any(not mark.is_sure for mark in marks):
        signs.insert(0, ("?", ""))
    if len(signs) > width:
        signs = [*signs[: width - 1], ("+", "")]
    return signs
