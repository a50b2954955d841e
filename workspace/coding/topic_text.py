"""Changes the topics in the text of a configuration, and not one other character.

The marks of the YAML parser say where a topic and its fields stand; text is inserted or removed
there, one field or one topic at a time. Whoever calls this must read the result again: a shape that
nobody has thought of gives a text that says something else.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from msgspec import Struct

from annotations.topics import Topic, TopicChange
from annotations.yaml import text as yaml_text

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIELDS = Topic.__struct_fields__
_COMMA = re.compile(r"(?:\s|#[^\r\n]*)*,")
_COLON = re.compile(r"\s*:")
_GAP = re.compile(r"(?:\s|#[^\r\n]*)*")
_BREAK = re.compile(r"\r\n|\r|\n")
_CONTEXT = 2  # lines


class ShapeError(Exception):
    """The text is of a shape that cannot be edited surely; says the line, counted from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def with_change(text: str, change: TopicChange) -> str:
    """Return the text with one topic added, changed or removed. Raises `ShapeError`.

    A topic that is changed or removed must be there, under the name it had before.
    """
    before, after = change.before, change.after
    if before is None:
        return text if after is None else _with_added(text, after, change.at)
    if after is None:
        document = _Document(text)
        return document.without(document.index(before.name))
    for field in _FIELDS:
        if getattr(before, field) != getattr(after, field):
            # A new name comes first, and is then the one to look for.
            name = before.name if field == "name" else after.name
            document = _Document(text)
            text = document.with_field(document.index(name), field, getattr(after, field))
    return text


