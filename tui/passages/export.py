"""Exporting annotations from a list: asks for the format and the name of the file."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tui.commands.command import Scope
from tui.context import Context
from tui.requests import Choice, Choose, NameFile
from tui.screens.base import CommandScreen
from tui.screens.overlay import Overlay, entitle
from tui.screens.typing import TypingInput
from tui.widgets.bars import Words
from tui.widgets.hint_bar import HintBar
from tui.widgets.strips import in_home, number

_KINDS = {
    "csv": (".csv", "a table, for spreadsheets and statistics"),
    "jsonl": (".jsonl", "one JSON object a line, for programs"),
    "w3c": (".jsonld", "W3C Web Annotations"),
    "hypothesis": (".json", "for Hypothesis"),
    "qdpx": (".qdpx", "a REFI-QDA project: ATLAS.ti, MAXQDA, NVivo, QualCoder"),
    "markdown": (".md", "quotes and notes by topic, to read and to write from"),
    "html": (".html", "the same as a page for a browser"),
    "qdc": (".qdc", "a REFI-QDA codebook: the topics alone"),
}


class NameScreen(Overlay[str]):
    """Asks for the name of a file; dismissed with it, or with `None`."""

    DEFAULT_CSS = "NameScreen Words { margin: 1 0; }"

    def __init__(
        self, context: Context, title: str, words: str, name: str, problem: Callable[[str], str]
    ) -> None:
        super().__init__(context)
        self._title = title
        self._input = TypingInput(name, select_on_focus=False)
        self._words = Words(self.palette, (words,))
        self._problem = problem

    def compose(self) -> ComposeResult:
        """A line to type in, where the file goes, hints."""
        with Vertical(classes="box") as box:
            entitle(box, self._title)
            yield self._input
            yield self._words
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Start typing."""
        self.show_hints()
        self.arrived("mount")

    @property
    def first_focus(self) -> Widget:
        """Start typing."""
        return self._input

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every other key is text."""
        return (Scope.NAME,)

    def do_accept(self) -> None:
        """Accept the name, if a file can have it."""
        name = self._input.value.strip()
        if problem := self._problem(name):
            self._words.say((problem,), is_problem=True)
        else:
            self.dismiss(name)

    def do_cancel(self) -> None:
        """Cancel the export."""
        self.dismiss(None)


def export(screen: CommandScreen[Any], ids: Collection[str]) -> None:
    """Ask for format and name, write the annotations, and report where they are."""
    from annotations.exchange.formats import FORMATS
    from workspace.exchange.export_file import name_problem

    folder = Path.cwd()

    def named(kind: str | None) -> None:
        if kind is None:
            return
        suffix = _KINDS.get(kind, (f".{kind}", ""))[0]
        words = f"A new file in {in_home(folder)}."
        free = (f"passages{at or ''}{suffix}" for at in range(1000))
        name = next((each for each in free if not name_problem(folder, each)), "")
        ask = NameFile("Name of the file", words, name, partial(name_problem, folder))
        screen.open(ask, lambda name: written(kind, name))

    async def written(kind: str, name: str | None) -> None:
        if name is not None:
            await _write(screen, ids, kind, folder / name)

    choices = [Choice(kind, kind, _KINDS.get(kind, ("", ""))[1]) for kind in FORMATS]
    title = f"Export {number(len(ids), 'annotation')} as"
    screen.open(Choose(title, choices), named)


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
