"""Every annotation of the folder in groups: filtered, opened, tagged, exported."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.worker import get_current_worker

from annotations.anchoring.anchors import State
from corpus.errors import ArticleError
from tui.commands.command import Scope
from tui.context import Context
from tui.messages import AnnotationsChanged, DoubtsFound
from tui.passages.passage_list import PassageList
from tui.requests import OpenArticle, WriteNote
from tui.screens.filtered_list import FilteredListScreen
from tui.screens.list_screen import SETTLE_SECONDS
from tui.screens.text_field import TypingInput
from tui.widgets.hint_bar import HintBar
from tui.widgets.row_list import RowList
from tui.widgets.strips import number
from workspace.coding.present import AnnotationRef
from workspace.search.passages import Listed, Order, cited, list_passages


class PassagesScreen(FilteredListScreen[Listed]):
    """Lists, filters, opens and changes annotations: all of them, or those of one topic."""

    DEFAULT_CSS = "PassagesScreen PassageList { height: 1fr; }"
    OWN_SCOPE = Scope.PASSAGES
    ROWS = "passages"
    MADE_OF = (AnnotationsChanged,)

    def __init__(self, context: Context, topic: str | None = None) -> None:
        super().__init__(context, "filter: words in quote, note, topic, coder or title")
        self._topic = topic
        self._list = PassageList(context.palette, ())
        self._order = Order.TOPIC

    def compose(self) -> ComposeResult:
        """Title, filter, list, hints."""
        yield self.title_bar
        yield self.filter
        yield self._list
        yield HintBar(self.context.palette)

    @property
    def rows(self) -> RowList:
        """The passages."""
        return self._list

    @property
    def items(self) -> Sequence[Listed]:
        """The passages."""
        return self._list.passages

    def mark_of(self, item: Listed) -> str:
        """A passage may be listed under several topics; it is marked in all places."""
        return item.annotation.id

    @property
    def conditions(self) -> dict[str, bool]:
        """For the hints."""
        return {
            "rows": self._list.count > 0,
            "marked": bool(self.marks.marked),
            **self.folder_states,
        }

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Filter while typing."""
        event.stop()
        self.refill(after=SETTLE_SECONDS)

    async def fill(self) -> None:
        """List the passages that the filter lets through."""
        workspace, order, words = self.context.workspace, self._order, self.filter.value
        topics = [topic.name for topic in self.context.topics]
        passages = await asyncio.to_thread(
            lambda: list_passages(workspace.annotation_files(), order, words, topics, self._topic)
        )
        self._list.empty = self._empty_lines()
        self._list.show_passages(passages, Counter(passage.heading for passage in passages), words)
        self.marks.keep(map(self.mark_of, passages))
        self.show_marks()
        self._say_heading()
        self.arrived(self.ROWS)
        worker = get_current_worker()
        await asyncio.to_thread(self.context.review.find, lambda: worker.is_cancelled)
        self._say_doubts()
        self.show_hints()

    def _empty_lines(self) -> tuple[str, ...]:
        if self.filter.value.strip():
            back = self.key_of("passages.back")
            return (
                f"No passage contains {self.filter.value.strip()}.",
                "",
                f"{back} shows all again.",
            )
        if self.so_far:
            return ("No passages so far: the annotations are still being read.",)
        return (
            "No passages yet.",
            "",
            "In an article, a topic key (1 to 9) tags the sentence at the reading point,",
            self.spelt("and {reader.note} writes a note on it."),
        )

    def on_doubts_found(self, _message: DoubtsFound) -> None:
        """Say which passages are to be reviewed."""
        self._say_doubts()

    def _say_doubts(self) -> None:
        doubts = self.context.doubts
        self._list.states = {doubt.annotation.id: doubt.kind.value for doubt in doubts}
        self._list.refresh()
        self._say_title()

    def _say_title(self) -> None:
        different = len({listed.annotation.id for listed in self._list.passages})
        doubts = len(self.context.doubts)
        need = f"{doubts} to review ({self.spelt('{app.review}')}) · " if doubts else ""
        marked = f"{len(self.marked):,} marked · " if self.marked else ""
        count = f"{need}{marked}{number(different, 'passage')}{self.so_far}"
        on = f" on {self._topic}" if self._topic else ""
        left = f"Passages{on} by {self._order.value}"
        self.title_bar.say(left=left, right=self._problems() or count)

    def _problems(self) -> str:
        workspace = self.context.workspace
        if not (problems := len(workspace.problems)):
            return ""
        if problems == (copies := len(list(workspace.copies))):
            what = "1 conflict copy is" if copies == 1 else f"{copies} conflict copies are"
            return f"{what} left out: nkreader check"
        files = "1 annotation file" if problems == 1 else f"{problems} annotation files"
        return f"{files} could not be read: nkreader check"

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Another passage, perhaps under another heading."""
        self._say_heading()

    def _say_heading(self) -> None:
        current, rows = self.current, self._list
        self.inform(f"{rows.current + 1}/{rows.count} · {current.heading}" if current else "")

    # -- commands

    def do_open(self) -> None:
        """Read the passage in its article."""
        current = self.current
        if current is not None:
            self._open(current)

    @work(exclusive=True, group="open")
    async def _open(self, listed: Listed) -> None:
        workspace = self.context.workspace
        try:
            article = await asyncio.to_thread(workspace.article, listed.path)
            placed = await asyncio.to_thread(workspace.placed, article)
        except ArticleError as error:
            self.tell(f"{error.path}: {error.reason} {error.advice}", problem=True)
            return
        here = next((p for p in placed if p.annotation.id == listed.annotation.id), None)
        if here is None or here.anchor.state is State.ORPHAN:
            self.tell("The passage's text is no longer in the article; the annotation is kept.")
        point = here.span.start if here is not None and here.is_shown else None
        # The list may have changed by now, and may lack this passage.
        listed_now = (passage.path for passage in self._list.passages)
        paths = list(dict.fromkeys((*listed_now, listed.path)))
        self.open(OpenArticle(paths, paths.index(listed.path), point=point))

    def do_order(self) -> None:
        """Order by topic, article, coder or day, in turn."""
        self._order = self._order.following
        self.refill()

    def show_marks(self) -> None:
        """Draw which passages are marked, and say how many."""
        self._list.marked = frozenset(map(self.mark_of, self.marked))
        self._list.refresh()
        self._say_title()
        self.show_hints()

    # -- changes

    async def toggle(self, topic: str, *, create: bool = False) -> None:
        """Put a topic on the chosen passages, or remove it if all have it."""
        if chosen := self._meant:
            toggle, step = self.context.workspace.bulk.toggle_those, self.context.saves.step
            await self.save(lambda: toggle(chosen, topic, create=create, progress=step))

    async def do_delete(self) -> None:
        """Delete the chosen annotations."""
        if chosen := self._meant:
            delete, step = self.context.workspace.bulk.delete_those, self.context.saves.step
            await self.save(lambda: delete(chosen, step))

    @property
    def _meant(self) -> list[AnnotationRef]:
        """The chosen annotations, as they were when they were listed."""
        return [listed.meant for listed in self.chosen]

    def do_note(self) -> None:
        """Write or read the note of the current passage."""
        current = self.current
        if current is None:
            return
        annotation = current.annotation
        quote = current.title if annotation.is_about_article else annotation.quote

        async def save(written: str) -> bool:
            write = self.context.workspace.changes.write_note_on
            change = partial(write, current.path, annotation, written)
            return await self.save(change) is not False

        self.open(WriteNote(current.path, quote, annotation.note, (annotation.id,), save))

    # -- copying and exporting

    def do_copy(self) -> None:
        """Copy the chosen passages, each with its source."""
        if chosen := self.chosen:
            self._copy(chosen)

    def do_copy_list(self) -> None:
        """Copy all listed passages."""
        by_id = {self.mark_of(listed): listed for listed in self.items}
        self._copy(list(by_id.values()))

    def _copy(self, listed: Sequence[Listed]) -> None:
        if listed:
            words = "\n\n".join(map(cited, listed))
            count = number(len(listed), "passage")
            self.copy(words, f"{count}{self.so_far} with the source")

    def do_export(self) -> None:
        """Export the marked passages, or all listed ones."""
        from tui.passages.export import export

        reading = self.context.workspace.loaded.annotations
        if not self.marked and not reading.is_whole:
            self.tell(f"Not all passages can be exported yet: {reading.words} have been read.")
            return
        listed = self.marked or self._list.passages
        ids = {passage.annotation.id for passage in listed}
        if ids:
            export(self, ids)
        else:
            self.tell("There is nothing to export.")
