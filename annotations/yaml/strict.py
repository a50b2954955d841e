"""Loads YAML that a person may have edited: plain data only, with line numbers, never code.

A small, strict part of YAML 1.2: mappings with text keys, lists, and scalars. Plain `true`,
`false`, `null`, whole and decimal numbers are what they look like; everything else is text, so
that a date stays the text that was typed. Tags, anchors, aliases, duplicate keys and more than
one document are refused.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
import yaml
from msgspec import Struct

MAX_BYTES = 16 * 1024 * 1024
# The parser recurses; a file of brackets must not exhaust the stack.
MAX_DEPTH = 50
# YAML allows no more than 1,024 on one line, escapes included.
MAX_KEY_LENGTH = 100

# The C parser is ten times as fast; PyYAML installs without it where libyaml is missing.
_PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CONFLICT = re.compile(r"^(<{7}|\|{7}|>{7})( |$)", re.MULTILINE)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_LARGEST_INT = 2**63 - 1
_LONGEST_INT = 20  # code points, the sign included
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+]?[0-9]+)?")
_CONSTANTS = {"true": True, "True": True, "false": False, "False": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


# Where text is expected: `str`, or a mapping by key, or a list with the shape of every item.
Shape = type[str] | Mapping[str, "Shape"] | list["Shape"] | None


class PlainNumber(str):
    """A number as it was typed, where a float would change it; written without quotes."""

    __slots__ = ()


class YamlProblem(Exception):  # noqa: N818 - the house's word for what a person is told
    """What is wrong with a YAML file; line and column are 1-based, None for the whole file."""

    def __init__(
        self, line: int | None, column: int | None, message: str, advice: str = ""
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message
        self.advice = advice


class Node(Struct):
    """A value and where it stands, one in a mapping on the line of its key.

    `children` mirrors a mapping or list, None for a scalar.
    """

    value: Any
    line: int
    column: int
    children: "dict[str, Node] | list[Node] | None" = None


def load(data: bytes, *, shape: Shape = None, max_bytes: int = MAX_BYTES) -> Node:
    """Return the document in `data`; a scalar where `shape` says `str` is text however it looks.

    A shape mirrors the document: `{"annotations": [{"note": str, "topics": [str]}]}`. An empty file
    gives a node with the value None. Raises YamlProblem.
    """
    text = _decode(data, max_bytes)
    parser = _PARSER(text)
    try:
        return _Builder(parser, shape).document()
    except yaml.MarkedYAMLError as error:
        raise _from_parser(error) from None
    except yaml.YAMLError as error:
        raise YamlProblem(None, None, f"is not valid YAML: {error}") from None
    finally:
        parser.dispose()


def line_of(node: Node, path: Sequence[str | int]) -> int:
    """Return the 1-based line of the value at `path`, or of the nearest parent that exists."""
    for step in path:
        children = node.children
        if isinstance(children, dict) and step in children:
            node = children[str(step)]
        elif isinstance(children, list) and isinstance(step, int) and step < len(children):
            node = children[step]
        else:
            break
    return node.line


_MSGSPEC_PATH = re.compile(r" - at `(?:key in )?\$(.*)`$")
_MSGSPEC_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_MSGSPEC_WORDS = {
    "`int | null`": "a whole number",
    "`str | null`": "text",
    "`int`": "a whole number",
    "`str`": "text",
    "`bool`": "true or false",
    "`float`": "a number",
    "`object`": "keys with values",
    "`array`": "a list",
    "`null`": "nothing",
}


def explain(error: msgspec.ValidationError, node: Node) -> tuple[int, str, str]:
    """Return 1-based line, key path such as `annotations[0].start`, and message in plain words."""
    steps, message = place_and_words(error)
    return line_of(node, steps), key_path(steps), message


def place_and_words(error: msgspec.ValidationError) -> tuple[list[str | int], str]:
    """Return where an error is, such as `["annotations", 0, "start"]`, and it in plain words.

    A key that may be any is `...`.
    """
    message = str(error)
    steps: list[str | int] = []
    if found := _MSGSPEC_PATH.search(message):
        message = message[: found.start()]
        for name, index in _MSGSPEC_STEP.findall(found[1]):
            steps.append(name or (int(index) if index.isdigit() else index))
    for word, plain in _MSGSPEC_WORDS.items():
        message = message.replace(word, plain)
    message = message.replace("Object missing required field", "missing key")
    message = message.replace("Object contains unknown field", "unknown key")
    return steps, message[:1].lower() + message[1:]


def key_path(steps: Sequence[str | int]) -> str:
    """Return `annotations[0].start` for `("annotations", 0, "start")`."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".")


