"""Divides lines into runs that are drawn alike: passages, hits, the selection, the sentence.

Pure functions of spans in the canonical text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.text.spans import Span
from tui.text.stretches import Stretches

NO_SPAN = Span(-1, -1)


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as the reader draws it, or a sentence suggested for topics."""

    id: str
    span: Span
    topics: tuple[str, ...]
    has_note: bool
    is_sure: bool
    """False when the text has changed and the place is uncertain."""
    is_suggested: bool = False
    """True when it is no annotation yet; its `id` is "" then."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line in which everything is drawn alike."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    is_hit: bool = False
    is_shared: bool = False
    is_telling: bool = False
    is_current_hit: bool = False
    is_selected: bool = False
    is_point: bool = False
    is_cursor: bool = False


class Marks:
    """All marks of an article; spans may overlap and nest.

    `shared` is what another version of the story also says; `telling` are the words because of
    which sentences are suggested.
    """

    def __init__(
        self,
        marks: Sequence[Mark] = (),
        hits: Sequence[Span] = (),
        current_hit: Span | None = None,
        shared: Sequence[Span] = (),
        telling: Sequence[Span] = (),
    ) -> None:
        self.marks = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
        self.current_hit = current_hit or NO_SPAN
        self._marks = Stretches((mark.span, mark) for mark in self.marks)
        self._hits = Stretches((span, span) for span in sorted(hits))
        self._shared = Stretches((span, span) for span in sorted(shared))
        self._telling = Stretches((span, span) for span in sorted(telling))

    def touching(self, start: int, end: int) -> list[Mark]:
        """The marks that share a character with the slice, in the order of the text."""
        return self._marks.touching(start, end)

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
        telling = self._telling.touching(start, end)
        spans = [
            *(mark.span for mark in marks),
            *hits,
            *shared,
            *telling,
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
                is_telling=any(_covers(each, first) for each in telling),
                is_current_hit=_covers(self.current_hit, first),
                is_selected=_covers(selected, first),
                is_point=_covers(point, first),
                is_cursor=_covers(cursor, first),
            )
            for first, last in pairwise(sorted(cuts))
        ]


def _covers(span: Span, offset: int) -> bool:
    return span.start <= offset < span.end
