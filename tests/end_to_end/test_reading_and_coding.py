"""The main job in the real program: find, read, tag, note, leave, come back."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

Launch = Callable[..., Any]
Coded = Callable[[str], list[dict[str, Any]]]

ENTER, CTRL_S, CTRL_Q = b"\r", b"\x13", b"\x11"
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


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_by_keyboard_alone(launch: Launch, project: Path, coded: Coded) -> None:
    before = bytes_of(project / "articles")
    first = launch(size=(99, 30))  # wider, there are facets beside the list
    for title in TITLES:
        first.sees(title)
    first.is_ready()

    first.press(b"/")
    first.sees("show results")
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

    (made,) = coded(FOX)
    assert made["quote"].startswith("Anfang des Jahres schickte Putin Kim")
    assert made["quote"].endswith("seines Atomwaffenprogramms drängen soll.")
    assert made["topics"] == ["summits"]
    assert made["note"].strip() == "Verstößt gegen UN-Resolution: prüfen!"
    assert bytes_of(project / "articles") == before

    again = launch()
    again.is_ready()
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
    (left,) = coded(FOX)
    assert (left["id"], left["topics"]) == (made["id"], ["summits"])
    assert not left.get("note")


def test_by_mouse_alone(launch: Launch, coded: Coded) -> None:
    quote = "bis zu 1.000 Container"
    terminal = launch(size=(120, 36))
    terminal.is_ready()
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

    (made,) = coded(BBC)
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


def test_what_was_acknowledged_survives_kill_9(launch: Launch, coded: Coded) -> None:
    terminal = launch()
    terminal.is_ready()
    terminal.press(ENTER)
    terminal.sees(READING)
    terminal.press(b"s")
    terminal.sees("characters selected")
    terminal.press(b"3")
    terminal.sees("tagged sanctions")
    os.kill(terminal.process.pid, signal.SIGKILL)
    assert terminal.wait_exit() == -signal.SIGKILL
    (made,) = coded("000_3f97b978eb2c138a.txt")
    assert made["topics"] == ["sanctions"]

    again = launch()
    again.is_ready()
    again.sees("3×1")
    again.press(ENTER)
    again.sees(READING)
    again.press(b"u")
    again.sees("undone: tagged sanctions")
