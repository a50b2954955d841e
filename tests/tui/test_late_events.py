"""What comes late, for a screen that is gone or covered, does nothing; the program goes on."""

import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from textual import events
from textual.geometry import Size

from tui.commands.command import Scope
from tui.library.screen import LibraryScreen
from tui.messages import CatalogueChanged
from tui.notes.editor import NoteScreen, TypingArea
from tui.reader.screen import ReaderScreen
from tui.requests import OpenPassages
from tui.screens.base import CommandScreen
from tui.screens.picker import PickerScreen

Start = Callable[..., AbstractAsyncContextManager[Any]]
READING = "○ 1 arms deals"


def shows(nkreader: Any, kind: type[CommandScreen[Any]]) -> Callable[[], bool]:
    return lambda: type(nkreader.app.screen) is kind


@pytest.mark.parametrize(
    ("keys", "seen", "hint", "below"),
    [
        (["enter"], READING, "back", LibraryScreen),
        (["A"], "Passages by", "back", LibraryScreen),
        (["T"], "arms deals", "back", LibraryScreen),
        (["enter", "a"], "keep", "keep", ReaderScreen),
    ],
)
async def test_a_hint_that_is_clicked_again_leaves_one_screen_alone(
    start: Start, keys: list[str], seen: str, hint: str, below: type[CommandScreen[Any]]
) -> None:
    async with start((100, 30)) as nkreader:
        for key in keys:
            await nkreader.press(key)
        await nkreader.sees(seen)
        await nkreader.click(hint, times=3)
        await nkreader.until(shows(nkreader, below), "the screen below")
        await nkreader.press("question_mark")
        await nkreader.until(shows(nkreader, PickerScreen), "that it goes on")


