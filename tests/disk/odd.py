"""What may lie where a plain file should: each made at a path, with a file of the user's aside."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

MINE = b"Months of work.\n"


def mine(outside: Path) -> Path:
    """A file of the user's that nothing may read, change or empty."""
    file = outside / "thesis.txt"
    if not file.exists():
        file.write_bytes(MINE)
    return file


def link(at: Path, outside: Path) -> None:
    at.symlink_to(mine(outside))


def dangling(at: Path, outside: Path) -> None:
    at.symlink_to(outside / "made-by-somebody.txt")


def loop(at: Path, _outside: Path) -> None:
    at.symlink_to(at.name)


def device(at: Path, _outside: Path) -> None:
    at.symlink_to("/dev/zero")


def fifo(at: Path, _outside: Path) -> None:
    os.mkfifo(at)


def in_socket(at: Path, _outside: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(at.parent)  # a socket's path may only be short
        try:
            made.bind(at.name)
        finally:
            os.fchdir(here)
            os.close(here)


def folder(at: Path, _outside: Path) -> None:
    at.mkdir()


def hard_link(at: Path, outside: Path) -> None:
    at.hardlink_to(mine(outside))


LINKS = {each.__name__: each for each in (link, dangling, loop, device)}
KINDS: dict[str, Callable[[Path, Path], None]] = {
    **LINKS,
    "fifo": fifo,
    "in_socket": in_socket,
    "folder": folder,
}


def make(kind: str, at: Path, outside: Path) -> None:
    """Put something at a path; `outside` is where what it leads to is made."""
    KINDS[kind](at, outside)
