"""The lines of an export of a press database, and an article found among them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from corpus.formats.paragraphs import Known
from corpus.page.blocks import BlockKind
from corpus.text.canonical import one_line
from corpus.text.dates import first_date
from corpus.text.languages import language_code

RULE = "of the database"
_LONGEST_DATE = 60


class Line(NamedTuple):
    """A line that is not blank; `after_gap` says that a blank one precedes it."""

    text: str
    start: int
    end: int
    after_gap: bool


class Part(NamedTuple):
    """An article, ``text[start:end]`` of the whole, with its fields and its known lines.

    Offsets in `known` are those of the whole. `name` is its number in the database, or "".
    """

    start: int
    end: int
    fields: Mapping[str, str]
    known: tuple[Known, ...]
    name: str = ""


def lines_of(text: str) -> list[Line]:
    """Return the lines of a canonical text, without the white space around them."""
    lines: list[Line] = []
    place, after_gap = 0, False
    for raw in text.split("\n"):
        shown = raw.replace("\xa0", " ").strip()  # as long as before
        if shown:
            start = place + len(raw) - len(raw.lstrip())
            lines.append(Line(shown, start, start + len(shown), after_gap))
        after_gap = not shown
        place += len(raw) + 1
    return lines


def part(
    lines: Sequence[Line],
    kinds: Mapping[int, BlockKind],
    fields: Mapping[str, str],
    name: str = "",
) -> Part:
    """Make a part of its lines; `kinds` are known, by the numbers of lines."""
    known = (
        Known(lines[number].start, lines[number].end, kinds[number], RULE)
        for number in sorted(kinds)
    )
    stated = {field: one_line(value) for field, value in fields.items() if value}
    if "language" in stated:
        stated["language"] = language_code(stated["language"])
    return Part(lines[0].start, lines[-1].end, stated, tuple(known), name)


def date_line(line: Line) -> str:
    """Return the date that makes up most of a line, or ""."""
    return first_date(line.text) if len(line.text) <= _LONGEST_DATE else ""


def joined(lines: Iterable[Line]) -> str:
    """Join lines to one text."""
    return " ".join(line.text for line in lines)


def first_match(pattern: re.Pattern[str], lines: Sequence[Line], begin: int = 0) -> int:
    """Return the number of the first line that a pattern matches, from `begin` on, or -1."""
    found = (n for n in range(begin, len(lines)) if pattern.match(lines[n].text))
    return next(found, -1)
