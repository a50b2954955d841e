"""Reading and coding one article."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from annotations.files.article_file import AnnotationFileError
from corpus.article import Article
from corpus.errors import ArticleError
from tui.context import Context
from tui.jump_list import Place
from tui.messages import AnnotationsChanged, TopicsChanged
from tui.notes.article_notes import AboutScreen
from tui.reader import topic_legend as legend
from tui.reader.comparison import Comparison, compare, other_versions
from tui.reader.motions import UNITS
from tui.reader.opening import Looked, look, marks_of, marks_of_suggestions, telling_words
from tui.reader.suggestions import SuggestedScreen
from tui.reader.view import ReaderView
from tui.requests import OpenPassages
from tui.text.hyphens import Hyphenate
from tui.text.marks import Marks
from tui.widgets.bars import AboutBar, Coded, HintBar, TitleBar, TopicBar
from tui.widgets.strips import clean, number
from workspace.coding.save_result import ArticleChangedError, SaveError

if TYPE_CHECKING:
    from index.query.parser import ParsedQuery

_WORDS_A_MINUTE = 220
_SECONDS_TO_REMEMBER = 1.0


class ReaderScreen(SuggestedScreen, AboutScreen[str]):
    """Shows the article at `position` of `paths`; dismissed with the path read last.

    With a query its matches are marked and the article opens at the best one; `point` opens it at a
    place instead.
    """

    DEFAULT_CSS = "ReaderScreen ReaderView { height: 1fr; }"

    def __init__(
        self,
        context: Context,
        paths: Sequence[str],
        position: int,
        query: "ParsedQuery | None" = None,
        point: int | None = None,
    ) -> None:
        super().__init__(context)
        self._paths = paths
        self._position = position
        self._query = query
        self._start = point
        self._comparison: Comparison | None = None
        self._compare_with: str | None = None
        self._has_furniture = False
        self._remembering: Timer | None = None
        self._title = TitleBar(context.palette)
        self._about = AboutBar(context.palette)
        self._topics = TopicBar(context.palette, context.topics)

    def compose(self) -> ComposeResult:
        """Title, text, topics, hints."""
        yield self._title
        yield self._about
        yield self.view
        yield self._topics
        yield HintBar(self.context.palette)

    def on_mount(self) -> None:
        """Read the article."""
        self.show_hints()
        self.wait_for("article")
        self._open()
        self.came("mount")

    @property
    def first_focus(self) -> Widget:
        """The text."""
        return self.view

    @property
    def path(self) -> str:
        """The article on the screen."""
        return self._paths[self._position]

    @property
    def shown_article(self) -> str:
        """The article on the screen."""
        return self.path

    @property
    def about(self) -> tuple[str, str] | None:
        """The article, to be starred or noted."""
        return (self.article.path, self.article.title) if self.article else None

    @property
    def states(self) -> frozenset[str]:
        """For the hints."""
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return frozenset()
        holds = {
            "selection": reading.selection is not None,
            "hits": bool(self.hits),
            "annotations": any(placed.is_shown for placed in self.placed),
            "annotation": self.here is not None,
            "several": len(self.under) > 1,
            "suggestions": bool(self.suggestions),
            "suggested": bool(self.suggested_here),
            "furniture": self._has_furniture,
            "versions": bool(other_versions(self.context.workspace, article.path)),
            "comparing": self._comparison is not None,
            **self.folder_states,
        }
        return frozenset(word for word, is_so in holds.items() if is_so)

    # -- opening

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        """Read the article in a thread; opening another one meanwhile drops this one."""
        self._title.say(left=self.path, right=f"{self._position + 1} of {len(self._paths)}")
        try:
            opened, hyphenate, problem = await asyncio.to_thread(self._read, self.path)
        except ArticleError as error:
            self.tell(f"{error.path}: {error.reason} {error.advice}", problem=True)
            if self.article is None:
                self.dismiss(self.path)
            self.came("article")
            return
        self.article = opened.article
        self._has_furniture = any(block.folded for block in opened.article.blocks)
        self.placed, self.hits = opened.placed, opened.hits
        self.hit, self._comparison = None, None
        self.choose("")
        self.suggestions = ()
        point = self._start
        if point is None:
            point = opened.point if self._query else self._stopped_at(opened.article)
        self._start = None
        self.view.show_article(
            opened.article, point, furniture=self._furniture, hyphenate=hyphenate
        )
        if point is not None:
            self.hit = next((i for i, hit in enumerate(self.hits) if hit.start == point), None)
        self.show_marks()
        self.find_suggestions()
        self.show_hints()
        if problem:
            self.tell(problem, problem=True)
        if self._compare_with is not None:
            self._compare(opened.article, [self._compare_with])
            self._compare_with = None
        self.came("article")
        await self.tell_begun(opened.article)

    def _read(self, path: str) -> tuple[Looked, Hyphenate | None, str]:
        """The article with its annotations as they are on disk now, and what is wrong with them."""
        problem = ""
        try:
            self.context.workspace.read_annotations(path)
        except AnnotationFileError as error:
            problem = f"The annotations of this article cannot be read. {error}"
        opened = look(self.context, path, self._query)
        return opened, self.hyphenation(opened.article), problem

    # -- where one stopped

    def _stopped_at(self, article: Article) -> int | None:
        progress = self.context.workspace.reading.progress(article.sha256)
        return progress.offset or None if progress else None

    def _remember(self) -> None:
        """Note where one is in the article, without waiting for it."""
        reading, article = self.view.reading, self.article
        if reading is not None and article is not None and reading.article is article:
            log = self.context.workspace.reading
            if log.note(article.sha256, reading.point, self.view.fraction):
                self.context.saves.keep(log.keep, article.sha256)

    def on_unmount(self) -> None:
        """Note where one stopped."""
        self._remember()

    # -- what is marked

    def show_marks(self) -> None:
        """Draw the annotations, the hits and what is shared with another version."""
        current = self.hits[self.hit] if self.hit is not None else None
        shared = self._comparison.shared if self._comparison else ()
        notes = {each.annotation.id: each.annotation.note for each in self.placed}
        marks = (*marks_of(self.placed), *marks_of_suggestions(self.suggestions))
        telling = telling_words(self.suggestions)
        self.view.show_marks(Marks(marks, self.hits, current, shared, telling), notes)
        self._show_about()
        self._describe()

    def _show_about(self) -> None:
        """Show the title with its star, and what is noted on the article as a whole."""
        article, coder = self.article, self.context.settings.config.coder_name
        if article is None:
            return
        annotations = [placed.annotation for placed in self.placed]
        star = "★ " if any(each.starred and each.coder == coder for each in annotations) else ""
        known = " · ".join(filter(None, (article.source, article.author, article.date)))
        self._title.say(left=star + article.title + (f"  ({known})" if known else ""))
        self._about.say(legend.about_lines(annotations, coder))

    @work(exclusive=True, group="marks")
    async def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """Draw the annotations as they are now."""
        if self.article is not None:
            self.placed = await asyncio.to_thread(self.context.workspace.placed, self.article)
            self.find_suggestions()
            self.show_marks()
            self.show_hints()

    def on_topics_changed(self, _message: TopicsChanged) -> None:
        """Show their keys, and mark the passages as they look now."""
        self._topics.show_topics(self.context.topics)
        if self.article is not None:
            self.show_marks()

    def on_reader_view_changed(self, _message: ReaderView.Changed) -> None:
        """The reading point or the selection has moved."""
        if self._remembering is not None:
            self._remembering.stop()
        self._remembering = self.set_timer(_SECONDS_TO_REMEMBER, self._remember)
        self._describe()
        self.show_hints()

    def _describe(self) -> None:
        """Say below the text what a key would act on."""
        reading, article = self.view.reading, self.article
        if reading is None or article is None:
            return
        self.show_meant()
        coded = self.coded() or Coded((), self._idle_words(), suggested=self.topics_suggested_here)
        self._topics.show(coded)
        self._inform()

    def _idle_words(self) -> str:
        if self._comparison is not None:
            return clean(self._comparison.words) + self.spelt(" {reader.other_version} goes there.")
        if doubtful := self.doubtful:
            need = "passage of this article needs" if doubtful == 1 else "passages need"
            return f"{doubtful} {need} a look: {self.spelt('{app.review}')}"
        if suggested := self.topics_suggested_here:
            return f"Suggested for this sentence: {clean(', '.join(suggested))}"
        versions = len(other_versions(self.context.workspace, self.path)) + 1
        if versions > 1:
            compares = self.spelt("{reader.compare} compares. A topic key tags.")
            return f"One of {versions} versions of this story: {compares}"
        if self.suggestions:
            count = number(len({each.span for each in self.suggestions}), "suggestion")
            goes_on = self.spelt("{reader.next_suggestion} goes to the next.")
            return f"A topic key tags the sentence with the bar. {count}: {goes_on}"
        return self.spelt(
            f"A topic key tags the sentence with the bar; {UNITS} or the mouse select."
        )

    def _inform(self) -> None:
        view, article = self.view, self.article
        if article is None:
            return
        parts = []
        if self.hits:
            at = f"{self.hit + 1}/" if self.hit is not None else ""
            parts.append(at + number(len(self.hits), "hit"))
        minutes = round((1 - view.fraction) * article.words / _WORDS_A_MINUTE)
        parts.append(f"{view.fraction:.0%}")
        if minutes:
            parts.append(f"~{minutes} min")
        for bar in self.query(HintBar):
            bar.inform(" · ".join(parts))

    # -- moving

    def go_to(self, place: Place) -> None:
        """Go to a place here, or open the article that it is in."""
        reading = self.view.reading
        if reading is not None and reading.article.path == place.path:
            reading.clear()
            reading.go(place.offset)
            self.view.reveal()
        else:
            self._start = place.offset
            self.turn_to(self._position_of(place.path))

    def _position_of(self, path: str) -> int:
        """Where an article is in the list, which takes it in behind this one if it must."""
        if path not in self._paths:
            after = self._position + 1
            self._paths = (*self._paths[:after], path, *self._paths[after:])
        return self._paths.index(path)

    def do_next_unread(self) -> None:
        """Next article of the list that has never been opened."""
        workspace = self.context.workspace
        records, reading = workspace.catalogue.records, workspace.reading
        after = self._position + 1
        for path in (*self._paths[after:], *self._paths[: self._position]):
            record = records.get(path)
            if record is not None and reading.progress(record.sha256) is None:
                self.leave()
                self.turn_to(self._paths.index(path))
                return
        self.tell("Every article of this list has been opened.")

    def do_next_article(self) -> None:
        """Next article of the list."""
        self._turn_by(1)

    def do_previous_article(self) -> None:
        """Previous article of the list."""
        self._turn_by(-1)

    def _turn_by(self, by: int) -> None:
        if 0 <= self._position + by < len(self._paths):
            self.leave()
            self.turn_to(self._position + by)
        else:
            self.tell(f"This is the {'first' if by < 0 else 'last'} article.")

    def turn_to(self, position: int) -> None:
        """Read another article of the list."""
        self._remember()
        self._position = position
        # A topic key typed ahead is meant for the article that is to come.
        self.wait_for("article")
        self._open()

    def do_back(self) -> None:
        """Give up the selection, then the comparison, else leave."""
        reading = self.view.reading
        if reading is not None and reading.selection is not None:
            reading.clear()
            self.view.follow()
        elif self._comparison is not None:
            self._show_comparison(None)
        else:
            self._remember()  # before the list is drawn, which shows how far one has read
            self.leave()
            self.dismiss(self.path)

    # -- comparing with another version of the story

    def do_compare(self) -> None:
        """Dim what the next other version says too; after the last one, nothing."""
        if self.article is None:
            return
        others = other_versions(self.context.workspace, self.article.path)
        if not others:
            self.tell("No other article here tells this story.")
            return
        at = self._comparison.position if self._comparison else 0
        if at < len(others):
            self.wait_for("comparison")
            self._compare(self.article, others[at:])
        else:
            self._show_comparison(None)

    @work(group="compare")
    async def _compare(self, article: Article, others: Sequence[str]) -> None:
        """Compare with the first of the others that can be read."""
        workspace, comparison = self.context.workspace, None
        for other in others:
            try:
                comparison = await asyncio.to_thread(compare, workspace, article, other)
                break
            except ArticleError as error:
                self.tell(f"{error.path}: {error.reason} {error.advice}", problem=True)
        if self.article is article:
            self._show_comparison(comparison)
        self.came("comparison")

    def _show_comparison(self, comparison: Comparison | None) -> None:
        self._comparison = comparison
        self.show_marks()
        self.show_hints()

    def do_other_version(self) -> None:
        """Read the version compared with, and compare it with this one."""
        if self._comparison is None:
            self.tell("First compare with another version.")
            return
        self._compare_with = self.path
        self.leave()
        self.turn_to(self._position_of(self._comparison.other.path))

    def not_saved(self, error: SaveError) -> None:
        """Show the article anew when it was changed under our eyes."""
        if isinstance(error, ArticleChangedError) and self.view.reading is not None:
            self._start = self.view.reading.point
            self.wait_for("article")
            self._open()

    def do_passages(self) -> None:
        """Every annotated passage."""
        self.open(OpenPassages())
