"""The first screen: the articles of the folder, or those that a search found."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from corpus.catalogue import Record
from corpus.errors import ArticleError
from corpus.spans import Span
from tui.commands import Scope
from tui.context import Context
from tui.keymap import key_label
from tui.listing import Facet, Listing, Narrowing, facets
from tui.messages import AnnotationsChanged, CatalogueChanged, Indexing
from tui.screens.base import ListScreen
from tui.screens.typing import TypingInput
from tui.text.snippets import snippet
from tui.widgets.article_list import ArticleList, Coding, Snippet
from tui.widgets.bars import HintBar, TitleBar
from tui.widgets.prompt import FoundBar, PromptSign
from tui.widgets.row_list import RowList
from tui.widgets.strips import in_home, number

if TYPE_CHECKING:
    from tui.looking import Looked
    from tui.widgets.preview import Preview
    from workspace.search import Found

# A key pressed within this time of the one before replaces its search before it starts.
_SETTLE_SECONDS = 0.03
_LONGEST_QUERY = 1000
_VERY_WIDE = 140


class LibraryScreen(ListScreen[None]):
    """Lists articles, searches them as one types, opens them."""

    DEFAULT_CSS = """
    LibraryScreen #prompt-row { height: 1; }
    LibraryScreen #slash { width: 3; height: 1; }
    LibraryScreen Input { height: 1; border: none; padding: 0; background: $background; }
    LibraryScreen Input { width: 1fr; }
    LibraryScreen Input:focus { border: none; background: $surface; }
    LibraryScreen #panes { height: 1fr; }
    LibraryScreen ArticleList { width: 1fr; }
    LibraryScreen #preview { display: none; width: 1fr; border-left: solid $panel; }
    LibraryScreen.-very-wide #preview { display: block; }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (140, "-very-wide")]  # noqa: RUF012 - Textual's own

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = TitleBar(context.palette)
        self._prompt = TypingInput(
            max_length=_LONGEST_QUERY,
            placeholder='words, "a phrase", begin*, -without, title:Putin, topic:sanctions',
            select_on_focus=False,
        )
        self._found_bar = FoundBar(context.palette)
        self._list = ArticleList(context.palette, context.symbols)
        self._listing = Listing()
        self._loaded = False
        self._busy = ""
        self._preview: Preview | None = None

    def compose(self) -> ComposeResult:
        """Title, prompt, list, hints."""
        yield self._title
        with Horizontal(id="prompt-row"):
            yield PromptSign(self.context.palette, id="slash")
            yield self._prompt
        yield self._found_bar
        with Horizontal(id="panes"):
            yield self._list
        yield HintBar(self.context.palette)

    def on_mount(self) -> None:
        """Start in the list."""
        places = self.context.settings.places
        self._title.say(left="Sample articles" if places.samples else str(places.articles))
        self._show()
        self.show_hints()
        self.came("mount")

    @property
    def rows(self) -> RowList:
        """The articles."""
        return self._list

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The prompt has its own keys; every other key types into it."""
        if self.focused is self._prompt:
            return (Scope.PROMPT,)
        return (Scope.LIBRARY, Scope.EVERYWHERE)

    @property
    def states(self) -> frozenset[str]:
        """For the hints."""
        return frozenset(
            word
            for word, holds in {
                "rows": self._list.count > 0,
                "searching": self._listing.is_narrowed,
                "versions": bool(self._story),
                "stories": bool(self._stories),
                "instead": bool(self._instead),
                **self.folder_states,
            }.items()
            if holds
        )

    # -- what is shown

    def on_catalogue_changed(self, _message: CatalogueChanged) -> None:
        """The list of articles has grown or changed: show it, and search it again."""
        self._loaded = True
        if self._prompt.value.strip():
            self._search(self._prompt.value, typing=self.focused is self._prompt)
        else:
            self._show()

    def on_indexing(self, message: Indexing) -> None:
        """Say how far reading and indexing is."""
        self._busy = message.words
        self._show_title()
        self._list.say_empty(self._empty_lines())

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """Count the topics of each article anew."""
        self._count_coding()

    def on_screen_resume(self) -> None:
        """Back from an article: its topics may be others."""
        super().on_screen_resume()
        if self._loaded:
            self._count_coding()

    @work(exclusive=True, group="coding")
    async def _count_coding(self) -> None:
        self._list.coding = await asyncio.to_thread(self._coding)
        self._list.refresh()

    def _progress(self, record: Record) -> float | None:
        progress = self.context.workspace.reading.progress(record.sha256)
        return progress.fraction if progress else None

    def _coding(self) -> dict[str, Coding]:
        counted = {}
        symbols = self.context.symbols
        for file in self.context.workspace.annotation_files():
            topics = Counter(topic for each in file.annotations for topic in each.topics)
            notes = sum(bool(each.note) for each in file.annotations)
            in_order = sorted(topics.items(), key=lambda item: symbols.get(item[0], "~"))
            counted[file.path] = Coding(tuple(in_order), notes)
        return counted

    @property
    def _stories(self) -> Mapping[str, Sequence[str]]:
        return self.context.workspace.catalogue.stories if self.context.is_open else {}

    @property
    def _story(self) -> str:
        """The story of the current article, if others tell it too."""
        record = self._list.record
        return record.story if record else ""

    def _show(self) -> None:
        records = self._listing.records(self.context.workspace) if self.context.is_open else []
        current = self._list.record
        searching = self._listing.found is not None
        self._list.snippets.clear()
        self._list.stories = self._stories
        if self.context.is_open:
            self._list.progress = self._progress
        keep = current.path if current and not searching else None
        self._list.show_records(records, keep=keep, empty=self._empty_lines(), passages=searching)
        self._show_title()
        self._fill_snippets()
        self._show_preview()
        self.show_hints()

    def _show_title(self) -> None:
        shown = self._list.count
        count = len(self.context.workspace.catalogue.records) if self.context.is_open else 0
        articles = number(count, "article")
        said = articles if shown == count else f"{shown:,} of {articles}"
        if narrowed := self._listing.words(self._stories):
            said += f" · {narrowed}"
        if shown == count and self._listing.found is None:
            said += f" · annotations: {in_home(self.context.settings.places.annotations)}"
        self._found_bar.say(said, *self._remark())
        self._title.say(right=self._busy)

    def _remark(self) -> tuple[str, str]:
        """What is wrong with the query, and what could be searched instead."""
        found = self._listing.found
        if found is None:
            return "", ""
        problem = found.problems[0].message if found.problems else ""
        if found.suggestions:
            other = found.suggestions[0]
            return problem, f"{other.spelling}: {number(other.articles, 'article')}"
        return problem, f"perhaps {self._instead}" if self._instead else ""

    @property
    def _instead(self) -> str:
        """The query to try instead of the one that was typed; "" when nothing suggests itself."""
        found = self._listing.found
        if found is None:
            return ""
        queries = [each.suggestion for each in found.problems]
        queries += [each.query for each in found.suggestions]
        return next(filter(None, reversed(queries)), "")

    def _empty_lines(self) -> Sequence[str]:
        keys = self.context.keymap
        if self._listing.is_narrowed:
            searched = self._prompt.value.strip() or self._listing.words(self._stories)
            back = key_label(keys.command("library.back").keys[0])
            so_far = " so far: the articles are still being read" if self._busy else ""
            return (
                f"Nothing found for {searched}{so_far}.",
                "",
                f"{back} shows all articles again.",
            )
        if not self._loaded or self._busy:
            return ("Reading the articles …",)
        folder = self.context.settings.places.articles
        return (
            f"There are no articles (.txt, .md) in {folder}.",
            "",
            "Put some there and start again, or name another folder: nkreader FOLDER",
        )

    # -- searching

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Search while one types."""
        event.stop()
        self._search(event.value, typing=True)

    @work(exclusive=True, group="search")
    async def _search(self, text: str, *, typing: bool) -> None:
        """Search in a thread; a newer search cancels this one and drops its answer."""
        if not text.strip():
            self._listing.found = None
            self._show()
            self.came("results")
            return
        if typing:
            await asyncio.sleep(_SETTLE_SECONDS)
        found = await asyncio.to_thread(self.context.search.find, text, typing=typing)
        is_half_a_word = not typing and not found.hits and self._has_found(text)
        if not is_half_a_word:  # else what it begins was found already
            self._listing.found = found
            self._show()
        self.came("results")

    def _has_found(self, text: str) -> bool:
        """Whether the same words as a beginning have found something."""
        found = self._listing.found
        return found is not None and found.query.text == text and bool(found.hits)

    @work(exclusive=True, group="snippets")
    async def _fill_snippets(self) -> None:
        """Find the best passage of each row on the screen, the current one first."""
        found = self._listing.found
        if found is None:
            return
        width = max(self._list.scrollable_content_region.width - 5, 20)
        for row in self._list.visible_rows:
            record = self._list.records[row]
            if record.path not in self._list.snippets and not record.problem:
                made = await asyncio.to_thread(self._snippet, found, record.path, width)
                if made is not None:
                    self._list.snippets[record.path] = made
                    self._list.refresh_row(row)

    def _snippet(self, found: "Found", path: str, width: int) -> Snippet | None:
        try:
            article = self.context.workspace.article(path)
        except ArticleError:
            return None
        passages = self.context.search.passages(found.query, article)
        if not passages:
            return None
        best = passages[0]
        hits = sum(len(passage.hits) for passage in passages)
        pieces = snippet(article.text, Span(best.start, best.end), best.hits, width)
        return Snippet(pieces, hits)

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Other rows may be on the screen now."""
        self._fill_snippets()
        self._show_preview()

    def on_row_list_scrolled(self, _message: RowList.Scrolled) -> None:
        """Other rows are on the screen now."""
        self._fill_snippets()

    def on_resize(self) -> None:
        """Snippets are cut to the width; a very wide screen has a preview."""
        self._list.snippets.clear()
        self._fill_snippets()
        self._show_preview()

    # -- preview

    @work(exclusive=True, group="preview")
    async def _show_preview(self) -> None:
        """Beside the list of a very wide screen: the current article, at its best passage."""
        record = self._list.record
        if self.size.width < _VERY_WIDE or record is None or record.problem:
            return
        await asyncio.sleep(_SETTLE_SECONDS)
        looked = await asyncio.to_thread(self._look, record.path, self._listing.found)
        if looked is None:
            return
        if self._preview is None:
            from tui.widgets.preview import Preview

            width = self.context.settings.config.reading.width
            self._preview = Preview(self.context.palette, dict(self.context.symbols), width)
            self._preview.id = "preview"
            await self.query_one("#panes").mount(self._preview)
        self._preview.show_article(looked.article, looked.point, furniture=False)
        self._preview.show_marks(looked.marks)

    def _look(self, path: str, found: "Found | None") -> "Looked | None":
        from tui.looking import look

        try:
            return look(self.context, path, found.query if found else None)
        except ArticleError:
            return None

    # -- commands

    def do_open(self) -> None:
        """Read the current article."""
        from tui.screens.reader import ReaderScreen

        record = self._list.record
        if record is None:
            return
        if record.problem:
            self.tell(f"{record.path}: {record.problem}", problem=True)
            return
        paths = [record.path for record in self._list.records if not record.problem]
        query = self._listing.found.query if self._listing.found else None
        screen = ReaderScreen(self.context, paths, paths.index(record.path), query)
        self.open(screen, self._came_back)

    def _came_back(self, path: str | None) -> None:
        """Stand on the article that was read last."""
        for row, record in enumerate(self._list.records):
            if record.path == path:
                self._list.move_to(row)

    def do_search(self) -> None:
        """Go to the prompt."""
        asyncio.get_running_loop().run_in_executor(None, self.context.search.warm)
        self.set_focus(self._prompt)

    def do_accept(self) -> None:
        """Search what was typed as whole words, and go to the results."""
        if self._prompt.value.strip():
            # What is typed next is meant for these results, not for those on the screen.
            self.wait_for("results")
            self._search(self._prompt.value, typing=False)
        self.set_focus(self._list)

    def do_cancel(self) -> None:
        """Empty the prompt and go back to the list."""
        self._prompt.value = ""
        self.set_focus(self._list)

    def do_instead(self) -> None:
        """Search what suggests itself instead of what was typed."""
        if self._instead:
            self._prompt.value = self._instead
        else:
            self.tell("Nothing suggests itself.")

    def do_back(self) -> None:
        """Give up the filter, then the search."""
        if self._listing.give_up():
            self._show()
        elif self._prompt.value:
            self._prompt.value = ""

    def do_filter(self, digit: int) -> None:
        """Only articles with a passage on a topic; again: all."""
        topics = {topic.key: topic.name for topic in self.context.settings.config.topics}
        name = topics.get(digit)
        if name is None:
            self.tell(f"No topic has the key {digit}; give it to one in config.yaml.")
            return
        self._narrow(Narrowing(Facet.TOPIC, name))

    def _narrow(self, narrowing: Narrowing) -> None:
        self._listing.toggle(narrowing)
        self._show()

    async def do_narrow(self) -> None:
        """Choose a source, a month or a topic that all listed articles have."""
        from tui.screens.picker import Choice, PickerScreen

        records, workspace = self._list.records, self.context.workspace
        choices = await asyncio.to_thread(facets, records, workspace)
        lines = [
            Choice(str(i), each.value, f"{each.facet} · {number(count, 'article')}")
            for i, (each, count) in enumerate(choices)
        ]

        def chosen(index: str | None) -> None:
            if index is not None:
                self._narrow(choices[int(index)][0])

        self.open(PickerScreen(self.context, "Only articles with", lines), chosen)

    def do_order(self) -> None:
        """Sort the list otherwise."""
        self._listing.order = self._listing.order.following
        self._show()
        self.tell(f"Order: {self._listing.order}")

    def do_versions(self) -> None:
        """Only the versions of the current story; again: all."""
        if self._story:
            self._narrow(Narrowing(Facet.STORY, self._story))
        else:
            self.tell("No other article here tells this story.")

    def do_fold(self) -> None:
        """Show one article of each story; again: all."""
        if not self._stories:
            self.tell("No story is told by more than one article here.")
            return
        self._listing.is_folded = not self._listing.is_folded
        self._show()

    async def do_read(self) -> None:
        """Take the current article as read, or as never opened."""
        record, reading = self._list.record, self.context.workspace.reading
        if record is None or record.problem:
            return
        if reading.progress(record.sha256) is None:
            await asyncio.to_thread(reading.remember, record.sha256, 0, 1.0)
        else:
            await asyncio.to_thread(reading.forget, record.sha256)
        self._list.refresh_row(self._list.current)

    def do_copy(self) -> None:
        """Copy title and source of the current article."""
        record = self._list.record
        if record is not None:
            parts = (record.title, record.source, record.date, record.url or record.path)
            self.app.copy_to_clipboard(" · ".join(part for part in parts if part))
            self.tell("Copied title and source.")

    def do_passages(self) -> None:
        """Every annotated passage."""
        from tui.screens.passages import PassagesScreen

        self.open(PassagesScreen(self.context))

    async def do_close(self) -> None:
        """Leave the program."""
        await self.app.action_quit()
