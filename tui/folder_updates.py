"""Keeps up with the folder behind the screens: articles, annotations, topics, passages to review.

First what was known at the last start is shown, then what has changed since. Screens get messages
(`tui.messages`) and ask the workspace themselves.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

from textual.app import App
from textual.worker import get_current_worker

from corpus.own_files import take_notices
from tui.context import Context
from tui.messages import (
    AnnotationsChanged,
    CatalogueChanged,
    DoubtsFound,
    Indexing,
    TopicsChanged,
    tell_screens,
)
from tui.notices import PROBLEM_SECONDS
from tui.widgets.strips import number
from workspace.articles.progress_rate import Pace
from workspace.articles.refresh_process import Event, refresh_events

_MOST_PROBLEMS = 3
_SECONDS_BETWEEN_TRIES = 2.0


class FolderUpdates:
    """Loads the folder, watches it, and tells the screens of `app` what has changed.

    `when_painted` is called after the first paint, `when_loaded` whenever something has been loaded
    that stays until the end.
    """

    def __init__(self, app: App[None], context: Context) -> None:
        self._app = app
        self._context = context
        self._is_refreshed = False
        self._pace = Pace("reading articles")
        self.when_painted: Callable[[], None] = lambda: None
        self.when_loaded: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Load the folder, and keep up with it from then on."""
        self._app.run_worker(self._load(), exclusive=True, group="refresh")

    def refresh(self) -> None:
        """Look for changed articles, unless that is being done already."""
        if not any(worker.group == "refresh" and worker.is_running for worker in self._app.workers):
            self._app.run_worker(self._refresh(), exclusive=True, group="refresh")

    def annotations_changed(self) -> None:
        """Tell every screen that annotations have changed."""
        self._follow_topics()
        tell_screens(self._app, AnnotationsChanged)
        if self._is_refreshed:  # before that an article may only seem to be gone
            self._find_doubts()

    async def _load(self) -> None:
        """Show what was known at the last start, then what has changed since."""
        self.when_painted()
        # Importing the workspace and what codes it takes too long for the event loop.
        workspace = await asyncio.to_thread(lambda: self._context.workspace)
        await asyncio.to_thread(lambda: workspace.reading)
        await asyncio.to_thread(workspace.load_catalogue)
        if workspace.catalogue.records:
            tell_screens(self._app, CatalogueChanged)
        await asyncio.to_thread(workspace.load_annotations)
        await asyncio.to_thread(workspace.recorder.open_history)
        problems = list(workspace.problems.values())
        if (more := len(problems) - _MOST_PROBLEMS) > 0:
            left_out = number(more, "more annotation file")
            self._report(f"{left_out} cannot be read; `nkreader check` lists them all.")
        for problem in problems[:_MOST_PROBLEMS]:
            self._report(str(problem))
        saves = self._context.saves
        if recovered := await saves.ask(lambda: workspace.recorder.recover(saves.step)):
            self._app.notify(recovered.words, timeout=PROBLEM_SECONDS)
        tell_screens(self._app, AnnotationsChanged)
        self.when_loaded()
        self._app.run_worker(self._watch(), exclusive=True, group="watch")
        await self._refresh()
        wrong = await asyncio.to_thread(lambda: self._context.suggesting.problems)
        for query in wrong[:3]:
            self._report(str(query))

    # -- annotations and topics

    async def _watch(self) -> None:
        """Follow what others do with the annotations, and retry what could not be saved."""
        workspace = self._context.workspace
        told = ""
        while True:
            other = await asyncio.to_thread(workspace.other_program)
            notice = other.notice if other else ""
            if notice not in {told, ""}:
                self._app.notify(notice)
            told = notice
            for words in take_notices():
                self._report(words)
            outside = await asyncio.to_thread(workspace.watch.look)
            topics = await asyncio.to_thread(workspace.codebook.look)
            recorder = workspace.recorder
            saved = await asyncio.to_thread(recorder.retry) if recorder.unsaved else None
            for words in filter(None, (outside.words, topics, saved.words if saved else "")):
                self._app.notify(words, timeout=PROBLEM_SECONDS)
            self._follow_topics()
            if outside.articles or saved:
                self._app.post_message(AnnotationsChanged())
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)

    def _follow_topics(self) -> None:
        """Have keys, styles and screens follow the topics of the folder."""
        topics = self._context.workspace.topics
        if topics != self._context.topics:
            self._context.set_topics(topics)
            tell_screens(self._app, TopicsChanged)
            if self._context.keymap.problem:
                self._report(self._context.keymap.problem)

    def _find_doubts(self) -> None:
        self._app.run_worker(self._look_for_doubts(), exclusive=True, group="doubts")

    async def _look_for_doubts(self) -> None:
        """Find the passages to review, and say so when there are more than before."""
        worker, context = get_current_worker(), self._context
        before = len(context.doubts)
        await asyncio.to_thread(lambda: context.review.find(lambda: worker.is_cancelled))
        tell_screens(self._app, DoubtsFound)
        found = len(context.doubts)
        if found > before:
            key = self._context.keymap.spelt("{app.review}")
            self._app.notify(f"{number(found, 'passage')} to review ({key})")

    # -- articles

    async def _refresh(self) -> None:
        """Bring list and index up to date; while another program does that, try again."""
        while True:
            kind = "failed"
            # Closed here and not by the garbage collector: leaving must end the child process.
            async with aclosing(refresh_events(self._context.settings.places)) as happening:
                async for event in happening:
                    kind = event.kind
                    await self._on_refresh(event)
            if kind != "busy":
                return
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)

    async def _on_refresh(self, event: Event) -> None:
        words = ""
        if event.kind == "progress":
            words = self._pace.words(event.done, event.total)
            self._context.workspace.loaded.articles.say(event.done, event.total)
        elif event.kind == "busy":
            words = "another nkreader is reading this folder"
            words += f": {event.done:,} of {event.total:,}" if event.total else ""
        if event.kind != "saved":  # more is to come
            tell_screens(self._app, lambda: Indexing(words, event.indexed, event.articles))
        if event.kind == "progress":
            return
        await asyncio.to_thread(self._context.workspace.load_catalogue)
        if event.kind == "failed":
            self._report(event.message)
            await self._do_without_cache()
        if event.kind in {"done", "failed"}:
            self._context.workspace.loaded.articles.finish()
        if event.kind == "done":
            self._context.unread_files = event.others
        tell_screens(self._app, CatalogueChanged)
        if event.kind == "done":
            await self._follow_renamed()
            self._is_refreshed = True
            self.when_loaded()
            self._find_doubts()
        if event.problems:
            more = len(event.problems) - 1
            rest = f" ({more} more are marked in the list)" if more else ""
            self._report(event.problems[0] + rest)

    async def _do_without_cache(self) -> None:
        """Where nothing can be cached, list and index the articles in memory."""
        workspace, search = self._context.workspace, self._context.search
        worker = get_current_worker()
        if not workspace.catalogue.records:
            tell_screens(self._app, lambda: Indexing("reading articles into memory"))
            # Leaving must not wait for it: a thread ends only by itself.
            await asyncio.to_thread(
                lambda: search.index_in_memory(workspace.read_all(), lambda: worker.is_cancelled)
            )
            tell_screens(self._app, lambda: Indexing("the index is in memory only"))

    async def _follow_renamed(self) -> None:
        """Move annotations along with articles that were renamed, and say so."""
        followed = await asyncio.to_thread(self._context.workspace.follow_renamed)
        for words in followed.words:
            self._app.notify(words, timeout=PROBLEM_SECONDS)
        if followed.moved:
            tell_screens(self._app, AnnotationsChanged)

    def _report(self, problem: str) -> None:
        self._app.notify(problem, severity="error", timeout=PROBLEM_SECONDS)
