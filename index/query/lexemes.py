"""The pieces of a query: words, quotations, fields, brackets, signs.

Written for the keyboards people have: any quotation marks („…“, »…«, “…”, ‚…‘, two commas), any
dash before a word as a minus, ``|`` or ODER for OR. Words are read in the canonical form of the
articles, so that a decomposed ö or a soft hyphen that came with a copied word is found.
"""

import re
from enum import Enum

from msgspec import Struct

from corpus.text.canonical import canonical

WIDEST_SLOP = 100


class Kind(Enum):
    """What a piece of a query is."""

    WORD = "word"
    QUOTED = "quoted"
    FIELD = "field"
    OPEN = "open"
    CLOSE = "close"
    AND = "and"
    OR = "or"
    NOT = "not"
    NEAR = "near"
    EXPRESSION = "expression"


class Lexeme(Struct, frozen=True):
    """A piece ``query[start:end]``; the text is what is within quotes, or before a colon."""

    kind: Kind
    text: str
    start: int
    end: int
    slop: int = 0
    closed: bool = True


_KEYWORDS = {
    "AND": Kind.AND,
    "UND": Kind.AND,
    "&&": Kind.AND,
    "OR": Kind.OR,
    "ODER": Kind.OR,
    "NOT": Kind.NOT,
    "NICHT": Kind.NOT,
}
_NEAR = re.compile(r"(?:NEAR|W(?=/))/?(\d{0,4})", re.ASCII)
_USUAL_SLOP = 10
_BLANK = r"[ \u00a0\u2009\u202f]"  # between the thousands of a number
_QUOTE = "(?:[\"„“”«»]|,,|''|´´|``)"
_SINGLE = "['‚‘’›‹´`]"
_LEXEME = re.compile(
    rf"""
      (?P<quoted>{_QUOTE}(?P<inside>(?:(?!{_QUOTE}).)*)(?P<closed>{_QUOTE}?)
        |(?<!\w){_SINGLE}(?P<inside1>[^\s'‚‘’›‹´`](?:(?!{_QUOTE})[^'‚‘’›‹´`])*){_SINGLE}(?!\w)
      )(?:~(?P<slop>\d+))?
    | (?P<expression>(?<!\S)/[^\s/]*[.*+?\[\]^$|\\{{}}()][^\s/]*/\w*(?!\S))
    | (?P<open>\()
    | (?P<close>\))
    | (?P<or>\|+)
    | (?P<not>(?<![^\s(:])[-‐‑–—−](?=[\w*(]|{_QUOTE}|{_SINGLE}\w))
    | (?P<field>[^\W\d_]+:(?!//))
    | (?P<word>(?<![^\s(])\d{{1,3}}(?:{_BLANK}\d{{3}})+(?![^\s)])
        |(?:(?!{_QUOTE})[^\s()|])+)
    """,
    re.VERBOSE | re.DOTALL,
)


def lex(text: str) -> list[Lexeme]:
    """Cut a query into its pieces."""
    return [_lexeme(match) for match in _LEXEME.finditer(text)]


def _lexeme(match: re.Match[str]) -> Lexeme:
    kind = next(kind for kind in _GROUPS if match[kind.value] is not None)
    content = match[0]
    slop, closed = 0, True
    if kind is Kind.QUOTED:
        single = match["inside1"]
        content = match["inside"] if single is None else single
        slop = min(int((match["slop"] or "0")[:4]), WIDEST_SLOP)
        closed = single is not None or bool(match["closed"])
    elif kind is Kind.FIELD:
        content = content[:-1]
    elif kind is Kind.WORD:
        kind = _KEYWORDS.get(content, kind)
        if near := _NEAR.fullmatch(content):
            kind, slop = Kind.NEAR, min(int(near[1] or _USUAL_SLOP), WIDEST_SLOP)
    return Lexeme(kind, canonical(content), match.start(), match.end(), slop, closed)


_GROUPS = (
    Kind.QUOTED,
    Kind.EXPRESSION,
    Kind.OPEN,
    Kind.CLOSE,
    Kind.OR,
    Kind.NOT,
    Kind.FIELD,
    Kind.WORD,
)
