"""What the program has done when there is first something to look at: nothing that can wait."""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from .conftest import Launch

# What the first screen does without: rooms of ours, and libraries that take their time.
_COMES_LATER = (
    "annotations.anchoring",
    "annotations.exchange",
    "annotations.files",
    "annotations.history",
    "annotations.model",
    "corpus.article",
    "corpus.formats",
    "corpus.load",
    "corpus.page",
    "corpus.records",
    "corpus.stories",
    "corpus.text.decode",
    "corpus.text.divided_words",
    "disk.database",
    "index",
    "tui.notes.editor",
    "tui.passages.screen",
    "tui.reader.screen",
    "tui.review.screen",
    "tui.suggestions.screen",
    "tui.text.layout",
    "tui.topics.screen",
    "workspace.articles.reader_processes",
    "workspace.articles.turns",
    "workspace.coding.codebook",
    "workspace.coding.recorder",
    "workspace.exchange",
    "workspace.search",
    "workspace.workspace",
    "charset_normalizer",
    "getpass",
    "lxml",
    "multiprocessing",
    "numpy",
    "pyphen",
    "pypdf",
    "rapidfuzz",
    "sqlite3",
    "Stemmer",
    "trafilatura",
    "whoosh",
    "xml",
    "zipfile",
)

_SAY = """
import gc, json, sys
from pathlib import Path
from textual.drivers.linux_driver import LinuxDriver

painted, collected = map(Path, (sys.argv.pop(1), sys.argv.pop(1)))
write = LinuxDriver.write

def collections():
    return sum(each["collections"] for each in gc.get_stats())

def write_and_say(driver, data):
    write(driver, data)
    if "articles" in data and not painted.exists():
        said = {"modules": sorted(sys.modules), "collections": collections() - before}
        part = painted.with_suffix(".part")
        part.write_text(json.dumps(said))
        part.rename(painted)
        gc.callbacks.append(lambda phase, info: collected.touch())

LinuxDriver.write = write_and_say
from nkreader.cli import run
before = collections()
run()
"""


def test_what_comes_later_is_named_as_it_is() -> None:
    assert [name for name in _COMES_LATER if find_spec(name) is None] == []


def test_what_can_wait_comes_after_the_first_paint(launch: Launch, tmp_path: Path) -> None:
    painted, collected = tmp_path / "painted.json", tmp_path / "collected"
    program = (sys.executable, "-c", _SAY, str(painted), str(collected))
    nkreader = launch(program=program)
    nkreader.until(painted.exists, "the first paint")
    said = json.loads(painted.read_text())
    loaded = [
        name
        for name in said["modules"]
        if any(name == each or name.startswith(f"{each}.") for each in _COMES_LATER)
    ]
    assert loaded == []
    # Looking for garbage among what is being loaded would take a tenth of the time; later it has
    # to be done, or the program would grow.
    assert said["collections"] == 0
    nkreader.until(collected.exists, "that garbage is collected again")
    nkreader.is_ready()
