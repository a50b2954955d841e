"""The note editor: the passage above, the note below."""

import asyncio
import os

from textual import events, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from tui.commands.command import Scope
from tui.context import Context
from tui.notes.own_editor import edit, editor_of
from tui.requests import WriteNote
from tui.screens.overlay import Overlay, entitle
from tui.screens.text_field import screen_first
from tui.widgets.hint_bar import HintBar
from tui.widgets.strips import clean, fit
from workspace.coding.drafts import Drafts

_QUOTE_CELLS = 280


class TypingArea(TextArea):
    """Several lines to type in."""

    is_field = True

    async def on_key(self, event: events.Key) -> None:
        """Let the screen look first."""
        await screen_first(self, event)

    def on_paste(self, event: events.Paste) -> None:
        """Keep it from the screen: the field has taken it."""
        event.stop()


class NoteScreen(Overlay[bool]):
    """Edits a note. Leaving saves it, as nothing typed may be lost; discarding has its own key.

    What is typed is kept as a draft until it is saved, and survives a crash.
    """

    DEFAULT_CSS = """
    NoteScreen #quote {
        color: $foreground 70%; padding: 0 1; margin: 0 0 1 0; border-left: thick $accent;
        height: auto; max-height: 5;
    }
    NoteScreen TextArea { height: 8; border: none; padding: 0 1; background: $panel; }
    NoteScreen TextArea:focus { border: none; }
    """

    def __init__(self, context: Context, noted: WriteNote) -> None:
        super().__init__(context)
        self._noted = noted
        self._drafts = Drafts(context.settings.places.drafts)
        self._draft = self._drafts.find(noted.article, noted.on)
        self._kept = self._draft
        # Not queried from the screen: a draft may be kept after the screen is gone.
        text = noted.note if self._draft is None else self._draft
        self._area = TypingArea(text, show_line_numbers=False, tab_behavior="focus")
        self._keeping = asyncio.Lock()
        self._is_over = False

    def compose(self) -> ComposeResult:
        """Quote, text, hints."""
        with Vertical(classes="box") as box:
            entitle(box, self._noted.title)
            yield Static(Content(fit(clean(self._noted.quote), _QUOTE_CELLS)), id="quote")
            yield self._area
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Start at the end of the note."""
        area = self._area
        area.move_cursor(area.document.end)
        self.show_hints()
        if self._draft is not None and self._draft != self._noted.note:
            discard = self.key_of("note.discard")
            before = f"; {discard} restores the saved note" if discard else ""
            self.tell(f"This draft was not saved{before}.")
        if self._noted.in_editor:
            self.call_after_refresh(self._write_elsewhere)
        self.arrived("mount")

    @property
    def first_focus(self) -> Widget:
        """Start typing."""
        return self._area

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every other key is text."""
        return (Scope.NOTE,)

    # -- drafts

    @work(group="draft")
    async def on_text_area_changed(self) -> None:
        """Keep what has been typed so far."""
        async with self._keeping:
            text = self._area.text
            if self._is_over or text == self._kept:
                return
            self._kept = text
            noted = self._noted
            if text == noted.note:
                await asyncio.to_thread(self._drafts.drop, noted.article, noted.on)
            else:
                await asyncio.to_thread(self._drafts.keep, noted.article, noted.on, text)

    async def _end_draft(self) -> None:
        async with self._keeping:
            self._is_over = True
            await asyncio.to_thread(self._drafts.drop, self._noted.article, self._noted.on)

    # -- leaving

    async def do_keep(self) -> None:
        """Save and close."""
        if await self.finish():
            self.dismiss(True)

    async def finish(self) -> bool:
        """Save, and return whether that succeeded; the draft stays if not."""
        text = self._area.text.strip()
        is_saved = text == self._noted.note or await self._noted.save(text)
        if is_saved:
            await self._end_draft()
        return is_saved

    async def do_discard(self) -> None:
        """Close without saving."""
        await self._end_draft()
        self.dismiss(False)

    # -- the user's own editor

    def do_editor(self) -> None:
        """Edit the note in the user's own editor."""
        self._edit()

    async def _write_elsewhere(self) -> None:
        """Open the editor at once; save and close when it ends well."""
        if self._edit():
            await self.do_keep()

    def _edit(self) -> bool:
        """Edit in the user's editor; return whether that went well."""
        command = editor_of(os.environ)
        if not command:
            self.tell("Neither VISUAL nor EDITOR is set: type the note here.", problem=True)
            return False
        area = self._area
        try:
            with self.app.suspend():
                edited = edit(command, area.text, self._drafts.folder)
        except SuspendNotSupported:
            self.tell("No other program can use the screen here: type the note here.", problem=True)
            return False
        if edited.text != area.text:
            area.text = edited.text
            area.move_cursor(area.document.end)
        if edited.problem:
            self.tell(edited.problem, problem=True)
        return not edited.problem
