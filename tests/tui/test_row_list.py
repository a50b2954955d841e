"""Lists: the rows that are drawn are those of the lines on the screen, whatever their heights."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

Start = Callable[..., AbstractAsyncContextManager[Any]]


async def test_a_row_takes_as_many_lines_as_its_title(start: Start) -> None:
    async with start() as nkreader:
        lines = nkreader.text().split("\n")
        at = next(i for i, line in enumerate(lines) if "behaupten die USA" in line)
        assert "499 words" in lines[at + 1]
        assert not lines[at + 2].strip()
        assert "Putin besucht Kim Jong Un" in lines[at + 3]
        await nkreader.click("499 words")
        await nkreader.until(lambda: nkreader.app.screen.rows.current == 2, "the row clicked")


async def test_pages_go_through_every_row(start: Start, project: Path) -> None:
    for number in range(60):
        title = f"Meldung {number:02} " + "mit einem langen Titel über zwei Zeilen " * (number % 3)
        text = f"{title.strip()}\n\nAm Montag geschah dies und das an einem Ort, sagten Zeugen.\n"
        (project / "articles" / f"n{number:02}.txt").write_text(text, encoding="utf-8")
    async with start() as nkreader:
        rows = nkreader.app.screen.rows
        seen = set(rows.visible_rows)
        while rows.current < rows.count - 1:
            before = rows.current
            await nkreader.press("space")
            await nkreader.until(lambda before=before: rows.current > before, "another row")
            seen |= set(rows.visible_rows)
        assert seen == set(range(rows.count))
        await nkreader.press("b", "ctrl+u", "home")
        await nkreader.until(lambda: rows.current == 0, "the first row")
