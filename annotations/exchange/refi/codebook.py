"""REFI-QDA codebook (.qdc): topics as codes, `a/b` as the code b below a; also within a project."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from annotations.exchange.bundle import Bundle
from annotations.exchange.claims import Reading
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import WriteOptions
from annotations.exchange.guids import guid
from annotations.exchange.losses import Losses
from annotations.exchange.refi.xml_text import document, element, local, parse
from annotations.topics import Topic

ORIGIN = "nkreader"
STARRED = guid("set", "starred")
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
    """Return the GUID of the code that a topic is."""
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
    """Return the paths from the uppermost topic down to this one."""
    above = _parent(name)
    if above:
        yield from _with_parents(above)
    yield name


def _parent(name: str) -> str:
    """Return the topic that a topic is below: "" for one at the top.

    A name with a part that is empty, or begins or ends with a space, is no path, nor is one of
    more than thirty parts.
    """
    parts = name.split("/")
    is_path = len(parts) <= _DEEPEST and all(part and part == part.strip() for part in parts)
    return "/".join(parts[:-1]) if is_path else ""


def read(data: bytes, name: str) -> Reading:
    """Read a codebook. Raises `ExchangeError`."""
    root = parse(data, name)
    if local(root) != "CodeBook":
        message = f"is not a codebook (it is a {local(root)})"
        raise ExchangeError(name, message, "Name a .qdc file.")
    losses = Losses()
    topics = read_codes(root, losses, is_ours=is_ours(root))[0]
    for each in root.iter():
        if local(each) == "Set":
            losses.add("sets of codes", each.get("name", ""))
    return Reading(topics=topics, losses=losses, origin=root.get("origin", ""))


def is_ours(root: ET.Element) -> bool:
    """Return whether we have written the file."""
    return root.get("origin", "") == ORIGIN


def plain_guid(text: str | None) -> str:
    """Return a GUID in the one way in which they can be compared."""
    return (text or "").strip().strip("{}").lower()


def read_codes(
    parent: ET.Element, losses: Losses, *, is_ours: bool, notes: Mapping[str, str] | None = None
) -> tuple[tuple[Topic, ...], dict[str, str]]:
    """Return the topics that can be used, and the names of all codes by their GUIDs."""
    topics: dict[str, Topic] = {}
    names: dict[str, str] = {}
    waiting = [("", each) for each in _codes_in(parent)][::-1]
    while waiting:
        above, code = waiting.pop()
        own = code.get("name", "")
        own = own if is_ours else " ".join(own.split()) or "no name"
        path = f"{above}/{own}" if above else own
        names[plain_guid(code.get("guid"))] = path
        children = [each for each in code if local(each) == "Code"]
        is_codable = code.get("isCodable", "true").strip().lower() not in {"false", "0"}
        if is_codable or not children:
            if path in topics:
                losses.add("codes that have the same name are one topic", path)
            else:
                topics[path] = _topic(code, path, notes or {})
        waiting += [(path, each) for each in reversed(children)]
    return tuple(topics.values()), names


def _codes_in(parent: ET.Element) -> Iterator[ET.Element]:
    for each in parent:
        if local(each) == "Code":
            yield each
        elif local(each) in {"Codes", "CodeBook"}:
            yield from _codes_in(each)


def _topic(code: ET.Element, path: str, notes: Mapping[str, str]) -> Topic:
    """Return a topic with its colour by name where it has one, and what is said of it."""
    colour = code.get("color", "").strip().lower()
    if len(colour) == 4:
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    elif len(colour) == 9:  # how opaque it is comes first
        colour = f"#{colour[3:]}"
    known = {value: name for name, value in COLOURS.items()}
    colour = known.get(colour, colour if _HEX.fullmatch(colour) else "")
    said = [(each.text or "").strip() for each in code if local(each) == "Description"]
    said += [
        notes.get(plain_guid(each.get("targetGUID")), "")
        for each in code
        if local(each) == "NoteRef"
    ]
    return Topic(path, colour=colour, description="\n\n".join(filter(None, dict.fromkeys(said))))
