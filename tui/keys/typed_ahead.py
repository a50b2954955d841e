"""Keys typed while the program is loading: none is lost, none is echoed by the terminal.

Little is imported here, as this runs before everything that takes time.
"""

import os
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

_before: list[list[Any]] = []


@contextmanager
def keys_kept() -> Iterator[None]:
    """Let the terminal keep what is typed as single keys; then restore it.

    Otherwise it would consume ctrl+q itself and make lines of the rest. Ctrl+C still interrupts.
    """
    with suppress(termios.error, OSError, ValueError):
        fileno = sys.stdin.fileno()
        if _is_ours(fileno):
            before = termios.tcgetattr(fileno)
            _before.append(before)
            flow, _, _, lines, *_ = wanted = termios.tcgetattr(fileno)
            wanted[0] = flow & ~(termios.IXON | termios.IXOFF | termios.ICRNL)
            wanted[3] = lines & ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(fileno, termios.TCSANOW, wanted)
            for ending in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(ending, _leave)  # not without giving the terminal back
    try:
        yield
    finally:
        if _before:
            before = _before.pop()
            with suppress(termios.error, OSError, ValueError):
                if _is_ours(sys.stdin.fileno()):
                    termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, before)


def _is_ours(fileno: int) -> bool:
    """Whether it is a terminal, and we are in its foreground."""
    return os.isatty(fileno) and os.tcgetpgrp(fileno) == os.getpgrp()


def _leave(number: int, _frame: object) -> None:
    """End with the status of a signal, while there is no screen yet."""
    sys.exit(128 + number)


def modes_before() -> list[Any] | None:
    """Return the modes of the terminal before; `None` if they were not changed."""
    return list(_before[-1]) if _before else None
