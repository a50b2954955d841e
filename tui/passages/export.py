"""Exporting annotations from a list: asks for the format and the name of the file."""

import asyncio
from collections.abc import Collection
from pathlib import Path, PurePath
from typing import Any

from tui.requests import Choice, Choose, NameFile
from tui.screens.base import CommandScreen
from tui.widgets.strips import in_home, number


def export(screen: CommandScreen[Any], ids: Collection[str]) -> None:
    """Ask for format and name, write the annotations, and report where they are."""
    from annotations.exchange.formats import FORMATS
    from workspace.exchange.export_file import name_problem

    folder = Path.cwd()

    def named(kind: str | None) -> None:
        if kind is None:
            return
        suffix = FORMATS[kind].suffix
        words = f"A new file in {in_home(folder)}; without an ending it gets {suffix}."
        free = (f"passages{at or ''}{suffix}" for at in range(1000))
        name = next((candidate for candidate in free if not name_problem(folder, candidate)), "")

        def problem(typed: str) -> str:
            return name_problem(folder, _with_ending(typed, suffix))

        ask = NameFile("Name of the file", words, name, problem)
        screen.open(ask, lambda typed: written(kind, typed and _with_ending(typed, suffix)))

    async def written(kind: str, name: str | None) -> None:
        if name is not None:
            await _write(screen, ids, kind, folder / name)

    choices = [Choice(kind, kind, each.purpose) for kind, each in FORMATS.items()]
    title = f"Export {number(len(ids), 'annotation')} as"
    screen.open(Choose(title, choices), named)


def _with_ending(name: str, suffix: str) -> str:
    """Return a name with an ending that tells other programs what the file is."""
    is_complete = PurePath(name).suffix or not name.strip(".")
    return name if is_complete else f"{name}{suffix}"


async def _write(screen: CommandScreen[Any], ids: Collection[str], kind: str, file: Path) -> None:
    from annotations.exchange.errors import ExchangeError
    from workspace.exchange.export_file import write_new_file

    try:
        done = await asyncio.to_thread(write_new_file, screen.context.workspace, ids, kind, file)
    except (OSError, ExchangeError) as error:
        reason = getattr(error, "strerror", None) or error
        screen.tell(f"Nothing was exported: {in_home(file)}: {reason}", problem=True)
        return
    lost = "".join(f" {kind} cannot carry {words}." for words in done.lost)
    screen.notify(f"{number(done.count, 'annotation')} written to {in_home(done.file)}.{lost}")
