"""JSON Lines: one object for each annotation."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from annotations.exchange.bundle import Bundle
from annotations.exchange.claims import Reading
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import WriteOptions
from annotations.exchange.gathering import Gatherer
from annotations.exchange.json_nodes import Node, load
from annotations.exchange.losses import Losses
from annotations.exchange.records import OF_ANNOTATION, OF_ARTICLE, from_record, lost_fields, record


def write(bundle: Bundle, out: BinaryIO, _options: WriteOptions) -> Losses:
    """Write the objects, in UTF-8. Raises OSError."""
    losses = Losses()
    for document, passage in bundle.placed:
        lost_fields(passage.annotation, losses)
        item = {**record(document, passage), "topics": list(passage.annotation.topics)}
        out.write(json.dumps(item, ensure_ascii=False).encode() + b"\n")
    return losses


def read(data: bytes, name: str) -> Reading:
    """Read what `write` writes, or a list of such objects. Raises `ExchangeError`."""
    gathered = Gatherer()
    for item in _items(data.removeprefix(b"\xef\xbb\xbf"), name):
        if not item.is_object:
            raise ExchangeError(item.file, "is not a JSON object", "Each line must be one.")
        _add(gathered, item)
    return Reading(gathered.sources)


def _items(data: bytes, name: str) -> Iterator[Node]:
    """Return the object of each line, whose number stands for its place in the file."""
    if data.lstrip()[:1] == b"[":
        yield from load(data, name).each()
        return
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield load(line, f"{name}:{number}")


def _add(gathered: Gatherer, item: Node) -> None:
    fields = (*OF_ARTICLE, *OF_ANNOTATION)
    known: dict[str, object] = {field: item.get(field).text for field in fields}
    known |= {"topics": tuple(each.text for each in item.get("topics").each())}
    known |= {"starred": item.get("starred").flag}
    start, end = item.get("start").number, item.get("end").number
    gathered.add(*from_record(known, start, end))
