"""Runs the program `nkreader`: its streams, its exit status, and the message when it fails.

Little is imported here: Ctrl+C while Python is still loading the rest gives a prompt and no
traceback.
"""

import gc
import io
import os
import signal
import sys
import threading
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from nkreader import COMPLETE_VARIABLE

if TYPE_CHECKING:
    from click import ClickException

INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells have it."""
UNREAD = 141
"""The exit status when nobody reads the output any more, as after SIGPIPE."""


def run() -> None:
    """Run `nkreader`; an unexpected error ends in a message, not in a traceback."""
    gc.disable()  # until all is loaded: none of it is garbage, and looking for that takes time
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # meant for programmers, and may quote anything
    try:
        _speak_utf8()
        _prepare_streams()
        status = _status()
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except SystemExit as end:  # a signal, before there was anything to end
        status = _status_of(end)
    except BrokenPipeError:
        status = UNREAD
    except OSError as error:
        status = _report(f"standard output cannot be written: {error.strerror or error}.")
    _leave(status)


def _speak_utf8() -> None:
    """Restart in Python's UTF-8 mode if the locale has another encoding.

    File names and pipes are UTF-8 all the same, and what is kept of an article is known by its
    name. The screen asks the terminal what it speaks (`tui.terminal`).
    """
    if sys.getfilesystemencoding() != "utf-8":
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606


def _status() -> int:
    """Run the command line and return its exit status.

    Raises `OSError` when the output can no longer be written.
    """
    import click

    from nkreader.main import main

    if instruction := os.environ.get(COMPLETE_VARIABLE):
        from nkreader.completion import answer

        return answer(main, instruction)
    try:
        with main.make_context("nkreader", sys.argv[1:]) as context:
            main.invoke(context)
    except SystemExit as end:
        return _status_of(end)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        return _report(_usage(error))
    except Exception as error:
        return _report(_unexpected(error))
    return 0


def _status_of(end: SystemExit) -> int:
    return end.code if isinstance(end.code, int) else int(end.code is not None)


def _unexpected(error: Exception) -> str:
    """Return the message for an uncaught error; raise it again if the output failed."""
    if isinstance(error, OSError) and error.filename is None:
        raise error  # no file, so it is a stream
    if os.environ.get("NKREADER_TRACEBACK"):
        from corpus.log import details
        from nkreader.terminal import say_whole

        say_whole(details(error))
    if isinstance(error, OSError):
        return f"{str(error.filename)[:200]}: {error.strerror}. Look at it, or name another."
    return f"an unexpected error: {error!r}. Set NKREADER_TRACEBACK=1 to see the traceback."


def _usage(error: "ClickException") -> str:
    """Return what is wrong with the command line, and where to find help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "nkreader"
    message = error.format_message().rstrip()
    stop = "" if message.endswith((".", "?")) else "."
    return f"{message}{stop} `{command} --help` lists what is possible."


def _report(message: str) -> int:
    """Report an error and return its exit status."""
    from nkreader.options import say

    with suppress(OSError):
        say(message)
    return 2


def _prepare_streams() -> None:
    """Make sure no letter stops the output and no file takes the place of a closed stream.

    Data is UTF-8 in a pipe or a file, whatever the locale; messages are in the terminal's encoding.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            from disk.named import open_nowhere

            open_nowhere(mode)  # the lowest number that is free: this one
    # What is written to such a stand-in for standard output is an error, and said.
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_data = stream is sys.stdout and not stream.isatty()
            stream.reconfigure(encoding="utf-8" if is_data else None, errors="backslashreplace")


def _leave(status: int) -> None:
    """Exit, without Python trying again to write what could not be written."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C ends nothing sooner
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            from disk.named import open_nowhere

            with suppress(OSError):
                os.dup2(open_nowhere(), stream.fileno())
    if threading.active_count() > 1:
        os._exit(status)  # what still goes on may be left, and is not waited for
    sys.exit(status)
