import errno
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml
from textual.events import MouseScrollDown
from textual.widget import Widget

from corpus.load import load_article
from disk import durable

Start = Callable[..., AbstractAsyncContextManager[Any]]

TITLES = (
    "USA befürchten, dass nordkoreanische Militäraktionen vor der Wahl für Chaos",
    "Kim Jong Un Könnte Sich Bald Mit Putin in Russland Zu Waffengesprächen",
    "Nordkorea schickt militärische Ausrüstung an Russland, behaupten die USA",
    "Putin besucht Kim Jong Un – angesichts der zunehmenden militärischen",
    "Nordkorea würde „Preis“ zahlen, wenn es Russland mit Waffen beliefert,",
)


def annotations(project: Path, article: str) -> list[dict[str, Any]]:
    """The annotations of an article as another program reads them."""
    file = project / "annotations" / f"{article}.yaml"
    if not file.exists():
        return []
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["annotations"]
    return found


def quote_is_slice(project: Path, article: str, annotation: dict[str, Any]) -> bool:
    text = load_article(project / "articles", article).text
    return bool(text[annotation["start"] : annotation["end"]] == annotation["quote"])


async def test_the_first_screen_shows_the_five_titles(start: Start) -> None:
    async with start() as nkreader:
        for title in TITLES:
            await nkreader.sees(title)


