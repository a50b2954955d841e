"""Ends a paste whose end never comes.

A terminal puts a paste between two marks. If the second is lost, with a broken connection or a
program that writes the first by mistake, every key from then on would be part of the paste.
"""

import time

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START

_SECONDS_OF_SILENCE = 2.0
_SECONDS_AT_MOST = 10.0
_LONGEST_KEY = 16  # characters; what comes more at once is still pasted
_SPLIT = len(BRACKETED_PASTE_START) - 1


class PasteEnd:
    """Follows what the terminal sends, and adds the mark that is missing.

    A paste ends when nothing has come for two seconds, and after ten with what is short enough to
    be a key.
    """

    def __init__(self) -> None:
        self._is_open = False
        self._before = ""  # a mark may come in two pieces
        self._began = self._heard = 0.0

    def added(self, text: str) -> str:
        """Return what the terminal has sent since, perhaps "", with the mark if it is due."""
        now = time.monotonic()
        if not self._is_open or self._is_going_on(text, now):
            self._follow(text, now)
            return text
        self._is_open, self._before = False, ""
        self._follow(text, now)
        return BRACKETED_PASTE_END + text

    def _is_going_on(self, text: str, now: float) -> bool:
        if BRACKETED_PASTE_END in self._before + text:
            return True
        if not text:
            return now - self._heard < _SECONDS_OF_SILENCE
        return now - self._began < _SECONDS_AT_MOST or len(text) > _LONGEST_KEY

    def _follow(self, text: str, now: float) -> None:
        if not text:
            return
        self._heard = now
        seen = self._before + text
        begins, ends = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if begins > ends:
            self._is_open, self._began = True, now
        elif ends > begins:
            self._is_open = False
        self._before = seen[-_SPLIT:]
