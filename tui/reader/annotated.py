"""The annotations of the open article, each where it stands, and which one keys act on.

Positions are 0-based, end-exclusive code points in the canonical text.
"""

import asyncio
from collections.abc import Sequence
from operator import attrgetter

from corpus.text.spans import Span
from tui.context import Context
from tui.text.reading import Reading
from tui.text.stretches import Stretches
from workspace.coding.article_coding import Placed, covering, exactly
from workspace.search.doubts import kind_of


class PlacedAnnotations:
    """What is annotated in an article that is being read."""

    def __init__(self, context: Context, reading: Reading, placed: Sequence[Placed]) -> None:
        self._context = context
        self._reading = reading
        self._chosen, self._chosen_at = "", -1
        self._resized = ""
        self._know(placed)

    def _know(self, placed: Sequence[Placed]) -> None:
        self.placed = placed
        """All of them, in the order of the text."""
        self._stretches = Stretches([(each.span, each) for each in placed])
        self._to_review: int | None = None

    async def reload(self) -> bool:
        """Know them as they are now; return whether any has changed."""
        placed = await asyncio.to_thread(self._placed_if_changed)
        if placed is None:
            return False
        self._know(placed)
        return True

    def _placed_if_changed(self) -> Sequence[Placed] | None:
        """Place them again unless all are the same; placing thousands takes a while."""
        article, workspace = self._reading.article, self._context.workspace
        now = workspace.annotations_of(article.path)
        before = (each.annotation for each in self.placed)
        if sorted(now, key=attrgetter("id")) == sorted(before, key=attrgetter("id")):
            return None
        return workspace.placed(article)

    def find(self, annotation: str) -> Placed | None:
        """The annotation with an id, if the article still has it."""
        return next((each for each in self.placed if each.annotation.id == annotation), None)

    def near(self, span: Span) -> Sequence[Placed]:
        """Those that share a character with a slice."""
        return self._stretches.touching(*span)

    @property
    def to_review(self) -> int:
        """How many have to be reviewed."""
        if self._to_review is None:
            text, sha256 = self._reading.article.text, self._reading.article.sha256
            kinds = (kind_of(text, sha256, each) for each in self.placed)
            self._to_review = sum(kind is not None for kind in kinds)
        return self._to_review

    # -- the one that keys act on

    def choose(self, annotation: str) -> None:
        """Let keys act on an annotation, by its id, until the reading point moves."""
        self._chosen, self._chosen_at = annotation, self._reading.point

    @property
    def chosen(self) -> str:
        """The id of the one chosen, if it has neither been left since nor lost its last topic."""
        has_moved = self._reading.selection or self._reading.point != self._chosen_at
        return "" if has_moved or self.find(self._chosen) is None else self._chosen

    @property
    def under(self) -> Sequence[Placed]:
        """The passages at the reading point, the shortest first; none while text is selected."""
        if self._reading.selection is not None:
            return []
        point = self._reading.point
        return covering(self._stretches.touching(point, point + 1), point)

    @property
    def here(self) -> Placed | None:
        """The passage that keys act on: the selected one, the chosen one, else the shortest."""
        if self._reading.selection is not None:
            span = self._reading.selection.span
            selected = exactly(self.near(span), span)
            return selected if selected is not None and selected.is_shown else None
        under, chosen = self.under, self.chosen
        shortest = under[0] if under else None
        return next((each for each in under if each.annotation.id == chosen), shortest)

    # -- new ends

    def resize(self, annotation: str) -> None:
        """Let the selection, which covers a passage, become its new ends."""
        self._resized = annotation

    @property
    def resized(self) -> Placed | None:
        """The passage whose new ends are being selected."""
        reading = self._reading
        is_selecting = reading.selection is not None and reading.began_as is not None
        return self.find(self._resized) if is_selecting else None
