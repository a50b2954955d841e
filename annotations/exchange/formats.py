"""The formats by name, and what writes and reads each; a format is imported when it is asked for.

The module of a format has `write(bundle, out, options)`, which returns what was lost, and, if it
can be read, `read(data)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from annotations.exchange.bundle import Bundle
from annotations.exchange.losses import Losses


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a table is written: `excel` marks it as UTF-8, `matrix` gives each topic a column."""

    excel: bool = False
    matrix: bool = False


Writer = Callable[[Bundle, BinaryIO, WriteOptions], Losses]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that knows it, and whether only a program can read it."""

    module: str
    binary: bool = False

    @property
    def write(self) -> Writer:
        """Writes a bundle to a stream of bytes."""
        writer: Writer = import_module(self.module).write
        return writer


FORMATS: Mapping[str, Format] = {
    "csv": Format("annotations.exchange.tables"),
    "jsonl": Format("annotations.exchange.json_lines"),
    "w3c": Format("annotations.exchange.web_annotation"),
    "hypothesis": Format("annotations.exchange.hypothesis_json"),
    "qdpx": Format("annotations.exchange.qdpx", binary=True),
    "qdc": Format("annotations.exchange.codebook"),
}
