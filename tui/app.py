"""The application: makes the screens, keeps the folder up to date behind them, ends calmly."""

import asyncio
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

from textual import constants, events, work
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerCancelled, WorkerFailed, get_current_worker

from corpus.log import write_log
from corpus.own_files import take_notices
from tui.context import Context
from tui.harmless import Harmless
from tui.messages import AnnotationsChanged, CatalogueChanged, DoubtsFound, Indexing, TopicsChanged
from tui.notices import Notice
from tui.palette import DARK, LIGHT, Colours
from tui.requests import OpenLibrary
from tui.screens.base import CommandScreen, key_name
from tui.screens.too_small import TooSmallScreen
from tui.terminal import Terminal, TerminalGone, TerminalMissed
from tui.threads import Threads
from tui.widgets.bars import HintBar
from tui.widgets.strips import clean, in_home
from workspace.articles.progress_rate import Pace
from workspace.articles.refresh_process import Event, refresh_events

_NARROWEST = 40
_LOWEST = 10
_SECONDS_BETWEEN_TRIES = 2.0
_PROBLEM_SECONDS = 12.0
_MOST_AT_ONCE = 16
_SECONDS_A_THREAD_KEEPS_OTHERS = 0.0005  # while we leave, those that may go on are in the way
_SECONDS_TO_SAVE = 0.7  # then it is said what leaving waits for
_SECONDS_TO_FORGET = 0.2  # for what is small: where one was in an article
_SECONDS_FOR_KEYS = 0.5  # that were typed before the one that leaves
_SECONDS_BETWEEN_INTERRUPTS = 1.0
_ENDINGS = ("SIGTERM", "SIGHUP", "SIGINT")
_NOTICE_SECONDS = 6.0
_THEMED = {Colours.FULL, Colours.MANY}
THEMES = {"dark": DARK, "light": LIGHT}


