"""Editing a text in the user's own editor while the application is suspended."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from annotations.yaml.text import without_surrogates
from disk.cache_file import discard, make_temporary_folder
from disk.durable import create, remove_folder
from disk.reading import read

_NAME = "note.md"
_MOST_BYTES = 16 << 20


class Edited(Struct, frozen=True):
    """The text as the editor left it, and what went wrong; "" for nothing."""

    text: str
    problem: str = ""


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """Return the command of `$VISUAL`, else of `$EDITOR`; empty if neither is set."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environment.get(name, ""))
        except ValueError:
            continue
        if words:
            return words
    return []


def edit(command: list[str], text: str, folder: Path) -> Edited:
    """Edit a text in a file of `folder` that only its owner can read.

    The file is deleted once its text has been read back, and kept otherwise.
    """
    try:
        own = make_temporary_folder(folder, "editing-")
        file = own / _NAME
        create(file, without_surrogates(text).encode())
    except OSError as error:
        return Edited(text, f"No file can be written for the editor: {error.strerror}.")
    problem = ""
    try:
        # The command is the user's own, from the environment.
        status = subprocess.run([*command, os.fspath(file)], check=False).returncode  # noqa: S603
        if status:
            problem = f"{command[0]} ended with status {status}."
    except (OSError, ValueError) as error:
        problem = f"{command[0]} cannot be started: {error}."
    try:
        written = read(file, own=True, most=_MOST_BYTES).decode().replace("\r\n", "\n")
    except (OSError, UnicodeError) as error:
        return Edited(text, f"What {command[0]} wrote cannot be read ({error}); it is in {file}.")
    discard(file)
    # The editor may have left backup copies beside it.
    if not any(own.iterdir()):
        remove_folder(own)
    return Edited(written.rstrip("\n"), problem)
