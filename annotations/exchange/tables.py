"""CSV: a row for each passage and topic, or for each passage with a column for each topic."""

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from annotations.exchange.bundle import Bundle, Passage
from annotations.exchange.claims import Claim, Reading, Source
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import WriteOptions
from annotations.exchange.gathering import Gatherer
from annotations.exchange.losses import Losses
from annotations.exchange.records import FIELDS, from_record, lost_fields, record
from corpus.text.csv_rows import delimiter_of, names_delimiter
from corpus.text.decode import UndecodableError, decode

TOPIC = "topic"
OF_TOPIC = "topic:"
# What a spreadsheet would take for a formula, and apostrophes that stand before such already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_BOM = "\ufeff"


def write(bundle: Bundle, out: BinaryIO, options: WriteOptions) -> Losses:
    """Write a table as RFC 4180 has it. Raises OSError."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    if options.excel:
        text.write(_BOM)
    rows = csv.writer(text)
    names = [topic.name for topic in bundle.topics] if options.matrix else []
    of_topics = [f"{OF_TOPIC}{name}" for name in names] if options.matrix else [TOPIC]
    rows.writerow([*FIELDS, *map(_harmless, of_topics)])
    losses = Losses()
    for document, passage in bundle.placed:
        lost_fields(passage.annotation, losses)
        cells = [_harmless(_cell(value)) for value in record(document, passage).values()]
        for last in _last_cells(passage, names if options.matrix else None):
            rows.writerow([*cells, *last])
    text.detach()
    return losses


def _last_cells(passage: Passage, names: list[str] | None) -> Iterator[list[str]]:
    """Return what stands under the topics in each row of a passage."""
    topics = passage.annotation.topics
    if names is not None:
        yield [str(int(name in topics)) for name in names]
        return
    for topic in topics or ("",):
        yield [_harmless(topic)]


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def read(data: bytes, name: str) -> Reading:
    """Read a table with a heading, ours or another's. Raises `ExchangeError`."""
    rows = _rows(data, name)
    heading = next(rows, [])
    columns = [_plain(cell) for cell in heading]
    known = [_NAMES.get(column.strip().casefold(), "") for column in columns]
    if not {"quote", "note"} & set(known):
        message = f"has no column for the passages (its columns: {', '.join(columns)[:100]})"
        raise ExchangeError(name, message, "Name one of them “quote”.")
    losses = Losses()
    for column, field in zip(columns, known, strict=True):
        if not field and not column.startswith(OF_TOPIC) and column not in FIELDS:
            losses.add("columns that mean nothing here", column)
    merged: dict[tuple[Source, str, str], tuple[Claim, dict[str, None]]] = {}
    for number, row in enumerate(rows, start=2):
        if any(row):
            source, claim = _claim(columns, known, [_plain(cell) for cell in row], name, number)
            key = (source, claim.annotation.id, claim.annotation.quote)
            # A passage has a row for each of its topics.
            _, topics = merged.setdefault(key, (claim, {}))
            topics |= dict.fromkeys(claim.annotation.topics)
    gathered = Gatherer()
    for (source, _, _), (claim, topics) in merged.items():
        whole = replace(claim.annotation, topics=tuple(topics))
        gathered.add(source, replace(claim, annotation=whole))
    return Reading(gathered.sources, losses=losses)


# What other programs call what we have in a column.
_NAMES = {
    **{field: field for field in FIELDS if field != "state"},
    **dict.fromkeys(("guid", "uuid", "annotation", "annotation_id"), "id"),
    **dict.fromkeys(("document", "document name", "file", "filename", "article"), "path"),
    **dict.fromkeys(("dokument", "dokumentname", "datei", "artikel"), "path"),
    **dict.fromkeys(("titel",), "title"),
    **dict.fromkeys(("text", "content", "segment", "coded segment", "passage"), "quote"),
    **dict.fromkeys(("exact", "quotation", "zitat", "textstelle"), "quote"),
    **dict.fromkeys((TOPIC, "tag", "code", "thema"), TOPIC),
    **dict.fromkeys(("topics", "tags", "codes", "themen"), "topics"),
    **dict.fromkeys(("comment", "memo", "notiz", "kommentar"), "note"),
    **dict.fromkeys(("user", "annotator", "codierer"), "coder"),
    **dict.fromkeys(("modified",), "updated"),
    **dict.fromkeys(("uri", "link"), "url"),
}
_MARKED = {"1", "x", "true", "yes", "ja", "wahr"}


def _rows(data: bytes, name: str) -> Iterator[list[str]]:
    try:
        text = decode(data)[0]
    except UndecodableError as error:
        raise ExchangeError(name, f"is not a table: {error}", "Save it as CSV in UTF-8.") from error
    csv.field_size_limit(max(len(text) + 1, csv.field_size_limit()))
    first, _, others = text.partition("\n")
    if names_delimiter(first):
        text = others
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(first), strict=True)
    try:
        yield from rows
    except csv.Error as error:
        message = f"is not a complete table ({error}, near line {rows.line_num})"
        raise ExchangeError(name, message, "Save it as CSV again.") from error


def _claim(
    columns: list[str], known: list[str], cells: list[str], name: str, number: int
) -> tuple[Source, Claim]:
    values: dict[str, object] = {}
    topics: list[str] = []
    for column, field, cell in zip(columns, known, cells, strict=False):
        if field == TOPIC and cell:
            topics.append(cell)
        elif field == "topics":
            topics += filter(None, map(str.strip, cell.split(";" if ";" in cell else ",")))
        elif column.startswith(OF_TOPIC) and cell.strip().casefold() in _MARKED:
            topics.append(column.removeprefix(OF_TOPIC))
        elif field:
            values.setdefault(field, cell)
    values["topics"] = tuple(dict.fromkeys(topics))
    values["starred"] = str(values.get("starred", "")).casefold() in _MARKED
    start = _position(values.pop("start", ""), f"{name}:{number}")
    end = _position(values.pop("end", ""), f"{name}:{number}")
    return from_record(values, start, end)


def _position(cell: object, where: str) -> int | None:
    digits = str(cell).strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
        message = f"has a row with “{digits[:30]}” as a position"
        raise ExchangeError(where, message, "Positions are whole numbers from 0.")
    return int(digits)


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that made it harmless."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
