"""The terminal that Textual draws on, made to survive what happens to terminals.

A terminal may go away (a closed window, a broken connection), hang (a stopped emulator), be given
to the shell for a while (ctrl+z), be in another state when the program resumes (SIGSTOP), or not
use UTF-8. None of that may stop the event loop: the user must always be able to leave.
"""

import codecs
import locale
import os
import re
import select
import signal
import termios
import time
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Event
from typing import Any, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.keys.paste_end import PasteEnd
from tui.keys.typed_ahead import modes_before
from tui.widgets import ascii_instead

_SECONDS_STUCK = 0.5  # without a byte accepted: then the terminal hangs
_SECONDS_TO_ANSWER = 2.0  # over a slow line too: a wrong encoding would stay to the end
_SECONDS_FOR_OTHER_SIGNALS = 0.05
_SECONDS_BETWEEN_LOOKS = 0.1  # for keys that may begin a sequence, like Escape
_READ = 4096
_POSITION = re.compile(rb"\x1b\[\d+;(\d+)R")


class TerminalGone(Message):
    """The terminal is gone."""


class TerminalMissed(Message):
    """The terminal has missed something: everything must be drawn again."""


class Screen:
    """The terminal as a file to write to: never fails, and never waits long.

    What a terminal does not accept is lost; `missed` is called when it accepts something again, by
    the next flush or, where there is nothing more to draw, by the next `look`.
    """

    def __init__(self, fileno: int, encoding: str, missed: Callable[[], None]) -> None:
        self._fileno = fileno
        self._encoding = encoding
        self._missed = missed
        self._waiting = bytearray()
        self._is_stuck = False
        self._is_open = True
        try:
            # Opened again: flags of our own descriptor would be the shell's too.
            flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
            self._output = os.open(os.ttyname(fileno), flags)
        except OSError:
            self._is_open = False

    def fileno(self) -> int:
        """The file descriptor of the terminal."""
        return self._fileno

    def write(self, text: str) -> None:
        """Write at the next flush."""
        self._waiting += text.encode(self._encoding, ascii_instead.ERRORS)

    def flush(self) -> None:
        """Write what is waiting."""
        data, self._waiting = bytes(self._waiting), bytearray()
        while data and self._is_open:
            try:
                data = data[os.write(self._output, data) :]
                was_stuck, self._is_stuck = self._is_stuck, False
                if was_stuck:
                    self._missed()
            except BlockingIOError:
                patience = 0 if self._is_stuck else _SECONDS_STUCK
                if not select.select([], [self._output], [], patience)[1]:
                    self._is_stuck = True
                    return
            except OSError:  # it is gone
                self.close()

    def look(self) -> None:
        """Find out whether a terminal that hung accepts something again."""
        if self._is_stuck and self._is_open:
            with suppress(OSError, ValueError):  # it is closed meanwhile
                if select.select([], [self._output], [], 0)[1]:
                    self._is_stuck = False
                    self._missed()

    def close(self) -> None:
        """Stop writing."""
        if self._is_open:
            self._is_open = False
            os.close(self._output)


class _Ending(Event):
    """Set when keys are no longer wanted; wakes the thread that waits for keys."""

    def __init__(self) -> None:
        super().__init__()
        self.woken, self._wake = os.pipe()

    def set(self) -> None:
        super().set()
        os.write(self._wake, b".")

    def clear(self) -> None:
        super().clear()
        os.read(self.woken, 1)