class NkreaderApp(App[None]):
    """The terminal reader over one opened folder.

    After it has run, `crash` holds the traceback of an unexpected error, and `unsaved` what could
    not be saved at the end.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = """
    Screen { overflow: hidden; }
    ScrollView { scrollbar-background: $background; scrollbar-color: $panel; }
    """

    def __init__(self, context: Context, colours: Colours) -> None:
        super().__init__(ansi_color=colours not in _THEMED)
        self.context = context
        self._harmless = Harmless()
        self.crash: str | None = None
        self.unsaved: list[str] = []
        self.is_leaving = False
        self._leaving: asyncio.Task[None] | None = None
        self._leaves_now = asyncio.Event()
        self._interrupted_at = float("-inf")
        self._step_paces: dict[str, Pace] = {}
        self._step_notice: Notice | None = None
        self.when_painted: Callable[[], None] = lambda: None
        """Called when there is something to look at."""
        self.when_loaded: Callable[[], None] = lambda: None
        """Called when something has been loaded that stays until the end."""
        self._is_refreshed = False
        self._pace = Pace("reading articles")
        theme = context.settings.config.theme
        if colours in _THEMED and theme in THEMES:
            self.register_theme(THEMES[theme])
            self.theme = THEMES[theme].name
        else:
            self.theme = "ansi-dark"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What changes each line that is drawn: the last one lets no command to the terminal."""
        return [*super().get_line_filters(), self._harmless]

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the library."""
        return self.context.routes.screen_for(OpenLibrary(), self.context)

    def on_mount(self) -> None:
        """Begin to work behind it."""
        self.call_after_refresh(self._keep_up_to_date)
        self.context.saves.step.on_progress = self._on_step
        loop = asyncio.get_running_loop()
        # The loop waits for the threads of its own executor.
        loop.set_default_executor(Threads(_MOST_AT_ONCE))
        for name in _ENDINGS:
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
                loop.add_signal_handler(getattr(signal, name), self._leave, True)

    # -- keeping up to date

    @work(exclusive=True, group="refresh")
    async def _keep_up_to_date(self) -> None:
        """Show what was known at the last start, then what has changed since."""
        self.when_painted()
        # Importing what is behind it takes a while, too long for the loop.
        workspace = await asyncio.to_thread(lambda: self.context.workspace)
        await asyncio.to_thread(lambda: workspace.reading)
        await asyncio.to_thread(workspace.load_catalogue)
        if workspace.catalogue.records:
            self._tell_screens(CatalogueChanged)
        await asyncio.to_thread(workspace.load_annotations)
        await asyncio.to_thread(workspace.recorder.open_history)
        for problem in list(workspace.problems.values())[:3]:
            self._say_problem(str(problem))
        saves = self.context.saves
        if recovered := await saves.ask(lambda: workspace.recorder.recover(saves.step)):
            self.notify(recovered.words, timeout=_PROBLEM_SECONDS)
        self._tell_screens(AnnotationsChanged)
        self.when_loaded()
        self._watch()
        await self._refresh()
        wrong = await asyncio.to_thread(lambda: self.context.suggesting.problems)
        for query in wrong[:3]:
            self._say_problem(str(query))

    @work(exclusive=True, group="watch")
    async def _watch(self) -> None:
        """See what others do with the annotations, and try again to save what was not saved."""
        workspace = self.context.workspace
        told = None
        while True:
            other = await asyncio.to_thread(workspace.other_program)
            if other != told and other is not None:
                self.notify(f"{other.words}. Each sees what the other does.")
            told = other
            for words in take_notices():
                self._say_problem(words)
            outside = await asyncio.to_thread(workspace.watch.look)
            topics = await asyncio.to_thread(workspace.codebook.look)
            saved = (
                await asyncio.to_thread(workspace.recorder.retry)
                if workspace.recorder.unsaved
                else None
            )
            for words in filter(None, (outside.words, topics, saved.words if saved else "")):
                self.notify(words, timeout=_PROBLEM_SECONDS)
            self._know_topics()
            if outside.articles or saved:
                self.post_message(AnnotationsChanged())
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)

    async def _refresh(self) -> None:
        """Bring list and index up to date; while another program does that, try again."""
        while True:
            kind = "failed"
            # Closed here and not by the garbage collector: leaving must end the child process.
            async with aclosing(refresh_events(self.context.settings.places)) as happening:
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
            self.context.workspace.loaded.articles.say(event.done, event.total)
        elif event.kind == "busy":
            words = "another nkreader is reading this folder"
            words += f": {event.done:,} of {event.total:,}" if event.total else ""
        if event.kind != "saved":  # which is no end
            self._tell_screens(lambda: Indexing(words, event.indexed, event.articles))
        if event.kind == "progress":
            return
        await asyncio.to_thread(self.context.workspace.load_catalogue)
        if event.kind == "failed":
            self._say_problem(event.message)
            await self._do_without_cache()
        if event.kind in {"done", "failed"}:
            self.context.workspace.loaded.articles.finish()
        if event.kind == "done":
            self.context.others = event.others
        self._tell_screens(CatalogueChanged)
        if event.kind == "done":
            await self._follow_renamed()
            self._is_refreshed = True
            self.when_loaded()
            self._look_for_doubts()
        if event.problems:
            more = len(event.problems) - 1
            rest = f" ({more} more are marked in the list)" if more else ""
            self._say_problem(event.problems[0] + rest)

    async def _do_without_cache(self) -> None:
        """Where nothing can be kept: list and index the articles in memory, if none are known."""
        workspace, search = self.context.workspace, self.context.search
        worker = get_current_worker()
        if not workspace.catalogue.records:
            self._tell_screens(lambda: Indexing("reading articles into memory"))
            # Leaving must not wait for it: a thread ends only by itself.
            await asyncio.to_thread(
                lambda: search.index_in_memory(workspace.read_all(), lambda: worker.is_cancelled)
            )
            self._tell_screens(lambda: Indexing("the index is in memory only"))

    async def _follow_renamed(self) -> None:
        """Let annotations go with articles that were renamed, and say so."""
        followed = await asyncio.to_thread(self.context.workspace.follow_renamed)
        for words in followed.words:
            self.notify(words, timeout=_PROBLEM_SECONDS)
        if followed.moved:
            self._tell_screens(AnnotationsChanged)

    @work(exclusive=True, group="doubts")
    async def _look_for_doubts(self) -> None:
        """Find the passages that need a person, and say so when there are more than before."""
        worker, context = get_current_worker(), self.context
        before = len(context.doubts)
        await asyncio.to_thread(lambda: context.review.find(lambda: worker.is_cancelled))
        self._tell_screens(DoubtsFound)
        found = len(context.doubts)
        if found > before:
            need = "1 passage needs" if found == 1 else f"{found} passages need"
            self.notify(f"{need} a look: {self.context.keymap.spelt('{app.review}')}")

    def _tell_screens(self, make: Callable[[], Message]) -> None:
        """Each screen gets a message of its own, as a message has one receiver."""
        for screen in self.screen_stack:
            screen.post_message(make())

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """A screen has changed an annotation: all must know."""
        self._know_topics()
        self._tell_screens(AnnotationsChanged)
        if self._is_refreshed:  # before that an article may only seem to be gone
            self._look_for_doubts()

    def _know_topics(self) -> None:
        """Let keys, styles and screens follow the topics of the folder."""
        topics = self.context.workspace.topics
        if topics != self.context.topics:
            self.context.know(topics)
            self._tell_screens(TopicsChanged)
            if self.context.keymap.problem:
                self._say_problem(self.context.keymap.problem)

    # -- words

    def _say_problem(self, message: str) -> None:
        self.notify(message, severity="error", timeout=_PROBLEM_SECONDS)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something at the foot of whatever screen is shown, as plain text, for a while."""
        del title, markup
        notice = Notice(clean(message), severity != "information")
        self.context.notices.add(notice)
        self._show_notices()

        def forget() -> None:
            self.context.notices.forget(notice)
            self._show_notices()

        self.set_timer(timeout or _NOTICE_SECONDS, forget)

    def _show_notices(self) -> None:
        for screen in self.screen_stack:
            for bar in screen.query(HintBar):
                bar.show_notices(self.context.notices.current)

    def on_resize(self, event: events.Resize) -> None:
        """Say so when there is no room to work in, and go on when there is again."""
        is_small = event.size.width < _NARROWEST or event.size.height < _LOWEST
        shows = isinstance(self.screen, TooSmallScreen)
        if is_small and not shows:
            self.push_screen(TooSmallScreen())
        elif shows and not is_small:
            self.pop_screen()

    # -- commands of every screen

    def do_refresh(self) -> None:
        """Look through the folder again."""
        if not any(each.group == "refresh" and each.is_running for each in self.workers):
            self._look_again()

    @work(exclusive=True, group="refresh")
    async def _look_again(self) -> None:
        await self._refresh()

    async def do_quit(self) -> None:
        """Leave, when what is being saved has been saved."""
        await self.action_quit()

    # -- long steps

    def _on_step(self, done: int, total: int, doing: str) -> None:
        """Called in the thread that writes."""
        self.call_later(self._show_step, done, total, doing)

    def _show_step(self, done: int, total: int, doing: str) -> None:
        """Say how far a step of many files is."""
        if self._step_notice is not None:
            self.context.notices.forget(self._step_notice)
            self._step_notice = None
        if total:
            stop = self.context.keymap.key_of("step.stop")
            how = f" · {stop} stops" if stop and not self.is_leaving else ""
            pace = self._step_paces.setdefault(doing, Pace(doing))
            words = f"{pace.words(done, total)}{how}"
            self._step_notice = Notice(words, is_problem=False)
            self.context.notices.add(self._step_notice)
        self._show_notices()

    async def on_event(self, event: events.Event) -> None:
        """Stop a long step by its key, and leave by ctrl+c twice, whatever the screen does."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            step = self.context.saves.step
            if step.is_shown and key_name(event) in self.context.keymap.command("step.stop").keys:
                self.do_stop()
                return
            if event.key == "ctrl+c":
                is_second = event.time - self._interrupted_at < _SECONDS_BETWEEN_INTERRUPTS
                self._interrupted_at = event.time
                if is_second:
                    self._leave(self.is_leaving)
        await super().on_event(event)

    def do_stop(self) -> None:
        """Stop a step of many files before its next file."""
        self.context.saves.step.stop()

    async def do_go_on(self) -> None:
        """Do what a step that was stopped has left to do."""
        saves = self.context.saves
        if isinstance(self.screen, CommandScreen) and (rest := saves.rest) is not None:
            go_on = self.context.workspace.recorder.go_on
            await self.screen.save(lambda: go_on(rest, saves.step))

    # -- the terminal

    def get_driver_class(self) -> type[Driver]:
        """Our own terminal, unless the environment names another one, as to be in a browser."""
        return super().get_driver_class() if constants.DRIVER else Terminal

    def on_terminal_gone(self, _message: TerminalGone) -> None:
        """Nobody can see us any more."""
        self._leave(True)

    def on_terminal_missed(self, _message: TerminalMissed) -> None:
        """Draw everything anew, and not what has changed since it was drawn."""
        screen = self.screen
        self._display(screen, screen._compositor.render_full_update())  # noqa: SLF001

    def do_suspend(self) -> None:
        """Stop until the shell goes on with us."""
        if isinstance(self._driver, Terminal):
            self._driver.suspend_group()
        else:
            self.notify("Here is no shell to go back to.")

    # -- leaving

    async def action_quit(self) -> None:
        """Leave, when what is being saved has been saved; asked again, at once."""
        self._leave(self.is_leaving)

    def action_help_quit(self) -> None:
        """Leave by ctrl+c, too, where it copies nothing."""
        self._leave(self.is_leaving)

    def _leave(self, is_now: bool) -> None:
        """Begin to leave; without waiting any longer if `is_now` and saving takes its time."""
        if is_now:
            self._leaves_now.set()
        if self._leaving is None:
            self.is_leaving = True
            sys.setswitchinterval(_SECONDS_A_THREAD_KEEPS_OTHERS)
            self._leaving = asyncio.create_task(self._save_and_exit())

    async def _save_and_exit(self) -> None:
        """Save what is to be saved, or say why that takes long and leave when asked again."""
        self.context.saves.step.stop(for_good=True)
        refreshing = asyncio.create_task(self._end_refreshing())
        saving = asyncio.create_task(self._save_all())
        await asyncio.wait({saving}, timeout=_SECONDS_TO_SAVE)
        if not saving.done():
            self._say_what_keeps_us()
            asked_again = asyncio.create_task(self._leaves_now.wait())
            await asyncio.wait({saving, asked_again}, return_when=asyncio.FIRST_COMPLETED)
        if not saving.done():
            self.unsaved.append(self._what_keeps_us())
        await asyncio.wait({refreshing})
        self.exit()

    async def _save_all(self) -> None:
        await self._until_keys_are_done()
        for worker in self.workers:
            if worker.group != "refresh":
                worker.cancel()  # what looks for something must not slow down what saves
        for screen in self.screen_stack:
            if isinstance(screen, CommandScreen):
                await screen.finish()
        self.unsaved = await self.context.saves.finish()
        if self.context.is_open:
            self.unsaved += filter(None, [await asyncio.to_thread(self._save_at_last)])

    def _save_at_last(self) -> str:
        """Try once more what could not be saved; gives what still cannot be, in words."""
        workspace = self.context.workspace
        workspace.close()
        return workspace.recorder.unsaved

    async def _until_keys_are_done(self) -> None:
        """Let the screen carry out the keys that came first, if it does not take long."""
        for pump in filter(None, (self.focused, self.screen)):
            done = asyncio.Event()
            if pump.call_later(done.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), _SECONDS_FOR_KEYS)

    def _what_keeps_us(self) -> str:
        places = self.context.settings.places
        return (
            f"{in_home(places.annotations)} does not answer; what is being saved is written down "
            f"in {in_home(places.state)}, and the next start finishes it"
        )

    def _say_what_keeps_us(self) -> None:
        again = self.context.keymap.key_of("app.quit") or "ctrl+q"
        self._say_problem(f"Still saving: {self._what_keeps_us()}. {again} leaves all the same.")

    async def _end_refreshing(self) -> None:
        """End the indexing process before the program ends."""
        for worker in [each for each in self.workers if each.group == "refresh"]:
            # A second cancellation would interrupt the worker while it ends the process.
            if not worker.is_cancelled:
                worker.cancel()
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()

    async def on_unmount(self) -> None:
        """End what still goes on, whatever the reason to leave."""
        await self._end_refreshing()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.context.saves.finish(), _SECONDS_TO_FORGET)

    def _handle_exception(self, error: Exception) -> None:
        """Keep an unexpected error off the user's terminal; `tui.start` names the log file."""
        if self.crash is not None:
            return  # the first is the cause
        self.crash = "".join(traceback.format_exception(error))
        self._return_code = 1
        self._close_messages_no_wait()


def write_crash(log: Path, crash: str) -> str:
    """Append the details of an unexpected error to the log; gives words on where they are."""
    if not write_log(log, crash):
        return "The details could not be written to a log."
    return f"Details: {in_home(log)}"
