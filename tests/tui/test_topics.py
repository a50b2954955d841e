"""Topics as they are on the screen: live, listed, counted, changed."""

from pathlib import Path
from threading import Event

import pytest
import yaml
from textual import events

from annotations.files.article_file import AnnotationFile
from annotations.files.store import AnnotationStore
from tests.tui.conftest import Driver, Start

CONFIG = """\
topics:
- name: arms deals
  key: 1
  letter: a
  colour: red
- name: summits  # who meets
  key: 2
  letter: s
  colour: blue
"""


def topics_of(project: Path) -> list[list[str]]:
    """The topics of each annotation on disk."""
    files = sorted((project / "annotations").rglob("*.yaml"))
    return [
        each["topics"]
        for file in files
        for each in yaml.safe_load(file.read_bytes())["annotations"]
    ]


async def open_reader(driver: Driver) -> None:
    await driver.press("enter")
    await driver.sees("A topic key tags")


async def test_a_topic_that_somebody_adds_can_be_used_at_once(start: Start, project: Path) -> None:
    async with start(config=CONFIG) as driver:
        await open_reader(driver)
        new = "- name: Lager\n  key: 7\n  letter: l\n"
        (project / "config.yaml").write_text(CONFIG.replace("summits", "Gipfel") + new)
        await driver.sees("7 Lager")
        await driver.sees("2 Gipfel")
        await driver.press("t", "l")
        await driver.sees("tagged Lager")
        await driver.press("2")
        await driver.sees("tagged Gipfel")
        assert topics_of(project) == [["Lager", "Gipfel"]]
        await driver.press("q", "7")
        await driver.sees("1 of 5 articles · topic Lager")


async def tag_some(driver: Driver) -> None:
    """Two sentences of the first article: one with both topics, one with the first."""
    await open_reader(driver)
    for key, name in (("1", "arms deals"), ("2", "summits"), ("right_parenthesis", ""), ("1", "")):
        await driver.press(key)
        if name:
            await driver.sees(f"tagged {name}")
    await driver.until(lambda: len(driver.app.context.workspace.codebook.counts()) == 2, "counted")
    await driver.press("q")


async def topics_screen(driver: Driver) -> None:
    await tag_some(driver)
    await driver.press("T")
    await driver.sees("over time")
    await driver.sees("2 topics")


async def test_a_topic_is_renamed_from_its_list_and_that_is_undone(
    start: Start, project: Path
) -> None:
    async with start(config=CONFIG) as driver:
        await topics_screen(driver)
        await driver.press("j", "r")
        await driver.sees("Suggested by")
        await driver.type("Gipfel!")
        await driver.sees("Renamed everywhere: 1 passage in 1 article.")
        await driver.press("enter")
        await driver.sees("summits is now Gipfel!")
        await driver.sees("▌ ● 2 s  Gipfel!")
        config = project / "config.yaml"
        assert config.read_text() == CONFIG.replace("summits ", "Gipfel! ")
        assert topics_of(project)[0] == ["arms deals", "Gipfel!"]
        await driver.press("u")
        await driver.sees("undone: summits is now Gipfel!")
        await driver.sees("● 2 s  summits")
        assert config.read_text() == CONFIG
        assert topics_of(project)[0] == ["arms deals", "summits"]


async def test_the_form_says_what_a_key_or_name_would_do(start: Start, project: Path) -> None:
    async with start(config=CONFIG) as driver:
        await driver.press("T")
        await driver.sees("▌ ● 1 a  arms deals")
        await driver.press("n", "2")
        await driver.sees("Key 2 is taken from “summits”.")
        await driver.press("tab", "t")
        await driver.sees("Letter `t` cannot be used")
        await driver.press("enter")
        await driver.press("backspace", "x", "tab", "g")
        await driver.press("shift+tab", "shift+tab", "shift+tab")
        await driver.type("Summits")
        await driver.sees("There is a topic “Summits” already; m in the list merges the two.")
        await driver.press("backspace", "enter")
        await driver.sees("▌ ● 2 x  Summit")
        text = (project / "config.yaml").read_text()
        assert text == (
            "topics:\n- name: Summit\n  key: 2\n  letter: x\n  colour: green\n"
            "- name: summits  # who meets\n  letter: s\n  colour: blue\n"
        )


async def test_a_query_that_suggests_nothing_is_not_taken(start: Start, project: Path) -> None:
    """Without a word it would be found out at the next start, or never."""
    async with start(config=CONFIG) as driver:
        await driver.press("T")
        await driver.sees("▌ ● 1 a  arms deals")
        await driver.press("e", "tab")
        await driver.type("(Waffe")
        await driver.sees("This ( is never closed. Perhaps: (Waffe)")
        await driver.press("enter")
        await driver.type(")")
        await driver.press("enter")
        await driver.sees("changed")
        assert "suggest: (Waffe)" in (project / "config.yaml").read_text()


async def test_merging_and_deleting_show_first_what_would_change(
    start: Start, project: Path
) -> None:
    async with start(config=CONFIG) as driver:
        await topics_screen(driver)
        await driver.press("m")
        await driver.sees("Merge arms deals into")
        await driver.press("enter")
        await driver.sees("2 passages in 1 article get the topic summits.")
        await driver.sees("1 of them has it already.")
        await driver.sees("enter merge")
        await driver.press("escape")
        await driver.press("d")
        await driver.sees("1 with no other topic and no note is deleted.")
        await driver.sees("enter delete")
        await driver.press("enter")
        await driver.sees("deleted the topic arms deals")
        await driver.sees("1 topic")
        assert topics_of(project) == [["summits"]]
        assert "arms deals" not in (project / "config.yaml").read_text()
        await driver.press("u")
        await driver.sees("2 topics")
        assert topics_of(project) == [["arms deals", "summits"], ["arms deals"]]
        assert (project / "config.yaml").read_text() == CONFIG


