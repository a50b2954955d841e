"""Divides lines into runs that are drawn alike: passages, hits, the selection, the sentence.

Pure functions of spans in the canonical text.
"""

from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from corpus.text.spans import Span
from tui.text.stretches import Stretches

NO_SPAN = Span(-1, -1)


class Mark(Struct, frozen=True):
    """An annotation as the reader draws it, or a sentence suggested for topics."""

    id: str
    span: Span
    topics: tuple[str, ...]
    has_note: bool
    is_sure: bool
    """False when the text has changed and the place is uncertain."""
    is_suggested: bool = False
    """True when it is no annotation yet; its `id` is "" then."""


class Run(Struct, frozen=True):
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


class _Kind(Enum):
    HIT = auto()
    SHARED = auto()
    TELLING = auto()


class _Words(NamedTuple):
    """Words that are no passage, and why they are drawn differently."""

    span: Span
    kind: _Kind


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
        words = [
            *(_Words(span, _Kind.HIT) for span in hits),
            *(_Words(span, _Kind.SHARED) for span in shared),
            *(_Words(span, _Kind.TELLING) for span in telling),
        ]
        drawn: list[Mark | _Words] = [*self.marks, *words]
        drawn.sort(key=lambda each: each.span.start)
        self._stretches = Stretches([(each.span, each) for each in drawn])

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
        touching = self._stretches.touching(start, end)
        cuts = {start, end}
        for span in (*(each.span for each in touching), self.current_hit, selected, point, cursor):
            cuts.update(cut for cut in span if start < cut < end)
        runs = []
        for first, last in pairwise(sorted(cuts)):
            here = [each for each in touching if _covers(each.span, first)]
            kinds = {each.kind for each in here if isinstance(each, _Words)}
            run = Run(
                first,
                last,
                tuple(each for each in here if isinstance(each, Mark)),
                is_hit=_Kind.HIT in kinds,
                is_shared=_Kind.SHARED in kinds,
                is_telling=_Kind.TELLING in kinds,
                is_current_hit=_covers(self.current_hit, first),
                is_selected=_covers(selected, first),
                is_point=_covers(point, first),
                is_cursor=_covers(cursor, first),
            )
            runs.append(run)
        return runs


def _covers(span: Span, offset: int) -> bool:
    return span.start <= offset < span.end
