import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.load import load_article

Start = Callable[..., AbstractAsyncContextManager[Any]]

TOPICS = "language: de\ntopics:\n- name: arms deals\n  key: 1\n"


def is_hyphenated(nkreader: Any) -> bool:
    """Whether words other than those with a hyphen of their own are broken at the ends of lines."""
    return re.search(r"[a-zäöüß]-$", nkreader.text(), re.MULTILINE) is not None


async def test_words_are_hyphenated_at_a_key_and_at_the_next_start(start: Start) -> None:
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("-", "-", "-", "-", "-", "-", "-")
        assert not is_hyphenated(nkreader)
        await nkreader.press("g", "h")
        await nkreader.until(lambda: is_hyphenated(nkreader), "a hyphenated word")
        await nkreader.press("q")
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.until(lambda: is_hyphenated(nkreader), "a hyphenated word")


async def test_a_hyphen_is_never_part_of_what_is_tagged(start: Start, project: Path) -> None:
    config = TOPICS + "reading:\n  width: 40\n  hyphenate: true\n"
    async with start(config=config) as nkreader:
        await nkreader.press("enter")
        await nkreader.until(lambda: is_hyphenated(nkreader), "a hyphenated word")
        await nkreader.press("p", "p", "p", "p", "p", "p", "1")
        await nkreader.sees("● 1 arms deals")
    (file,) = (project / "annotations").glob("*.yaml")
    (made,) = yaml.safe_load(file.read_text(encoding="utf-8"))["annotations"]
    text = load_article(project / "articles", file.stem).text
    assert text[made["start"] : made["end"]] == made["quote"]
    assert len(made["quote"]) > 400


async def test_a_copy_is_the_passage_with_its_source_and_says_where_it_is(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    async with start() as nkreader:
        await nkreader.press("enter")
        await nkreader.sees("○ 1 arms deals")
        await nkreader.press("s", "y")
        await nkreader.sees("and the source through the terminal.")
        assert nkreader.app.clipboard.startswith("“USA befürchten, dass nordkoreanische")
        assert nkreader.app.clipboard.endswith("000_3f97b978eb2c138a.txt)")
