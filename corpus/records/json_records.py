"""Finds the articles in JSON: an object on each line, or those of a list somewhere in the file.

The list is at the top of the file or below objects (`{"response": {"docs": [...]}}`); of several it
is the first with an article in it. An object at the top may be an article itself, and so may
several, one after another.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct, field

from corpus.limits import LARGEST
from corpus.metadata.column_names import fields_of, text_of
from corpus.metadata.columns import Columns
from corpus.records.fields import judged
from corpus.records.record import LeftOut, Record, RecordFile, RecordFileError
from corpus.text.canonical import one_line
from corpus.text.csv_rows import skip_line
from corpus.text.decode import decode
from corpus.text.line_file import text_start, with_line_feeds

# A string that is never closed goes on to the end.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_OPEN, _CLOSE = b"[{", b"]}"
_DEEPEST = 500
_DEEPEST_LIST = 5
_TRIED = 20  # records of a list that may show it to be one of articles
_MOST_NAMED = 20
_PIECE = 1 << 16


def line_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield the records of a file of JSON lines from `offset` on.

    Raises OSError, UndecodableError.
    """
    lines = with_line_feeds(file.stream)
    lines.seek(offset or lines.tell())
    number = 0
    while True:
        place = lines.tell()
        raw = lines.readline(LARGEST + 1)
        if not raw:
            return
        number += 1
        where = f"line {number}"
        if len(raw) > LARGEST:
            skip_line(lines, raw)
            yield Record(where, place, raw, left_out=LeftOut.BROKEN)
        elif raw.strip():
            yield judged(Record(where, place, raw, *_object(raw)), file.columns)


def list_records(file: RecordFile, offset: int) -> Iterator[Record]:
    """Yield the records of a JSON file, or only the one at `offset`.

    Raises OSError, UndecodableError, and RecordFileError if no list holds articles.
    """
    start = text_start(file.stream)
    file.stream.seek(offset or start)
    if offset:
        raw = _element(file.stream)
        yield judged(Record("", offset, raw, *_object(raw)), file.columns)
        return
    data = file.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RecordFileError(
            f"The file is larger than {LARGEST >> 20} MB.",
            "Convert it to JSON lines, of any size: jq -c '.[]' FILE > FILE.jsonl",
        )
    for number, (begin, end) in enumerate(_articles(data, file.columns), 1):
        raw = data[begin:end]
        yield judged(Record(f"record {number}", start + begin, raw, *_object(raw)), file.columns)


class _List(Struct):
    """A list, and where its objects begin and end."""

    depth: int
    objects: list[tuple[int, int]] = field(default_factory=list)


def _articles(data: bytes, columns: Columns) -> list[tuple[int, int]]:
    """Return where each article begins and ends."""
    whole, lists = _lists(data)
    tops = [_object(data[begin:end])[0] for begin, end in whole[:_TRIED]]
    if any(fields and text_of(fields, columns) for fields in tops):
        return whole
    for found in lists:
        if any(_is_article(data[begin:end], columns) for begin, end in found.objects[:_TRIED]):
            return found.objects
    first = tops[0] if tops else None
    listed = next((found.objects for found in lists if found.objects), None)
    if len(whole) > 1 or (listed is None and whole and first is None):
        return whole
    if listed and len(lists) == 1:
        return listed
    members = ", ".join(one_line(member, 40) for member in list(first or ())[:_MOST_NAMED])
    holds = f"Its members are {members}." if members else "It holds no objects."
    raise RecordFileError(
        f"No list in the file holds articles. {holds}",
        "Leave the file out with exclude: in config.yaml, or name its members with columns:.",
    )


def _is_article(raw: bytes, columns: Columns) -> bool:
    fields, _ = _object(raw)
    left_out = judged(Record("", 0, raw, fields), columns).left_out
    return left_out in (None, LeftOut.LINK)


def _lists(data: bytes) -> tuple[list[tuple[int, int]], list[_List]]:
    """Return the objects at the top of a file, and the lists that are only below objects.

    Parts that are not JSON result in invalid objects, and cost no others.
    """
    whole: list[tuple[int, int]] = []
    lists: list[_List] = []
    opened: list[tuple[int, int, _List | None]] = []  # the bracket, its place, the list it opens
    in_list = 0
    for token in _TOKEN.finditer(data):
        kind = data[token.start()]
        if kind in _OPEN:
            if len(opened) >= _DEEPEST:
                raise RecordFileError(
                    "It is nested too deeply.", "Leave it out with exclude: in config.yaml."
                )
            begun = None
            if kind == _OPEN[0]:
                if not in_list and len(opened) < _DEEPEST_LIST:
                    begun = _List(len(opened))
                    lists.append(begun)
                in_list += 1
            opened.append((kind, token.start(), begun))
        elif kind in _CLOSE and opened:
            bracket, place, _ = opened.pop()
            in_list -= bracket == _OPEN[0]
            if bracket == _OPEN[1]:
                holder = opened[-1][2] if opened else None
                if not opened:
                    whole.append((place, token.end()))
                elif holder is not None:
                    holder.objects.append((place, token.end()))
    _add_unclosed(opened, len(data), whole)
    return whole, lists


def _add_unclosed(
    opened: list[tuple[int, int, "_List | None"]], end: int, whole: list[tuple[int, int]]
) -> None:
    """Add the object in which the file breaks off."""
    holder: _List | None = None
    for bracket, place, begun in opened:
        if bracket == _OPEN[1] and holder is not None:
            holder.objects.append((place, end))
            return
        holder = begun
    if opened and opened[0][0] == _OPEN[1] and holder is None and len(opened) == 1:
        whole.append((opened[0][1], end))


def _element(opened: BinaryIO) -> bytes:
    """Return the object at the position of `opened`."""
    data = b""
    piece = _PIECE
    while True:
        more = opened.read(min(piece, LARGEST - len(data)))
        data += more
        piece *= 2
        depth = 0
        for token in _TOKEN.finditer(data):
            kind = data[token.start()]
            depth += (kind in _OPEN) - (kind in _CLOSE)
            if not depth:
                return data[: token.end()]
        if not more:
            return data


def _object(raw: bytes) -> tuple[dict[str, Any] | None, str]:
    """Return the members of a JSON object, their names in lower case, and the encoding."""
    encoding = "utf-8"
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:  # in another encoding, or with what only Python's parser accepts, such as NaN
            text, encoding = decode(raw)
            value = json.loads(text)
        except (ValueError, RecursionError):
            return None, ""
    if not isinstance(value, dict):
        return None, ""
    return fields_of(value), encoding
