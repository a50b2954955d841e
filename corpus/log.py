"""The log: details for a bug report, and what was mended without troubling anybody.

Nothing is written before `log_to` has said where; a program that never opens a folder has no log.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from corpus.text.canonical import canonical
from disk.cache_file import make_own_folder
from disk.durable import open_to_append

_MOST_BYTES = 1 << 20
_file: Path | None = None
_traced: set[str] = set()


def log_to(file: Path) -> None:
    """Write to `file` from now on."""
    global _file  # noqa: PLW0603 -- a process has one log, as it has one standard error
    _file = file
    _traced.clear()


def log(words: str, traceback: str = "") -> None:
    """Append words to the log, with a traceback (`details`); without a log, nothing happens.

    What is wrong with a thousand files is mostly one thing: a traceback is written once. Never
    raises. The log is readable by its owner alone.
    """
    if _file is None:
        return
    where = traceback.rpartition("\n")[0]  # what went wrong there differs from file to file
    if where and where not in _traced:
        _traced.add(where)
        words = f"{words}\n{traceback}"
    write_log(_file, words)


def write_log(file: Path, words: str) -> bool:
    """Append to a log; whether it could be written. A log that has grown large begins anew."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # What is shown with `cat` must not give the terminal a command.
    shown = canonical(words.encode("utf-8", "backslashreplace").decode())
    try:
        make_own_folder(file.parent)
        with os.fdopen(open_to_append(file, own=True), "ab") as opened:
            if opened.tell() > _MOST_BYTES:
                opened.truncate(0)
            opened.write(f"{now} [{os.getpid()}] {shown}\n".encode())
    except (OSError, ValueError):
        return False
    return True


def details(error: BaseException) -> str:
    """Give the traceback of an error as it stands in the log."""
    import traceback

    try:
        return "".join(traceback.format_exception(error)).rstrip()
    except Exception:  # an error that cannot even be told, such as one out of memory
        return type(error).__name__