class Terminal(LinuxDriver):
    """The driver. See the module."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self.exit_event: _Ending = _Ending()
        self._is_drawn_on = False
        self.is_leaving = False
        """Set once the program is leaving: it does not take the terminal again."""
        self._typed = b""
        self._encoding = "utf-8"
        if not _is_utf8_or_less(locale.getencoding()):
            self._encoding = self._ask_encoding()
        self._screen = Screen(self.fileno, self._encoding, self._on_missed)
        self._file = cast("Any", self._screen)
        if os.isatty(self.fileno):
            # Textual would start a second drawing thread at each SIGCONT.
            signal.signal(signal.SIGCONT, self._on_continued)

    # -- drawing

    def write(self, data: str) -> None:
        """Draw, unless the terminal is the shell's."""
        if self._is_drawn_on:
            super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._is_drawn_on = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        before = modes_before()
        if before is not None and self.attrs_before is not None and _has_keys(self.attrs_before):
            self.attrs_before = before
        self._is_drawn_on = self._writer_thread is not None

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if self._is_drawn_on:
            super().stop_application_mode()
            self._is_drawn_on = False

    def disable_input(self) -> None:
        """Take no more keys, unless they are the shell's."""
        if self._is_drawn_on:
            super().disable_input()

    def close(self) -> None:
        """End the thread that writes."""
        super().close()
        self._writer_thread = None

    def _on_missed(self) -> None:
        self.send_message(TerminalMissed())

    def _ask_encoding(self) -> str:
        """Return UTF-8 if the terminal draws two bytes as one letter, whatever the locale says."""
        if not os.isatty(self.fileno):
            return "utf-8"
        before = termios.tcgetattr(self.fileno)
        answer = b""
        try:
            tty.setcbreak(self.fileno, termios.TCSANOW)
            os.write(self.fileno, b"\r\xc3\xa4\x1b[6n")
            until = time.monotonic() + _SECONDS_TO_ANSWER
            while not _POSITION.search(answer) and (left := until - time.monotonic()) > 0:
                if select.select([self.fileno], [], [], left)[0]:
                    answer += os.read(self.fileno, _READ)
            os.write(self.fileno, b"\r\x1b[K")
            termios.tcsetattr(self.fileno, termios.TCSANOW, before)
        except (OSError, termios.error):
            return "utf-8"
        self._typed = _POSITION.sub(b"", answer)
        position = _POSITION.search(answer)
        speaks_utf8 = position is not None and position[1] == b"2"
        return "utf-8" if speaks_utf8 else locale.getencoding()

    # -- keys

    def run_input_thread(self) -> None:
        """Pass on what is typed until keys are no longer wanted or the terminal is gone."""
        decode = getincrementaldecoder(self._encoding)(errors="replace").decode
        parser, paste = XTermParser(self._debug), PasteEnd()
        typed, self._typed = self._typed, b""
        while True:
            if text := paste.added(decode(typed)):
                self._pass_on(parser.feed(text))
            self._pass_on(parser.tick())
            typed = b""
            awaited = [self.fileno, self.exit_event.woken]
            ready, _, _ = select.select(awaited, [], [], _SECONDS_BETWEEN_LOOKS)
            if self.exit_event.is_set():
                return
            self._screen.look()
            if self.fileno in ready:
                try:
                    typed = os.read(self.fileno, _READ)
                except OSError:
                    typed = b""
                if not typed:
                    self.send_message(TerminalGone())
                    return

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    # -- stopping and resuming

    def _sigtstp_application(self, *_: object) -> None:
        """Give the terminal back to the shell, but not at once: this may interrupt anything."""
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self.suspend)
        else:  # another program has the terminal, and is stopped too
            self._stop()

    def suspend_group(self) -> None:
        """Stop with everything that the shell started together with us, as ctrl+z does."""
        os.killpg(os.getpgrp(), signal.SIGTSTP)

    def suspend(self) -> None:
        """Give the terminal back and stop; take it again when resumed."""
        if self._is_drawn_on:
            self.suspend_application_mode()
            self._stop_until_called()

    def _stop_until_called(self) -> None:
        self._stop()
        # A signal to end may have come with the one to resume: it goes first.
        self._loop.call_later(_SECONDS_FOR_OTHER_SIGNALS, self._resume)

    def _resume(self) -> None:
        if self._is_drawn_on or self.is_leaving:
            return
        if not self._is_in_foreground():
            self._stop_until_called()
            return
        self.resume_application_mode()
        self.send_message(TerminalMissed())

    def _is_in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return False

    def _stop(self) -> None:
        # The default action, which does nothing where no shell could resume us.
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)

    def _on_continued(self, *_: object) -> None:
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._take_again)

    def _take_again(self) -> None:
        """After SIGSTOP, which cannot be caught, the shell has had the terminal."""
        if self._is_drawn_on and not self._is_as_we_left_it():
            self.suspend_application_mode()
            self.resume_application_mode()
        self.send_message(TerminalMissed())

    def _is_as_we_left_it(self) -> bool:
        try:
            return _has_keys(termios.tcgetattr(self.fileno))
        except termios.error:
            return True  # it is gone


def _has_keys(modes: list[Any]) -> bool:
    """Whether the terminal sends single keys instead of lines."""
    return not modes[tty.LFLAG] & termios.ICANON


def _is_utf8_or_less(encoding: str) -> bool:
    """Whether the locale asks for UTF-8, or for nothing in particular, like `C`."""
    return codecs.lookup(encoding).name in {"utf-8", "ascii"}
