"""The main job in the real program: find, read, tag, note, leave, come back."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from corpus.load import load_article

Launch = Callable[..., Any]

ENTER, ESCAPE, CTRL_S, CTRL_Q = b"\r", b"\x1b", b"\x13", b"\x11"
TITLES = (
    "USA befürchten, dass nordkoreanische Militäraktionen vor der Wahl für Chaos",
    "Kim Jong Un Könnte Sich Bald Mit Putin in Russland Zu Waffengesprächen",
    "Nordkorea schickt militärische Ausrüstung an Russland, behaupten die USA",
    "Putin besucht Kim Jong Un – angesichts der zunehmenden militärischen",
    "Nordkorea würde „Preis“ zahlen, wenn es Russland mit Waffen beliefert, sagen",
)
FOX = "003_bbd1d1e14c627851.txt"
BBC = "002_f35cf44dca2f7aeb.txt"
READING = "○ 1 arms deals"  # the topic bar: an article is open


def annotations(project: Path, article: str) -> list[dict[str, Any]]:
    """The annotations of an article as another program reads them."""
    file = project / "annotations" / f"{article}.yaml"
    if not file.exists():
        return []
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["annotations"]
    return found


def everything(project: Path) -> list[Path]:
    """Every annotation file there is."""
    return sorted((project / "annotations").rglob("*.yaml"))


def is_slice(project: Path, article: str, annotation: dict[str, Any]) -> bool:
    text = load_article(project / "articles", article).text
    return bool(text[annotation["start"] : annotation["end"]] == annotation["quote"])


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def is_indexed(terminal: Any) -> None:
    """Every article is listed and can be found."""
    terminal.sees("5 articles")
    terminal.until(lambda: "enter read" in terminal.text(), "the list takes keys")
    terminal.sees_no("reading articles")


def test_by_keyboard_alone(launch: Launch, project: Path) -> None:
    before = bytes_of(project / "articles")
    first = launch()
    for title in TITLES:
        first.sees(title)
    is_indexed(first)

    first.press(b"/")
    first.sees("to the results")
    first.type("Luxuslimousine")
    first.sees("1 of 5 articles")
    first.sees("schickte Putin Kim eine Luxuslimousine vom Typ Aurus Senat")
    first.press(ENTER)
    first.sees("enter read")
    first.press(ENTER)
    first.sees(READING)
    first.sees("▌ Anfang des Jahres schickte Putin Kim eine Luxuslimousine")

    first.press(b"s", b"s")
    first.sees("characters selected: Anfang des Jahres")
    first.sees("▌ soll.")
    first.press(b"2")
    first.sees("tagged summits")
    first.press(b"a")
    first.sees("keep")
    first.type("Verstößt gegen UN-Resolution: prüfen!")
    first.press(CTRL_S)
    first.sees("note written")
    first.press(b"q")
    first.sees("2×1")
    first.press(b"q")
    assert first.wait_exit() == 0
    assert first.output.rindex(b"\x1b[?1049l") > first.output.rindex(b"\x1b[?1049h")
    assert first.modes_after == first.modes_before

    (made,) = annotations(project, FOX)
    assert is_slice(project, FOX, made)
    assert made["quote"].startswith("Anfang des Jahres schickte Putin Kim")
    assert made["quote"].endswith("seines Atomwaffenprogramms drängen soll.")
    assert made["topics"] == ["summits"]
    assert made["note"].strip() == "Verstößt gegen UN-Resolution: prüfen!"
    assert bytes_of(project / "articles") == before

    again = launch()
    is_indexed(again)
    again.sees("2×1 *×1")
    again.press(b"A")
    again.sees("* Verstößt gegen UN-Resolution: prüfen!")
    again.press(ENTER)
    again.sees("● 2 summits")
    again.sees("2* ▌ Anfang des Jahres schickte Putin Kim")
    again.press(b"u")
    again.sees("undone: note written")
    again.press(CTRL_Q)
    assert again.wait_exit() == 0
    (left,) = annotations(project, FOX)
    assert (left["id"], left["topics"]) == (made["id"], ["summits"])
    assert not left.get("note")


def test_by_mouse_alone(launch: Launch, project: Path) -> None:
    quote = "bis zu 1.000 Container"
    terminal = launch(size=(120, 36))
    is_indexed(terminal)
    terminal.click("Nordkorea schickt militärische Ausrüstung", times=2, dx=3)
    terminal.sees(READING)
    terminal.sees(quote)

    x, y = terminal.find(quote)
    terminal.drag((x, y), (x + len(quote) - 1, y))
    terminal.sees(f"{len(quote)} characters selected: {quote}")
    terminal.click("2 summits", dx=2)
    terminal.sees("tagged summits")
    terminal.sees("● 2 summits")
    terminal.click("a note", dx=2)
    terminal.sees("esc keep")
    terminal.type("Woher die Zahl?")
    terminal.sees("Woher die Zahl?")
    terminal.click("esc keep", dx=5)
    terminal.sees("note written")

    (made,) = annotations(project, BBC)
    assert is_slice(project, BBC, made)
    assert (made["quote"], made["topics"]) == (quote, ["summits"])
    assert made["note"].strip() == "Woher die Zahl?"

    terminal.click("q back", dx=2)
    terminal.sees("A passages")
    terminal.click("A passages", dx=2)
    terminal.sees("enter go there")
    terminal.sees("* Woher die Zahl?")
    terminal.click(quote, times=2, dx=1)
    terminal.sees("● 2 summits")
    terminal.sees(quote)
    terminal.click("q back", dx=2)
    terminal.sees("enter go there")
    terminal.click("q back", dx=2)
    terminal.sees("q quit")
    terminal.click("q quit", dx=2)
    assert terminal.wait_exit() == 0


def test_words_typed_ahead_go_to_the_note_and_nowhere_else(launch: Launch, project: Path) -> None:
    terminal = launch()
    is_indexed(terminal)
    # Enter too is typed ahead: the letters wait until the article is read and the editor is open.
    for keys in (b"aund so weiter", b"q\raund so weiter"):
        if keys.startswith(b"a"):
            terminal.press(ENTER)
            terminal.sees(READING)
        terminal.press(keys)
        terminal.sees("esc keep")
        terminal.sees("und so weiter")
        terminal.press(ESCAPE)
        terminal.sees("* und so weiter")
        (made,) = annotations(project, "000_3f97b978eb2c138a.txt")
        assert made["note"].strip() == "und so weiter"
        assert made["topics"] == []
        terminal.press(b"d")
        terminal.sees("annotation deleted")
        terminal.until(lambda: everything(project) == [] or not _any(project), "nothing is left")
    terminal.press(CTRL_Q)
    assert terminal.wait_exit() == 0


def _any(project: Path) -> bool:
    return any(yaml.safe_load(file.read_text())["annotations"] for file in everything(project))


def test_a_search_typed_right_at_the_start_is_what_was_typed(launch: Launch) -> None:
    terminal = launch()
    terminal.until(lambda: b"\x1b[?1049h" in terminal.output, "the alternate screen")
    terminal.press(b"/Waffen")
    terminal.sees("to the results")
    terminal.until(lambda: terminal.line(" Waffen").strip() == "/ Waffen", "the words typed")
    terminal.sees("of 5 articles")
    terminal.press(CTRL_Q)


def test_what_was_acknowledged_survives_kill_9(launch: Launch, project: Path) -> None:
    terminal = launch()
    is_indexed(terminal)
    terminal.press(ENTER)
    terminal.sees(READING)
    terminal.press(b"s")
    terminal.sees("characters selected")
    terminal.press(b"3")
    terminal.sees("tagged sanctions")
    os.kill(terminal.process.pid, signal.SIGKILL)
    assert terminal.wait_exit() == -signal.SIGKILL
    (made,) = annotations(project, "000_3f97b978eb2c138a.txt")
    assert made["topics"] == ["sanctions"]
    assert is_slice(project, "000_3f97b978eb2c138a.txt", made)

    again = launch()
    is_indexed(again)
    again.sees("3×1")
    again.press(ENTER)
    again.sees(READING)
    again.press(b"u")
    again.sees("undone: tagged sanctions")