async def test_a_search_shows_the_passage_and_opens_at_the_hit(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Luxuslim")
        await nkreader.sees("1 of 5 articles")
        await nkreader.sees("eine Luxuslimousine vom Typ Aurus")
        await nkreader.press("enter", "enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.sees("schickte Putin Kim eine Luxuslimousine")
        await nkreader.sees("1/1 hit ")


async def test_n_and_N_go_from_hit_to_hit(start: Start) -> None:  # noqa: N802 - the keys
    async with start() as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Sanktionen")
        await nkreader.sees("2 of 5 articles")
        await nkreader.press("enter", "enter")
        await nkreader.sees("/4 hits")
        await nkreader.press("g", "g", "n")
        await nkreader.sees("1/4 hits")
        await nkreader.press("n")
        await nkreader.sees("2/4 hits")
        await nkreader.press("N", "N")
        await nkreader.sees("4/4 hits")


async def test_a_digit_tags_the_sentence_and_it_is_in_the_file_at_once(
    start: Start, project: Path
) -> None:
    article = "003_bbd1d1e14c627851.txt"
    async with start() as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Luxuslimousine")
        await nkreader.sees("1 of 5 articles")
        await nkreader.press("enter", "enter")
        await nkreader.sees("1/1 hit ")
        await nkreader.press("2")
        await nkreader.sees("● 2 summits")
        (made,) = annotations(project, article)
        assert made["topics"] == ["summits"]
        assert made["quote"].startswith("Anfang des Jahres schickte Putin Kim eine Luxuslimousine")
        assert quote_is_slice(project, article, made)

        await nkreader.press("3")
        await nkreader.sees("● 3 sanctions")
        assert annotations(project, article)[0]["topics"] == ["summits", "sanctions"]
        await nkreader.press("2", "3")
        await nkreader.sees("○ 3 sanctions")
        assert annotations(project, article) == []


async def test_what_was_done_is_there_after_a_restart(start: Start, project: Path) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("j", "j", "j", "1", "a")
        await nkreader.sees("Note")
        await nkreader.type("look again")
        await nkreader.press("escape")
        await nkreader.sees("* look again")
        await nkreader.press("q")
        await nkreader.sees("1×1")
    async with start() as nkreader:
        await nkreader.sees("1×1 *×1")
        await nkreader.press("A")
        await nkreader.sees("* look again")
        await nkreader.press("enter")
        await nkreader.sees("● 1 arms deals")
    (made,) = annotations(project, "000_3f97b978eb2c138a.txt")
    assert made["note"] == "look again"
    assert quote_is_slice(project, "000_3f97b978eb2c138a.txt", made)


async def test_undo_and_redo_reach_the_file(start: Start, project: Path) -> None:
    article = "000_3f97b978eb2c138a.txt"
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1")
        await nkreader.sees("● 1 arms deals")
        await nkreader.press("d")
        await nkreader.sees("○ 1 arms deals")
        assert annotations(project, article) == []
        await nkreader.press("u")
        await nkreader.sees("● 1 arms deals")
        assert annotations(project, article)[0]["topics"] == ["arms deals"]
        await nkreader.press("ctrl+r")
        await nkreader.sees("○ 1 arms deals")
        assert annotations(project, article) == []
        await nkreader.press("u", "u", "u")
        await nkreader.sees("There is nothing to undo.")


async def test_a_discarded_note_changes_nothing(start: Start, project: Path) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("a")
        await nkreader.sees("ctrl+x discard")
        await nkreader.type("no")
        await nkreader.press("ctrl+x")
        await nkreader.sees_no("ctrl+x discard")
        assert annotations(project, "000_3f97b978eb2c138a.txt") == []


async def test_the_picker_and_the_letter_tag_too(start: Start, project: Path) -> None:
    article = "000_3f97b978eb2c138a.txt"
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("t", "s")
        await nkreader.sees("● 2 summits")
        await nkreader.press("t", "t")
        await nkreader.sees("Topic for the passage")
        await nkreader.type("sanc")
        await nkreader.press("enter")
        await nkreader.sees("● 3 sanctions")
        assert annotations(project, article)[0]["topics"] == ["summits", "sanctions"]


async def test_everything_by_mouse_but_the_typing(start: Start, project: Path) -> None:
    article = "001_57a0a7a1611b5bc2.txt"
    async with start((120, 40)) as nkreader:
        await nkreader.click("Kim Jong Un Könnte", 2)
        await nkreader.sees("○ 1 arms deals")
        x, y = nkreader.find("möglichen Verkauf")
        await nkreader.pilot.mouse_down(offset=(x, y))
        await nkreader.pilot.hover(offset=(x + 5, y))
        await nkreader.pilot.hover(offset=(x + len("möglichen Verkauf") - 1, y))
        await nkreader.pilot.mouse_up(offset=(x + len("möglichen Verkauf") - 1, y))
        await nkreader.sees("17 characters selected: möglichen Verkauf")
        await nkreader.click("1 arms deals")
        await nkreader.sees("● 1 arms deals")
        (made,) = annotations(project, article)
        assert made["quote"] == "möglichen Verkauf"
        assert quote_is_slice(project, article, made)

        await nkreader.click("a note")
        await nkreader.sees("ctrl+x discard")
        await nkreader.type("who sells")
        await nkreader.click("esc keep")
        await nkreader.sees("* who sells")
        await nkreader.click("q back")
        await nkreader.sees("A passages")
        await nkreader.click("A passages")
        await nkreader.sees("Passages by topic")
        await nkreader.click("möglichen Verkauf", 2)
        await nkreader.sees("● 1 arms deals")


async def test_more_clicks_select_more(start: Start) -> None:
    async with start((120, 40)) as nkreader:
        await nkreader.press("j", "enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.click(
            "Initialisierung" if "Initialisierung" in nkreader.text() else "Verkauf", 2
        )
        await nkreader.sees("7 characters selected: Verkauf")
        await nkreader.click("Verkauf", 3)
        await nkreader.sees("characters selected: Der nordkoreanische Staatschef")
        await nkreader.press("escape")
        await nkreader.sees_no("characters selected")


def wheel_down(view: Widget) -> MouseScrollDown:
    return MouseScrollDown(view, 20, 5, 0, 1, 0, False, False, False, 20, 5)


async def test_the_wheel_never_leaves_the_target_of_a_key_out_of_sight(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        view = nkreader.app.screen.query_one("ReaderView")
        for _ in range(12):
            view.post_message(wheel_down(view))
        await nkreader.until(lambda: view.scroll_offset.y > 20, "the scroll")
        await nkreader.until(lambda: "▌" in nkreader.text(), "the bar beside the sentence")


async def test_find_in_the_article_can_be_given_up(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.settle()
        before = nkreader.text()
        await nkreader.press("slash")
        await nkreader.sees("find in this article")
        await nkreader.type("Kostin")
        await nkreader.sees("Kostin")
        await nkreader.press("escape")
        await nkreader.sees_no("find in this article")
        await nkreader.until(lambda: nkreader.text() == before, "the place as before")


async def test_digits_filter_the_library_by_topic(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("j", "enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1")
        await nkreader.sees("● 1 arms deals")
        await nkreader.press("q", "1")
        await nkreader.sees("1 of 5 articles · topic arms deals")
        await nkreader.press("1")
        await nkreader.sees("5 articles")
        await nkreader.press("2")
        await nkreader.sees("Nothing found for topic summits.")
        await nkreader.press("o")
        await nkreader.sees("topic summits · newest first")
        assert "Nothing found for topic summits." in nkreader.text()


async def test_a_broken_query_says_what_is_wrong_and_still_searches(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("slash")
        await nkreader.type("date:gestern Luxuslimousine")
        await nkreader.sees("gestern is no date or range of dates")
        await nkreader.sees("Luxuslimousine vom Typ")


async def test_an_annotation_file_that_is_not_yaml_is_kept_and_said(
    start: Start, project: Path
) -> None:
    broken = project / "annotations" / "000_3f97b978eb2c138a.txt.yaml"
    broken.parent.mkdir()
    broken.write_text("annotations: [\n  broken", encoding="utf-8")
    async with start((120, 40)) as nkreader:
        await nkreader.sees("did not find expected")
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1")
        await nkreader.sees("Not saved.")
        assert broken.read_text(encoding="utf-8") == "annotations: [\n  broken"
        await nkreader.sees("○ 1 arms deals")


async def test_an_empty_folder_says_what_to_do(start: Start, project: Path) -> None:
    for file in (project / "articles").iterdir():
        file.unlink()
    (project / "articles" / "brief.pages").write_bytes(b"x")
    (project / "articles" / "alles.zip").write_bytes(b"x")
    async with start(wait=False) as nkreader:
        await nkreader.sees("There are no articles in")
        await nkreader.press("j", "enter", "G", "g", "g", "space")
        await nkreader.sees("There are no articles in")
        await nkreader.sees("2 files not read: 1 .pages, 1 .zip")
        await nkreader.sees("nkreader reads .txt, .md, .html")


async def test_an_article_that_cannot_be_read_is_listed_with_the_reason(
    start: Start, project: Path
) -> None:
    (project / "articles" / "002_f35cf44dca2f7aeb.txt").write_bytes(b"\x00\x01\x02binary\xff" * 50)
    async with start((120, 40), wait=False) as nkreader:
        await nkreader.sees("It cannot be read as text")
        await nkreader.sees("Putin besucht Kim Jong Un")


async def test_markup_and_escapes_in_an_article_stay_text(start: Start, project: Path) -> None:
    hostile = (
        "Titel mit [bold]Klammern[/bold] und [/]\n\nEin \x1b[31mroter\x1b]0;x\x07 Satz [link=x]."
    )
    (project / "articles" / "000_3f97b978eb2c138a.txt").write_text(hostile, encoding="utf-8")
    async with start() as nkreader:
        await nkreader.sees("Titel mit [bold]Klammern[/bold] und [/]")
        await nkreader.press("g", "g", "enter")
        await nkreader.sees("[31mroter")
        assert "\x1b" not in nkreader.text()
        await nkreader.press("1", "a")
        await nkreader.sees("ctrl+x discard")


async def test_the_help_finds_and_runs_a_command(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("question_mark")
        await nkreader.sees("Commands")
        await nkreader.type("all annotated")
        await nkreader.press("enter")
        await nkreader.sees("Passages by topic")


async def test_every_command_is_in_the_help_under_its_name(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("ctrl+p")
        await nkreader.sees("Commands")
        picker = nkreader.app.screen
        commands = nkreader.app.context.keymap.commands
        assert {each.value for each in picker._choices} == {each.id for each in commands}
        for command in commands:  # its name finds it, whatever else is called alike
            picker.query_one("TypingInput").value = command.id
            picker._filter()
            assert command.id in [each.value for each in picker._list.choices[:3]], command.id


async def test_user_keys_replace_the_usual_ones(start: Start) -> None:
    async with start(config="keys:\n  library.passages: f7\n") as nkreader:
        await nkreader.sees("f7 passages")
        await nkreader.press("A")
        await nkreader.press("f7")
        await nkreader.sees("Passages by topic")


async def test_a_changed_article_is_found_by_its_new_words(start: Start, project: Path) -> None:
    async with start():
        pass
    file = project / "articles" / "002_f35cf44dca2f7aeb.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Einige Analysten", "Einige Pinguine"), encoding="utf-8")
    async with start() as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Pinguine")
        await nkreader.sees("Einige Pinguine gehen davon aus")
        await nkreader.sees("1 of 5 articles")


async def test_a_narrow_and_a_wide_screen_show_the_same_sentence(start: Start) -> None:
    async with start((60, 20)) as nkreader:
        await nkreader.press("slash")
        await nkreader.type("Luxuslimousine")
        await nkreader.sees("1 of 5 articles")
        await nkreader.press("enter", "enter")
        await nkreader.sees("1/1 hit ")
        for size in ((200, 50), (40, 12), (120, 40), (60, 20)):
            await nkreader.pilot.resize_terminal(*size)
            await nkreader.sees("Luxuslimousine")


async def test_the_ends_of_the_list_are_named_rightly(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("K")
        await nkreader.sees("This is the first article.")
        await nkreader.press("J", "J", "J", "J", "J")
        await nkreader.sees("This is the last article.")


async def test_beside_a_missing_article_the_title_is_that_of_the_text(
    start: Start, project: Path
) -> None:
    """Keys act on what is shown, and J goes on from the missing one."""
    _, second, third = sorted(each.name for each in (project / "articles").glob("*.txt"))[:3]
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        title = nkreader.text().splitlines()[0].split("  ")[0].strip()
        (project / "articles" / second).unlink()
        await nkreader.press("J")
        await nkreader.sees(f"{second}: There is no such file")
        assert nkreader.text().splitlines()[0].strip().startswith(title)
        assert second not in nkreader.text().splitlines()[0]
        await nkreader.press("J")
        await nkreader.until(lambda: nkreader.app.screen.shown_article == third, "the next one")


async def test_what_a_full_disk_does_not_take_is_shown_said_and_saved_later(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = durable.write_durably

    def fails(path: Path, data: bytes, **more: Any) -> None:
        if path.is_relative_to(project / "annotations"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, data, **more)

    with monkeypatch.context() as patch:  # until the program has ended
        patch.setattr(durable, "write_durably", fails)
        async with start((120, 40)) as nkreader:
            await nkreader.press("enter")
            await nkreader.sees("○ 1 arms deals")
            await nkreader.press("1")
            await nkreader.sees("Not on disk yet, but kept")
            await nkreader.sees("● 1 arms deals")
            await nkreader.press("ctrl+q")
            await nkreader.until(lambda: bool(nkreader.app.unsaved), "words at the end")
            assert "No space left" in nkreader.app.unsaved[0]
    async with start((120, 40)) as nkreader:
        await nkreader.sees("saved now: 1 change that could not")
        assert len(list((project / "annotations").glob("*.yaml"))) == 1


async def test_what_another_program_tags_appears_by_itself(start: Start, project: Path) -> None:
    async with start((120, 40)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("1")
        await nkreader.sees("● 1 arms deals")
        (file,) = (project / "annotations").glob("*.yaml")
        file.write_text(file.read_text().replace("[arms deals]", "[arms deals, summits]"))
        await nkreader.sees("annotations changed elsewhere: 000_3f97b978eb2c138a.txt")
        await nkreader.sees("● 2 summits")


async def test_a_note_goes_to_the_passage_that_was_tagged_last(start: Start, project: Path) -> None:
    async with start((100, 30)) as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        path = nkreader.app.screen.path
        await nkreader.press("1")
        await nkreader.sees("● 1 arms deals")
        await nkreader.press("s", "s", "3")
        await nkreader.sees("● 3 sanctions")
        await nkreader.press("a")
        await nkreader.sees("keep")
        await nkreader.type("Frage")
        await nkreader.press("escape")
        await nkreader.sees("note written")
        noted = [each["topics"] for each in annotations(project, path) if each.get("note")]
        assert noted == [["sanctions"]]
