"""Keys and pasted text reach the screen they were typed for, however early they were typed.

A screen that is not ready (not mounted, reading its article, carrying out a command) holds back
what is typed. A screen that another one covers passes on what still arrives: those keys were typed
for the one that was about to open. Keys always run in the order in which they were typed.

A field handles its keys before its screen sees them, so fields (`is_field`) show each key to their
screen first; see `tui.screens.text_field`.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any

from textual import events
from textual.message import Message
from textual.screen import ScreenResultType
from textual.widget import Widget

from tui.screens.sized import SizedScreen

Typed = events.Key | events.Paste

# A screen draws nothing while it waits for its own command.
_SECONDS_OF_A_COMMAND = 0.2
_OWN_QUEUE = "own queue"
_TYPED_AHEAD = "keys typed ahead"


class KeyQueueScreen(SizedScreen[ScreenResultType]):
    """A screen that takes keys only when it is ready; subclasses carry them out."""

    def __init__(self) -> None:
        super().__init__()
        self._awaited = {"mount"}
        self._passed_on: list[Typed] = []
        self._held: list[Typed] = []
        self._from_field: events.Key | None = None
        self._focuses_first = True

    # -- what subclasses define

    @property
    def first_focus(self) -> Widget | None:
        """What has the focus when the screen begins to take keys; `None` leaves it as it is."""
        return None

    async def carry_out(self, event: events.Key) -> None:
        """Do what a key means here; keys without a meaning are left alone."""
        raise NotImplementedError

    def refuse_paste(self) -> None:
        """Text was pasted where there is no field."""
        raise NotImplementedError

    # -- keys

    async def on_key(self, event: events.Key) -> None:
        """Carry out a key, hold it back, or pass it on to the screen it was typed for."""
        front = self.front
        if front is not self:
            stop(event)
            if front is not None:
                front.receive(event)
            return
        if self._awaited:
            stop(event)
            self._held.append(event)
            return
        if event is not self._from_field and getattr(self.focused, "is_field", False):
            # Typed before the field had the focus, and still on its way from what had it.
            stop(event)
            self.receive(event)
            return
        await self.carry_out(event)

    def on_paste(self, event: events.Paste) -> None:
        """Pass on text that was pasted before its field had the focus; it must not run as keys."""
        event.stop()
        front = self.front
        if front is not self:
            if front is not None:
                front.receive(event)
        elif self._awaited:
            self._held.append(event)
        elif getattr(self.focused, "is_field", False):
            self.receive(event)
        else:
            self.refuse_paste()

    async def on_key_in_field(self, field: Widget, event: events.Key) -> None:
        """A field shows a key before it takes it."""
        if self.focused is not field and self.front is self:
            stop(event)
            self.receive(event)
            return
        self._from_field = event
        await self.on_key(event)

    def receive(self, typed: Typed) -> None:
        """Receive what was typed or pasted for this screen while another one had the keys."""
        if self._awaited:
            self._passed_on.append(typed)
            return
        if isinstance(typed, events.Key):
            typed = events.Key(typed.key, typed.character)
        else:
            typed = events.Paste(typed.text)
        # As the app passes keys on; posting it there would put it behind later ones.
        (self.focused or self)._forward_event(typed)  # noqa: SLF001

    # -- which screen keys are for

    @property
    def front(self) -> "KeyQueueScreen[Any] | None":
        """The screen that takes keys; the one that says “too small” may lie over it."""
        stack = reversed(self.app.screen_stack)
        return next((screen for screen in stack if isinstance(screen, KeyQueueScreen)), None)

    def pass_keys_to(self, screen: "KeyQueueScreen[Any]") -> None:
        """Pass keys typed ahead on to a screen that is about to be shown.

        It takes no other key before it has received them, in their order.
        """
        screen.hold_keys_until(_TYPED_AHEAD)
        # It arrives behind the keys that wait already: they take the same way.
        (self.focused or self).post_message(AllPassedOn(screen))

    def on_all_passed_on(self, message: "AllPassedOn") -> None:
        """Every key that was typed before the other screen was shown has been passed on."""
        message.stop()
        message.screen.arrived(_TYPED_AHEAD)

    # -- not being ready

    def hold_keys_until(self, what: str, *, focuses_first: bool = True) -> None:
        """Take no keys before `arrived` is called with the same words.

        Then `first_focus` gets the focus, unless `focuses_first` is False.
        """
        self._focuses_first = self._focuses_first or focuses_first
        self._awaited.add(what)

    def arrived(self, what: str) -> None:
        """Something awaited is there; after the last of them the keys held back are typed."""
        if what not in self._awaited:
            return
        self._awaited.discard(what)
        if not self._awaited:
            # Not at once: keys already in our own queue were typed before those to come.
            self._awaited.add(_OWN_QUEUE)
            self.post_message(OwnQueueEmptied())

    async def on_own_queue_emptied(self, message: "OwnQueueEmptied") -> None:
        """Type the keys held back, in their order, and take keys from now on."""
        message.stop()
        self._awaited.discard(_OWN_QUEUE)
        if self._awaited:
            return
        target = self.first_focus
        if target is not None and self._focuses_first:
            self.set_focus(target)
        self._focuses_first = False
        keys = (*self._passed_on, *self._held)
        self._passed_on, self._held = [], []
        for key in keys:
            if isinstance(key, events.Paste) or getattr(self.focused, "is_field", False):
                self.receive(key)
            else:
                await self.on_key(events.Key(key.key, key.character))

    async def attend(self, done: Awaitable[object]) -> None:
        """Wait for a command to end; if it takes long, let the screen go on, without its keys."""
        task = asyncio.ensure_future(done)
        await asyncio.wait({task}, timeout=_SECONDS_OF_A_COMMAND)
        if task.done():
            task.result()
            return
        what = f"command {id(task)}"
        self.hold_keys_until(what, focuses_first=False)

        def ended(task: asyncio.Future[object]) -> None:
            if not task.cancelled() and isinstance(error := task.exception(), Exception):
                self.app._handle_exception(error)  # noqa: SLF001 -- as for every handler
            self.arrived(what)
            self.command_ended()

        task.add_done_callback(ended)

    def command_ended(self) -> None:
        """A command that took long has ended."""


def stop(event: events.Key) -> None:
    """Keep a key from everything else."""
    event.stop()
    event.prevent_default()


class OwnQueueEmptied(Message, bubble=False):
    """Reaches a screen behind the keys that wait for it."""


class AllPassedOn(Message):
    """Follows the keys that were typed ahead."""

    def __init__(self, screen: KeyQueueScreen[Any]) -> None:
        super().__init__()
        self.screen = screen
