"""The query language: words typed by a person, read into a tree of plain records.

::

    Waffen Lieferung        both words          Putin OR Kim      either
    Waffen -Ukraine         but not (also NOT)  (a OR b) c        grouping
    "vor der Wahl"          these words in a row
    "Putin Kim"~5           near: in any order, at most 5 other words between them
    verhand*  *handlung*    beginnings, anything
    Schoigu~  Schoigu~2     similar spellings: one or two letters differ
    title: source: author: date:2024-01..2024-06 topic: note: is:

Nothing that can be typed raises. What is wrong is told with its place, and the words are searched.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from index.analysis import WORD
from index.dates import parse_range
from index.nodes import (
    And,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Problem,
    Variants,
    Wildcard,
    Word,
)

__all__ = [
    "FIELDS",
    "And",
    "Field",
    "Fuzzy",
    "Node",
    "Not",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Prefix",
    "Problem",
    "Variants",
    "Wildcard",
    "Word",
    "parse",
]

TEXT_FIELDS = ("title", "source", "author")
FIELDS = (*TEXT_FIELDS, "date", "topic", "note", "is")

_LONGEST = 2_000  # code points of a query that are read
_DEEPEST = 20  # parentheses within parentheses
_WIDEST_SLOP = 100
_OPEN_QUOTES = '"„“”«»'
_LEXEME = re.compile(
    rf"""
      (?P<quoted>[{_OPEN_QUOTES}](?P<inside>[^{_OPEN_QUOTES}]*)(?P<closed>[{_OPEN_QUOTES}]?)
        (?:~(?P<slop>\d+))?)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<minus>-(?=[\w*({_OPEN_QUOTES}]))
    | (?P<field>[A-Za-z]+:(?!//))
    | (?P<word>[^\s(){_OPEN_QUOTES}]+)
    """,
    re.VERBOSE,
)
_FUZZY = re.compile(r"(.+?)~(\d*)")
_SHAPE = re.compile(r"[\w*]+")


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    start: int
    end: int
    slop: int = 0
    closed: bool = True


def _lex(text: str) -> list[_Lexeme]:
    lexemes = []
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or ""
        for name in ("quoted", "open", "close", "minus", "field", "word"):
            if match[name] is not None:
                kind = name
        content = match["inside"] if kind == "quoted" else match[0]
        slop = min(int((match["slop"] or "0")[:4]), _WIDEST_SLOP)
        closed = kind != "quoted" or bool(match["closed"])
        lexemes.append(_Lexeme(kind, content, match.start(), match.end(), slop, closed))
    return lexemes


def parse(text: str, *, typing: bool = False) -> ParsedQuery:
    """Read a query. With `typing`, the last bare word matches its completions too. Never raises."""
    return _Parser(text, typing=typing).parse()


class _Parser:
    """Reads one query text."""

    def __init__(self, text: str, *, typing: bool) -> None:
        self._text = text
        self._lexemes = _lex(text[:_LONGEST])
        self._at = 0
        self._depth = 0
        self._problems: list[Problem] = []
        self._typed_from = self._start_of_typed() if typing else len(text) + 1

    def parse(self) -> ParsedQuery:
        """Read it all."""
        if len(self._text) > _LONGEST:
            self._problem(_LONGEST, f"Only the first {_LONGEST} characters are searched.")
        nodes = []
        while self._at < len(self._lexemes):
            node = self._alternatives()
            if node is not None:
                nodes.append(node)
            if self._peek("close"):
                self._problem(self._lexemes[self._at].start, "This ) closes nothing.")
                self._at += 1
        # What is still being typed is not wrong yet.
        problems = tuple(p for p in self._problems if p.position < self._typed_from)
        return ParsedQuery(self._text, _all_of(nodes), problems)

    def _start_of_typed(self) -> int:
        """Where the lexemes begin that reach the end of the text without a space."""
        start = len(self._text)
        for lexeme in reversed(self._lexemes):
            if lexeme.end != start:
                break
            start = lexeme.start
        return start

    def _problem(self, position: int, message: str, suggestion: str = "") -> None:
        self._problems.append(Problem(position, message, suggestion))

    def _peek(self, kind: str, text: str | None = None) -> bool:
        if self._at >= len(self._lexemes):
            return False
        lexeme = self._lexemes[self._at]
        return lexeme.kind == kind and (text is None or lexeme.text == text)

    def _alternatives(self) -> Node | None:
        nodes = []
        while True:
            node = self._conjunction()
            if node is not None:
                nodes.append(node)
            if not self._peek("word", "OR"):
                return nodes[0] if len(nodes) == 1 else Or(tuple(nodes)) if nodes else None
            lexeme = self._lexemes[self._at]
            self._at += 1
            if node is None or self._at_end():
                self._problem(lexeme.start, "OR needs a word on both sides.")

    def _at_end(self) -> bool:
        return self._at >= len(self._lexemes) or self._peek("close")

    def _conjunction(self) -> Node | None:
        nodes: list[Node] = []
        while not self._at_end() and not self._peek("word", "OR"):
            if self._peek("word", "AND"):
                lexeme = self._lexemes[self._at]
                self._at += 1
                if not nodes or self._at_end():
                    self._problem(lexeme.start, "AND needs a word on both sides.")
                continue
            node = self._negatable()
            if node is not None:
                nodes.append(node)
        return _all_of(nodes)

    def _negatable(self) -> Node | None:
        negated, lexeme = False, self._lexemes[self._at]
        while self._peek("minus") or self._peek("word", "NOT"):
            negated = not negated
            self._at += 1
        if self._at_end():
            self._problem(lexeme.start, f"{lexeme.text} needs a word after it.")
            return None
        node = self._primary()
        return Not(node) if negated and node is not None else node

    def _primary(self) -> Node | None:
        lexeme = self._lexemes[self._at]
        if lexeme.kind == "open":
            return self._group(lexeme)
        self._at += 1
        if lexeme.kind == "field":
            return self._field(lexeme)
        if lexeme.kind == "quoted":
            return self._quoted(lexeme)
        if lexeme.kind == "word":
            return self._word(lexeme)
        return None  # an OR that begins a group, already told

    def _group(self, lexeme: _Lexeme) -> Node | None:
        self._at += 1
        if self._depth >= _DEEPEST:
            self._problem(lexeme.start, f"More than {_DEEPEST} ( within each other are ignored.")
            return None
        self._depth += 1
        node = self._alternatives()
        self._depth -= 1
        if self._peek("close"):
            self._at += 1
        else:
            self._problem(lexeme.start, "This ( is never closed.", self._text + ")")
        return node

    def _quoted(self, lexeme: _Lexeme) -> Node | None:
        words = tuple(WORD.findall(lexeme.text))
        if not lexeme.closed:
            self._problem(lexeme.start, "This quotation is never closed.", self._text + '"')
            if words and lexeme.start >= self._typed_from:
                return _all_of([*_in_a_row(words[:-1]), Word(words[-1], typed=True)])
        elif not words:
            self._problem(lexeme.start, "Nothing to search between the quotation marks.")
        if not words:
            return None
        return Phrase(words, lexeme.slop) if len(words) > 1 else Word(words[0])

    def _word(self, lexeme: _Lexeme) -> Node | None:
        text = lexeme.text
        fuzzy = _FUZZY.fullmatch(text)
        if fuzzy:
            return self._fuzzy(lexeme, fuzzy[1], fuzzy[2])
        if "*" in text:
            return self._shape(lexeme)
        words = tuple(WORD.findall(text))
        typed = lexeme.end == len(self._text) and lexeme.start >= self._typed_from
        if typed and words and text.endswith(words[-1]):
            return _all_of([*_in_a_row(words[:-1]), Word(words[-1], typed=True)])
        return _all_of(_in_a_row(words))

    def _fuzzy(self, lexeme: _Lexeme, text: str, digits: str) -> Node | None:
        words = tuple(WORD.findall(text))
        if not words:
            self._problem(lexeme.start, "~ needs a word before it.", "Schoigu~")
            return None
        distance = int(digits[:2] or "1")
        if not 1 <= distance <= 2:
            self._problem(lexeme.start, "~ allows one or two different letters.", f"{words[-1]}~2")
        return _all_of([*_in_a_row(words[:-1]), Fuzzy(words[-1], max(1, min(distance, 2)))])

    def _shape(self, lexeme: _Lexeme) -> Node | None:
        nodes: list[Node] = []
        for shape in _SHAPE.findall(lexeme.text):
            if not shape.strip("*"):
                self._problem(lexeme.start, "* needs some letters beside it.", "Waffen*")
            elif "*" not in shape:
                nodes.append(Word(shape))
            elif "*" not in shape.rstrip("*"):
                nodes.append(Prefix(shape.rstrip("*")))
            else:
                nodes.append(Wildcard(re.sub(r"\*+", "*", shape)))
        return _all_of(nodes)

    def _field(self, lexeme: _Lexeme) -> Node | None:
        name = lexeme.text[:-1].lower()
        bare = self._at_end() or self._lexemes[self._at].start != lexeme.end
        if name not in FIELDS and bare:
            return Word(lexeme.text[:-1])  # a colon, as in a headline
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, 1)
            known = ", ".join(f"{field}:" for field in FIELDS)
            self._problem(
                lexeme.start,
                f"{name}: is no field; there are {known}.",
                f"{near[0]}:" if near else "",
            )
            return Word(lexeme.text[:-1])
        if bare:
            self._problem(lexeme.start, f"{name}: needs a value right after it.", _EXAMPLES[name])
            return None
        value = self._lexemes[self._at]
        if name in TEXT_FIELDS:
            node = self._negatable()
            return None if node is None else Field(name, value.text, node)
        return self._value_of(name, lexeme)

    def _value_of(self, name: str, lexeme: _Lexeme) -> Node | None:
        value = self._lexemes[self._at]
        self._at += 1
        text = value.text
        if value.kind in ("minus", "field") and not self._at_end():
            text += self._lexemes[self._at].text
            self._at += 1
        if value.kind == "open":
            self._problem(lexeme.start, f"{name}: takes one value.", _EXAMPLES[name])
            self._at -= 1
            return self._group(value)
        if name == "date" and parse_range(text) is None:
            self._problem(
                value.start, f"{text} is no date or range of dates.", "date:2024-01..2024-06"
            )
            return None
        return Field(name, text)


_EXAMPLES = {
    "title": "title:Gipfel",
    "source": 'source:"NBC News"',
    "author": "author:Meyer",
    "date": "date:2024-01..2024-06",
    "topic": "topic:sanctions",
    "note": "note:Frage",
    "is": "is:untagged",
}


def _in_a_row(words: tuple[str, ...]) -> list[Node]:
    """Words that one piece of a query stands for: ``US-Beamte`` is a phrase."""
    if not words:
        return []
    return [Word(words[0]) if len(words) == 1 else Phrase(words)]


def _all_of(nodes: list[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))
