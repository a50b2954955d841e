"""What all screens share: keys become commands, commands become method calls, hints stay true.

A screen with many commands does not carry them all out itself: it holds parts (`parts`), each with
the `do_...` methods of one idea.

Much comes late: a second click on `back`, the answer of a thread, a key that waited. So whatever
opens or closes a screen asks where it lies: one that is gone does neither, one that is covered does
so when it can be seen again (`open`, `dismiss`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from inspect import isawaitable
from typing import ClassVar

from textual import events, work
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import ScreenResultCallbackType, ScreenResultType
from textual.timer import Timer
from textual.widget import Widget

from tui.commands.command import Command, Scope
from tui.context import Context
from tui.keys.keymap import Keys, Pending, key_label
from tui.messages import AnnotationsChanged, DoubtsFound, TopicsChanged
from tui.requests import Answer, Choice, Choose, OpenReview, OpenTopics, Request
from tui.screens.sized import SizedScreen
from tui.widgets.bars import Bar, HintBar
from tui.widgets.row_list import RowList
from workspace.coding.save_result import Saved, SaveError

Typed = events.Key | events.Paste

_WHICH_KEY_SECONDS = 0.3
# A screen draws nothing while it waits for its own command.
_SECONDS_OF_A_COMMAND = 0.2
_OWN_QUEUE = "own queue"
# Sent by some terminals before the key itself; no key of ours, and no end to a sequence.
_MODIFIERS = frozenset(
    f"{side}_{name}"
    for side in ("left", "right")
    for name in ("shift", "control", "alt", "super", "hyper", "meta")
) | {"caps_lock", "num_lock", "scroll_lock", "iso_level3_shift", "iso_level5_shift"}


def key_name(event: events.Key) -> str | None:
    """A key as the keymap has it: the character it types, else its name; `None` for modifiers."""
    if event.key in _MODIFIERS:
        return None
    character = event.character
    if character and character.isprintable() and character != " " and "+" not in event.key[1:]:
        return character
    return event.key


class CommandScreen(SizedScreen[ScreenResultType]):
    """A screen whose keys are commands; `do_...` methods carry them out."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    PARTS: ClassVar[tuple[type[object], ...]] = ()
    """The classes of `parts`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pressed: Keys = ()
        self._which_key: Timer | None = None
        # Chosen from help, and waits for its letter.
        self._lettered: Command | None = None
        self._awaited = {"mount"}
        self._passed_on: list[Typed] = []
        self._held: list[Typed] = []
        self._from_field: events.Key | None = None
        self._focuses_first = True
        # Screens to be opened or closed when this one can be seen again.
        self._when_seen: list[Callable[[], object]] = []

    # -- what subclasses say

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Where commands are looked up now, the first scope with precedence."""
        raise NotImplementedError

    @property
    def states(self) -> frozenset[str]:
        """The `when` words that hold now, for the hints."""
        return frozenset()

    @property
    def parts(self) -> Sequence[object]:
        """What the screen holds to carry out commands that it has no method for itself.

        They may exist only for a while: without them their commands do nothing.
        """
        return ()

    # -- keys

    async def on_key(self, event: events.Key) -> None:
        """Carry out the command of a key, or wait for the rest of a sequence."""
        front = self._front
        if front is not self:
            _stop(event)
            if front is not None:
                front.take(event)
            return
        if self._awaited:
            _stop(event)
            self._held.append(event)
            return
        if event is not self._from_field and getattr(self.focused, "is_field", False):
            # Typed before the field had the focus, and still on its way from what had it.
            _stop(event)
            self.take(event)
            return
        await self._understand(event)

    async def _understand(self, event: events.Key) -> None:
        name = key_name(event)
        if name is None:
            return
        if self._lettered is not None:
            lettered, self._lettered = self._lettered, None
            _stop(event)
            if len(name) == 1:
                await self.run(lettered.with_letter(name))
            return
        keys = (*self._pressed, name)
        found = self.context.keymap.find(self.scopes, keys)
        if found is None and not self._pressed:
            return
        _stop(event)
        if isinstance(found, Pending):
            self._wait_for_more(keys)
            return
        self._forget_keys()
        if isinstance(found, Command):
            await self.run(found)

    # -- other screens: a key typed ahead is for the screen that is to come

    @property
    def _front(self) -> "CommandScreen[object] | None":
        """The screen that takes keys; one that says that there is no room may lie over it."""
        stack = reversed(self.app.screen_stack)
        return next((each for each in stack if isinstance(each, CommandScreen)), None)

    def open(
        self,
        request: "Request[Answer] | CommandScreen[Answer]",
        answered: "ScreenResultCallbackType[Answer] | None" = None,
    ) -> None:
        """Show the screen that answers a request, or a dialog of one's own.

        Keys that were typed ahead still wait for this screen; they are passed on, in their order,
        and the other screen takes no key before it has got them all. Nothing is shown by a screen
        that is gone, or that another one lies over: what asked for it came late.
        """
        if self._front is not self:
            return
        if not self.is_active:
            self._when_seen.append(partial(self.open, request, answered))
            return

        async def attended(answer: Answer | None) -> None:
            if answered is not None and isawaitable(done := answered(answer)):
                await self._attend(done)

        screen: CommandScreen[Answer]
        if isinstance(request, CommandScreen):
            screen = request
        else:
            made = self.context.routes.screen_for(request, self.context)
            assert isinstance(made, CommandScreen)
            screen = made
        screen.wait_for("keys typed ahead")
        self.app.push_screen(screen, attended)
        # It arrives behind the keys that wait already: they take the same way.
        (self.focused or self).post_message(AllPassedOn(screen))

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen, once; when it is covered, as soon as it can be seen again."""
        if self.is_active:
            return super().dismiss(result)
        if self in self.app.screen_stack:
            self._when_seen.append(partial(self.dismiss, result))
        return AwaitComplete()

    def on_all_passed_on(self, message: "AllPassedOn") -> None:
        """Every key that was typed before the other screen was shown has been passed on."""
        message.stop()
        message.screen.came("keys typed ahead")

    def wait_for(self, what: str, *, focuses_first: bool = True) -> None:
        """Take no keys before `came` is called with the same words.

        Then `first_focus` gets the focus, unless it is to stay where it is.
        """
        self._focuses_first = self._focuses_first or focuses_first
        self._awaited.add(what)

    def came(self, what: str) -> None:
        """Something awaited is there; with the last of them the keys that came first are typed."""
        if what not in self._awaited:
            return
        self._awaited.discard(what)
        if not self._awaited:
            # Not at once: keys that wait in our own queue already came before those to come.
            self._awaited.add(_OWN_QUEUE)
            self.post_message(OwnQueueEmptied())

    async def on_own_queue_emptied(self, message: "OwnQueueEmptied") -> None:
        """Type the keys that came first, in their order, and take keys from now on."""
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
                self.take(key)
            else:
                await self.on_key(events.Key(key.key, key.character))

    @property
    def first_focus(self) -> Widget | None:
        """What has the focus when the screen begins to take keys; `None` leaves it as it is."""
        return None

    def take(self, typed: Typed) -> None:
        """Take what was typed or pasted for this screen while another one still had the keys."""
        if self._awaited:
            self._passed_on.append(typed)
            return
        if isinstance(typed, events.Key):
            typed = events.Key(typed.key, typed.character)
        else:
            typed = events.Paste(typed.text)
        # As the app passes keys on; posting it there would put it behind later ones.
        (self.focused or self)._forward_event(typed)  # noqa: SLF001

    def on_paste(self, event: events.Paste) -> None:
        """Pass on text that was pasted before its field had the focus; elsewhere it means nothing.

        It must not run as keys.
        """
        event.stop()
        front = self._front
        if front is not self:
            if front is not None:
                front.take(event)
        elif self._awaited:
            self._held.append(event)
        elif getattr(self.focused, "is_field", False):
            self.take(event)
        else:
            self.tell("There is no field here to paste into.")

    async def on_key_in_field(self, field: Widget, event: events.Key) -> None:
        """A field to type in shows each key before it takes it; see `tui.screens.typing`."""
        if self.focused is not field and self._front is self:
            _stop(event)
            self.take(event)
            return
        self._from_field = event
        await self.on_key(event)

    def _wait_for_more(self, keys: Keys) -> None:
        self._pressed = keys
        self._which_key = self.set_timer(_WHICH_KEY_SECONDS, self._show_following)

    def _show_following(self) -> None:
        following: list[tuple[str, Command]] = []
        for keys, command in self.context.keymap.following(self.scopes, self._pressed):
            if command.wants_letter:
                following += [
                    (letter, replace(command.with_letter(letter), label=label))
                    for letter, label in self.letters(command)
                ]
            following.append((keys, command))
        for bar in self.query(HintBar):
            bar.show_following(following)

    def letters(self, _command: Command) -> Iterable[tuple[str, str]]:
        """The letters that mean something to a command for any letter, each with what it means."""
        return ()

    def _forget_keys(self) -> None:
        self._pressed = ()
        if self._which_key is not None:
            self._which_key.stop()
            self._which_key = None
            self.show_hints()

    async def run(self, command: Command) -> None:
        """Carry out a command: here, in one of the parts, or in the app.

        One for any letter then waits for the letter.
        """
        if command.wants_letter and not command.keys:
            self._lettered = command
            self.tell(f"{command.label}: which letter?")
            return
        if command.wants_letter:
            self._wait_for_more(tuple(command.keys[0].split()[:-1]))
            self._show_following()
            return
        method = self._method_of(command)
        if method is None:
            return
        done = method() if command.argument is None else method(command.argument)
        if isawaitable(done):
            await self._attend(done)
        self.show_hints()

    def _method_of(self, command: Command) -> Callable[..., object] | None:
        for holder in (self, *self.parts, self.app):
            method: Callable[..., object] | None = getattr(holder, command.method, None)
            if method is not None:
                return method
        return None

    async def _attend(self, done: Awaitable[object]) -> None:
        """Wait for a command to be done; when that takes long, without standing still.

        Keys then wait for its end.
        """
        task = asyncio.ensure_future(done)
        await asyncio.wait({task}, timeout=_SECONDS_OF_A_COMMAND)
        if task.done():
            task.result()
            return
        what = f"command {id(task)}"
        self.wait_for(what, focuses_first=False)

        def ended(task: asyncio.Future[object]) -> None:
            if not task.cancelled() and isinstance(error := task.exception(), Exception):
                self.app._handle_exception(error)  # noqa: SLF001 -- as for every handler
            self.came(what)
            self.show_hints()

        task.add_done_callback(ended)

    async def on_bar_chosen(self, message: Bar.Chosen) -> None:
        """Carry out the command that was clicked, if this screen is still the one to click on."""
        message.stop()
        if self.is_active:
            await self.run(self.context.keymap.command(message.command))

    # -- hints

    @property
    def folder_states(self) -> dict[str, bool]:
        """Whether there is something to undo, to redo and to look at, for `states`."""
        if not self.context.is_open:
            return {}
        workspace = self.context.workspace
        return {
            "undo": workspace.recorder.can_undo,
            "redo": workspace.recorder.can_redo,
            "doubts": bool(self.context.doubts),
            "rest": self.context.saves.rest is not None,
        }

    @property
    def so_far(self) -> str:
        """What stands beside a number while not all that it counts is known."""
        is_whole = self.context.is_open and self.context.workspace.loaded.is_whole
        return "" if is_whole else " so far"

    def key_of(self, command: str) -> str:
        """The key of a command as it is shown; "" when it has none."""
        return self.context.keymap.key_of(command)

    def spelt(self, words: str) -> str:
        """Words with the keys of the commands in them: see `Keymap.spelt`."""
        return self.context.keymap.spelt(words)

    def show_hints(self) -> None:
        """Show what can be done now."""
        states = self.states
        commands = [
            command
            for scope in self.scopes
            for command in self.context.keymap.commands
            if command.scope is scope
            and command.hint
            and (not command.when or command.when in states)
            and self._means(command)
        ]
        for bar in self.query(HintBar):
            bar.show(sorted(commands, key=lambda command: command.hint))
            bar.show_notices(self.context.notices.current)

    def _means(self, command: Command) -> bool:
        """Whether the key shown for a command is not hidden by a narrower scope."""
        if not command.keys:
            return False
        return self.context.keymap.find(self.scopes, tuple(command.keys[0].split())) is command

    def on_screen_resume(self) -> None:
        """Come back from another screen."""
        waiting, self._when_seen = self._when_seen, []
        for change in waiting:
            if self.is_active:
                change()
        self.show_hints()

    # -- help

    def do_help(self) -> None:
        """Every command, those that can be used here first; the chosen one is carried out."""
        scopes = self.scopes
        here = [each for each in self.context.keymap.commands if each.scope in scopes]
        here.sort(key=lambda command: scopes.index(command.scope))
        elsewhere = [each for each in self.context.keymap.commands if each.scope not in scopes]
        choices = [
            *(Choice(each.id, each.label, each.help, _keys(each), each.id) for each in here),
            *(
                Choice(each.id, each.label, f"{each.scope}: {each.help}", _keys(each), each.id)
                for each in elsewhere
            ),
        ]

        async def chosen(command_id: str | None) -> None:
            if command_id is None:
                return
            command = self.context.keymap.command(command_id)
            if command.scope in scopes:
                await self.run(command)
            else:
                self.tell(f"“{command.label}” can be used here: {command.scope}.")

        self.open(Choose("Commands", choices), chosen)

    # -- passages that need a person

    def do_review(self) -> None:
        """Passages that are no longer certain, lost, or changed elsewhere too."""
        self.open(OpenReview())

    def on_doubts_found(self, _message: DoubtsFound) -> None:
        """There are some, or none any more."""
        self.show_hints()

    # -- topics

    def do_topics(self) -> None:
        """Every topic, with charts and what can be done with it."""
        self.open(OpenTopics())

    def on_topics_changed(self, _message: TopicsChanged) -> None:
        """Draw everything in the colours of the topics as they are now."""
        for widget in self.walk_children():
            widget.refresh()
        self.show_hints()

    # -- changes

    async def do_undo(self) -> None:
        """Take the last change back, wherever it was."""
        undo = partial(self.context.workspace.recorder.undo, self.context.saves.step)
        if await self.save(undo, names_article=True) is None:
            self.tell("There is nothing to undo.")

    async def do_redo(self) -> None:
        """Make the last undone change again."""
        redo = partial(self.context.workspace.recorder.redo, self.context.saves.step)
        if await self.save(redo, names_article=True) is None:
            self.tell("There is nothing to redo.")

    @property
    def shown_article(self) -> str:
        """The path of the article on the screen, "" where there is none."""
        return ""

    async def save(
        self, change: Callable[[], Saved | None], *, names_article: bool = False
    ) -> bool | None:
        """Make a change in a thread and say what it did, and in which article if asked to.

        True when it is on disk, or kept until it can be; False when it could not be made, `None`
        when there was none.
        """
        try:
            saved = await self.context.saves.make(change)
        except SaveError as error:
            self.tell(f"Not saved. {error}", problem=True)
            self.not_saved(error)
            return False
        if saved is None:
            return None
        articles = {change.article for change in saved.changes}
        elsewhere = names_article and len(articles) == 1 and self.shown_article not in articles
        words = f"{saved.words} ({saved.article})" if elsewhere else saved.words
        if saved.rest and (key := self.key_of("app.go_on")):
            words += f". {key} goes on"
        self.tell(words, problem=bool(saved.problem))
        if names_article:
            await self.show_travelled(saved)
        self.app.post_message(AnnotationsChanged())
        return True

    async def show_travelled(self, saved: Saved) -> None:
        """Something was undone or done again; for screens that show where."""

    async def finish(self) -> bool:
        """The program ends: save what has been typed here; whether all is saved."""
        return True

    def not_saved(self, error: SaveError) -> None:
        """A change could not be made; for screens that must do more than say so."""

    # -- words

    @work(group="copy")
    async def copy(self, text: str, what: str) -> None:
        """Copy a text, and say where it is now."""
        from tui import clipboard

        file = self.context.settings.places.copied
        try:
            how = await clipboard.copy(text, self.app.copy_to_clipboard, file)
        except OSError as error:
            self.tell(f"Not copied: {file}: {error.strerror or error}", problem=True)
        else:
            self.tell(f"Copied {what} {how}.")

    def tell(self, message: str, *, problem: bool = False) -> None:
        """Say something for a moment at the foot of the screen, a problem for longer."""
        if problem:
            self.notify(message, severity="error", markup=False, timeout=8)
        else:
            for bar in self.query(HintBar):
                bar.say(message)


class OwnQueueEmptied(Message, bubble=False):
    """Comes to a screen behind the keys that wait for it."""


class AllPassedOn(Message):
    """Travels the way of the keys, behind those that were typed ahead."""

    def __init__(self, screen: CommandScreen[Answer]) -> None:
        super().__init__()
        self.screen = screen


def _stop(event: events.Key) -> None:
    event.stop()
    event.prevent_default()


def _keys(command: Command) -> str:
    return " ".join(key_label(keys) for keys in command.keys[:2])


class ListScreen(CommandScreen[ScreenResultType]):
    """A screen around one list of rows: the motions that all such screens share."""

    @property
    def rows(self) -> RowList:
        """The list."""
        raise NotImplementedError

    @property
    def first_focus(self) -> Widget:
        """Begin in the list."""
        return self.rows

    def do_down(self) -> None:
        """Next row."""
        self.rows.move(1)

    def do_up(self) -> None:
        """Previous row."""
        self.rows.move(-1)

    def do_page_down(self) -> None:
        """One page down."""
        self.rows.turn(1)

    def do_page_up(self) -> None:
        """One page up."""
        self.rows.turn(-1)

    def do_half_down(self) -> None:
        """Half a page down."""
        self.rows.turn(0.5)

    def do_half_up(self) -> None:
        """Half a page up."""
        self.rows.turn(-0.5)

    def do_first(self) -> None:
        """To the first row."""
        self.rows.move_to(0)

    def do_last(self) -> None:
        """To the last row."""
        self.rows.move_to(self.rows.count - 1)

    def do_open(self) -> None:
        """Open the current row."""
        raise NotImplementedError

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """A row was clicked again."""
        message.stop()
        self.do_open()

    def on_descendant_focus(self) -> None:
        """The keys are others in a prompt."""
        self.show_hints()
