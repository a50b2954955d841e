"""Every annotated passage of the folder, by topic or by article, one key from its place."""

import asyncio
from collections.abc import Sequence

from rich.style import Style
from textual import work
from textual.app import ComposeResult
from textual.strip import Strip
from textual.worker import get_current_worker

from annotations.anchoring import State
from corpus.errors import ArticleError
from tui.command import Scope
from tui.context import Context
from tui.messages import AnnotationsChanged, DoubtsFound
from tui.palette import Palette
from tui.screens.base import ListScreen
from tui.screens.typing import TypingInput
from tui.widgets.bars import HintBar, TitleBar
from tui.widgets.row_list import RowList
from tui.widgets.strips import Row, clean, number
from workspace.passages import Listed, Order, list_passages


class PassageList(RowList):
    """Passages, three lines each: the quote, what is known of it, the note."""

    row_height = 3

    def __init__(self, palette: Palette, empty: Sequence[str]) -> None:
        super().__init__(palette, empty)
        self.passages: Sequence[Listed] = ()

    def draw_row(self, row: int, line: int, width: int, /, *, is_current: bool) -> Strip:
        """Draw one of a passage's lines."""
        listed, palette = self.passages[row], self.palette
        annotation = listed.annotation
        base = palette.text + palette.cursor if is_current else palette.text
        cells = Row(width, base)
        cells.add(" ▌ " if is_current else "   ", palette.accent)
        if line == 0:
            style = (
                palette.passage(annotation.topics[0], overlapping=False)
                if annotation.topics
                else Style()
            )
            if annotation.is_about_article:
                cells.add("★ " if annotation.starred else "", palette.accent)
                cells.add("the whole article", palette.dim)
            else:
                cells.add(clean(annotation.quote), style)
        elif line == 1:
            first = [listed.heading] if listed.heading in annotation.topics else []
            for topic in dict.fromkeys((*first, *annotation.topics)):
                cells.add(clean(topic), palette.label(topic) + Style(bold=True))
                cells.add(" · ", palette.dim)
            known = (listed.title or listed.path, annotation.coder, annotation.created[:10])
            cells.add(clean(" · ".join(part for part in known if part)), palette.dim)
        elif annotation.note:
            cells.add("* ", palette.accent).add(clean(annotation.note))
        return cells.strip()


