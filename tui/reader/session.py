"""An open article: where one is in it, its passages, hits and suggestions, and what is compared.

A session exists only once its article has been read, so whoever holds one need not ask. It is plain
state without a screen: the parts of the reader change it, the screen draws it. Positions are
0-based, end-exclusive code points in the canonical text.
"""

from collections.abc import Mapping, Sequence

from corpus.text.spans import Span
from tui.article.marked import marks_of, marks_of_suggestions, telling_words
from tui.context import Context
from tui.jump_list import Place
from tui.reader.annotated import PlacedAnnotations
from tui.reader.comparison import Comparison
from tui.text.marks import Marks
from tui.text.reading import Reading
from workspace.coding.article_coding import Placed
from workspace.search.findings import Finding


class ReaderSession:
    """What the reader knows of one article while it is open."""

    def __init__(
        self, context: Context, reading: Reading, placed: Sequence[Placed], hits: Sequence[Span]
    ) -> None:
        self._context = context
        self.reading = reading
        self.article = reading.article
        self.hits = hits
        self.hit: int | None = None
        """The index of the current hit; `None` while the reading point has been put on none."""
        self.suggestions: Sequence[Finding] = ()
        """In the order of the text."""
        self.comparison: Comparison | None = None
        """What is shared with the version that this one is compared with."""
        self.has_furniture = any(block.folded for block in reading.article.blocks)
        self.annotations = PlacedAnnotations(context, reading, placed)

    # -- where one is

    @property
    def place(self) -> Place:
        """The reading point, as a place to come back to."""
        return Place(self.article.path, self.reading.point)

    def leave(self) -> None:
        """Remember the reading point before jumping elsewhere."""
        self._context.jumps.leave(self.place)

    def step(self, spans: Sequence[Span], *, forwards: bool) -> int | None:
        """Jump to the next or previous span, going round at an end; return its index.

        `spans` are in the order of the text; `None` when there are none.
        """
        at = self.reading.step_among(spans, forwards)
        if at is not None:
            self.leave()
            self.reading.clear()
            self.reading.go(spans[at].start)
        return at

    # -- suggestions

    @property
    def suggested_here(self) -> Sequence[Finding]:
        """What is suggested for the sentence at the reading point."""
        point = self.reading.point
        return [each for each in self.suggestions if each.span.start <= point < each.span.end]

    @property
    def topics_suggested_here(self) -> tuple[str, ...]:
        """The topics that are suggested for the sentence at the reading point."""
        return tuple(each.topic for each in self.suggested_here)

    # -- what is drawn

    @property
    def marks(self) -> Marks:
        """The passages, suggestions and hits, and what another version shares."""
        marks = (*marks_of(self.annotations.placed), *marks_of_suggestions(self.suggestions))
        current = self.hits[self.hit] if self.hit is not None else None
        shared = self.comparison.shared if self.comparison else ()
        return Marks(marks, self.hits, current, shared, telling_words(self.suggestions))

    @property
    def notes(self) -> Mapping[str, str]:
        """The notes, by the ids of their passages."""
        return {each.annotation.id: each.annotation.note for each in self.annotations.placed}
