"""The part of the reader that codes: topics, notes and copies of passages."""

import asyncio
from functools import partial

from corpus.article import Article
from tui.reader.ends import EndsScreen
from tui.requests import WriteNote
from tui.screens.topic_keys import TopicKeys
from tui.widgets.strips import clean, fit, number
from workspace.coding.article_coding import exactly
from workspace.coding.drafts import ABOUT, Drafts
from workspace.coding.save_result import Saved

_QUOTE_CELLS = 40


class CodingScreen(EndsScreen, TopicKeys[str]):
    """Puts topics and notes on passages."""

    async def toggle(self, topic: str, *, create: bool = False) -> None:
        """Put a topic on what is selected or meant, or take it away."""
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        target = reading.target
        point = reading.point if reading.selection is None else None
        if target.start == target.end:
            self.tell("There is no text to tag.")
            return
        toggle, meant = self.context.workspace.toggle_topic, self.chosen
        if await self.save(lambda: toggle(article, target, topic, point, meant, create=create)):
            # What was tagged last is what keys are meant for from now on.
            await self.place_anew()
            tagged = exactly(self.placed, target)
            reading.go(target.start if reading.selection is not None else reading.point)
            reading.clear()
            self.choose(meant or (tagged.annotation.id if tagged else ""))
            self.view.follow()

    def do_note(self) -> None:
        """Write or read the note of the annotation here, or of a new one."""
        self._note()

    def do_note_in_editor(self) -> None:
        """The same in the user's own editor."""
        self._note(in_editor=True)

    def _note(self, *, in_editor: bool = False) -> None:
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        here = self.here
        span = here.span if here is not None else reading.target
        if span.start == span.end:
            self.tell("There is no text to annotate.")
            return
        annotation = here.annotation.id if here is not None else ""
        on = (*filter(None, [annotation]), f"{span.start}-{span.end}")
        note = here.annotation.note if here is not None else ""
        quote = article.text[span.start : span.end]
        write_note = self.context.workspace.write_note

        async def save(written: str) -> bool:
            change = partial(write_note, article, span, annotation, written, begun=note)
            return await self.save(change) is not False

        async def closed(_kept: bool | None) -> None:
            await self.place_anew()
            written = next((p for p in self.placed if p.annotation.id == annotation), None)
            written = written or exactly(self.placed, span)
            reading.go(span.start if reading.selection is not None else reading.point)
            reading.clear()
            self.choose(written.annotation.id if written else "")
            self.view.follow()

        request = WriteNote(article.path, quote, note, on, save, in_editor=in_editor)
        self.open(request, closed)

    async def tell_begun(self, article: Article) -> None:
        """Say where a note had been begun that was not saved, as after a crash."""
        drafts = Drafts(self.context.settings.places.drafts)
        for on in (await asyncio.to_thread(drafts.begun, article.path))[:1]:
            key = self.key_of("reader.article_note" if on == ABOUT else "reader.note")
            words = (
                "the article"
                if on == ABOUT
                else f"“{fit(self._words_of(on, article), _QUOTE_CELLS)}”"
            )
            self.notify(f"A note on {words} was begun and not saved: {key} there shows it.")

    def _words_of(self, on: str, article: Article) -> str:
        """The words that the draft of a note is about: an annotation by its id, or a slice."""
        placed = (each for each in self.placed if each.annotation.id == on)
        quote = next((each.annotation.quote for each in placed), "")
        start, _, end = on.partition("-")
        if not quote and start.isdecimal() and end.isdecimal():
            quote = article.text[int(start) : int(end)]
        return clean(quote)

    async def do_delete(self) -> None:
        """Delete the annotation here."""
        here, article = self.here, self.article
        if here is None or article is None:
            self.tell("There is no annotation at the reading point.")
            return
        delete = self.context.workspace.delete
        if await self.save(lambda: delete(article.path, here.annotation.id)):
            # What is typed next is not meant for a passage that has gone.
            self.choose("")
            await self.place_anew()
            undo = self.key_of("app.undo")
            self.tell(f"annotation deleted{f', {undo} brings it back' if undo else ''}")

    async def show_travelled(self, saved: Saved) -> None:
        """Go to what was undone or done again, where it is in this article."""
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        await self.place_anew()
        for change in saved.changes:
            annotation = change.after or change.before
            if change.article != article.path or annotation is None or not annotation.is_passage:
                continue
            placed = (each for each in self.placed if each.annotation.id == annotation.id)
            there = next(placed, None)
            reading.clear()
            if there is not None and there.is_shown:
                self.go_to_passage(there)
            else:
                reading.go(annotation.start)
                self.view.reveal()
            return

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
        self.copy(f"“{article.as_read(span)}” ({source})", f"{count} and the source")
