"""The part of the reader that knows annotations: which one is meant, and the way to others."""

import asyncio
from collections.abc import Sequence

from corpus.article import Article
from corpus.text.spans import Span
from tui.context import Context
from tui.reader import topic_legend as legend
from tui.reader.motions import ReadingScreen
from tui.reader.view import Meant, ReaderView
from tui.text.stretches import Stretches
from tui.widgets.bars import Coded
from tui.widgets.strips import clean
from workspace.coding.article_coding import Placed, covering, exactly
from workspace.search.review import kind_of


class AnnotatedScreen(ReadingScreen):
    """Goes among the annotations of the `article` in its view; `placed` are those it has."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.article: Article | None = None
        self._chosen, self._chosen_at = "", -1
        self.placed = ()

    @property
    def placed(self) -> Sequence[Placed]:
        """The annotations of the article, each where it stands."""
        return self._placed

    @placed.setter
    def placed(self, placed: Sequence[Placed]) -> None:
        self._placed = placed
        self._stretches = Stretches((each.span, each) for each in placed)
        self._doubtful: int | None = None

    @property
    def doubtful(self) -> int:
        """How many annotations need a look."""
        if self._doubtful is None and self.article is not None:
            text, sha256 = self.article.text, self.article.sha256
            kinds = (kind_of(text, sha256, each) for each in self.placed)
            self._doubtful = sum(kind is not None for kind in kinds)
        return self._doubtful or 0

    # -- which one is meant

    def choose(self, annotation: str) -> None:
        """Let keys act on an annotation, by its id, until the reading point moves."""
        self._chosen = annotation
        self._chosen_at = self.view.reading.point if self.view.reading else -1

    @property
    def chosen(self) -> str:
        """The id of the annotation chosen and not left since, else ""."""
        reading = self.view.reading
        is_left = reading is None or reading.selection or reading.point != self._chosen_at
        return "" if is_left else self._chosen

    @property
    def under(self) -> list[Placed]:
        """The passages at the reading point, the shortest first; none beside a selection."""
        reading = self.view.reading
        if reading is None or reading.selection is not None:
            return []
        point = reading.point
        return covering(self._stretches.touching(point, point + 1), point)

    @property
    def here(self) -> Placed | None:
        """The passage meant: the selected one, the one chosen, else the shortest here."""
        reading = self.view.reading
        if reading is None:
            return None
        if reading.selection is not None:
            selected = exactly(self._near(reading.selection.span), reading.selection.span)
            return selected if selected is not None and selected.is_shown else None
        under, chosen = self.under, self.chosen
        first = under[0] if under else None
        return next((each for each in under if each.annotation.id == chosen), first)

    def _near(self, span: Span) -> Sequence[Placed]:
        """The annotations on a slice."""
        return self._stretches.touching(*span)

    async def place_anew(self) -> None:
        """Know the annotations as they are after a change."""
        if self.article is not None:
            self.placed = await asyncio.to_thread(self.context.workspace.placed, self.article)

    # -- what is said of it

    def show_meant(self) -> None:
        """Draw the passage meant stronger than others here."""
        here, under = self.here, self.under
        ids = frozenset(each.annotation.id for each in under)
        self.view.show_meant(Meant(here.annotation.id if here else "", ids))

    def coded(self) -> Coded | None:
        """What is said of a passage or a selection; `None` where there is neither."""
        reading, article, here = self.view.reading, self.article, self.here
        if reading is None or article is None:
            return None
        topics = [topic.name for topic in self.context.topics]
        selection, chosen = reading.selection, self.chosen
        point = reading.point if selection is None else None
        target = reading.target
        near = self._near(
            Span(min(target.start, reading.point), max(target.end, reading.point + 1))
        )
        taken = legend.in_force(topics, near, target, point, chosen)
        if here is not None:
            taken += tuple(each for each in here.annotation.topics if each not in topics)
            words = legend.passage_words(
                here,
                self.under,
                is_target=bool(chosen) or here.span == target,
                look=self.key_of("app.review"),
                note=self.key_of("reader.note"),
            )
            return Coded(taken, words, clean(here.annotation.note))
        if selection is not None:
            words = legend.selection_words(article.text, selection.span, self.size.width)
            return Coded(taken, words)
        return None

    # -- going among them

    def do_next_annotation(self) -> None:
        """Next annotation."""
        self._step_annotation(1)

    def do_previous_annotation(self) -> None:
        """Previous annotation."""
        self._step_annotation(-1)

    def _step_annotation(self, by: int) -> None:
        """Go from annotation to annotation, also among those that overlap, as the text has them."""
        reading = self.view.reading
        shown = [placed for placed in self.placed if placed.is_shown]
        if reading is None or not shown:
            words = "No annotations yet: a topic key tags a passage, {reader.note} writes a note."
            self.tell(self.spelt(words))
            return
        here = self.here
        if here is not None:
            at = (shown.index(here) + by) % len(shown)
        else:
            at = reading.step_among([placed.span for placed in shown], by > 0) or 0
        self.leave()
        reading.clear()
        self.go_to_passage(shown[at])

    def go_to_passage(self, placed: Placed) -> None:
        """Go to where a passage begins, and let keys act on it."""
        reading = self.view.reading
        if reading is not None:
            reading.go(placed.span.start)
            self.choose(placed.annotation.id)
            self.view.reveal()

    def on_reader_view_note_clicked(self, message: ReaderView.NoteClicked) -> None:
        """Go to the passage of a note in the margin."""
        reading = self.view.reading
        placed = next((each for each in self.placed if each.annotation.id == message.mark), None)
        if reading is not None and placed is not None:
            reading.clear()
            self.go_to_passage(placed)

    def do_next_here(self) -> None:
        """The next of several passages at the reading point."""
        here, under = self.here, self.under
        if here is None or len(under) < 2:
            self.tell("Only one passage here." if under else "No passage here.")
            return
        in_order = legend.in_order(under)
        following = in_order[(in_order.index(here) + 1) % len(in_order)]
        self.choose(following.annotation.id)
        self.view.follow()
