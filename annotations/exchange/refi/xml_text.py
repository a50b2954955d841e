"""XML out of strings that may hold anything, and in from files that may hold anything."""

import re
import xml.etree.ElementTree as ET
from typing import NoReturn

from annotations.exchange.errors import ExchangeError

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 100
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def legal(text: str) -> str:
    """Return the text without the characters that no XML can hold."""
    return _ILLEGAL.sub("", text)


def element(parent: "ET.Element | None", tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Make an element below another; attributes without a value are left out."""
    known = {name: legal(value) for name, value in attributes.items() if value}
    made = ET.Element(tag, known) if parent is None else ET.SubElement(parent, tag, known)
    if text:
        made.text = legal(text)
    return made


def document(root: ET.Element) -> bytes:
    """Return the file that has this root."""
    ET.indent(root, " ")
    # A bare carriage return would be read back as a line feed.
    written: bytes = ET.tostring(root, encoding="utf-8")
    return _HEAD + written.replace(b"\r", b"&#13;") + b"\n"


def parse(data: bytes, name: str) -> ET.Element:
    """Read a file without a document type: no entities, nothing from elsewhere.

    Raises `ExchangeError`.
    """
    parser = ET.XMLParser(target=_Builder(name))  # noqa: S314
    try:
        parser.feed(data)
        root: ET.Element = parser.close()
    except ET.ParseError as error:
        message = f"is not well-formed XML ({error})"
        raise ExchangeError(name, message, "Export it again from the other program.") from error
    except (LookupError, ValueError) as error:
        message = f"is not readable XML ({error})"
        raise ExchangeError(name, message, "Save it as UTF-8.") from error
    return root


def local(node: ET.Element) -> str:
    """Return the name of an element, in whatever namespace."""
    return node.tag.rpartition("}")[2]


class _Builder(ET.TreeBuilder):
    """Builds the tree, and refuses a document type and a depth that nobody means."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = 0

    def doctype(self, *_: object) -> NoReturn:
        message = "has a document type (DOCTYPE), which may bring in other files"
        raise ExchangeError(self._name, message, "Take it out if you trust the file.")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            message = f"is nested more than {_DEEPEST} deep"
            raise ExchangeError(self._name, message, "Export it again from the other program.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)
