"""No screen draws what a terminal obeys, whatever names, articles, topics and notes hold."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

import tui.start
from corpus.text.canonical import harmless
from tests.tui.conftest import Driver, Start
from tui.app import NkreaderApp
from tui.control_characters import ControlCharacterFilter
from workspace.places import Options, resolve
from workspace.workspace import Workspace

EVIL = "\x1b]52;c;cm0=\x07\x1b[31m\x9b2J\u202e\u2066\x7f\x08"
NAME = f"0000 evil {EVIL} name.txt"
BROKEN = f"0001 broken{EVIL}.txt"
SENTENCE = "Ein Eisvogel flog über das Wasser."
CONFIG = f"""\
coder: {json.dumps(f"anna{EVIL}")}
topics:
- name: {json.dumps(f"vogel{EVIL}")}
  description: {json.dumps(f"about{EVIL}")}
  suggest: Eisvogel
- name: fluss
  suggest: Quappe
"""

NOTE = "NoteScreen"


def annotations(path: str, start: int, quotes: Sequence[str], sha256: str) -> str:
    lines = ["version: 1", "article:", f"  path: {json.dumps(path)}"]
    lines += [f"  title: {json.dumps(f'Titel{EVIL} hier')}", f"  text_sha256: {sha256}"]
    lines += ["annotations:"]
    for number, quote in enumerate(quotes):
        lines += [f"- id: {number}b5bb9cf-38e5-4dde-93bd-4a15bb5a1b0e"]
        lines += [f"  topics: [{json.dumps(f'vogel{EVIL}')}, {json.dumps(f'zwei{EVIL}')}]"]
        lines += [
            f"  start: {start}",
            f"  end: {start + len(quote)}",
            f"  quote: {json.dumps(quote)}",
        ]
        lines += [
            f"  prefix: {json.dumps(f'vorher{EVIL} ')}",
            f"  note: {json.dumps(f'Notiz{EVIL}')}",
        ]
        lines += [f"  coder: {json.dumps(f'ben{EVIL}')}", f"  created: {json.dumps(f'2024{EVIL}')}"]
    return "\n".join(lines) + "\n"


@pytest.fixture
def evil(project: Path) -> Path:
    folder = project / "articles"
    for file in folder.iterdir():
        file.unlink()
    text = f"Titel{EVIL} hier\n\n{SENTENCE}\n\nEine Quappe{EVIL} schwamm dort auch.\n"
    (folder / NAME).write_text(text, encoding="utf-8")
    (folder / BROKEN).write_bytes(bytes(range(256)) * 20)
    said = f'"{NAME}","Titel{EVIL} hier","Blatt{EVIL}","Ada{EVIL}",2024-06-17'
    table = f"path,title,source,author,date\n{said}\n"
    (folder / "metadata.csv").write_text(table, encoding="utf-8")
    workspace = Workspace(resolve(Options(folder, project / "annotations")))
    article = workspace.article(NAME)
    marked = project / "annotations"
    marked.mkdir()
    start = article.text.index(SENTENCE)
    (marked / "one.yaml").write_text(
        annotations(NAME, start, (SENTENCE, f"verloren{EVIL} ganz und gar"), article.sha256),
        encoding="utf-8",
    )
    (marked / f"bad{EVIL}.yaml").write_text("annotations: [\n")
    return project


def unfiltered(app: App[None]) -> Sequence[LineFilter]:
    return App.get_line_filters(app)


WALK: tuple[tuple[str, str], ...] = (
    ("", "Titel"),
    ("f", "Blatt"),
    ("escape tab", "Blatt"),
    ("escape z", "Titel"),
    ("slash E i s v o g e l", "Ein Eisvogel"),
    ("enter", "Ein Eisvogel"),
    ("t", "Ein Eisvogel flog"),
    ("enter", "Ein Eisvogel flog"),
    ("q q escape", "Titel"),
    ("S", "Ein Eisvogel flog"),
    ("q A", "Notiz"),
    ("j a", "verloren"),
    ("escape k", "Notiz"),
    ("e", "jsonl"),
    ("escape j enter", "Ein Eisvogel flog"),
    ("escape enter", "Ein Eisvogel flog"),
    ("tab", "Passage"),
    ("full_stop", "vogel"),
    ("t t", "vogel"),
    ("escape slash Q u a", "Quappe"),
    ("escape escape q T", "over time · tab"),
    ("tab", "together · tab"),
    ("tab", "by article · tab"),
    ("d", "Titel"),
    ("escape r", "vogel"),
    ("escape e", "about"),
    ("escape m", "zwei"),
    ("escape enter", "Notiz"),
    ("q q R", "verloren"),
    ("j", "verloren"),
    ("s", "Sought"),
    ("escape", "verloren"),
    ("q j enter", "cannot be read"),
    ("question_mark", "Search all articles"),
)


async def walk(nkreader: Driver) -> dict[str, str]:
    """Go through the screens; what each showed."""
    seen: dict[str, str] = {}
    for keys, words in WALK:
        await nkreader.press(*keys.split())
        await nkreader.sees(words)
        seen[f"{type(nkreader.app.screen).__name__} after {keys}"] = nkreader.text()
    return seen


@pytest.mark.usefixtures("evil")
async def test_every_screen_cleans_what_it_draws(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the last door: what is taken out there has been measured as if it were not."""
    monkeypatch.setattr(NkreaderApp, "get_line_filters", unfiltered)
    async with start((130, 40), config=CONFIG, wait=False) as nkreader:
        seen = await walk(nkreader)
    assert len({name.split()[0] for name in seen}) > 9, seen
    bad = {
        name: line
        for name, text in seen.items()
        for line in text.split("\n")
        # A note being typed is as it will be saved: the last door alone cleans it (see below).
        if (harmless(line) != line or "\t" in line) and not (NOTE in name and "Notiz" in line)
    }
    assert bad == {}


async def test_a_note_being_typed_reaches_the_terminal_without_its_commands(
    start: Start, evil: Path
) -> None:
    async with start((130, 40), config=CONFIG, wait=False) as nkreader:
        await nkreader.sees("Titel")
        await nkreader.press("A", "a")
        await nkreader.sees("Notiz]52")
        await nkreader.type("mehr")
        await nkreader.sees("mehr")
        assert harmless(nkreader.text()) == nkreader.text()


def test_the_words_at_the_end_are_harmless(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tui.start._say([f"{NAME}: not saved", f"ValueError: {EVIL}"], tmp_path / "log")
    words = capfd.readouterr().err
    assert words == harmless(words)
    assert words.count("nkreader: ") == words.count("\n") == 2


@pytest.mark.parametrize("letter", [*map(chr, range(32)), *map(chr, range(127, 160)), "\u202e"])
def test_the_last_door_lets_no_command_through(letter: str) -> None:
    line = [Segment("vor"), Segment(f"a{letter}b")]
    drawn = ControlCharacterFilter().apply(line, Color(0, 0, 0))
    assert [segment.text for segment in drawn] == ["vor", "ab"]


def test_the_last_door_leaves_everything_else() -> None:
    line = [Segment("„Grüße“ 🙂👩‍👩‍👧 日本 a\u00adb")]
    assert ControlCharacterFilter().apply(line, Color(0, 0, 0)) == line
