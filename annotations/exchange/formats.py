"""The formats by name, and what writes and reads each; a format is imported when it is asked for.

The module of a format has `write(bundle, out, options)`, which returns what was lost, and, if it
can be read, `read(data)`.
"""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import BinaryIO

from msgspec import Struct

from annotations.exchange.bundle import Bundle
from annotations.exchange.claims import Reading
from annotations.exchange.errors import ExchangeError
from annotations.exchange.losses import Losses
from corpus.text.decode import UndecodableError, decode


class WriteOptions(Struct, frozen=True):
    """How a table or a report is written.

    In a table `excel` marks it as UTF-8, `matrix` gives each topic a column; a report is ordered
    `by` topic or article.
    """

    excel: bool = False
    matrix: bool = False
    by: str = "topic"


Writer = Callable[[Bundle, BinaryIO, WriteOptions], Losses]
Reader = Callable[[bytes, str], Reading]


class Format(Struct, frozen=True):
    """A format: its module, its files' suffix, what it is good for in words.

    Of a `binary` one a person can read nothing; not all are `readable` by this program.
    """

    module: str
    suffix: str
    purpose: str
    binary: bool = False
    readable: bool = True

    @property
    def write(self) -> Writer:
        """Writes a bundle to a stream of bytes."""
        writer: Writer = import_module(self.module).write
        return writer

    @property
    def read(self) -> Reader:
        """Reads the bytes of a file with a name, which is for messages."""
        reader: Reader = import_module(self.module).read
        return reader


FORMATS: Mapping[str, Format] = {
    "csv": Format(
        "annotations.exchange.tables", ".csv", "a table, for spreadsheets and statistics"
    ),
    "jsonl": Format(
        "annotations.exchange.json_lines", ".jsonl", "one JSON object a line, for programs"
    ),
    "w3c": Format("annotations.exchange.web.web_annotation", ".jsonld", "W3C Web Annotations"),
    "hypothesis": Format("annotations.exchange.web.hypothesis", ".json", "for Hypothesis"),
    "qdpx": Format(
        "annotations.exchange.refi.project",
        ".qdpx",
        "a REFI-QDA project: ATLAS.ti, MAXQDA, NVivo, QualCoder",
        binary=True,
    ),
    "qdc": Format(
        "annotations.exchange.refi.codebook", ".qdc", "a REFI-QDA codebook: only the topics"
    ),
    "markdown": Format(
        "annotations.exchange.reports.markdown",
        ".md",
        "quotes and notes by topic, for reading and writing",
        readable=False,
    ),
    "html": Format(
        "annotations.exchange.reports.html_page",
        ".html",
        "the same as a web page",
        readable=False,
    ),
}


def recognise(data: bytes, name: str) -> str:
    """Recognise the format of a file by its content. Raises `ExchangeError` for an unknown one."""
    if data.startswith(b"PK"):
        return "qdpx"
    try:
        head = decode(data[:_HEAD])[0].lstrip()
    except UndecodableError as error:
        raise ExchangeError(name, f"cannot be read: {error}", _READABLE) from error
    if not head:
        raise ExchangeError(name, "is empty", _READABLE)
    if re.match(r"<!doctype\s+html|<html", head, re.IGNORECASE):
        raise ExchangeError(name, "is a web page, which cannot be imported", _READABLE)
    if head.startswith("<"):
        return "qdc" if re.search(r"<(\w+:)?CodeBook", head) and "<Project" not in head else "qdpx"
    return _kind_of_json(head) if head[0] in "{[" else "csv"


def _kind_of_json(head: str) -> str:
    first = head.partition("\n")[0]
    is_list = head[0] == "["
    if '"quote"' in (head if is_list else first) and "@context" not in head:
        return "jsonl"
    if "@context" in head or '"AnnotationCollection"' in head or '"AnnotationPage"' in head:
        return "w3c"
    return "hypothesis" if '"annotations"' in head or '"rows"' in head else "w3c"


_HEAD = 1 << 16
_READABLE = "Name a file of one of these: qdpx, qdc, w3c, hypothesis, jsonl, csv."
