"""REFI-QDA codebook (.qdc): topics as codes, `a/b` as the code b below a; also within a project."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotations.exchange.bundle import Bundle
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import WriteOptions
from annotations.exchange.guids import guid
from annotations.exchange.losses import Losses
from annotations.exchange.xml_text import document, element
from annotations.topics import Topic

ORIGIN = "nkreader"
_NAMESPACE = "urn:QDA-XML:codebook:1.0"
# The names that a topic may have as its colour.
COLOURS = {
    "red": "#b23a28",
    "orange": "#d98324",
    "yellow": "#d8bf5a",
    "green": "#5f8f3a",
    "cyan": "#17908a",
    "blue": "#255fa3",
    "violet": "#6a48a8",
    "pink": "#c2508b",
}
_DEEPEST = 30
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def write(bundle: Bundle, out: BinaryIO, _options: WriteOptions) -> Losses:
    """Write the topics. Raises `ExchangeError` when there are none, and OSError."""
    if not bundle.topics:
        message = "cannot be written: a codebook has one topic at least, and there is none"
        raise ExchangeError("codebook", message, "Add topics to config.yaml, or tag a passage.")
    losses = Losses()
    count = sum(len(each.placed) for each in bundle.documents)
    if count:
        losses.add("annotations, only topics", count=count)
    root = element(None, "CodeBook", xmlns=_NAMESPACE, origin=ORIGIN)
    add_codes(root, bundle.topics, losses)
    out.write(document(root))
    return losses


def topic_guid(name: str) -> str:
    """Give the GUID of the code that a topic is."""
    return guid("topic", name)


def add_codes(parent: ET.Element, topics: Iterable[Topic], losses: Losses) -> None:
    """Add the topics, of which there is one at least, as a tree of codes."""
    codes = element(parent, "Codes")
    known = {topic.name: topic for topic in topics}
    made: dict[str, ET.Element] = {"": codes}
    for name in known:
        for path in _with_parents(name):
            if path not in made:
                above = _parent(path)
                made[path] = _code(made[above], path, path[len(above) :].lstrip("/"), known)
    for topic in known.values():
        if topic.key or topic.letter or topic.suggest:
            losses.add("keys, letters and queries of topics", topic.name)


def _code(parent: ET.Element, path: str, name: str, known: dict[str, Topic]) -> ET.Element:
    topic = known.get(path)
    colour = topic.colour if topic else ""
    code = element(
        parent,
        "Code",
        guid=topic_guid(path),
        name=name,
        isCodable="true" if topic else "false",
        color=COLOURS.get(colour, colour if _HEX.fullmatch(colour) else ""),
    )
    code.set("name", code.get("name", ""))  # required, even when nothing legal is left of it
    if topic and topic.description:
        element(code, "Description", topic.description)
    return code


def _with_parents(name: str) -> Iterator[str]:
    """Give the paths from the uppermost topic down to this one."""
    above = _parent(name)
    if above:
        yield from _with_parents(above)
    yield name


def _parent(name: str) -> str:
    """Give the topic that a topic is below: "" for one at the top.

    A name with a part that is empty, or begins or ends with a space, is no path, nor is one of
    more than thirty parts.
    """
    parts = name.split("/")
    is_path = len(parts) <= _DEEPEST and all(part and part == part.strip() for part in parts)
    return "/".join(parts[:-1]) if is_path else ""
