"""Make the pictures of README and docs from the real program.

    python docs/make_pictures.py [FOLDER]

Runs nkreader without a terminal on the sample articles, presses keys, and writes what is on the
screen as SVG files into FOLDER (docs/pictures unless named). Made twice, they are the same byte for
byte: the day is always the same, nothing blinks, and a picture is taken when the screen rests.
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

from rich.segment import Segment
from textual.events import Key
from textual.widgets import Input, TextArea

from tui.app import NkreaderApp
from tui.start import make_app
from tui.widgets.hint_bar import HintBar
from workspace.coding import article_coding as coding
from workspace.places import Options, resolve

SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}
# What is coded in each article on the way.
CODING = (
    (" ", "1", ")", ")", "2", ")", "s", "1"),
    (" ", "2", ")", "s", "2", ")", ")", "1", "2"),
    (" ", "1", ")", "1", ")", ")", "s", "1", ")", "3"),
    (" ", "2", ")", ")", "2", "1", ")", "s", "3"),
)
RESTS = 5  # looks at the screen that must find it unchanged
_BEHIND = {"watch"}  # workers that never end


class Day(datetime):
    """The day on which everything in the pictures happens."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Day":
        """Always the same."""
        return cls(2026, 1, 15, 10, tzinfo=tz)


class Walk:
    """A walk through the program at one size."""

    def __init__(self, app: NkreaderApp, size: str, folder: Path) -> None:
        self._app = app
        self._size = size
        self._folder = folder

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until something is so; give up after a minute."""
        for _ in range(1200):
            if condition():
                return
            await asyncio.sleep(0.05)
        raise TimeoutError(what)

    async def rest(self) -> None:
        """Wait until nothing works or changes any more, and what was said for a moment is gone."""
        for kind in (Input, TextArea):
            for field in self._app.screen.query(kind):
                field.cursor_blink = False
        before, same = self._lines(), 0
        while same < RESTS:
            await asyncio.sleep(0.05)
            now = self._lines()
            same = same + 1 if now == before and not self._is_busy() else 0
            before = now

    def _is_busy(self) -> bool:
        app = self._app
        works = any(each.is_running and each.group not in _BEHIND for each in app.workers)
        says = any(bar.is_saying for screen in app.screen_stack for bar in screen.query(HintBar))
        return works or says or bool(app.context.notices.current)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the screen has settled."""
        for key in keys:
            character = key if len(key) == 1 else None
            self._app.post_message(Key("space" if key == " " else key, character))
            await asyncio.sleep(0.05)
            await self.until(lambda: not self._works_for_keys(), f"an end of work after {key}")

    def _works_for_keys(self) -> bool:
        return any(
            each.is_running and each.group in {"default", "fill", "search", "open", "coding"}
            for each in self._app.workers
        )

    async def picture(self, name: str) -> None:
        """Take a picture of what is on the screen."""
        await self.rest()
        file = self._folder / f"{name}-{self._size}.svg"
        file.write_text(self._svg(), encoding="utf-8")

    def _svg(self) -> str:
        return _plain(self._app.export_screenshot(title="nkreader", simplify=True))

    def sees(self, words: str) -> bool:
        """Whether words are on the screen."""
        text = "\n".join("".join(part.text for part in line) for line in self._lines())
        return words in " ".join(text.split())

    def _lines(self) -> list[list[Segment]]:
        below = self._app._background_screens  # noqa: SLF001
        drawn = self._app.screen._compositor.render_update(full=True, screen_stack=below)  # noqa: SLF001
        return [list(strip) for strip in drawn.strips]


async def walk(walk: Walk, app: NkreaderApp) -> None:
    """Search, read, code, look at what was coded."""
    workspace = app.context.workspace
    await walk.until(lambda: len(workspace.catalogue.records) == 5, "the list of articles")
    await walk.until(lambda: app.context.search.find("Putin").total == 5, "the index")
    await walk.picture("library")
    await walk.press("/", *"sanktionen")
    await walk.picture("search")
    await walk.press("enter")
    await walk.rest()
    await walk.press("enter")
    await walk.until(lambda: walk.sees("○ 3 sanctions"), "the article")
    await walk.press("3", "n", "n", "s", "s", "1", "n", "a")
    await walk.until(lambda: walk.sees("discard"), "the note")
    await walk.press(*"Compare with the UN panel of experts.")
    await walk.picture("note")
    await walk.press("escape")
    await walk.rest()
    await walk.press("p", "2", "tab")
    await walk.picture("reader")
    await walk.press(")", "s", "s")
    await walk.picture("selection")
    await walk.press("t")
    await walk.rest()
    await walk.picture("which-key")
    await walk.press("t")
    await walk.until(lambda: walk.sees("Topic for the passage"), "the topics to pick from")
    await walk.picture("picker")
    await walk.press("escape", "escape", "q", "escape")
    await walk.until(lambda: walk.sees("5 articles"), "all articles again")
    await walk.press("g", "g", "enter")
    await walk.until(lambda: walk.sees("1 of 5"), "the first article")
    for keys in CODING:
        await walk.press(*keys)
        await walk.rest()
        await walk.press("J")
        await walk.rest()
    await walk.press("A")
    await walk.rest()
    await walk.press("x", "x")
    await walk.picture("passages")
    await walk.press("e")
    await walk.rest()
    await walk.picture("export")
    await walk.press("escape", "T")
    await walk.rest()
    await walk.picture("topics")
    await walk.press("?")
    await walk.rest()
    await walk.picture("help")
    await walk.press("escape", "q", "q", "q")
    await walk.until(lambda: walk.sees("5 articles"), "all articles again")
    await walk.picture("coded")
    await walk.press("S")
    await walk.until(lambda: walk.sees("Suggestions by"), "what is suggested")
    await walk.rest()
    await walk.press("x", "j", "x")
    await walk.picture("suggestions")
    await walk.press("q", "/", *"Munition", "enter")
    await walk.rest()
    await walk.press("t")
    await walk.rest()
    await walk.press("x", "x", "x")
    await walk.picture("bulk")


async def make(size: str, folder: Path, home: Path) -> None:
    """Walk through the program at one size, with caches and annotations of its own."""
    home /= size
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    os.environ.update(HOME=str(home), USER="anna", LOGNAME="anna")
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    app = make_app(resolve(Options(annotations=home / "annotations")))
    async with app.run_test(size=SIZES[size]):
        await walk(Walk(app, size, folder), app)


def _plain(svg: str) -> str:
    """Without the web fonts that the export refers to, and for programs that fit no text.

    Not every program stretches a text to its length or keeps a space at its beginning: the letters
    are made as wide as a cell, and a text begins where its first letter is.
    """
    svg = re.sub(r"@font-face \{[^}]*\}", "", svg)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono").replace(
        "font-size: 20px", "font-size: 20.26px"
    )
    return _TEXT.sub(_without_spaces, svg)


_TEXT = re.compile(r'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>((?:&#160;)+)')
_CELL = 12.2


def _without_spaces(found: re.Match[str]) -> str:
    x, y, length, more, spaces = found.groups()
    cells = len(spaces) // len("&#160;") * _CELL
    return f'x="{float(x) + cells:.1f}" y="{y}" textLength="{float(length) - cells:.1f}"{more}>'


def main() -> None:
    """Take the pictures at every size."""
    here = Path(__file__).resolve().parent
    folder = (Path(sys.argv[1]) if len(sys.argv) > 1 else here / "pictures").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    coding.datetime = Day  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as home:
        os.chdir(here.parent)
        for size in SIZES:
            asyncio.run(make(size, folder, Path(home)))


if __name__ == "__main__":
    main()