async def test_what_is_decided_where_there_is_no_room_is_done_when_there_is(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        await nkreader.press("a")
        await nkreader.until(shows(nkreader, NoteScreen), "the note")
        await nkreader.pilot.resize_terminal(20, 5)
        await nkreader.sees("too small")
        await nkreader.press("x")
        note = next(each for each in nkreader.app.screen_stack if isinstance(each, NoteScreen))
        note.dismiss(False)
        note.dismiss(False)
        assert note in nkreader.app.screen_stack
        await nkreader.pilot.resize_terminal(100, 30)
        await nkreader.until(shows(nkreader, ReaderScreen), "the reader")
        await nkreader.sees(READING)
        assert len(nkreader.app.screen_stack) == 2


async def test_a_screen_that_is_covered_or_gone_opens_nothing(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        library = nkreader.app.screen
        await nkreader.press("enter")
        await nkreader.sees(READING)
        library.do_open()
        reader = nkreader.app.screen
        await nkreader.press("q")
        await nkreader.until(shows(nkreader, LibraryScreen), "the list")
        reader.open(OpenPassages())
        reader.dismiss(None)
        await nkreader.pilot.pause()
        assert nkreader.app.screen is library


async def test_a_key_that_was_on_its_way_to_a_covered_screen_is_for_the_one_above(
    start: Start,
) -> None:
    async with start((100, 30)) as nkreader:
        library = nkreader.app.screen
        await nkreader.press("enter")
        await nkreader.sees(READING)
        reading = nkreader.app.screen.view.reading
        point = reading.point
        library.post_message(events.Key("j", "j"))
        await nkreader.until(lambda: reading.point > point, "the key")


async def test_keys_wait_for_what_a_screen_awaits(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        screen = nkreader.app.screen
        point = screen.view.reading.point
        screen.hold_keys_until("something slow")
        await nkreader.press("j", "j")
        await nkreader.pilot.pause()
        assert screen.view.reading.point == point
        screen.arrived("something slow")
        await nkreader.until(lambda: screen.view.reading.point > point, "the keys that waited")


@pytest.mark.parametrize(
    ("pasted", "written"),
    [
        ("Sender\nAl-Jazeera", "Sender Al-Jazeera"),
        ("\r\n\nSender\r\n", "Sender"),
        ("a\u2028b\x0bc\x07", "a b c"),
    ],
)
async def test_pasted_lines_become_one(start: Start, pasted: str, written: str) -> None:
    async with start((100, 30)) as nkreader:
        # Pasted together with the key that leads to the field.
        nkreader.app.post_message(events.Key("slash", "/"))
        nkreader.app.post_message(events.Paste(pasted))
        prompt = nkreader.app.screen._prompt
        await nkreader.until(lambda: prompt.value == written, "what was pasted")


async def test_what_is_pasted_into_a_list_does_not_run_as_keys(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        nkreader.app.post_message(events.Paste("T1q\n"))
        await nkreader.sees("There is no field here to paste into")
        assert isinstance(nkreader.app.screen, LibraryScreen)
        await nkreader.press("enter", "a")
        await nkreader.until(shows(nkreader, NoteScreen), "the note")
        nkreader.app.post_message(events.Paste("eins\nzwei"))
        await nkreader.sees("zwei")
        assert nkreader.app.screen.query_one(TypingArea).text == "eins\nzwei"


async def test_keys_that_waited_for_a_field_each_do_their_work_in_it(start: Start) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("question_mark")
        await nkreader.until(shows(nkreader, PickerScreen), "the commands")
        picker = nkreader.app.screen
        picker.hold_keys_until("something slow")
        for key in ("n", "e", "u", "pagedown", "backspace", "B", "r", "left", "left", "x"):
            nkreader.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await nkreader.pilot.pause()
        picker.arrived("something slow")
        field = picker.first_focus
        await nkreader.until(lambda: field.value == "nexBr", "what was typed")
        await nkreader.press("escape")
        await nkreader.until(shows(nkreader, LibraryScreen), "the list")


async def test_what_was_typed_into_a_note_that_is_closed_at_once_stops_nothing(
    start: Start,
) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees(READING)
        await nkreader.press("a")
        await nkreader.until(shows(nkreader, NoteScreen), "the note")
        note = nkreader.app.screen
        await nkreader.type("x")
        await note.remove_children()
        note.on_text_area_changed()
        await nkreader.pilot.pause()
        assert nkreader.app.crash is None
        note.dismiss(False)
        await nkreader.until(shows(nkreader, ReaderScreen), "the reader")


async def test_sizes_that_follow_each_other_do_not_bring_each_other_back(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((100, 30)) as nkreader:
        screen, layouts = nkreader.app.screen, 0
        refresh_layout = type(screen)._refresh_layout

        def counts(*arguments: Any, **options: Any) -> None:
            nonlocal layouts
            layouts += 1
            assert layouts < 300, "it is laid out again and again"
            refresh_layout(*arguments, **options)

        monkeypatch.setattr(type(screen), "_refresh_layout", counts)
        for _ in range(3):
            for size in (Size(140, 12), Size(40, 10)):
                screen.post_message(events.Resize(size, size))
                screen.post_message(CatalogueChanged())  # or the two would be taken for one
        await nkreader.press("question_mark")
        await nkreader.sees("Commands")


async def test_a_hint_clicked_before_the_article_has_been_read_does_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((100, 30)) as nkreader:
        workspace, may_read = nkreader.app.context.workspace, threading.Event()
        read = workspace.article
        monkeypatch.setattr(workspace, "article", lambda path: may_read.wait() and read(path))
        await nkreader.press("enter")
        await nkreader.until(shows(nkreader, ReaderScreen), "the reader")
        reader = nkreader.app.screen
        for command in nkreader.app.context.keymap.commands:
            if command.scope is Scope.READER and not hasattr(reader, command.method):
                await reader.run(command)
        may_read.set()
        await nkreader.sees(READING)
        assert nkreader.app.screen is reader
        await nkreader.press("j")
        await nkreader.until(lambda: reader.session.reading.point > 0, "the reader at work")


async def test_a_search_for_suggestions_that_the_next_article_overtakes_holds_no_keys(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start((100, 30)) as nkreader:
        suggesting, may_find = nkreader.app.context.suggesting, threading.Event()
        find = suggesting.in_article
        monkeypatch.setattr(suggesting, "in_article", lambda *what: may_find.wait() and find(*what))
        await nkreader.press("enter")
        await nkreader.sees(READING)
        reader = nkreader.app.screen
        first = reader.session
        await nkreader.press("full_stop")
        reader.do_next_article()
        await nkreader.until(lambda: reader.session is not first, "the next article")
        may_find.set()
        point = reader.session.reading.point
        await nkreader.press("j")
        await nkreader.until(lambda: reader.session.reading.point > point, "the keys that waited")
