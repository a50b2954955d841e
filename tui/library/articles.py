"""A list of articles with their coding, their best passages and a preview."""

import asyncio
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from corpus.errors import ArticleError
from corpus.folder.catalogue import Record
from corpus.text.spans import Span
from tui.context import Context
from tui.library.article_list import ArticleList, Coding, Snippet
from tui.library.listing import Listing
from tui.messages import AnnotationsChanged, TopicsChanged
from tui.screens.list_screen import SETTLE_SECONDS, ListScreen
from tui.text.snippets import snippet
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tui.article.marked import MarkedArticle
    from tui.article.preview import Preview
    from workspace.search.folder_search import Found

# Whoever stays at an article this long may open it.
_REST_SECONDS = 0.15
WIDE = 100
_VERY_WIDE = 140


class ArticlesScreen(ListScreen[None]):
    """Shows the articles of `listing` in `list`, and in `#panes` a preview of the current one."""

    DEFAULT_CSS = """
    ArticlesScreen #panes { height: 1fr; }
    ArticlesScreen ArticleList { width: 1fr; }
    ArticlesScreen #preview { display: none; width: 1fr; border-left: solid $panel; }
    ArticlesScreen.-very-wide #preview { display: block; }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (WIDE, "-wide"), (_VERY_WIDE, "-very-wide")]  # noqa: RUF012 - Textual's own

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = ArticleList(context.palette, context.symbols)
        self.listing = Listing()
        self._preview: Preview | None = None

    @property
    def rows(self) -> RowList:
        """The articles."""
        return self.list

    def fill(self) -> None:
        """Find the best passages and the preview for what the list shows now."""
        self._fill_snippets()
        self._show_preview()

    # -- coding and progress

    def refill(self) -> None:
        """Count the topics of each article again."""
        self._count_coding()

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """Articles may have other topics."""
        self.refill_when_seen()

    def on_topics_changed(self, _message: TopicsChanged) -> None:
        """Topics may have another order."""
        self.refill_when_seen()

    def on_screen_resume(self) -> None:
        """Back from an article, of which more has been read."""
        self.list.refresh()

    @work(exclusive=True, group="coding")
    async def _count_coding(self) -> None:
        self.list.coding = await asyncio.to_thread(self._coding)
        self.list.refresh()

    def progress(self, record: Record) -> float | None:
        """Return how much of an article has been read, from 0 to 1; `None` for never opened."""
        progress = self.context.workspace.reading.progress(record.sha256)
        return progress.fraction if progress else None

    def _coding(self) -> dict[str, Coding]:
        counted = {}
        symbols = self.context.symbols
        for file in self.context.workspace.annotation_files():
            annotations = file.annotations
            topics = Counter(topic for annotation in annotations for topic in annotation.topics)
            notes = sum(bool(annotation.note) for annotation in annotations)
            in_order = sorted(topics.items(), key=lambda item: symbols.get(item[0], "~"))
            starred = any(annotation.starred for annotation in annotations)
            counted[file.path] = Coding(tuple(in_order), notes, starred)
        return counted

    # -- passages

    @work(exclusive=True, group="snippets")
    async def _fill_snippets(self) -> None:
        """Find the best passage of each row on the screen, the current one first."""
        found = self.listing.found
        if found is None:
            return
        width = max(self.list.scrollable_content_region.width - 5, 20)
        for row in self.list.visible_rows:
            record = self.list.records[row]
            if record.path not in self.list.snippets and not record.problem:
                made = await asyncio.to_thread(self._snippet, found, record.path, width)
                if made is not None:
                    self.list.snippets[record.path] = made
                    self.list.refresh_row(row)

    def _snippet(self, found: "Found", path: str, width: int) -> Snippet | None:
        try:
            article = self.context.workspace.article(path)
        except ArticleError:
            return None
        answer = self.context.search.best_passage(found.query, article)
        if answer is None:
            return None
        best, hits = answer
        text = article.undivided
        passage = text.span_here(Span(best.start, best.end))
        pieces = snippet(text.text, passage, [*map(text.span_here, best.hits)], width)
        return Snippet(pieces, hits)

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Other rows may be on the screen now."""
        self.fill()

    def on_row_list_scrolled(self, _message: RowList.Scrolled) -> None:
        """Other rows are on the screen now."""
        self._fill_snippets()

    def on_resize(self) -> None:
        """Snippets are cut to the width; a very wide screen has a preview."""
        self.list.snippets.clear()
        self.fill()

    # -- preview

    @work(exclusive=True, group="preview")
    async def _show_preview(self) -> None:
        """Beside the list of a very wide screen: the current article, at its best passage.

        Elsewhere it is only read, so that it opens at once.
        """
        record = self.list.record
        if record is None or record.problem:
            return
        if self.size.width < _VERY_WIDE:
            await asyncio.sleep(_REST_SECONDS)
            await asyncio.to_thread(self._read_ahead, record.path)
            return
        await asyncio.sleep(SETTLE_SECONDS)
        looked = await asyncio.to_thread(self._look, record.path, self.listing.found)
        if looked is None or not self.is_attached:
            return
        if self._preview is None:
            from tui.article.preview import Preview

            self._preview = Preview(self.context)
            self._preview.id = "preview"
            await self.query_one("#panes").mount(self._preview)
        self._preview.show_article(looked.article, looked.point, furniture=False)
        self._preview.show_marks(looked.marks)

    def _read_ahead(self, path: str) -> None:
        self.context.routes.prepare_reader()
        with suppress(ArticleError):
            self.context.workspace.article(path)

    def _look(self, path: str, found: "Found | None") -> "MarkedArticle | None":
        from tui.article.marked import mark_article

        try:
            return mark_article(self.context, path, found.query if found else None)
        except ArticleError:
            return None