class PassagesScreen(ListScreen[None]):
    """Lists, filters and opens passages: all of them, or those of one topic."""

    DEFAULT_CSS = """
    PassagesScreen PassageList { height: 1fr; }
    PassagesScreen Input { height: 1; border: none; padding: 0 3; background: $background; }
    PassagesScreen Input:focus { border: none; background: $surface; }
    """

    def __init__(self, context: Context, topic: str | None = None) -> None:
        super().__init__(context)
        self._topic = topic
        empty = (
            "No passages.",
            "",
            "In an article, a topic key (1 to 9) tags the sentence at the reading point,",
            "and a writes a note on it.",
        )
        self._title = TitleBar(context.palette)
        self._filter = TypingInput(
            placeholder="filter: words in quote, note, topic, coder or title"
        )
        self._list = PassageList(context.palette, empty)
        self._order = Order.TOPIC

    def compose(self) -> ComposeResult:
        """Title, filter, list, hints."""
        yield self._title
        yield self._filter
        yield self._list
        yield HintBar(self.context.palette)

    def on_mount(self) -> None:
        """Start in the list."""
        self.wait_for("passages")
        self._fill()
        self.show_hints()
        self.came("mount")

    @property
    def rows(self) -> RowList:
        """The passages."""
        return self._list

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The filter has its own keys."""
        if self.focused is self._filter:
            return (Scope.FILTER,)
        return (Scope.PASSAGES, Scope.EVERYWHERE)

    @property
    def states(self) -> frozenset[str]:
        """For the hints."""
        holds = {"rows": self._list.count > 0, **self.folder_states}
        return frozenset(word for word, is_so in holds.items() if is_so)

    def on_screen_resume(self) -> None:
        """Back from an article: its passages may be others."""
        super().on_screen_resume()
        self._fill()

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """Show them as they are now."""
        self._fill()

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Filter while one types."""
        event.stop()
        self._fill()

    @work(exclusive=True, group="fill")
    async def _fill(self) -> None:
        workspace = self.context.workspace
        topics = [topic.name for topic in self.context.topics]
        passages = await asyncio.to_thread(
            lambda: list_passages(
                workspace.annotation_files(), self._order, self._filter.value, topics, self._topic
            )
        )
        self._list.passages = passages
        self._list.set_count(len(passages))
        self._say_title()
        self._say_heading()
        self.show_hints()
        self.came("passages")
        worker = get_current_worker()
        await asyncio.to_thread(workspace.find_doubts, lambda: worker.is_cancelled)
        self._say_title()
        self.show_hints()

    def on_doubts_found(self, message: DoubtsFound) -> None:
        """Say how many passages need a look."""
        super().on_doubts_found(message)
        self._say_title()

    def _say_title(self) -> None:
        different = len({listed.annotation.id for listed in self._list.passages})
        doubts = len(self.context.workspace.doubts)
        need = f"{doubts} need{'s' * (doubts == 1)} a look: R · " if doubts else ""
        count = need + number(different, "passage")
        on = f" on {self._topic}" if self._topic else ""
        left = f"Passages{on} by {self._order.value}"
        self._title.say(left=left, right=self._problems() or count)

    def _problems(self) -> str:
        problems = len(self.context.workspace.problems)
        if not problems:
            return ""
        files = "1 annotation file" if problems == 1 else f"{problems} annotation files"
        return f"{files} could not be read: nkreader check"

    @property
    def _current(self) -> Listed | None:
        passages = self._list.passages
        return passages[self._list.current] if passages else None

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Another passage, perhaps under another heading."""
        self._say_heading()

    def _say_heading(self) -> None:
        current = self._current
        for bar in self.query(HintBar):
            bar.inform(
                f"{self._list.current + 1}/{self._list.count} · {current.heading}"
                if current
                else ""
            )

    # -- commands

    def do_open(self) -> None:
        """Read the passage in its article."""
        current = self._current
        if current is not None:
            self._open(current)

    @work(exclusive=True, group="open")
    async def _open(self, listed: Listed) -> None:
        from tui.screens.reader import ReaderScreen

        workspace = self.context.workspace
        try:
            article = await asyncio.to_thread(workspace.article, listed.path)
            placed = await asyncio.to_thread(workspace.placed, article)
        except ArticleError as error:
            self.tell(f"{error.path}: {error.reason} {error.advice}", problem=True)
            return
        here = next((p for p in placed if p.annotation.id == listed.annotation.id), None)
        if here is None or here.anchor.state is State.ORPHAN:
            self.tell("The text of this passage is no longer in the article; it is kept here.")
        point = here.span.start if here is not None and here.is_shown else None
        paths = list(dict.fromkeys(each.path for each in self._list.passages))
        self.open(ReaderScreen(self.context, paths, paths.index(listed.path), point=point))

    def do_filter(self) -> None:
        """Type a filter."""
        self.set_focus(self._filter)

    def do_accept(self) -> None:
        """Keep the filter."""
        self.set_focus(self._list)

    def do_cancel(self) -> None:
        """Give the filter up."""
        self._filter.value = ""
        self.set_focus(self._list)

    def do_order(self) -> None:
        """By topic, by article."""
        self._order = Order.ARTICLE if self._order is Order.TOPIC else Order.TOPIC
        self._fill()

    def do_back(self) -> None:
        """Give the filter up, else leave."""
        if self._filter.value:
            self._filter.value = ""
        else:
            self.dismiss()

    async def do_delete(self) -> None:
        """Delete the current annotation."""
        current = self._current
        if current is None:
            return
        delete = self.context.workspace.delete
        await self.save(lambda: delete(current.path, current.annotation))

    def do_copy(self) -> None:
        """Copy the quote with its source."""
        current = self._current
        if current is not None:
            source = current.title or current.path
            quote = current.annotation.quote
            self.copy(f"“{quote}” ({source}, {current.path})", "passage and source")
