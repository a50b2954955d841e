"""The passages to review: each as it was and as it is now, and the commands to decide."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.worker import get_current_worker

from corpus.errors import ArticleError
from tui.commands.command import Scope
from tui.context import Context
from tui.messages import AnnotationsChanged, CatalogueChanged, CatalogueOutdated
from tui.requests import OpenArticle, PlacePassage
from tui.review.beside import Beside
from tui.review.doubt_list import DoubtList
from tui.review.versions import columns_of
from tui.screens.filled_list import FilledListScreen
from tui.widgets.bars import Rule, TitleBar
from tui.widgets.hint_bar import HintBar
from tui.widgets.row_list import RowList
from tui.widgets.strips import number
from workspace.coding.conflicts import Keep
from workspace.coding.save_result import ArticleChangedError, NotThereError, Saved, SaveError
from workspace.search.doubts import Doubt, Kind

if TYPE_CHECKING:
    from workspace.workspace import Workspace

_LINES_AT_ONCE = 4
_VERSIONS = {1: Keep.OURS, 2: Keep.THEIRS, 3: Keep.BOTH}
_READING = ("No passage to review so far: not everything has been read yet.",)
_WHICH = (
    "A passage is listed here when its article has changed and its place is uncertain, or when "
    "someone else has changed the same annotation."
)
_NOTHING = ("No passage to review.", "", _WHICH)


class ReviewScreen(FilledListScreen[None]):
    """Lists passages to review, and carries out what the user decides."""

    DEFAULT_CSS = """
    ReviewScreen DoubtList { height: 2fr; }
    ReviewScreen Beside { height: 5fr; }
    """

    ROWS = "doubts"
    MADE_OF = (AnnotationsChanged, CatalogueChanged)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = TitleBar(context.palette)
        self._list = DoubtList(context.palette)
        self._detail = Beside(context.palette)
        self._missed: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Title, list, what is current in the list, hints."""
        yield self._title
        yield self._list
        yield Rule(self.context.palette)
        yield self._detail
        yield HintBar(self.context.palette)

    def on_mount(self) -> None:
        """Say what they are."""
        self._title.say(left="Passages to review")

    @property
    def rows(self) -> RowList:
        """The passages."""
        return self._list

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Where commands are looked up."""
        return (Scope.REVIEW, Scope.EVERYWHERE)

    @property
    def conditions(self) -> dict[str, bool]:
        """For the hints."""
        doubt = self._current
        kind = doubt.kind if doubt else None
        return {
            "article": kind not in {None, Kind.GONE},
            "place": kind in {Kind.UNCERTAIN, Kind.REWORDED},
            "text": kind in {Kind.UNCERTAIN, Kind.REWORDED, Kind.LOST},
            "passage": kind not in {None, Kind.CONFLICT},
            "conflict": kind is Kind.CONFLICT,
            **self.folder_states,
            "doubts": False,
        }

    # -- the list

    async def fill(self) -> None:
        """Find the passages to review."""
        worker, review = get_current_worker(), self.context.review
        doubts = await asyncio.to_thread(review.find, lambda: worker.is_cancelled, is_anew=True)
        self._list.doubts = doubts
        self._list.empty = _READING if self.so_far else _NOTHING
        self._list.set_count(len(doubts))
        self._title.say(right=number(len(doubts), "passage") + self.so_far if doubts else "")
        self._show_current()
        self.arrived(self.ROWS)
        self._miss(review.no_longer_there)

    def _miss(self, articles: frozenset[str]) -> None:
        """Have missing articles looked for, once for each: they may have been renamed."""
        if articles - self._missed:
            self.app.post_message(CatalogueOutdated())
        self._missed = articles

    @property
    def _current(self) -> Doubt | None:
        doubts = self._list.doubts
        return doubts[self._list.current] if doubts else None

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Another passage is the current one."""
        self._show_current()

    def _show_current(self) -> None:
        doubt = self._current
        self._detail.display = self.query_one(Rule).display = doubt is not None
        self._detail.show(*(columns_of(doubt, self.context.palette, self.spelt) if doubt else ()))
        for bar in self.query(HintBar):
            bar.inform(f"{self._list.current + 1}/{self._list.count}" if doubt else "")
        self.show_hints()

    # -- opening

    def do_review(self) -> None:
        """Already on this screen."""

    def do_back(self) -> None:
        """Close the screen."""
        self.dismiss()

    def do_text_down(self) -> None:
        """Show more of the passage."""
        self._detail.scroll_by(_LINES_AT_ONCE)

    def do_text_up(self) -> None:
        """Scroll the passage back."""
        self._detail.scroll_by(-_LINES_AT_ONCE)

    def do_open(self) -> None:
        """Open the passage in its article."""
        doubt = self._current
        if doubt is None:
            return
        if doubt.kind is Kind.GONE:
            self.tell("There is no article to read.")
            return
        paths = list(dict.fromkeys(listed.path for listed in self._list.doubts))
        point = _point(doubt)
        self.open(OpenArticle(paths, paths.index(doubt.path), point=point))

    def do_select(self) -> None:
        """Select the passage's new place in its article."""
        doubt = self._current
        if doubt is None:
            return
        if doubt.kind in {Kind.CONFLICT, Kind.GONE}:
            self.tell(self.spelt(_NOT_FOR[doubt.kind]))
            return
        point = _point(doubt)
        self.open(PlacePassage(doubt.path, doubt.annotation, point))

    # -- deciding

    async def do_confirm(self) -> None:
        """Confirm the likely place of the passage."""
        doubt = self._current
        if doubt is None:
            return
        if doubt.now is None:
            why = _NOT_FOR.get(
                doubt.kind, "There is no likely place: select one ({review.select})."
            )
            self.tell(self.spelt(why))
            return
        await self._decide(doubt, lambda workspace: _confirm(workspace, doubt))

    async def do_keep(self) -> None:
        """Keep the passage as it is."""
        doubt = self._passage()
        if doubt is not None:
            about = doubt.path, doubt.annotation.id, doubt.text_sha256
            await self._decide(doubt, lambda workspace: workspace.changes.keep(*about))

    async def do_delete(self) -> None:
        """Delete the annotation."""
        doubt = self._passage()
        if doubt is not None:
            about = doubt.path, doubt.annotation.id
            await self._decide(doubt, lambda workspace: workspace.changes.delete(*about))

    async def _decide(self, doubt: Doubt, decide: "Callable[[Workspace], Saved]") -> None:
        """Do what was decided about a passage, if its article is the one that is shown."""
        workspace, review = self.context.workspace, self.context.review

        def save() -> Saved:
            review.refuse_if_changed(doubt)
            return decide(workspace)

        await self.save(save)

    def _passage(self) -> Doubt | None:
        """The current passage, unless there are two versions of it."""
        doubt = self._current
        if doubt is None or doubt.conflict is None:
            return doubt
        self.tell(self.spelt(_NOT_FOR[Kind.CONFLICT]))
        return None

    async def do_version(self, digit: int) -> None:
        """Keep the version here, the one elsewhere, or both."""
        doubt = self._current
        if doubt is None:
            return
        conflict = doubt.conflict
        if conflict is None:
            self.tell("This passage has only one version.")
            return
        settle = self.context.workspace.changes.settle
        await self.save(lambda: settle(conflict, _VERSIONS[digit]))
        self.refill()

    def not_saved(self, error: SaveError) -> None:
        """Find the passages again if that is the reason."""
        if isinstance(error, ArticleChangedError | NotThereError):
            self.refill()


_NOT_FOR = {
    Kind.CONFLICT: "Two versions: keep this one (1), the other one (2), or both (3).",
    Kind.GONE: "There is no article; keep the passage as it is ({review.keep}), or delete it "
    "({review.delete}).",
}


def _point(doubt: Doubt) -> int:
    """Return the likely place in the article, else where the passage was."""
    return doubt.placed.span.start if doubt.placed else doubt.annotation.start


def _confirm(workspace: "Workspace", doubt: Doubt) -> Saved:
    """Confirm the place that was shown. Raises `SaveError` if it has changed."""
    assert doubt.placed is not None
    try:
        article = workspace.article(doubt.path)
    except ArticleError as error:
        raise SaveError(f"{error.path}: {error.reason} {error.advice}") from error
    return workspace.changes.confirm(article, doubt.placed)
