"""The application: makes the screens, keeps the folder up to date behind them, ends calmly."""

import asyncio
import traceback
from collections.abc import Callable
from contextlib import aclosing, suppress
from pathlib import Path

from textual import events, work
from textual.app import App
from textual.message import Message
from textual.worker import WorkerCancelled, WorkerFailed

from tui.context import Context
from tui.messages import AnnotationsChanged, CatalogueChanged, Indexing
from tui.palette import DARK, LIGHT, Colours
from tui.screens.library import LibraryScreen
from tui.screens.too_small import TooSmallScreen
from workspace.refresher import Event, refresh_events

_NARROWEST = 40
_LOWEST = 10
THEMES = {"dark": DARK, "light": LIGHT}


class NkreaderApp(App[None]):
    """The terminal reader over one opened folder."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = """
    Toast { width: auto; max-width: 70; padding: 0 1; }
    ToastRack { margin-bottom: 3; }
    Screen { overflow: hidden; }
    ScrollView { scrollbar-background: $background; scrollbar-color: $panel; }
    """

    def __init__(self, context: Context, colours: Colours) -> None:
        super().__init__(ansi_color=colours is not Colours.FULL)
        self.context = context
        self.crash: str | None = None
        theme = context.workspace.config.theme
        if colours is Colours.FULL and theme in THEMES:
            self.register_theme(THEMES[theme])
            self.theme = THEMES[theme].name
        else:
            self.theme = "ansi-dark"

    def on_mount(self) -> None:
        """Show the library, then begin to work behind it."""
        self.push_screen(LibraryScreen(self.context))
        self.call_after_refresh(self._keep_up_to_date)

    @work(exclusive=True, group="refresh")
    async def _keep_up_to_date(self) -> None:
        """Show what was known at the last start, then what has changed since."""
        workspace = self.context.workspace
        await asyncio.to_thread(workspace.load_catalogue)
        if workspace.catalogue.records:
            self._tell_screens(CatalogueChanged)
        await asyncio.to_thread(workspace.load_annotations)
        await asyncio.to_thread(workspace.load_history)
        for problem in list(workspace.problems.values())[:3]:
            self.notify(str(problem), severity="error", markup=False, timeout=12)
        self._tell_screens(AnnotationsChanged)
        # Closed here and not by the garbage collector: quitting must end the child process.
        async with aclosing(refresh_events(workspace.places)) as events:
            async for event in events:
                await self._on_refresh(event)

    async def _on_refresh(self, event: Event) -> None:
        if event.kind == "progress":
            words = f"reading articles: {event.done:,} of {event.total:,}"
            self._tell_screens(lambda: Indexing(words))
            return
        if event.kind in {"saved", "done"}:
            await asyncio.to_thread(self.context.workspace.load_catalogue)
            if event.kind == "done":
                self._tell_screens(lambda: Indexing(""))
            self._tell_screens(CatalogueChanged)
        if event.kind == "failed":
            self._tell_screens(lambda: Indexing(""))
            self._tell_screens(CatalogueChanged)
            self.notify(event.message, severity="error", markup=False, timeout=12)
        if event.problems:
            more = len(event.problems) - 1
            rest = f" ({more} more are marked in the list)" if more else ""
            self.notify(event.problems[0] + rest, severity="warning", markup=False, timeout=12)

    def _tell_screens(self, make: Callable[[], Message]) -> None:
        """Each screen gets a message of its own, as a message has one receiver."""
        for screen in self.screen_stack:
            screen.post_message(make())

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """A screen has changed an annotation: all must know."""
        self._tell_screens(AnnotationsChanged)

    async def on_unmount(self) -> None:
        """End the indexing process before the program ends."""
        ended = self.workers.cancel_group(self, "refresh")
        for worker in ended:
            with suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()

    def on_resize(self, event: events.Resize) -> None:
        """Say so when there is no room to work in, and go on when there is again."""
        is_small = event.size.width < _NARROWEST or event.size.height < _LOWEST
        shows = isinstance(self.screen, TooSmallScreen)
        if is_small and not shows:
            self.push_screen(TooSmallScreen())
        elif shows and not is_small:
            self.pop_screen()

    def do_quit(self) -> None:
        """Leave; everything is saved already."""
        self.exit()

    async def action_quit(self) -> None:
        """Leave by ctrl+q from anywhere."""
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """Keep an unexpected error off the user's terminal; `tui.start` names the log file."""
        self.crash = "".join(traceback.format_exception(error))
        self._return_code = 1
        self._close_messages_no_wait()


def write_crash(log: Path, crash: str) -> bool:
    """Append the details of an unexpected error to the log; False when that fails too."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(crash + "\n")
    except OSError:
        return False
    return True