def _decode(data: bytes, max_bytes: int) -> str:
    if len(data) > max_bytes:
        megabytes = max_bytes // (1024 * 1024)
        raise YamlProblem(None, None, f"is larger than {megabytes} MB", "Is this the right file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlProblem(
            line, None, "is not UTF-8", "Save the file with the encoding UTF-8."
        ) from None
    if found := _CONFLICT.search(text):
        raise YamlProblem(
            text.count("\n", 0, found.start()) + 1,
            1,
            "git left conflict markers (<<<<<<<, >>>>>>>): two versions stand side by side",
            "Keep the lines you want, delete the markers, then `git add` the file.",
        )
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        message = f"the character U+{ord(found[0]):04X} may not stand in YAML"
        raise YamlProblem(
            line, column, message, 'Delete it, or write it as "\\x.." in double quotes.'
        )
    return text


def _from_parser(error: yaml.MarkedYAMLError) -> YamlProblem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    column = mark.column + 1 if mark else None
    problem = error.problem or "is not valid YAML"
    if "cannot start any token" in problem or "tab character" in problem:
        problem += " (indent with spaces, not tabs; put text that starts with a sign in quotes)"
    if error.context:
        problem = f"{error.context}, {problem}"
    return YamlProblem(line, column, problem)


class _Builder:
    """Turns the parser's events into nodes; the only place that decides what YAML may contain."""

    def __init__(self, parser: Any, shape: Shape) -> None:
        self._next = parser.get_event
        self._shape = shape

    def document(self) -> Node:
        self._next()  # stream start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return Node(None, 1, 1)
        root = self._node(self._next(), self._shape, 0)
        self._next()  # document end
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _problem(
                event, "a second document (---) in the same file", "Split the file in two."
            )
        return root

    def _node(self, event: Any, shape: Shape, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _problem(
                event, "anchors (&) and aliases (*) are not supported", "Write the value out."
            )
        if event.tag is not None:
            raise _problem(event, f"the tag {event.tag} is not supported", "Remove the tag.")
        if depth > MAX_DEPTH:
            raise _problem(event, f"more than {MAX_DEPTH} levels deep", "Is this the right file?")
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            return Node(_scalar(event, as_text=shape is str), line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            nodes = self._sequence(shape[0] if isinstance(shape, list) else None, depth + 1)
            return Node([node.value for node in nodes], line, column, nodes)
        children = self._mapping(shape if isinstance(shape, Mapping) else {}, depth + 1)
        return Node({key: node.value for key, node in children.items()}, line, column, children)

    def _sequence(self, shape: Shape, depth: int) -> list[Node]:
        nodes = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            nodes.append(self._node(event, shape, depth))
        return nodes

    def _mapping(self, shape: Mapping[str, Shape], depth: int) -> dict[str, Node]:
        children: dict[str, Node] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _problem(event, "a key must be a single word or text", "Put it in quotes.")
            key_node = self._node(event, str, depth)
            key = key_node.value
            if len(key) > MAX_KEY_LENGTH:
                message = f"a key of more than {MAX_KEY_LENGTH} characters"
                raise _problem(event, message, "Put the text behind a key, not before the colon.")
            if key in children:
                raise _problem(
                    event, f"the key `{key}` stands here a second time", "Keep one of the two."
                )
            child = children[key] = self._node(self._next(), shape.get(key), depth)
            child.line = key_node.line
        return children


def _problem(event: Any, message: str, advice: str) -> YamlProblem:
    mark = event.start_mark
    return YamlProblem(mark.line + 1, mark.column + 1, message, advice)


def _scalar(event: Any, *, as_text: bool) -> object:
    value: str = event.value
    plain: bool = event.implicit[0]
    if not plain:
        return value
    if as_text:
        return "" if value in _NULLS else value
    return plain_value(value)


def plain_value(text: str) -> object:
    """Return what an unquoted scalar means: a bool, None, an int, a float or the text itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text in _NULLS:
        return None
    if _INT.fullmatch(text):
        # One that has no room in 64 bits, as in other languages, stays as it was typed.
        number = int(text) if len(text) <= _LONGEST_INT else _LARGEST_INT + 1
        return number if -_LARGEST_INT <= number <= _LARGEST_INT else PlainNumber(text)
    if not _FLOAT.fullmatch(text):
        return text
    # 1.10, or more digits than a float has: a number that must be written back as it was typed.
    return float(text) if decimal(float(text)) == text else PlainNumber(text)


def decimal(value: float) -> str:
    """Return a float with the point that makes every YAML reader see a number."""
    digits, exponent, power = repr(value).partition("e")
    return (digits if "." in digits else digits + ".0") + exponent + power


def unknown_keys(value: Mapping[str, object], known: Collection[str]) -> dict[str, object]:
    """Return the entries of a mapping that this program has no name for, in their order."""
    return {key: item for key, item in value.items() if key not in known}