def hunk(before: str, after: str) -> tuple[str, str]:
    """Return the lines that differ between two texts, with a few on either side."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = _common(old, new)
    end = min(_common(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    start, end = max(start - _CONTEXT, 0), max(end - _CONTEXT, 0)
    return "".join(old[start : len(old) - end]), "".join(new[start : len(new) - end])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    at = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        at += 1
    return at


def _with_added(text: str, topic: Topic, at: int) -> str:
    document = _Document(text)
    if document.topics is None or not document.topics.value:
        return document.with_first(topic)
    count = len(document.topics.value)
    return document.with_item(topic, count if at < 0 else min(at, count))


class _Lines:
    """Where the lines of a text begin and end, whatever ends them."""

    def __init__(self, text: str) -> None:
        self._text = text

    def start(self, at: int) -> int:
        """The beginning of the line of a place."""
        return max(self._text.rfind("\n", 0, at), self._text.rfind("\r", 0, at)) + 1

    def end(self, at: int) -> int:
        """The place behind the line break of the line of a place."""
        found = _BREAK.search(self._text, at)
        return found.end() if found else len(self._text)


class _Pair(Struct, frozen=True):
    """A key and its value in a mapping."""

    key: Any
    value: Any


class _Document:
    """The text of a configuration with the places of its topics."""

    root: Any

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _Lines(text)
        self.newline = "\r\n" if "\r\n" in text else "\n"
        root = yaml.compose(text, Loader=_LOADER)
        is_empty = (
            isinstance(root, yaml.ScalarNode) and root.end_mark.index == root.start_mark.index
        )
        self.root = None if is_empty else root
        self.pair = next((p for p in _pairs(self.root) if p.key.value == "topics"), None)
        value = self.pair.value if self.pair else None
        self.topics = value if isinstance(value, yaml.SequenceNode) else None

    # -- finding

    def index(self, name: str) -> int:
        """The place of a topic in the list."""
        items = self.topics.value if self.topics else []
        for at, item in enumerate(items):
            if any(pair.key.value == "name" and pair.value.value == name for pair in _pairs(item)):
                return at
        raise self._refuse(self.topics)

    def _refuse(self, node: Any) -> ShapeError:
        return ShapeError(node.start_mark.line + 1 if node is not None else 1)

    def _end(self, node: Any) -> int:
        """Where the last character of a value stands; marks of blocks go on to what follows."""
        if not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
            last = node.value[-1]
            if not isinstance(last, tuple):
                return self._end(last)
            return self._pair_end(_Pair(*last))
        end = int(node.end_mark.index)
        while end > node.start_mark.index and self.text[end - 1] in " \r\n":
            end -= 1
        return end

    def _pair_end(self, pair: _Pair) -> int:
        """Where a pair ends: behind its value, or behind the colon when it has none."""
        colon = self._colon(pair)
        is_empty = isinstance(pair.value, yaml.ScalarNode) and not pair.value.end_mark.index > colon
        return colon if is_empty else max(self._end(pair.value), colon)

    def _colon(self, pair: _Pair) -> int:
        """The place behind the colon."""
        found = _COLON.match(self.text, pair.key.end_mark.index)
        if not found:
            raise self._refuse(pair.key)
        return found.end()

    def _item_end(self, item: Any, dash: int) -> int:
        """The place behind the last line of a topic, with the comments below that are its own."""
        end = self.lines.end(self._end(item))
        own = re.compile(rf"[ ]{{{dash + 1},}}#[^\r\n]*(?:\r\n|\r|\n)?")
        while found := own.match(self.text, end):
            end = found.end()
        return end

    # -- splicing

    def _splice(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def insert_lines(self, at: int, lines: Sequence[str]) -> str:
        """Insert lines where a line begins; the last line of a file may lack its end."""
        before = self.text[:at]
        is_torn = before and before[-1] not in "\r\n"
        new = (self.newline if is_torn else "") + "".join(line + self.newline for line in lines)
        return self._splice(at, at, new)

    # -- one field

    def with_field(self, index: int, field: str, value: object) -> str:
        """Set a field of a topic, or remove it where the value is the default."""
        assert self.topics is not None
        item = self.topics.value[index]
        if not isinstance(item, yaml.MappingNode):
            raise self._refuse(item)
        pairs = list(_pairs(item))
        at = next((i for i, pair in enumerate(pairs) if pair.key.value == field), None)
        if at is None:
            return self._with_new_field(item, pairs, field, value)
        pair = pairs[at]
        if not isinstance(pair.value, yaml.ScalarNode):
            raise self._refuse(pair.value)
        if value in ("", None):
            return self._without_field(item, pairs, at)
        colon, end = self._colon(pair), self._pair_end(pair)
        new = _scalar(value, in_flow=item.flow_style)
        if end == colon:
            return self._splice(colon, colon, " " + new)
        return self._splice(max(pair.value.start_mark.index, colon), end, new)

    def _with_new_field(self, item: Any, pairs: list[_Pair], field: str, value: object) -> str:
        earlier = _FIELDS[: _FIELDS.index(field)]
        before = next(
            (p for name in reversed(earlier) for p in pairs if p.key.value == name), pairs[-1]
        )
        new = f"{field}: {_scalar(value, in_flow=item.flow_style)}"
        if item.flow_style:
            end = self._pair_end(before)
            return self._splice(end, end, f", {new}")
        margin = " " * item.start_mark.column
        return self.insert_lines(self.lines.end(self._pair_end(before)), [margin + new])

    def _without_field(self, item: Any, pairs: list[_Pair], at: int) -> str:
        """Remove a field; a comment beside it stays, and so does its key then."""
        pair = pairs[at]
        start, end = int(pair.key.start_mark.index), self._pair_end(pair)
        if item.flow_style:
            before = self._pair_end(pairs[at - 1]) if at else start
            if at and re.fullmatch(r" *, *", self.text[before:start]):
                return self._splice(before, end, "")
            return self._splice(self._colon(pair), end, " null")
        line, line_end = self.lines.start(start), self.lines.end(end)
        if at and not (self.text[line:start] + self.text[end:line_end]).strip():
            return self._splice(line, line_end, "")
        return self._splice(self._colon(pair), end, "")

    # -- one topic

    def with_item(self, topic: Topic, at: int) -> str:
        """Insert a topic into a list that has some."""
        assert self.topics is not None
        items = self.topics.value
        if self.topics.flow_style:
            new = _in_braces(topic)
            if at == 0:
                start = items[0].start_mark.index
                return self._splice(start, start, f"{new}, ")
            end = self._end(items[at - 1])
            return self._splice(end, end, f", {new}")
        dashes = list(self._dashes())
        margin = " " * (dashes[0] - self.lines.start(dashes[0]))
        lines = _in_lines(topic, margin)
        if at == 0:
            return self.insert_lines(self.lines.start(dashes[0]), lines)
        end = self._item_end(items[at - 1], len(margin))
        apart = len(items) > 1 and self._is_blank(self._item_end(items[0], len(margin)))
        return self.insert_lines(end, ["", *lines] if apart else lines)

    def _is_blank(self, at: int) -> bool:
        return at < len(self.text) and not self.text[at : self.lines.end(at)].strip()

    def _dashes(self) -> Iterator[int]:
        """Where the dash before each topic stands."""
        assert self.topics is not None
        at = self.topics.start_mark.index
        for item in self.topics.value:
            found = _GAP.match(self.text, at)
            at = found.end() if found else at
            if self.text[at] != "-":
                raise self._refuse(item)
            yield at
            at = self._end(item)

    def with_first(self, topic: Topic) -> str:
        """Insert the first topic."""
        if self.pair is None:
            return self._with_key(topic)
        value, colon = self.pair.value, self._colon(self.pair)
        end = self._pair_end(self.pair)
        if self.root.flow_style:
            return self._splice(colon, end, f" [{_in_braces(topic)}]")
        if isinstance(value, yaml.SequenceNode) and value.flow_style:
            inside = self.text[value.start_mark.index + 1 : value.end_mark.index - 1]
            if inside.strip():  # comments
                at = value.start_mark.index + 1
                return self._splice(at, at, _in_braces(topic))
        document = _Document(self._splice(colon, end, "")) if end > colon else self
        margin = " " * self.pair.key.start_mark.column
        return document.insert_lines(document.lines.end(colon), _in_lines(topic, margin))

    def _with_key(self, topic: Topic) -> str:
        """Append the key `topics` to a file that lacks it."""
        if self.root is not None and not isinstance(self.root, yaml.MappingNode):
            raise self._refuse(self.root)
        if self.root is not None and self.root.flow_style:
            first = self.root.start_mark.index + 1
            comma = ", " if self.root.value else ""
            return self._splice(first, first, f"topics: [{_in_braces(topic)}]{comma}")
        margin = " " * (self.root.start_mark.column if self.root is not None else 0)
        lines = [f"{margin}topics:", *_in_lines(topic, margin)]
        apart = self.text.strip() and not self.text.endswith(self.newline * 2)
        return self.insert_lines(len(self.text), ["", *lines] if apart else lines)

    def without(self, index: int) -> str:
        """Remove a topic from the list."""
        assert self.topics is not None
        items = self.topics.value
        if self.topics.flow_style:
            return self._without_in_brackets(index)
        dash = list(self._dashes())[index]
        start = self.lines.start(dash)
        if self.text[start:dash].strip():
            raise self._refuse(items[index])
        return self._splice(start, self._item_end(items[index], dash - start), "")

    def _without_in_brackets(self, index: int) -> str:
        """Remove a topic with one comma, and with its line if nothing else is on it."""
        assert self.topics is not None
        items, text = self.topics.value, self.text
        start, end = int(items[index].start_mark.index), int(items[index].end_mark.index)
        comma = self._comma(end)
        if comma is None and index:
            comma = self._comma(items[index - 1].end_mark.index)
        if comma is None:
            return self._splice(start, end, "")
        if comma >= end and not text[end:comma].strip():
            end = comma + 1
        elif comma < start and not text[comma + 1 : start].strip(" "):
            return self._splice(comma, end, "")
        else:  # a comment stands between the two
            text = text[:comma] + text[comma + 1 :]
            start, end = (start - 1, end - 1) if comma < start else (start, end)
        rest = _Lines(text)
        line, line_end = rest.start(start), rest.end(end)
        if not (text[line:start] + text[end:line_end]).strip():
            return text[:line] + text[line_end:]
        return text[:start] + text[end:].lstrip(" ")

    def _comma(self, at: int) -> int | None:
        """Where the comma behind a topic in brackets stands."""
        found = _COMMA.match(self.text, at)
        return found.end() - 1 if found else None


def _pairs(mapping: Any) -> Iterator[_Pair]:
    if isinstance(mapping, yaml.MappingNode):
        for key, value in mapping.value:
            yield _Pair(key, value)


def _scalar(value: object, *, in_flow: bool) -> str:
    if isinstance(value, int):
        return str(value)
    text = yaml_text.without_surrogates(str(value))
    return yaml_text.in_flow(text) if in_flow else yaml_text.scalar(text)


def _said(topic: Topic) -> list[tuple[str, object]]:
    values = [(field, getattr(topic, field)) for field in _FIELDS]
    return [(field, value) for field, value in values if value not in ("", None)]


def _in_lines(topic: Topic, margin: str) -> list[str]:
    pairs = [f"{field}: {_scalar(value, in_flow=False)}" for field, value in _said(topic)]
    return [f"{margin}- {pairs[0]}", *(f"{margin}  {pair}" for pair in pairs[1:])]


def _in_braces(topic: Topic) -> str:
    pairs = (f"{field}: {_scalar(value, in_flow=True)}" for field, value in _said(topic))
    return "{" + ", ".join(pairs) + "}"
