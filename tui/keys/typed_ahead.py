"""Keys that are typed while the program is being loaded: none is lost, none is shown by the shell.

Little is imported here: it comes before everything that takes time.
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
    """Have the terminal keep what is typed as keys for whoever reads them; then be as it was.

    Otherwise it would keep ctrl+q for itself and make lines of the rest. Ctrl+C still interrupts.
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
    """Whether it is a terminal, and not the shell's while we are in the background."""
    return os.isatty(fileno) and os.tcgetpgrp(fileno) == os.getpgrp()


def _leave(number: int, _frame: object) -> None:
    """End as a shell would say that the signal has ended us, when there is no screen yet."""
    sys.exit(128 + number)


def modes_before() -> list[Any] | None:
    """How the terminal was before; `None` when nothing was changed."""
    return list(_before[-1]) if _before else None
