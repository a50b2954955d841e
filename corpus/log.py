"""The log: details for a bug report, and what was mended without troubling anybody.

Nothing is written before `log_to` has said where; a program that never opens a folder has no log.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from corpus.canonical import canonical
from disk.cache_file import make_own_folder
from disk.durable import open_to_append

_MOST_BYTES = 1 << 20
_file: Path | None = None


def log_to(file: Path) -> None:
    """Write to `file` from now on."""
    global _file  # noqa: PLW0603 -- a process has one log, as it has one standard error
    _file = file


def log(words: str, error: BaseException | None = None) -> None:
    """Append words, and the traceback of an error, to the log; without a log, nothing happens.

    Never raises. The log is readable by its owner alone and names files, but no article text.
    """
    if _file is not None:
        write_log(_file, words, error)


def write_log(file: Path, words: str, error: BaseException | None = None) -> bool:
    """Append to a log; whether it could be written. A log that has grown large begins anew."""
    if error is not None:
        words = f"{words}\n{details(error)}"
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
