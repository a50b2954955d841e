"""Topics as they are on the screen: live, listed, counted, changed."""

from pathlib import Path

import yaml

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
