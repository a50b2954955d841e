"""Ends a process with the one that started it, whatever either of them is doing.

It is not enough to check now and then whether the parent is still there: a regular expression that
never ends, or a process that has been stopped, checks nothing.
"""

import fcntl
import os
import select
import signal
import sys


def child_command(module: str) -> tuple[str, ...]:
    """The beginning of a command line: be the `main` of a module, as a process of its own."""
    return (sys.executable, "-P", "-m", "nkreader.child", module)


def end_with(pipe: int) -> None:
    """End this process at once when the other end of a pipe is closed, also by dying.

    For a file descriptor that is open for reading and to which nobody writes any more.
    """
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    if sys.platform == "linux":
        # Elsewhere SIGIO ends a process too, but not one that has been stopped.
        fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if is_closed(pipe):  # before the signal was asked for
        os._exit(1)


def is_closed(pipe: int) -> bool:
    """Whether the other end of a pipe that nobody writes to is closed."""
    poll = select.poll()  # select takes no numbers above 1,023
    poll.register(pipe, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(0))
