"""Title, source, author and date of an article: from claims, its head and its file's name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath
from typing import NamedTuple

from corpus.metadata.claimed_dates import claimed_date
from corpus.metadata.claims import Claims
from corpus.metadata.title_text import clean_title, opening
from corpus.page.blocks import Block, BlockKind
from corpus.page.cues import author_of, source_of
from corpus.remarks import Remark
from corpus.text.dates import date_in_name, date_of_publication, dates_in, first_date, is_future

_HASH = re.compile(r"(?=[a-f]*\d)[0-9a-f]{12,}", re.IGNORECASE)
_AGENCIES = (
    "dpa|afp|ap|reuters|rtr|apa|epd|kna|sid|dapd|ddp|ots|sda|tass|itar-tass|interfax|xinhua|yonhap"
    "|kcna|upi|ansa|efe|associated press|agence france-presse"
)
# "BERLIN (dpa) - ..." or "Wiesbaden (KNA/iz)." at the start, "... (Reuters)" at the end.
_AGENCY_FIRST = re.compile(
    rf"[A-ZÄÖÜ][\w./ -]{{1,40}}?\s?\((?P<agency>{_AGENCIES})\b[^)]{{0,20}}\)", re.IGNORECASE
)
_AGENCY_LAST = re.compile(rf"[(\[](?P<agency>{_AGENCIES})\b[^)]{{0,20}}[)\]]\.?$", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_]{3,}")
# A line that is nothing but a date, in figures that may mean something else in a sentence.
_BARE_DATE = re.compile(r"\d{1,4}(?P<between>[-./])\d{1,2}(?P=between)\d{2,4}")
_HEAD, _HEAD_LINE = 120, 400
_WRITE_DATE = "Write the date into metadata.csv, as 2024-06-17."
_LINES_BELOW = 9


class Metadata(NamedTuple):
    """What is known about an article; "" for what is not."""

    title: str
    source: str
    author: str
    date: str
    url: str
    remarks: tuple[Remark, ...] = ()


def metadata_of(
    text: str, blocks: Sequence[Block], path: str, claims: Sequence[Claims], language: str = ""
) -> Metadata:
    """Gather what is known: the first of the `claims` about a field, else what the text shows.

    A date is only taken from where an article's date stands: a date line, a byline, the head of the
    article, the file name. One elsewhere in the text is the date of something else. `language`
    ("de") decides whether 06/07 is in June or July.
    """
    known: dict[str, str] = {}
    for _, fields in reversed(claims):
        known |= fields
    date, remarks = _claimed_date(claims, language)
    head = _head(text, blocks)
    bylines = [line for kind, line in head if kind is BlockKind.BYLINE]
    bylines += [text[b.start : b.end] for b in blocks if b.kind is BlockKind.BYLINE]
    return Metadata(
        title=known.get("title", "").lstrip(":| ") or _title(text, blocks, path),
        source=known.get("source") or _first(map(source_of, bylines)) or _agency(text, blocks),
        author=known.get("author") or _first(map(author_of, bylines)),
        date=date
        or _first(first_date(line) or _bare_date(line) for _, line in head)
        or date_of_publication(text)
        or date_in_name(path),
        url=known.get("url", ""),
        remarks=(*remarks, *_future_datelines(head)),
    )


def _bare_date(line: str) -> str:
    return claimed_date(line).date if _BARE_DATE.fullmatch(line) else ""


def _claimed_date(claims: Sequence[Claims], language: str) -> tuple[str, list[Remark]]:
    """Return the first claimed date that can be read, and remarks on those that cannot."""
    remarks: list[Remark] = []
    for origin, fields in claims:
        date, doubt = claimed_date(fields.get("date", ""), language)
        if date:
            return date, remarks
        if doubt:
            message = f"Its date in {origin}, “{fields['date'][:_HEAD]}”, {doubt}; it is left out."
            remarks.append(Remark(message, _WRITE_DATE))
    return "", remarks


def _future_datelines(head: Sequence[tuple[BlockKind, str]]) -> Iterator[Remark]:
    """Yield a remark on each date line with a day in the future."""
    for kind, line in head:
        found = next(dates_in(line), "") if kind is BlockKind.DATELINE else ""
        if found and is_future(found):
            yield Remark(f"Its date line, “{line}”, is in the future; it is left out.", _WRITE_DATE)


def title_from_name(path: str) -> str:
    """Return the file name without its suffix, long hashes and underscores."""
    stem = PurePosixPath(path).stem
    readable = " ".join(_HASH.sub("", stem).replace("_", " ").split())
    return readable.strip(" -") or stem


def _title(text: str, blocks: Sequence[Block], path: str) -> str:
    """Return the title line, else the file name if it has several words, else the opening."""
    titles = (clean_title(text[b.start : b.end]) for b in blocks if b.kind is BlockKind.TITLE)
    name = title_from_name(path)
    telling = len(_NAME_WORD.findall(name)) > 1
    return next(titles, "") or (name if telling else opening(text, blocks) or name)


def _first(found: Iterable[str]) -> str:
    return next(filter(None, found), "")


def _head(text: str, blocks: Sequence[Block]) -> list[tuple[BlockKind, str]]:
    """Return the short lines around the title that are no sentences, down to a second paragraph."""
    title = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.TITLE), 0)
    head: list[tuple[BlockKind, str]] = []
    paragraphs = 0
    for index in range(max(0, title - 2), min(title + _LINES_BELOW, len(blocks))):
        block = blocks[index]
        line = text[block.start : block.end]
        if index > title and len(line) > _HEAD:
            paragraphs += 1
            if paragraphs > 1:
                break
        elif block.kind is not BlockKind.CAPTION and not line.endswith((".", "!", "?")):
            head.append((block.kind, line[:_HEAD_LINE]))
    return head


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Block]:
    return (block for block in blocks if block.kind is BlockKind.PARAGRAPH)


def _agency(text: str, blocks: Sequence[Block]) -> str:
    """Return the news agency with which the first paragraph begins or the last one ends."""
    for block in islice(_paragraphs(blocks), 2):
        match = _AGENCY_FIRST.match(text, block.start, block.end)
        if match:
            return match["agency"]
    for block in reversed([*islice(_paragraphs(reversed(blocks)), 2)]):
        match = _AGENCY_LAST.search(text, max(block.start, block.end - _HEAD), block.end)
        if match:
            return match["agency"]
    return ""
