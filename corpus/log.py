"""The log: details for bug reports, and repairs that need nobody's attention.

Nothing is written until `log_to` says where; a program that never opens a folder has no log.
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


def log(message: str, traceback: str = "") -> None:
    """Append a message, with a traceback (`details`), to the log, if there is one.

    A thousand files mostly fail for one reason: each traceback is written once. Never raises. The
    log is readable by its owner alone.
    """
    if _file is None:
        return
    where = traceback.rpartition("\n")[0]  # the last line, the error, differs from file to file
    if where and where not in _traced:
        _traced.add(where)
        message = f"{message}\n{traceback}"
    write_log(_file, message)


def write_log(file: Path, message: str) -> bool:
    """Append to a log, and return whether that was possible. A log that grew large is emptied."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # Nothing in it may command a terminal that shows it with `cat`.
    shown = canonical(message.encode("utf-8", "backslashreplace").decode())
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
    """Return the traceback of an error as the log has it."""
    import traceback

    try:
        return "".join(traceback.format_exception(error)).rstrip()
    except Exception:  # an error that cannot even be formatted, as when out of memory
        return type(error).__name__
