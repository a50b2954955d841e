"""Parses the query language: what a person types, into a tree of plain records.

::

    Waffen Lieferung        both words          Putin OR Kim      either (ODER, |)
    Waffen -Ukraine         but not (NICHT)     (a OR b) c        grouping
    "vor der Wahl"          these words in a row
    "Putin Kim"~5           near: in any order, at most 5 other words between them (NEAR/5)
    =Waffe  "Waffe"         this form of the word alone
    verhand*  *handlung*    beginnings, anything; M?ller: one letter
    Schoigu~  Schoigu~2     similar spellings: one or two letters differ
    title: source: author: date:2024-01..2024-06 topic: note: is:

Nothing that can be typed raises. Each problem has its place and, where it is clear what was meant,
the corrected query; the words are searched all the same.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from index.analysis.scripts import has_characters
from index.analysis.terms import WORD
from index.query.dates import parse_range
from index.query.fields import FIELDS, intended_field
from index.query.lexemes import Kind, Lexeme, lex
from index.query.nodes import (
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
from index.query.spellings import before_a_gap, is_gendered, readings

_LONGEST = 2_000  # code points of a query that are read
_PUT_RIGHT = 5  # problems of one query that are put right
_DEEPEST = 20  # parentheses and fields within each other
_COMMA = re.compile(r"[,;](?!\d)|(?<!\d)[,;]")
_FUZZY = re.compile(r"(.+?)~(\d*)\W*")
_SHAPE = re.compile(r"(?:[\w*]|\?(?=[\w*?]))+")
_HAS_SHAPE = re.compile(r"\*|\?(?=\w)")
_CONJUNCTIONS = {"und", "oder", "sowie", "bzw.", "bzw"}
_EXACT = re.compile(r"=+(.*)")
_SIGNS_OF_A_NAME = re.compile(r"\W*([^\W\d_])[+#]+\W*")  # C++, C#
# Of a regular expression, what wildcards can say, too.
_IN_WILDCARDS = (
    (r"\\b|[\^$]", ""),
    (r"(?:\.|\\w|\[[^\]]*\])[*+]|\(.*\)|(?:\[[^\]]*\]|\\?\w)[?*+]|\{\d*,?\d*\}", "*"),
    (r"\.|\\[wd]|\[[^\]]*\]", "?"),
)


def parse(text: str, *, typing: bool = False) -> ParsedQuery:
    """Parse a query; when `typing`, the last bare word matches completions too. Never raises."""
    query = _Parser(text, typing=typing).parse()
    if not query.problems:
        return query
    lasting = {problem.message for problem in query.problems if not problem.suggestion}
    few, others = query.problems[:_PUT_RIGHT], query.problems[_PUT_RIGHT:]
    few = tuple(replace(one, suggestion=_ready(one.suggestion, lasting)) for one in few)
    return replace(query, problems=(*few, *others))


def _ready(suggestion: str, lasting: Collection[str]) -> str:
    """Put right what is still wrong with a suggestion, but for problems nobody can put right.

    Returns "" if that leads nowhere.
    """
    for _ in range(_PUT_RIGHT):
        problems = _Parser(suggestion, typing=False).parse().problems
        if all(problem.message in lasting for problem in problems):
            return suggestion
        suggestion = next((one.suggestion for one in problems if one.suggestion), "")
    return ""


class _Parser:
    """Parses one query."""

    def __init__(self, text: str, *, typing: bool) -> None:
        self._text = text
        self._lexemes = lex(text[:_LONGEST])
        self._at = 0
        self._depth = 0
        self._open = self._unclosed = 0  # parentheses
        self._problems: list[Problem] = []
        self._typed_from = self._start_of_typed() if typing else len(text) + 1

    def parse(self) -> ParsedQuery:
        """Parse the whole query."""
        if len(self._text) > _LONGEST:
            self._problem(_LONGEST, f"Only the first {_LONGEST:,} characters are searched.")
        nodes = []
        while self._at < len(self._lexemes):
            node = self._alternatives()
            if node is not None:
                nodes.append(node)
            if self._peek(Kind.CLOSE):
                lexeme = self._next()
                self._problem(lexeme.start, "This ) closes nothing.", self._instead(lexeme, ""))
        root = _all_of(nodes)
        if root is None and self._text.strip() and not self._problems:
            self._problem(0, "There is nothing to search for: words have letters or digits.")
        # What is still being typed is not wrong yet.
        problems = tuple(p for p in self._problems if p.position < self._typed_from)
        return ParsedQuery(self._text, root, problems)

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

    def _instead(self, lexeme: Lexeme, text: str) -> str:
        """Return the query with one lexeme replaced."""
        before, after = self._text[: lexeme.start], self._text[lexeme.end :]
        return " ".join(f"{before}{text}{after}".split())

    def _peek(self, *kinds: Kind) -> bool:
        return self._at < len(self._lexemes) and self._lexemes[self._at].kind in kinds

    def _next(self) -> Lexeme:
        self._at += 1
        return self._lexemes[self._at - 1]

    def _at_end(self) -> bool:
        return self._at >= len(self._lexemes) or self._peek(Kind.CLOSE)

    def _alternatives(self) -> Node | None:
        nodes = []
        while True:
            node = self._conjunction()
            if node is not None:
                nodes.append(node)
            if not self._peek(Kind.OR):
                return nodes[0] if len(nodes) == 1 else Or(tuple(nodes)) if nodes else None
            self._joining(self._next(), alone=node is None)

    def _joining(self, lexeme: Lexeme, *, alone: bool) -> None:
        """Report an AND or OR that lacks a word on one side."""
        if alone or self._at_end():
            message = f"{lexeme.text} needs a word on both sides."
            self._problem(lexeme.start, message, self._instead(lexeme, ""))

    def _conjunction(self) -> Node | None:
        nodes: list[Node] = []
        firm: list[Node] = []
        joins = False
        while not self._at_end() and not self._peek(Kind.OR):
            if self._peek(Kind.AND):
                self._joining(self._next(), alone=not nodes)
                joins = bool(nodes)
                continue
            if self._peek(Kind.NEAR):
                self._near(self._next(), nodes)
                continue
            node = self._negatable()
            if node is not None:
                firm += (nodes[-1], node) if joins else ()
                nodes.append(node)
            joins = False
        return _all_of(nodes, firm)

    def _near(self, lexeme: Lexeme, nodes: list[Node]) -> None:
        """Join the words on both sides of NEAR: what stands there may be words alone."""
        before = nodes[-1] if nodes else None
        is_word = self._peek(Kind.WORD, Kind.QUOTED) and not self._peek(Kind.NEAR)
        after = self._primary() if is_word else None
        match before, after:
            case Word(exact=False) | Phrase(quoted=True), Word(exact=False):
                words = before.words if isinstance(before, Phrase) else (before.text,)
                nodes[-1] = Phrase((*words, after.text), lexeme.slop, quoted=True)
            case _:
                message = f"{lexeme.text} stands between two words, as in Putin NEAR/5 Kim."
                instead = "" if self._peek(Kind.OPEN) else self._instead(lexeme, "")
                self._problem(lexeme.start, message, instead)
                nodes += [after] if after is not None else []

    def _negatable(self) -> Node | None:
        negated, lexeme = False, self._lexemes[self._at]
        if self._is_shared_word():
            self._at += 1
        while self._peek(Kind.NOT):
            negated = not negated
            self._at += 1
        if self._at_end() or self._peek(Kind.OR, Kind.AND):
            message = f"{lexeme.text} needs a word after it."
            self._problem(lexeme.start, message, self._instead(lexeme, ""))
            return None
        node = self._primary()
        return Not(node) if negated and node is not None else node

    def _is_shared_word(self) -> bool:
        """Whether a hyphen stands for a word that was said before: `Vereine und -verbände`."""
        before, *rest = self._lexemes[max(self._at - 1, 0) : self._at + 2]
        if self._at == 0 or len(rest) < 2 or before.text not in _CONJUNCTIONS:
            return False
        return rest[0].kind is Kind.NOT and len(rest[0].text) == 1 and rest[1].text[:1].islower()

    def _primary(self) -> Node | None:
        lexeme = self._next()
        match lexeme.kind:
            case Kind.OPEN:
                return self._group(lexeme)
            case Kind.FIELD:
                return self._field(lexeme)
            case Kind.QUOTED:
                return self._quoted(lexeme)
            case Kind.EXPRESSION:
                return self._expression(lexeme)
        return self._word(lexeme)

    def _group(self, lexeme: Lexeme) -> Node | None:
        if self._too_deep(lexeme):
            return None
        self._depth += 1
        self._open += 1
        node = self._alternatives()
        self._depth -= 1
        self._open -= 1
        if self._peek(Kind.CLOSE):
            self._at += 1
            if node is None:
                self._problem(lexeme.start, "There is nothing to search for between ( and ).")
        else:
            self._unclosed += 1
            if not self._open:
                closed = self._text + ")" * self._unclosed
                self._problem(lexeme.start, "This ( is never closed.", closed if node else "")
        return node

    def _too_deep(self, lexeme: Lexeme) -> bool:
        if self._depth < _DEEPEST:
            return False
        self._problem(lexeme.start, f"More than {_DEEPEST} ( or fields in each other are ignored.")
        return True

    def _quoted(self, lexeme: Lexeme) -> Node | None:
        words = tuple(WORD.findall(lexeme.text))
        if not lexeme.closed:
            closed = self._text + '"' if words else self._instead(lexeme, "")
            self._problem(lexeme.start, "This quotation mark is never closed.", closed)
            if words and lexeme.start >= self._typed_from:
                return _all_of([*_in_a_row(words[:-1]), Word(words[-1], typed=True)])
        elif not words:
            message = "Nothing to search between the quotation marks."
            self._problem(lexeme.start, message, self._instead(lexeme, ""))
        elif re.search(r"\w\*(?!\w)|(?<!\w)\*\w", lexeme.text):
            self._problem(lexeme.start, "Between quotation marks * stands for nothing.")
        if not words:
            return None
        if len(words) == 1:
            return Word(words[0], exact=True)
        return Phrase(words, lexeme.slop, quoted=True)

    def _expression(self, lexeme: Lexeme) -> Node | None:
        """Explain that regular expressions are not read, and say it with wildcards."""
        shape = lexeme.text[1 : lexeme.text.rindex("/")]
        for pattern, sign in _IN_WILDCARDS:
            shape = re.sub(pattern, sign, shape)
        shape = re.sub(r"\*[*?]+|\?+\*", "*", shape).rstrip("?")
        can_be_said = re.fullmatch(r"[\w*?]*\w{2}[\w*?]*", shape)
        message = (
            "Regular expressions are not read: * stands for any letters, ? for one, and word~ "
            "finds similar spellings."
        )
        instead = self._instead(lexeme, shape) if can_be_said else ""
        self._problem(lexeme.start, message, instead)
        return _all_of(self._piece(lexeme, shape)) if can_be_said else None

    def _word(self, lexeme: Lexeme) -> Node | None:
        """Parse what stands between two spaces; commas separate as spaces do."""
        *before, last = _COMMA.split(lexeme.text)
        nodes = [node for piece in before for node in self._piece(lexeme, piece)]
        words = tuple(WORD.findall(last))
        typed = lexeme.end == len(self._text) and lexeme.start >= self._typed_from
        is_bare = typed and words and last.endswith(words[-1])
        if is_bare and not {"*", "~"} & set(last) and not _HAS_SHAPE.search(last):
            exact = bool(_EXACT.match(last)) and len(words) == 1
            nodes += [*_in_a_row(words[:-1]), _typed(last, words[-1], exact=exact)]
        elif typed and (word := before_a_gap(last)):
            nodes.append(Word(word))
        else:
            nodes += self._piece(lexeme, last)
        return _all_of(nodes)

    def _piece(self, lexeme: Lexeme, text: str) -> list[Node]:
        fuzzy = _FUZZY.fullmatch(text)
        if fuzzy:
            return self._fuzzy(lexeme, fuzzy[1], fuzzy[2])
        if _HAS_SHAPE.search(text) and not is_gendered(text):
            return self._shapes(lexeme, text)
        if exact := _EXACT.fullmatch(text):
            return self._exact(lexeme, exact[1])
        if sign := _SIGNS_OF_A_NAME.fullmatch(text):
            message = f"Only letters and digits are searched: this finds every {sign[1]}."
            self._problem(lexeme.start, message)
        node = readings(text)
        return [] if node is None else [node]

    def _exact(self, lexeme: Lexeme, text: str) -> list[Node]:
        """Parse what follows =, which is for one word."""
        words = tuple(WORD.findall(text))
        if len(words) == 1:
            return [Word(words[0], exact=True)]
        if not words and not self._peek(Kind.QUOTED):
            self._problem(lexeme.start, "= needs a word right after it, as in =Waffe.")
        elif words or len(WORD.findall(self._lexemes[self._at].text)) > 1:
            message = "= stands before one word; several are found in their inflections."
            self._problem(lexeme.start, message, self._instead(lexeme, text))
        node = readings(text)
        return [] if node is None else [node]

    def _fuzzy(self, lexeme: Lexeme, text: str, digits: str) -> list[Node]:
        words = tuple(WORD.findall(text))
        if not words:
            self._problem(lexeme.start, "~ needs a word before it, as in Schoigu~.")
            return []
        distance = int(digits[:2] or "1")
        if not 1 <= distance <= 2:
            message = "~ allows one or two different letters."
            self._problem(lexeme.start, message, self._instead(lexeme, f"{text}~2"))
        fuzzy = Fuzzy(words[-1], max(1, min(distance, 2)), lexeme.start)
        return [*_in_a_row(words[:-1]), fuzzy]

    def _shapes(self, lexeme: Lexeme, text: str) -> list[Node]:
        nodes: list[Node] = []
        for shape in _SHAPE.findall(text):
            if not shape.strip("*?"):
                self._problem(lexeme.start, "* needs some letters beside it, as in Waffen*.")
            elif has_characters(shape):  # found in the midst of others anyway
                words = tuple(WORD.findall(shape))
                nodes.append(Phrase(words) if len(words) > 1 else Word(words[0]))
            elif not {"*", "?"} & set(shape):
                nodes.append(Word(shape))
            elif not {"*", "?"} & set(shape.rstrip("*")):
                nodes.append(Prefix(shape.rstrip("*"), lexeme.start))
            else:
                nodes.append(Wildcard(re.sub(r"\*+", "*", shape), lexeme.start))
        return nodes

    def _field(self, lexeme: Lexeme) -> Node | None:
        name = lexeme.text.lower()
        bare = self._at_end() or self._lexemes[self._at].start != lexeme.end
        if name not in FIELDS:
            return Word(lexeme.text) if bare else self._unknown_field(lexeme, name)
        if bare:
            message = f"{name}: needs a value right after it, as in {FIELDS[name].example}."
            joined = self._text[: lexeme.end] + self._text[lexeme.end :].lstrip()
            self._problem(lexeme.start, message, "" if self._at_end() else joined)
            return None
        if not FIELDS[name].has_words:
            return self._value_of(name, lexeme)
        if self._too_deep(lexeme):
            return None
        self._depth += 1
        value = self._lexemes[self._at]
        node = self._negatable()
        self._depth -= 1
        return None if node is None else Field(name, value.text, node, lexeme.start)

    def _unknown_field(self, lexeme: Lexeme, name: str) -> Node | None:
        """Report an unknown field, and search for its value in the text: `titel:Gipfel`.

        What only looks like a field is a word with a colon, as in `Journalist:innen`.
        """
        if intended := intended_field(name):
            message = f"{lexeme.text}: is not a field; did you mean {intended}:?"
            self._problem(lexeme.start, message, self._instead(lexeme, f"{intended}:"))
            return None
        if lexeme.text.islower():
            fields = ", ".join(f"{field}:" for field in FIELDS)
            self._problem(lexeme.start, f"{lexeme.text}: is not a field; there are {fields}.")
        if self._peek(Kind.WORD):
            glued = self._next()
            whole = f"{lexeme.text}:{glued.text}"
            return self._word(replace(glued, text=whole, start=lexeme.start))
        return Word(lexeme.text)

    def _value_of(self, name: str, lexeme: Lexeme) -> Node | None:
        value = self._next()
        if value.kind is Kind.OPEN:
            self._problem(lexeme.start, f"{name}: takes one value, as in {FIELDS[name].example}.")
            return self._group(value)
        text = value.text
        if value.kind in {Kind.NOT, Kind.FIELD} and not self._at_end():
            text = self._text[value.start : self._next().end]
        if not text.strip():
            self._problem(lexeme.start, f"{name}: needs a value, as in {FIELDS[name].example}.")
            return None
        if name == "date" and not self._is_date(value, text):
            return None
        typed = value.start >= self._typed_from
        return Field(name, text, position=lexeme.start, typed=typed)

    def _is_date(self, value: Lexeme, text: str) -> bool:
        wanted = parse_range(text)
        if wanted is None:
            message = f"{text} is no date or range of dates, as in {FIELDS['date'].example}."
            self._problem(value.start, message)
            return False
        if wanted.is_empty:
            turned = f"{wanted.last}..{wanted.first}"
            message = f"{text} ends before it begins."
            self._problem(value.start, message, self._instead(value, turned))
            return False
        return True


def _in_a_row(words: tuple[str, ...]) -> list[Node]:
    """Words that one piece of a query stands for: ``US-Beamte`` is a phrase."""
    if not words:
        return []
    return [Word(words[0]) if len(words) == 1 else Phrase(words)]


def _typed(text: str, word: str, *, exact: bool) -> Node:
    """Return a word that is being typed, with what else it may stand for already."""
    typed = Word(word, typed=True, exact=exact)
    match readings(text):
        case Variants(nodes=nodes) if not exact and text == word:
            return Variants((typed, *nodes[1:]), text)
    return typed


def _all_of(nodes: Sequence[Node], firm: Iterable[Node] = ()) -> Node | None:
    """All of some nodes as one; those of an And among them are its own."""
    parts: list[Node] = []
    musts = set(firm)
    for node in nodes:
        if isinstance(node, And):
            parts += node.nodes
            musts |= set(node.nodes) if node in musts else node.firm
            musts.discard(node)
        else:
            parts.append(node)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts), frozenset(musts))
