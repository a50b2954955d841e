"""Finds the records of tables (CSV): each row is an article."""

from collections.abc import Iterator

from corpus.limits import LARGEST
from corpus.records.fields import judged
from corpus.records.record import LeftOut, Record, RecordFile
from corpus.text.csv_rows import read_table
from corpus.text.line_file import with_line_feeds


def table_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield the records of a table from `offset` on.

    Raises OSError, UndecodableError.
    """
    rows = read_table(with_line_feeds(file.stream), LARGEST, offset)
    header = next(rows, None)
    if header is None:
        return
    if not header.cells:
        yield Record(f"line {header.line}", header.offset, header.raw, left_out=LeftOut.BROKEN)
        return
    headings = [cell.strip().casefold() for cell in header.cells]
    for line, place, raw, cells, encoding in rows:
        whole = len(cells) >= len(headings) and not any(cells[len(headings) :])
        fields = dict(zip(headings, cells, strict=False)) if whole else None
        yield judged(Record(f"line {line}", place, raw, fields, encoding), file.columns)
