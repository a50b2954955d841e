"""What all screens share: keys become commands, and commands become method calls.

A screen with many commands does not carry them all out itself: it holds parts (`parts`), each with
the `do_...` methods of one idea.

Much arrives late: a second click on `back`, the answer of a thread, a key that waited. So `open`
and `dismiss` check where their screen is: one that is gone does nothing, and one that is covered
opens or closes once it is seen again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from inspect import isawaitable
from typing import ClassVar

from msgspec.structs import replace
from textual import events, work
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultCallbackType, ScreenResultType
from textual.timer import Timer

from tui.commands.command import Command, Scope
from tui.context import Context
from tui.keys.key_name import key_name
from tui.keys.keymap import Keys, Pending
from tui.messages import AnnotationsChanged, DoubtsFound, TopicsChanged
from tui.requests import Answer, Request
from tui.screens.key_queue import KeyQueueScreen, stop
from tui.widgets.bars import Bar
from tui.widgets.hint_bar import HintBar
from workspace.coding.save_result import Saved, SaveError

_WHICH_KEY_SECONDS = 0.3


class CommandScreen(KeyQueueScreen[ScreenResultType]):
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
        # A command chosen from help that waits for its letter.
        self._lettered: Command | None = None
        # What to open or close once this screen is seen again.
        self._when_seen: list[Callable[[], object]] = []
        self._is_outdated = False

    # -- what subclasses define

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Where commands are looked up now, the first scope with precedence."""
        raise NotImplementedError

    @property
    def conditions(self) -> Mapping[str, bool]:
        """Whether each `when` word of the commands holds now, for the hints."""
        return {}

    @property
    def states(self) -> frozenset[str]:
        """The `when` words that hold now."""
        return frozenset(word for word, holds in self.conditions.items() if holds)

    @property
    def parts(self) -> Sequence[object]:
        """The objects that carry out the commands for which the screen has no method itself.

        They may exist only for a time; without them their commands do nothing.
        """
        return ()

    # -- keys

    async def carry_out(self, event: events.Key) -> None:
        """Carry out the command of a key, or wait for the rest of a sequence."""
        name = key_name(event)
        if name is None:
            return
        if self._lettered is not None:
            lettered, self._lettered = self._lettered, None
            stop(event)
            if len(name) == 1:
                await self.run(lettered.with_letter(name))
            return
        keys = (*self._pressed, name)
        found = self.context.keymap.find(self.scopes, keys)
        if found is None and not self._pressed:
            found = self._suspending(event, name)
        if found is None and not self._pressed:
            return
        stop(event)
        if isinstance(found, Pending):
            self._wait_for_more(keys)
            return
        self._forget_keys()
        if isinstance(found, Command):
            await self.run(found)

    def _suspending(self, event: events.Key, name: str) -> Command | None:
        """Return the command that goes to the shell, if this is its key.

        It works in dialogs and fields too, where no other command of everywhere does; but not where
        the key types a character, nor in a note, where ctrl+z undoes typing.
        """
        suspend = self.context.keymap.command("app.suspend")
        has_focus = self.focused
        is_bound = has_focus is not None and event.key in has_focus._bindings.key_to_bindings  # noqa: SLF001
        return None if is_bound or len(name) == 1 or name not in suspend.keys else suspend

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
        """Return the letters that a command for any letter knows, each with its meaning."""
        return ()

    def _forget_keys(self) -> None:
        self._pressed = ()
        if self._which_key is not None:
            self._which_key.stop()
            self._which_key = None
            self.show_hints()

    async def run(self, command: Command) -> None:
        """Carry out a command: here, in one of the parts, or in the app.

        A command for any letter then waits for the letter.
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
            await self.attend(done)
        self.show_hints()

    def _method_of(self, command: Command) -> Callable[..., object] | None:
        for holder in (self, *self.parts, self.app):
            method: Callable[..., object] | None = getattr(holder, command.method, None)
            if method is not None:
                return method
        return None

    async def on_bar_chosen(self, message: Bar.Chosen) -> None:
        """Carry out the clicked command, unless the screen is covered by now."""
        message.stop()
        if self.is_active:
            await self.run(self.context.keymap.command(message.command))

    # -- opening and closing

    def open(
        self,
        request: "Request[Answer] | CommandScreen[Answer]",
        answered: "ScreenResultCallbackType[Answer] | None" = None,
    ) -> None:
        """Show the screen that answers a request; `answered` gets its answer.

        A dialog of the place itself may be given instead. Keys typed ahead are passed on in their
        order before the new screen takes any. A screen that is gone, or covered by another, shows
        nothing: the call came late.
        """
        if self.front is not self:
            return
        if not self.is_active:
            self._when_seen.append(partial(self.open, request, answered))
            return

        async def attended(answer: Answer | None) -> None:
            if answered is not None and isawaitable(done := answered(answer)):
                await self.attend(done)

        screen: CommandScreen[Answer]
        if isinstance(request, CommandScreen):
            screen = request
        else:
            made = self.context.routes.screen_for(request, self.context)
            assert isinstance(made, CommandScreen)
            screen = made
        self.pass_keys_to(screen)
        self.app.push_screen(screen, attended)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen once; if it is covered, as soon as it is seen again."""
        if self.is_active:
            return super().dismiss(result)
        if self in self.app.screen_stack:
            self._when_seen.append(partial(self.dismiss, result))
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Do what had to wait until the screen is seen again."""
        waiting, self._when_seen = self._when_seen, []
        for change in waiting:
            if self.is_active:
                change()
        if self._is_outdated:
            self.refill_when_seen()
        self.show_hints()

    # -- what others change

    def refill(self) -> None:
        """Show what is there now; for screens that show what others may change."""
        raise NotImplementedError

    def refill_when_seen(self) -> None:
        """Something has changed: show it at once, or when the screen is seen again.

        It takes a moment when thousands of articles are annotated, so no key waits for what an
        article hides.
        """
        self._is_outdated = not self.is_seen
        if not self._is_outdated:
            self.refill()

    @property
    def is_seen(self) -> bool:
        """Whether nothing but dialogs lies over the screen."""
        stack = self.app.screen_stack
        if self not in stack:
            return False
        above = stack[stack.index(self) + 1 :]
        return all(isinstance(screen, ModalScreen) for screen in above)

    # -- hints

    def command_ended(self) -> None:
        """Other commands may be possible now."""
        self.show_hints()

    @property
    def folder_states(self) -> dict[str, bool]:
        """Whether there is something to undo, redo, review or finish; part of `conditions`."""
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
        """The words behind a number as long as not everything is counted."""
        is_whole = self.context.is_open and self.context.workspace.loaded.is_whole
        return "" if is_whole else " so far"

    def key_of(self, command: str) -> str:
        """Return the key of a command as it is shown; "" for none."""
        return self.context.keymap.key_of(command)

    def spelt(self, words: str) -> str:
        """Return words with the keys of the commands they name; see `Keymap.spelt`."""
        return self.context.keymap.spelt(words)

    @property
    def hinted(self) -> Sequence[Command]:
        """The commands worth a hint now, the most useful first."""
        return self.context.keymap.hints(self.scopes, self.states)

    def show_hints(self) -> None:
        """Show the commands that can be used now."""
        commands = self.hinted
        for bar in self.query(HintBar):
            bar.show(commands)
            bar.show_notices(self.context.notices.current, self.key_of("app.messages"))

    def on_doubts_found(self, _message: DoubtsFound) -> None:
        """Offer to review passages, or no longer."""
        self.show_hints()

    def on_topics_changed(self, _message: TopicsChanged) -> None:
        """Draw everything in the colours of the topics as they are now."""
        for widget in self.walk_children():
            widget.refresh()
        self.show_hints()

    # -- changes

    @property
    def shown_article(self) -> str:
        """The path of the article on the screen, "" where there is none."""
        return ""

    async def save(
        self, change: Callable[[], Saved | None], *, names_article: bool = False
    ) -> bool | None:
        """Make a change in a thread, and report it; with `names_article` also where it was.

        Return True when it is on disk, or kept until it can be saved; False when it could not be
        made, `None` when there was nothing to change.
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
        """A change was undone or redone; screens may show where."""

    async def finish(self) -> bool:
        """The program ends: save what was typed here, and return whether that succeeded."""
        return True

    def not_saved(self, error: SaveError) -> None:
        """A change could not be made; screens may react to it."""

    # -- messages to the user

    def refuse_paste(self) -> None:
        """Only a field takes pasted text."""
        self.tell("There is no field here to paste into.")

    @work(group="copy")
    async def copy(self, text: str, what: str) -> None:
        """Copy a text, and report where it went."""
        from tui import clipboard

        file = self.context.settings.places.copied
        try:
            how = await clipboard.copy(text, self.app.copy_to_clipboard, file)
        except OSError as error:
            self.tell(f"Not copied: {file}: {error.strerror or error}", problem=True)
        else:
            self.tell(f"Copied {what} {how}.")

    def tell(self, message: str, *, problem: bool = False) -> None:
        """Show a message for a moment at the foot of the screen, a problem for longer."""
        if problem:
            self.notify(message, severity="error", markup=False, timeout=8)
        else:
            for bar in self.query(HintBar):
                bar.say(message)