async def test_a_topic_leads_to_its_passages(start: Start) -> None:
    async with start(config=CONFIG) as driver:
        await topics_screen(driver)
        await driver.sees("passages in 1 article")  # which has no date
        await driver.press("tab", "tab")
        await driver.sees("topics that meet on a passage")
        await driver.press("j", "enter")
        await driver.sees("Passages on summits by topic")
        await driver.sees("1/1 · summits")
        await driver.press("q")
        await driver.sees("▌ ● 2 s  summits")


async def test_the_first_topic_is_made_in_an_empty_list(start: Start, project: Path) -> None:
    async with start(config="coder: anna  # me\n") as driver:
        await driver.press("T")
        await driver.sees("a creates one.")
        await driver.press("a")
        await driver.sees("New topic")
        await driver.type("Lager")
        await driver.press("enter")
        await driver.sees("▌ ● 1 l  Lager")
        assert (project / "config.yaml").read_text() == (
            "coder: anna  # me\n\ntopics:\n- name: Lager\n  key: 1\n  letter: l\n  colour: red\n"
        )


async def test_the_picker_makes_a_topic_and_tags_with_it_as_one_step(
    start: Start, project: Path
) -> None:
    async with start(config=CONFIG) as driver:
        await open_reader(driver)
        await driver.press("t", "t")
        await driver.sees("a topic, or a name for a new one")
        await driver.type("Lager")
        await driver.sees("Creates this topic (key 3, t l, orange) and tags the passage")
        await driver.press("enter")
        await driver.sees("● 3 Lager")
        config = project / "config.yaml"
        made = "- name: Lager\n  key: 3\n  letter: l\n  colour: orange\n"
        assert config.read_text() == CONFIG + made
        assert topics_of(project) == [["Lager"]]
        await driver.press("3")
        await driver.sees("removed Lager")
        await driver.press("u", "u")
        await driver.sees_no("3 Lager")
        assert config.read_text() == CONFIG
        assert topics_of(project) == []


async def test_the_picker_finds_by_name_and_by_words_of_the_description(start: Start) -> None:
    described = CONFIG + "  description: Meetings of heads of state\n"
    async with start(config=described) as driver:
        await open_reader(driver)
        await driver.press("t", "t")
        await driver.type("head")
        await driver.sees("Meetings of heads")
        await driver.sees_no("1 a  arms deals")
        await driver.press("enter")
        await driver.sees("tagged summits")


async def test_a_new_colour_shows_at_once_and_other_fields_keep_their_lines(
    start: Start, project: Path
) -> None:
    text = CONFIG + "  description: |\n    Who meets,\n    and where.\n"
    async with start(config=text) as driver:
        await topics_screen(driver)

        def colours() -> set[str]:
            strips = driver.app.screen._compositor.render_strips()
            styles = {s.style for strip in strips for s in strip if "summits" in s.text and s.style}
            return {style.color.name for style in styles if style.color}

        before = colours()
        await driver.press("j", "c", "g", "enter")
        await driver.sees("changed the topic summits")
        await driver.until(lambda: colours() != before, "another colour")
        green = text.replace("colour: blue", "colour: green")
        assert (project / "config.yaml").read_text() == green


async def test_a_name_is_text_whatever_is_in_it(start: Start, project: Path) -> None:
    nasty = r"[/b] \x1b[31m [$x]"
    async with start(config=CONFIG.replace("summits ", f'"{nasty}" ')) as driver:
        await driver.press("T")
        await driver.sees("2 s  [/b]")
        await driver.press("j", "d")
        await driver.sees("Delete [/b]")
        await driver.press("escape", "m")
        await driver.sees("Merge [/b]")
        await driver.press("escape", "c", "r", "enter")
        await driver.sees("changed the topic [/b]")
        assert (project / "config.yaml").read_text() == CONFIG.replace(
            "summits ", f'"{nasty}" '
        ).replace("colour: blue", "colour: red")


async def test_a_rename_typed_at_the_start_waits_for_all_annotations(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(config=CONFIG) as driver:
        await tag_some(driver)
    (file,) = (project / "annotations").glob("*.yaml")
    other = file.with_name("001_57a0a7a1611b5bc2.txt.yaml")
    other.write_text(file.read_text().replace("- id: ", "- id: b"))
    may_go_on, load = Event(), AnnotationStore.load_named

    def slowly(store: AnnotationStore, name: str) -> AnnotationFile | None:
        if name == other.name:
            assert may_go_on.wait(300)
        return load(store, name)

    monkeypatch.setattr(AnnotationStore, "load_named", slowly)
    async with start((100, 40), config=CONFIG, wait=False) as driver:
        await driver.sees("5 articles so far")
        await driver.press("T")
        await driver.sees("2 topics so far")
        await driver.press("r")
        await driver.sees("esc cancel")
        await driver.type("weapons")
        # Posted, not pressed: pressing waits for a screen that rests, and this one is busy.
        driver.app.post_message(events.Key("enter", "\r"))
        await driver.sees("reading annotation files: 1 of 2")
        driver.app.post_message(events.Key("escape", None))
        await driver.sees("stopped when 1 of 2 annotation files were known")
        assert sorted(map(len, topics_of(project))) == [1, 1, 2, 2]
        assert "weapons" not in str(topics_of(project))
        await driver.sees_no("reading annotation files")
        driver.app.post_message(events.Key("enter", "\r"))
        await driver.sees("reading annotation files: 1 of 2")
        may_go_on.set()
        await driver.sees("arms deals is now weapons")
        await driver.sees_no("so far")
    assert sum("weapons" in topics for topics in topics_of(project)) == 4
    assert "arms deals" not in str(topics_of(project))
