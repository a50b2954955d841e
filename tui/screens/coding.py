"""The part of the reader that codes: topics, notes and copies of passages."""

import asyncio
from collections.abc import Sequence
from functools import partial

from corpus.article import Article
from tui.context import Context
from tui.screens.reading import ReadingScreen
from tui.widgets.strips import number
from workspace.coding import Placed, covering, exactly


class CodingScreen(ReadingScreen):
    """Puts topics and notes on passages of the `article` in its view; `placed` are those it has."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.article: Article | None = None
        self.placed: Sequence[Placed] = ()
        self.annotation: str | None = None
        """The annotation last gone to, by its id: it is the one meant where several overlap."""

    @property
    def here(self) -> Placed | None:
        """The annotation meant: the selected one, else the shortest at the reading point."""
        reading = self.view.reading
        if reading is None:
            return None
        if reading.selection is not None:
            return exactly(self.placed, reading.selection.span)
        under = covering(self.placed, reading.point)
        chosen = (each for each in under if each.annotation.id == self.annotation)
        return next(chosen, under[0] if under else None)

    # -- moving

    def do_next_annotation(self) -> None:
        """Next annotation."""
        self._step_annotation(1)

    def do_previous_annotation(self) -> None:
        """Previous annotation."""
        self._step_annotation(-1)

    def _step_annotation(self, by: int) -> None:
        """Go from annotation to annotation, also among those that begin at the same place."""
        reading = self.view.reading
        shown = [placed for placed in self.placed if placed.is_shown]
        if reading is None or not shown:
            self.tell("No annotations yet: a topic key tags a passage, a writes a note.")
            return
        ids = [placed.annotation.id for placed in shown]
        here = self.here
        if here is not None and here.annotation.id in ids:
            at = (ids.index(here.annotation.id) + by) % len(shown)
        else:
            at = reading.step_among([placed.span for placed in shown], by > 0) or 0
        self.annotation = ids[at]
        self.leave()
        reading.clear()
        reading.go(shown[at].span.start)
        self.view.reveal()

    # -- changing

    async def do_topic(self, digit: int) -> None:
        """Toggle the topic with this key."""
        topics = {topic.key: topic.name for topic in self.context.topics}
        if digit not in topics:
            self.tell(f"No topic has the key {digit}; give it to one in config.yaml.")
            return
        await self._toggle(topics[digit])

    async def do_tag(self, index: int) -> None:
        """Toggle the topic at this place of the configuration."""
        await self._toggle(self.context.topics[index].name)

    def do_pick_topic(self) -> None:
        """Pick a topic from a list."""
        from tui.screens.picker import Choice, PickerScreen

        counts = self.context.workspace.topic_counts()
        choices = [Choice(name, name, number(count, "passage")) for name, count in counts.items()]
        picker = PickerScreen(self.context, "Topic for the passage", choices)
        self.open(picker, self._picked)

    async def _picked(self, topic: str | None) -> None:
        if topic is not None:
            await self._toggle(topic)

    async def _toggle(self, topic: str) -> None:
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        target = reading.target
        point = reading.point if reading.selection is None else None
        if target.start == target.end:
            self.tell("There is no text to tag.")
            return
        workspace = self.context.workspace
        if await self.save(lambda: workspace.toggle_topic(article, target, topic, point)):
            # What was tagged last is what a note is meant for, where passages overlap.
            self.placed = await asyncio.to_thread(workspace.placed, article)
            tagged = exactly(self.placed, target)
            self.annotation = tagged.annotation.id if tagged else self.annotation
            reading.go(target.start if reading.selection is not None else reading.point)
            reading.clear()
            self.view.follow()

    def do_note(self) -> None:
        """Write or read the note of the annotation here, or of a new one."""
        from tui.screens.note import NoteScreen

        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        here = self.here
        span = here.span if here is not None else reading.target
        if span.start == span.end:
            self.tell("There is no text to annotate.")
            return
        annotation = here.annotation.id if here is not None else None
        note = here.annotation.note if here is not None else ""
        quote = article.text[span.start : span.end]
        workspace = self.context.workspace

        async def keep(written: str) -> bool:
            if written == note:
                return True
            change = partial(workspace.write_note, article, span, annotation, written)
            return await self.save(change) is not False

        self.open(NoteScreen(self.context, quote, note, keep), self._noted)

    def _noted(self, _kept: bool | None) -> None:
        if self.view.reading is not None:
            self.view.reading.clear()
            self.view.follow()

    async def do_delete(self) -> None:
        """Delete the annotation here."""
        here, article = self.here, self.article
        if here is None or article is None:
            self.tell("There is no annotation at the reading point.")
            return
        delete = self.context.workspace.delete
        await self.save(lambda: delete(article.path, here.annotation))

    def do_copy(self) -> None:
        """Copy the selection, the annotation or the sentence, with its source."""
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        here = self.here
        span = here.span if here is not None else reading.target
        facts = (article.title, article.source, article.date, article.url or article.path)
        source = ", ".join(fact for fact in facts if fact)
        count = number(span.end - span.start, "character")
        self.copy(f"“{article.text[span.start : span.end]}” ({source})", f"{count} and the source")
