"""The application: puts its parts together, and does what does not depend on the screen.

`tui.folder_updates` keeps up with the folder, `tui.departure` ends the program, `tui.routes` makes
the screens.
"""

import asyncio
import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.timer import Timer, TimerCallback

from tui.commands.command import Command
from tui.context import Context
from tui.control_characters import ControlCharacterFilter
from tui.departure import Departure
from tui.folder_updates import FolderUpdates
from tui.keys.key_name import key_name
from tui.keys.keymap import key_label
from tui.messages import AnnotationsChanged, CatalogueOutdated
from tui.notices import Notice
from tui.palette import DARK, LIGHT, Colours
from tui.requests import Choice, Choose, OpenLibrary, OpenReview, OpenTopics, ShowMessages
from tui.screens.base import CommandScreen
from tui.screens.too_small import TooSmallScreen
from tui.terminal import Terminal, TerminalGone, TerminalMissed
from tui.threads import Threads
from tui.widgets.hint_bar import HintBar
from tui.widgets.strips import clean
from workspace.articles.progress_rate import Pace

_NARROWEST = 40
_LOWEST = 10
_MOST_AT_ONCE = 16
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
        self._control_characters = ControlCharacterFilter()
        self.crash: str | None = None
        self._departure = Departure(self, context)
        self._updates = FolderUpdates(self, context)
        self._interrupted_at = float("-inf")
        self._step_paces: dict[str, Pace] = {}
        self._step_notice: Notice | None = None
        theme = context.settings.config.theme
        if colours in _THEMED and theme in THEMES:
            self.register_theme(THEMES[theme])
            self.theme = THEMES[theme].name
        else:
            self.theme = "ansi-dark"

    @property
    def unsaved(self) -> list[str]:
        """What could not be saved at the end, in words."""
        return self._departure.unsaved

    def when_painted(self, call: Callable[[], None]) -> None:
        """Have a function called after the first paint."""
        self._updates.when_painted = call

    def when_loaded(self, call: Callable[[], None]) -> None:
        """Have a function called whenever something was loaded that stays until the end."""
        self._updates.when_loaded = call

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of drawn lines; the last one lets no terminal command through."""
        return [*super().get_line_filters(), self._control_characters]

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the library."""
        return self.context.routes.screen_for(OpenLibrary(), self.context)

    def on_mount(self) -> None:
        """Load the folder behind the library."""
        self.call_after_refresh(self._updates.begin)
        self.context.saves.step.on_progress = self._on_step
        loop = asyncio.get_running_loop()
        # The loop waits for the threads of its own executor.
        loop.set_default_executor(Threads(_MOST_AT_ONCE))
        for name in _ENDINGS:
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
                loop.add_signal_handler(getattr(signal, name), partial(self.leave, now=True))

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """A screen has changed an annotation: tell them all."""
        self._updates.annotations_changed()

    def on_catalogue_outdated(self, _message: CatalogueOutdated) -> None:
        """Look for changed articles: one that was renamed is then followed."""
        self._updates.refresh()

    # -- messages to the user

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message at the foot of every screen for a while, as plain text."""
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
                bar.show_notices(
                    self.context.notices.current, self.context.keymap.key_of("app.messages")
                )

    def set_timer(
        self,
        delay: float,
        callback: TimerCallback | None = None,
        *,
        name: str | None = None,
        pause: bool = False,
    ) -> Timer:
        """Set a timer that fires once, however late.

        Textual leaves out what is late already when the timer begins, of one that fires once too.
        It lays out a resized screen by a timer of eight milliseconds, and sets no second one while
        the first has not fired: on a busy machine the screen might keep its size for ever.
        """
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False  # noqa: SLF001 -- there is no option
        return timer

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the terminal is too small, and go on when it is not."""
        is_small = event.size.width < _NARROWEST or event.size.height < _LOWEST
        shows = isinstance(self.screen, TooSmallScreen)
        if is_small and not shows:
            self.push_screen(TooSmallScreen())
        elif shows and not is_small:
            self.pop_screen()

    # -- commands of every screen

    def do_refresh(self) -> None:
        """Look for changed articles."""
        self._updates.refresh()

    async def do_quit(self) -> None:
        """Leave once everything is saved."""
        await self.action_quit()

    @property
    def _front(self) -> CommandScreen[Any]:
        """The screen that carries out commands; the one that says “too small” may lie over it."""
        stack = reversed(self.screen_stack)
        return next(screen for screen in stack if isinstance(screen, CommandScreen))

    def do_help(self) -> None:
        """List every command, those that can be used here first; carry out the chosen one."""
        screen, commands = self._front, self.context.keymap.commands
        scopes = screen.scopes
        here = [command for command in commands if command.scope in scopes]
        here.sort(key=lambda command: scopes.index(command.scope))
        elsewhere = [command for command in commands if command.scope not in scopes]
        choices = [
            *(_choice(command, command.help) for command in here),
            *(_choice(command, f"{command.scope}: {command.help}") for command in elsewhere),
        ]

        async def chosen(command_id: str | None) -> None:
            if command_id is None:
                return
            command = self.context.keymap.command(command_id)
            if command.scope in scopes:
                await screen.run(command)
            else:
                screen.tell(f"“{command.label}” can be used here: {command.scope}.")

        screen.open(Choose("Commands", choices), chosen)

    def do_review(self) -> None:
        """Show the passages that are no longer certain, lost, or changed elsewhere too."""
        self._front.open(OpenReview())

    def do_topics(self) -> None:
        """Show every topic, with charts and what can be done with it."""
        self._front.open(OpenTopics())

    async def do_undo(self) -> None:
        """Undo the last change, wherever it was."""
        screen = self._front
        undo = partial(self.context.workspace.recorder.undo, self.context.saves.step)
        if await screen.save(undo, names_article=True) is None:
            screen.tell("There is nothing to undo.")

    async def do_redo(self) -> None:
        """Make the last undone change again."""
        screen = self._front
        redo = partial(self.context.workspace.recorder.redo, self.context.saves.step)
        if await screen.save(redo, names_article=True) is None:
            screen.tell("There is nothing to redo.")

    def do_messages(self) -> None:
        """List the messages of this session."""
        self._front.open(ShowMessages())

    # -- long steps

    def _on_step(self, done: int, total: int, doing: str) -> None:
        """Called in the thread that writes."""
        self.call_later(self._show_step, done, total, doing)

    def _show_step(self, done: int, total: int, doing: str) -> None:
        """Show how far a step of many files is."""
        if self._step_notice is not None:
            self.context.notices.forget(self._step_notice)
            self._step_notice = None
        if total:
            stop = self.context.keymap.key_of("step.stop")
            how = f" · {stop} stops" if stop and not self._departure.has_begun else ""
            pace = self._step_paces.setdefault(doing, Pace(doing))
            words = f"{pace.words(done, total)}{how}"
            self._step_notice = Notice(words, is_problem=False, is_kept=False)
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
                    self.leave()
        await super().on_event(event)

    def do_stop(self) -> None:
        """Stop a step of many files before its next file."""
        self.context.saves.step.stop()

    async def do_go_on(self) -> None:
        """Finish a step that was stopped."""
        saves = self.context.saves
        if (rest := saves.rest) is not None:
            go_on = self.context.workspace.recorder.go_on
            await self._front.save(lambda: go_on(rest, saves.step))

    # -- the terminal

    def get_driver_class(self) -> type[Driver]:
        """Our own driver, unless the environment names another, such as one for a browser."""
        return super().get_driver_class() if constants.DRIVER else Terminal

    def on_terminal_gone(self, _message: TerminalGone) -> None:
        """The terminal is gone: leave."""
        self.leave(now=True)

    def on_terminal_missed(self, _message: TerminalMissed) -> None:
        """Draw everything again, not only what has changed."""
        screen = self.screen
        self._display(screen, screen._compositor.render_full_update())  # noqa: SLF001

    def do_suspend(self) -> None:
        """Stop until the shell resumes us."""
        if isinstance(self._driver, Terminal):
            self._driver.suspend_group()
        else:
            self.notify("There is no shell to return to.")

    # -- leaving

    async def action_quit(self) -> None:
        """Leave once everything is saved; at once when asked again."""
        self.leave()

    def action_help_quit(self) -> None:
        """Leave by ctrl+c too, where it copies nothing."""
        self.leave()

    def leave(self, *, now: bool = False) -> None:
        """Begin to leave; asked again, or `now`, wait no longer for what is being saved."""
        if isinstance(self._driver, Terminal):
            self._driver.is_leaving = True
        self._departure.begin(now=now)

    async def on_unmount(self) -> None:
        """End what is still running, whatever the reason to leave."""
        await self._departure.end()

    def _handle_exception(self, error: Exception) -> None:
        """Keep an unexpected error off the terminal; `tui.start` reports where it is logged."""
        if self.crash is not None:
            return  # the first is the cause
        self.crash = "".join(traceback.format_exception(error))
        self._return_code = 1
        self._close_messages_no_wait()


def _choice(command: Command, words: str) -> Choice:
    keys = " ".join(key_label(keys) for keys in command.keys[:2])
    return Choice(command.id, command.label, words, keys, command.id)
