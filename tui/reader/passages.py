"""The passages of the article: going among them, tagging, noting, copying and deleting them."""

import asyncio
from functools import partial

from corpus.text.spans import Span
from tui.reader import topic_legend as legend
from tui.reader.part import Part
from tui.requests import WriteNote
from tui.widgets.strips import clean, fit, number
from workspace.coding.article_coding import Placed, exactly
from workspace.coding.drafts import ABOUT, Drafts
from workspace.coding.save_result import Saved

_QUOTE_CELLS = 40


class Passages(Part):
    """Go among the passages, and put topics and notes on them."""

    # -- going among them

    def do_next_annotation(self) -> None:
        """Next annotation."""
        self._step(1)

    def do_previous_annotation(self) -> None:
        """Previous annotation."""
        self._step(-1)

    def _step(self, by: int) -> None:
        """Go from passage to passage in the order of the text, also among those that overlap."""
        reading = self._reading
        shown = [placed for placed in self._annotations.placed if placed.is_shown]
        if not shown:
            words = "No annotations yet: a topic key tags a passage, {reader.note} writes a note."
            self._host.tell(self._host.spelt(words))
            return
        here = self._annotations.here
        if here is not None:
            at = (shown.index(here) + by) % len(shown)
        else:
            at = reading.step_among([placed.span for placed in shown], by > 0) or 0
        self._session.leave()
        reading.clear()
        self._go_to(shown[at])

    def _go_to(self, placed: Placed) -> None:
        """Go to where a passage begins, and let keys act on it."""
        self._reading.go(placed.span.start)
        self._annotations.choose(placed.annotation.id)
        self._view.reveal()

    def go_to(self, annotation: str) -> None:
        """Go to a passage, by its id."""
        placed = self._annotations.find(annotation)
        if placed is not None:
            self._reading.clear()
            self._go_to(placed)

    def do_next_here(self) -> None:
        """The next of several passages at the reading point."""
        here, under = self._annotations.here, self._annotations.under
        if here is None or len(under) < 2:
            self._host.tell("Only one passage here." if under else "No passage here.")
            return
        in_order = legend.in_order(under)
        following = in_order[(in_order.index(here) + 1) % len(in_order)]
        self._annotations.choose(following.annotation.id)
        self._view.follow()

    async def show_changed(self, saved: Saved) -> None:
        """Go to what was undone or redone, if it is in this article."""
        await self._reload()
        here = (each for each in saved.changes if each.article == self._article.path)
        changed = (each.after or each.before for each in here)
        passage = next((each for each in changed if each is not None and each.is_passage), None)
        if passage is None:
            return
        placed = self._annotations.find(passage.id)
        self._reading.clear()
        if placed is not None and placed.is_shown:
            self._go_to(placed)
        else:
            self._reading.go(passage.start)
            self._view.reveal()

    # -- tagging

    async def toggle(self, topic: str, *, create: bool = False) -> None:
        """Put a topic, with `create` perhaps a new one, on what is selected or here, or remove it.

        Keys act on what was tagged last from then on.
        """
        reading, article = self._reading, self._article
        target = reading.target
        point = reading.point if reading.selection is None else None
        if target.start == target.end:
            self._host.tell("There is no text to tag.")
            return
        toggle, chosen = self._context.workspace.changes.toggle_topic, self._annotations.chosen
        if await self._host.save(
            lambda: toggle(article, target, topic, point, chosen, create=create)
        ):
            await self._reload()
            tagged = exactly(self._annotations.placed, target)
            self._return_to(target, chosen or (tagged.annotation.id if tagged else ""))

    def _return_to(self, span: Span, annotation: str) -> None:
        """Drop the selection, and let keys act on an annotation."""
        reading = self._reading
        reading.go(span.start if reading.selection is not None else reading.point)
        reading.clear()
        self._annotations.choose(annotation)
        self._view.follow()

    # -- notes

    def do_note(self) -> None:
        """Write or read the note of the annotation here, or of a new one."""
        self._note()

    def do_note_in_editor(self) -> None:
        """The same in the user's own editor."""
        self._note(in_editor=True)

    def _note(self, *, in_editor: bool = False) -> None:
        article, here = self._article, self._annotations.here
        span = here.span if here is not None else self._reading.target
        if span.start == span.end:
            self._host.tell("There is no text to annotate.")
            return
        annotation = here.annotation.id if here is not None else ""
        note = here.annotation.note if here is not None else ""
        write_note = self._context.workspace.changes.write_note

        async def save(written: str) -> bool:
            change = partial(write_note, article, span, annotation, written, begun=note)
            return await self._host.save(change) is not False

        async def closed(_kept: bool | None) -> None:
            await self._reload()
            noted = self._annotations.find(annotation) or exactly(self._annotations.placed, span)
            self._return_to(span, noted.annotation.id if noted else "")

        on = (*filter(None, [annotation]), f"{span.start}-{span.end}")
        quote = article.text[span.start : span.end]
        request = WriteNote(article.path, quote, note, on, save, in_editor=in_editor)
        self._host.open(request, closed)

    async def report_draft(self) -> None:
        """Say where a note had been begun and was not saved, as after a crash."""
        drafts = Drafts(self._context.settings.places.drafts)
        for on in (await asyncio.to_thread(drafts.begun, self._article.path))[:1]:
            key = self._host.key_of("reader.article_note" if on == ABOUT else "reader.note")
            words = "the article" if on == ABOUT else f"“{fit(self._quote_of(on), _QUOTE_CELLS)}”"
            self._host.notify(f"A note on {words} was begun and not saved: {key} there shows it.")

    def _quote_of(self, draft: str) -> str:
        """What the draft of a note is about, named by the id of an annotation or by a slice."""
        placed = self._annotations.find(draft)
        quote = placed.annotation.quote if placed else ""
        start, _, end = draft.partition("-")
        if not quote and start.isdecimal() and end.isdecimal():
            quote = self._article.text[int(start) : int(end)]
        return clean(quote)

    # -- deleting and copying

    async def do_delete(self) -> None:
        """Delete the annotation here."""
        here, path = self._annotations.here, self._article.path
        if here is None:
            self._host.tell("There is no annotation at the reading point.")
            return
        delete = self._context.workspace.changes.delete
        if await self._host.save(lambda: delete(path, here.annotation.id)):
            # What is typed next is not meant for a passage that has gone.
            self._annotations.choose("")
            await self._reload()
            undo = self._host.key_of("app.undo")
            self._host.tell(f"annotation deleted{f', {undo} brings it back' if undo else ''}")

    def do_copy(self) -> None:
        """Copy the selection, the annotation or the sentence, with its source."""
        article, here = self._article, self._annotations.here
        span = here.span if here is not None else self._reading.target
        facts = (article.title, article.source, article.date, article.url or article.path)
        source = ", ".join(fact for fact in facts if fact)
        count = number(span.end - span.start, "character")
        self._host.copy(f"“{article.as_read(span)}” ({source})", f"{count} and the source")
