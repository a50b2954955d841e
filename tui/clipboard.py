"""Copying text: to the clipboard of this machine, through the terminal, or into a file.

A program that knows the clipboard is the surest way where the screen is on this machine; over ssh
only the terminal reaches the user's clipboard (OSC 52), without reporting whether it did. The
programs are run here and not by a library, which would neither end one that hangs nor keep its
complaints off the screen.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import which

from disk.cache_file import discard, make_own_folder
from disk.durable import create
from tui.widgets.strips import in_home

_SECONDS = 2.0
_TMUX = ("tmux", "load-buffer", "-w", "-")
LONGEST = 74_000
"""Bytes of UTF-8 that every terminal with OSC 52 accepts: 100,000 once encoded."""


async def copy(
    text: str, send: Callable[[str], object], file: Path, known: Mapping[str, str] = os.environ
) -> str:
    """Copy a text and return how, in a few words.

    `send` hands a text to the terminal as OSC 52; `file` takes it where there is no other way;
    `known` are the environment variables that tell what terminal this is. Raises `OSError` when
    there is no way at all.
    """
    for program in _programs(known):
        if await asyncio.to_thread(_give, program, text):
            return "to tmux and the terminal" if program is _TMUX else "to the clipboard"
    if _terminal_takes(text, known):
        send(text)
        needs = " if set-clipboard is on in tmux" if "TMUX" in known else ""
        return f"through the terminal{needs}"
    await asyncio.to_thread(_write, file, text)
    return f"into {in_home(file)}"


def _programs(known: Mapping[str, str]) -> list[Sequence[str]]:
    """Return the programs that may reach the user's clipboard, the best first."""
    candidates: list[Sequence[str]] = []
    if not known.keys() & {"SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"}:
        if sys.platform == "darwin":
            candidates.append(("pbcopy",))
        if "WSL_DISTRO_NAME" in known:
            candidates.append(("clip.exe",))
        if "WAYLAND_DISPLAY" in known:
            candidates.append(("wl-copy",))
        if "DISPLAY" in known:
            candidates += [("xclip", "-selection", "clipboard"), ("xsel", "-ib")]
        if "TERMUX_VERSION" in known:
            candidates.append(("termux-clipboard-set",))
    if "TMUX" in known:
        candidates.append(_TMUX)
    return [program for program in candidates if which(program[0], path=known.get("PATH"))]


def _give(program: Sequence[str], text: str) -> bool:
    """Give the text to a program; return whether it took it."""
    encoding = "utf-16" if program[0] == "clip.exe" else "utf-8"
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(  # noqa: S603 - one of ours, and the text is no argument
            program,
            input=text.encode(encoding),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            start_new_session=True,
            env={**os.environ, "LC_CTYPE": "UTF-8"} if program[0] == "pbcopy" else None,
        )
        return done.returncode == 0
    return False


def _terminal_takes(text: str, known: Mapping[str, str]) -> bool:
    """Whether the terminal may understand OSC 52 and accept that much."""
    if len(text.encode()) > LONGEST or known.get("TERM_PROGRAM") == "Apple_Terminal":
        return False
    return not known.get("TERM", "").startswith(("linux", "dumb", "vt", "screen")) or (
        "TMUX" in known
    )


def _write(file: Path, text: str) -> None:
    make_own_folder(file.parent)
    discard(file)
    create(file, text.encode())
