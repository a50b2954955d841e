"""A large export does not take up a multiple of what it writes."""

import io
import json
import tracemalloc
from typing import Any

from annotations.anchoring.anchors import State
from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.formats import WriteOptions
from annotations.exchange.web import web_annotation
from annotations.model import Annotation
from corpus.text.spans import Span


class Sink(io.RawIOBase):
    """Counts what is written, and keeps none of it."""

    written = 0

    def write(self, data: Any, /) -> int:
        size = memoryview(data).nbytes
        self.written += size
        return size


MADE = "2024-06-17T10:00:00Z"


def bundle(count: int) -> Bundle:
    text = "Ein Satz über Verhandlungen in der Stadt. " * 20
    quote, after = text[:40], text[40:72]
    passages = []
    for number in range(count):
        made = (f"id-{number}", ("arms",), quote, "", after, 0, 40, "Woher?", "anna", MADE, MADE)
        passages.append(Passage(Annotation(*made), Span(0, 40), State.OK))
    document = Document("a.txt", "A", text=text, passages=tuple(passages))
    return Bundle((document,), (), MADE)


def test_annotations_for_the_web_are_written_one_by_one() -> None:
    many, sink = bundle(3000), Sink()
    tracemalloc.start()
    web_annotation.write(many, sink, WriteOptions())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sink.written > 1_000_000
    assert peak < sink.written / 4


def test_what_is_written_one_by_one_is_one_collection() -> None:
    for count in (0, 1, 3):
        out = io.BytesIO()
        web_annotation.write(bundle(count), out, WriteOptions())
        collection = json.loads(out.getvalue())
        assert collection["total"] == count
        items = collection["first"]["items"] if count else []
        assert len({item["id"] for item in items}) == len(items) == count
