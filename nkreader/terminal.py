"""All that the commands write: data to standard output, messages to standard error.

File names, articles, notes and what other programs export come from anybody, and a terminal obeys
what is written to it: escape sequences paint over what was said, fill the clipboard (OSC 52) or
answer in the user's name; bidirectional controls make a line read differently from what it is. So
only `corpus.text.canonical.harmless` text reaches a terminal. Data in a pipe or a file stays as it
is. A test looks for ways round this module.
"""

import os
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.text.canonical import harmless
from corpus.text.undivided import whole

if TYPE_CHECKING:
    from rich.console import Console

_SECONDS_TO_ANSWER = 0.5
_LONGEST_ANSWER = 200
_BREAK = re.compile(r"[ \t]*\n\s*|\t")
# JSON leaves these alone, but a terminal obeys them.
_CONTROL = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def put(data: str) -> None:
    """Write data to standard output, as it is unless that is a terminal."""
    sys.stdout.write(harmless(data) if is_terminal() else data)


def put_bytes(data: bytes) -> None:
    """Write data in UTF-8 to standard output, as it is unless that is a terminal."""
    if is_terminal():
        put(data.decode("utf-8", "replace"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def put_row(*fields: str) -> None:
    """Write a line of data with tabs between its fields, each of them on one line and harmless.

    Words that were divided at the ends of lines are whole.
    """
    read = (whole(harmless(field)).text if "\n" in field else field for field in fields)
    sys.stdout.write("\t".join(map(one_line, read)) + "\n")


def put_item(item: Mapping[str, object]) -> None:
    """Write a JSON object on a line; what a terminal would obey is escaped, so nothing is lost."""
    import json

    text = json.dumps(item, ensure_ascii=False)
    sys.stdout.write(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def say(words: str) -> None:
    """Write a message to standard error, on one line."""
    # A byte of a file name that is no letter is shown as its number.
    shown = words.encode("utf-8", "backslashreplace").decode()
    sys.stderr.write(f"nkreader: {one_line(shown)}\n")


def say_whole(words: str) -> None:
    """Write text of many lines to standard error, such as a traceback."""
    shown = words.encode("utf-8", "backslashreplace").decode()
    sys.stderr.write(harmless(shown).rstrip("\n") + "\n")


def say_over(words: str) -> None:
    """Replace the last line of standard error, which is a terminal; "" removes it."""
    sys.stderr.write(f"\r\033[K{one_line(words)}")
    sys.stderr.flush()


def agrees(question: str) -> bool:
    """Ask the person at the terminal to agree."""
    import click

    return click.confirm(one_line(question), err=True)


def kitty_keyboard() -> str:
    """Return whether the terminal knows kitty's keyboard protocol, which tells all keys apart."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "unknown, as this is no terminal"
    answer = _asked("\033[?u\033[c")  # every terminal answers the second
    if not answer:
        return "unknown, as it did not answer"
    return "yes" if re.search(rb"\033\[\?\d+u", answer) else "no"


def _asked(question: str) -> bytes:
    """Ask the terminal itself, and return what it answers at once, up to a `c`."""
    import select
    import termios
    import time
    import tty

    stdin = sys.stdin.fileno()
    before = termios.tcgetattr(stdin)
    answer = b""
    try:
        tty.setcbreak(stdin)
        sys.stdout.write(question)
        sys.stdout.flush()
        end = time.monotonic() + _SECONDS_TO_ANSWER
        while not answer.endswith(b"c") and len(answer) < _LONGEST_ANSWER:
            readable, _, _ = select.select([stdin], [], [], max(end - time.monotonic(), 0))
            if not readable:
                break
            answer += os.read(stdin, 1)
    finally:
        termios.tcsetattr(stdin, termios.TCSADRAIN, before)
    return answer


def console() -> "Console":
    """Return a console for styled text on standard output; pass it only `one_line` text."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def one_line(text: str) -> str:
    """Return a text on one line, without anything a terminal obeys."""
    return _BREAK.sub(" ", harmless(text))


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()
