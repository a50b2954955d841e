"""The reader's screen: opens articles, holds the parts that act on them, draws the bars around."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from annotations.files.article_file import AnnotationFileError
from corpus.article import Article
from corpus.errors import ArticleError
from tui.article.drawing import Meant
from tui.article.marked import MarkedArticle, mark_article
from tui.article.view import ReaderView
from tui.commands.command import Command, Scope
from tui.context import Context
from tui.jump_list import Place
from tui.messages import AnnotationsChanged, TopicsChanged
from tui.reader.column import Column, Look
from tui.reader.comparison import other_versions
from tui.reader.ends import Ends
from tui.reader.hits import Hits
from tui.reader.jumps import Jumps
from tui.reader.motions import Motions
from tui.reader.passages import Passages
from tui.reader.reading_list import ReadingList
from tui.reader.selections import Selections
from tui.reader.session import ReaderSession
from tui.reader.status import coded, progress_words, title_words
from tui.reader.story_versions import StoryVersions
from tui.reader.suggestions import Suggestions
from tui.reader.topic_bar import AboutBar, TopicBar
from tui.reader.topic_legend import about_lines
from tui.requests import OpenPassages
from tui.screens.article_notes import ArticleNotesScreen
from tui.screens.topic_keys import TopicKeys
from tui.text.hyphens import Hyphenate
from tui.widgets.bars import TitleBar
from tui.widgets.hint_bar import HintBar
from workspace.coding.save_result import ArticleChangedError, Saved, SaveError

if TYPE_CHECKING:
    from index.query.nodes import ParsedQuery

_SECONDS_TO_REMEMBER = 1.0


class _Parts(NamedTuple):
    """What carries out commands in an open article."""

    motions: Motions
    selections: Selections
    column: Column
    passages: Passages
    ends: Ends
    hits: Hits
    jumps: Jumps
    suggestions: Suggestions
    versions: StoryVersions


class _Opened(NamedTuple):
    """An open article."""

    session: ReaderSession
    parts: _Parts


class ReaderScreen(TopicKeys[str], ArticleNotesScreen[str]):
    """Shows the article at `position` of `paths`; dismissed with the path read last.

    With a query its matches are marked and the article opens at the best one; `point`, an offset in
    the canonical text, opens it there instead. Until an article has been read there is no session
    and no part: keys wait.
    """

    DEFAULT_CSS = "ReaderScreen ReaderView { height: 1fr; }"
    PARTS = tuple(_Parts.__annotations__.values())

    def __init__(
        self,
        context: Context,
        paths: Sequence[str],
        position: int,
        query: "ParsedQuery | None" = None,
        point: int | None = None,
    ) -> None:
        super().__init__(context)
        self._list = ReadingList(paths, position)
        self._query = query
        self._start = point
        self._opened: _Opened | None = None
        self._compare_with: str | None = None
        self._remembering: Timer | None = None
        self._look = Look(context)
        self.view = ReaderView(context.palette, context.symbols, self._look.measure)
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
        self.hold_keys_until("article")
        self._open()
        self.arrived("mount")

    @property
    def first_focus(self) -> Widget:
        """The text."""
        return self.view

    # -- what other screens and the keys ask

    @property
    def session(self) -> ReaderSession | None:
        """The open article; `None` until the first has been read."""
        return self._opened.session if self._opened else None

    @property
    def parts(self) -> Sequence[object]:
        """What carries out commands in the open article."""
        return self._opened.parts if self._opened else ()

    @property
    def path(self) -> str:
        """The article on the screen, or the one that is being read for it."""
        return self._list.current

    @property
    def shown_article(self) -> str:
        """The article whose text is shown, which keys act on; messages need not name it."""
        return self.session.article.path if self.session else self.path

    @property
    def noted_article(self) -> tuple[str, str] | None:
        """The article, to be starred or noted."""
        article = self.session.article if self.session else None
        return (article.path, article.title) if article else None

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """A free selection has motions of its own, new ends of a passage a key to accept them."""
        session = self.session
        scopes: tuple[Scope, ...] = (Scope.READER, Scope.EVERYWHERE)
        if session is None:
            return scopes
        if session.reading.caret:
            scopes = (Scope.CARET, *scopes)
        # Units, the mouse too: they end the free selection, but select new ends all the same.
        return (Scope.ENDS, *scopes) if session.annotations.resized is not None else scopes

    @property
    def states(self) -> frozenset[str]:
        """For the hints."""
        session = self.session
        if session is None:
            return frozenset()
        holds = {
            "selection": session.reading.selection is not None,
            "hits": bool(session.hits),
            "annotations": any(placed.is_shown for placed in session.annotations.placed),
            "annotation": session.annotations.here is not None,
            "several": len(session.annotations.under) > 1,
            "suggestions": bool(session.suggestions),
            "suggested": bool(session.suggested_here),
            "furniture": session.has_furniture,
            "versions": bool(other_versions(self.context.workspace, session.article.path)),
            "comparing": session.comparison is not None,
            **self.folder_states,
        }
        return frozenset(word for word, is_so in holds.items() if is_so)

    def letters(self, command: Command) -> Iterable[tuple[str, str]]:
        """The marks that are set."""
        return self._opened.parts.jumps.letters(command) if self._opened else ()

    # -- opening

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        """Read the article in a thread; opening another one meanwhile drops this one."""
        self._title.say(left=self.path, right=self._list.words)
        try:
            looked, hyphenate, problem = await asyncio.to_thread(self._read, self.path)
        except ArticleError as error:
            self.tell(f"{error.path}: {error.reason} {error.advice}", problem=True)
            if self._opened is None:
                self.dismiss(self.path)
            self.show_marks()  # the title of the article that is still shown
            self._start = self._compare_with = None  # they were meant for this article alone
            self.arrived("article")
            return
        session = self._begin_session(looked, hyphenate)
        parts = self._make_parts(session)
        self._opened = _Opened(session, parts)
        self.show_marks()
        parts.suggestions.find()
        self.show_hints()
        if problem:
            self.tell(problem, problem=True)
        if self._compare_with is not None:
            parts.versions.compare([self._compare_with])
            self._compare_with = None
        self.arrived("article")
        await parts.passages.report_draft()

    def _read(self, path: str) -> tuple[MarkedArticle, Hyphenate | None, str]:
        """Read an article and its annotations from disk; return what is wrong with them, too."""
        problem = ""
        try:
            self.context.workspace.read_annotations(path)
        except AnnotationFileError as error:
            problem = f"The annotations of this article cannot be read. {error}"
        looked = mark_article(self.context, path, self._query)
        return looked, self._look.hyphenation(looked.article), problem

    def _begin_session(self, looked: MarkedArticle, hyphenate: Hyphenate | None) -> ReaderSession:
        """Show the article at the place asked for, at the best hit, or where reading stopped."""
        point, self._start = self._start, None
        if point is None:
            point = looked.point if self._query else self._stopped_at(looked.article)
        furniture = self._look.furniture
        reading = self.view.show_article(
            looked.article, point, furniture=furniture, hyphenate=hyphenate
        )
        session = ReaderSession(self.context, reading, looked.placed, looked.hits)
        if point is not None:
            session.hit = next((i for i, hit in enumerate(looked.hits) if hit.start == point), None)
        return session

    def _make_parts(self, session: ReaderSession) -> _Parts:
        view = self.view
        return _Parts(
            Motions(session, view, self),
            Selections(session, view, self),
            Column(session, view, self, self._look),
            Passages(session, view, self),
            Ends(session, view, self),
            Hits(session, view, self),
            Jumps(session, view, self),
            Suggestions(session, view, self),
            StoryVersions(session, view, self),
        )

    def not_saved(self, error: SaveError) -> None:
        """Read the article again if it was changed meanwhile."""
        if isinstance(error, ArticleChangedError) and self.session is not None:
            self._start = self.session.reading.point
            self.hold_keys_until("article")
            self._open()

    # -- where one stopped

    def _stopped_at(self, article: Article) -> int | None:
        progress = self.context.workspace.reading.progress(article.sha256)
        return progress.offset or None if progress else None

    def _remember(self) -> None:
        """Remember where reading stopped, without waiting for it."""
        if (session := self.session) is not None:
            log, sha256 = self.context.workspace.reading, session.article.sha256
            if log.note(sha256, session.reading.point, self.view.fraction):
                self.context.saves.keep(log.keep, sha256)

    def on_unmount(self) -> None:
        """Remember where reading stopped."""
        self._remember()

    # -- what is drawn

    def show_marks(self) -> None:
        """Draw what is marked in the article, and the words about it."""
        if (session := self.session) is None:
            return
        self.view.show_marks(session.marks, session.notes)
        coder = self.context.settings.config.coder_name
        self._title.say(left=title_words(session, coder))
        self._about.say(
            about_lines((each.annotation for each in session.annotations.placed), coder)
        )
        self._show_status()

    def _show_status(self) -> None:
        """Show what a key would act on, in the text and below it, and how much has been read."""
        if (session := self.session) is None:
            return
        here = session.annotations.here
        ids = frozenset(each.annotation.id for each in session.annotations.under)
        self.view.show_meant(Meant(here.annotation.id if here else "", ids))
        self._topics.show(coded(self.context, session, self.size.width))
        for bar in self.query(HintBar):
            bar.inform(progress_words(session, self.view.fraction))

    def on_reader_view_changed(self, _message: ReaderView.Changed) -> None:
        """The reading point or the selection has moved."""
        if self._remembering is not None:
            self._remembering.stop()
        self._remembering = self.set_timer(_SECONDS_TO_REMEMBER, self._remember)
        self._show_status()
        self.show_hints()

    def on_reader_view_note_clicked(self, message: ReaderView.NoteClicked) -> None:
        """Go to the passage of a note in the margin."""
        if self._opened is not None:
            self._opened.parts.passages.go_to(message.mark)

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """Draw the annotations as they are now, as soon as they can be seen."""
        self.refill_when_seen()

    def refill(self) -> None:
        """Draw the annotations as they are now, and find what is suggested beside them."""
        self._reload()

    @work(exclusive=True, group="marks")
    async def _reload(self) -> None:
        if self._opened is not None:
            session, parts = self._opened
            if await session.annotations.reload():
                self.show_marks()
                self.show_hints()
            parts.suggestions.find()

    def on_topics_changed(self, _message: TopicsChanged) -> None:
        """Show the topics and the passages as they look now."""
        self._topics.show_topics(self.context.topics)
        self.show_marks()

    # -- topics

    async def toggle(self, topic: str, *, create: bool = False) -> None:
        """Put a topic on what is selected or here, or remove it."""
        if self._opened is not None:
            await self._opened.parts.passages.toggle(topic, create=create)

    async def show_travelled(self, saved: Saved) -> None:
        """Go to what was undone or redone, if it is in this article."""
        if self._opened is not None:
            await self._opened.parts.passages.show_changed(saved)

    # -- other articles

    def go_to(self, place: Place) -> None:
        """Go to a place here, or open the article that it is in."""
        session = self.session
        if session is not None and session.article.path == place.path:
            session.reading.clear()
            session.reading.go(place.offset)
            self.view.reveal()
        else:
            self._start = place.offset
            self.turn_to(place.path)

    def open_version(self, path: str) -> None:
        """Read another version of the story, compared with this one."""
        self._compare_with = self.shown_article
        self.turn_to(path)

    def do_next_unread(self) -> None:
        """Next article of the list that has never been opened."""
        records, log = self.context.workspace.catalogue.records, self.context.workspace.reading

        def is_unread(path: str) -> bool:
            record = records.get(path)
            return record is not None and log.progress(record.sha256) is None

        self._leave_for(
            self._list.next_where(is_unread), "Every article of this list has been opened."
        )

    def do_next_article(self) -> None:
        """Next article of the list."""
        self._leave_for(self._list.beside(1), "This is the last article.")

    def do_previous_article(self) -> None:
        """Previous article of the list."""
        self._leave_for(self._list.beside(-1), "This is the first article.")

    def _leave_for(self, path: str | None, nothing: str) -> None:
        if path is None:
            self.tell(nothing)
            return
        self.tell("")  # what was said is about the article that is left
        if self.session is not None:
            self.session.leave()
        self.turn_to(path)

    def turn_to(self, path: str) -> None:
        """Read another article."""
        self._remember()
        self._list.go_to(path)
        # A topic key typed ahead is meant for the article that is to come.
        self.hold_keys_until("article")
        self._open()

    # -- leaving

    def do_back(self) -> None:
        """Clear the selection, then the comparison, else leave."""
        if self._opened is not None:
            session, parts = self._opened
            if session.reading.selection is not None:
                session.reading.clear()
                self.view.follow()
                return
            if session.comparison is not None:
                parts.versions.show(None)
                return
            self._remember()  # before the list is drawn, which shows how far one has read
            session.leave()
        self.dismiss(self.path)

    def do_passages(self) -> None:
        """Every annotated passage."""
        self.open(OpenPassages())
