"""Make the pictures of README and docs from the real program.

    python docs/make_pictures.py [FOLDER]

Runs nkreader without a terminal on the sample articles, presses keys, and writes what is on the
screen as SVG files into FOLDER (docs/pictures unless named).
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from tui.app import NkreaderApp
from tui.start import make_app
from workspace.places import Options, resolve

SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}


async def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until something is so; give up after half a minute."""
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(what)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and let the screen settle."""
    for key in keys:
        await pilot.press({")": "right_parenthesis"}.get(key, key))
        await asyncio.sleep(0.15)


async def settled(app: NkreaderApp) -> None:
    """Wait until the sample articles are read and indexed."""
    workspace = app.context.workspace
    await wait_for(lambda: len(workspace.catalogue.records) == 5, "the list of articles")
    await wait_for(lambda: app.context.search.find("Putin").total == 5, "the index")
    await asyncio.sleep(0.5)


async def make(size: str, folder: Path, home: Path) -> None:
    """Walk through the program at one size, taking pictures."""
    home /= size
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    os.environ.update(HOME=str(home), USER="anna", LOGNAME="anna", TERM="xterm-256color")
    os.environ.update(COLORTERM="truecolor")
    options = Options(annotations=home / "annotations")
    app = make_app(resolve(options))
    async with app.run_test(size=SIZES[size]) as pilot:
        number = 0

        async def picture(name: str) -> None:
            nonlocal number
            number += 1
            await pilot.pause()
            svg = app.export_screenshot(title="nkreader", simplify=True)
            (folder / f"{name}-{size}.svg").write_text(_self_contained(svg), encoding="utf-8")

        await settled(app)
        await picture("library")
        await press(pilot, "slash", *"sanktionen")
        await asyncio.sleep(0.6)
        await picture("search")
        await press(pilot, "enter", "enter")
        await asyncio.sleep(0.6)
        await press(pilot, "3", "n", "n", "s", "s", "1", "n", "a")
        await asyncio.sleep(0.4)
        await press(pilot, *"Compare with the UN panel of experts.")
        await picture("note")
        await press(pilot, "escape")
        await asyncio.sleep(0.4)
        await press(pilot, "p", "2", "tab")
        await asyncio.sleep(3.5)
        await picture("reader")
        await press(pilot, ")", "s", "s")
        await picture("selection")
        await press(pilot, "A")
        await asyncio.sleep(0.5)
        await picture("passages")
        await press(pilot, "q", "escape")
        for _ in range(3):
            await press(pilot, "J")
            await asyncio.sleep(0.4)
            await press(pilot, "1", "s", "s", "2", ")", "1", ")", "3", "2", ")", "1")
        await press(pilot, "T")
        await asyncio.sleep(0.5)
        await picture("topics")
        await press(pilot, "question_mark")
        await asyncio.sleep(0.3)
        await picture("help")


def _self_contained(svg: str) -> str:
    """Without the web fonts that the export refers to."""
    svg = re.sub(r"@font-face \{[^}]*\}", "", svg)
    return svg.replace("Fira Code", "DejaVu Sans Mono")


def main() -> None:
    """Take the pictures at every size, with caches and annotations of their own."""
    here = Path(__file__).resolve().parent
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.chdir(here.parent)
        for size in SIZES:
            asyncio.run(make(size, folder, Path(home)))


if __name__ == "__main__":
    main()
