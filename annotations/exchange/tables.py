"""CSV: a row for each passage and topic, or for each passage with a column for each topic."""

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from annotations.exchange.bundle import Bundle, Passage
from annotations.exchange.formats import WriteOptions
from annotations.exchange.losses import Losses
from annotations.exchange.records import FIELDS, lost_fields, record

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
    """Give what stands under the topics in each row of a passage."""
    topics = passage.annotation.topics
    if names is not None:
        yield [str(int(name in topics)) for name in names]
        return
    for topic in topics or ("",):
        yield [_harmless(topic)]


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _harmless(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
