"""Factiva: articles with or without its field codes, in English, German and French."""

import re
from collections.abc import Sequence

from corpus.formats.press.lines import Line, Part, date_line, joined, part
from corpus.page.blocks import BlockKind

_END = re.compile(
    r"(?:AN\s+)?Do[ck]ument(?:o)?\s+(?P<name>[A-Za-z]{2,10}0{2}\d{6,8}[A-Za-z0-9]{4,16})$"
)
_CODE = re.compile(
    r"(?P<code>SE|HD|HDL|CR|BY|WC|PD|ET|SN|SC|NGC|GC|ED|PG|VOL|LA|CY|CX|LP|TD|ART|CT|RF|CO|IN|NS|RE"
    r"|IPC|IPD|PUB|AN|CLM|RST|DLN)(?:(?:\t|[ \xa0]{2,})\s*(?P<value>\S.*))?$"
)
_WORDS = re.compile(r"[\d.,  ]+ (?:words?|Wörter|Wort|mots?|palabras|parole)$")
_BY = re.compile(r"(?:By|Von|Par|Por|Da)\s+(?P<value>.+)", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}:\d\d(?: ?[AP]M)?(?: GMT)?$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:Copyright\b|©|\(c\))", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:English|German|French|Spanish|Italian|Deutsch|Englisch|Français)$")
_NAME = re.compile(r"[A-ZÄÖÜ][\w.'’-]+(?: [\w.'’-]+){1,3}(?:(?:,| and| und) [A-ZÄÖÜ].{3,80})?$")
_SHORT = 3  # words of the name of a page ("World News")
_HEAD = 16  # lines from the count of words to the copyright
_FIELDS = {"HD": "title", "BY": "author", "PD": "date", "SN": "source", "LA": "language"}
_TEXT = ("LP", "TD")


def factiva_parts(lines: Sequence[Line]) -> list[Part]:
    """Return the articles of an export, or none."""
    parts: list[Part] = []
    begin = 0
    for number, line in enumerate(lines):
        if end := _END.match(line.text):
            found = _coded(lines[begin : number + 1]) or _plain(lines[begin : number + 1])
            if found:
                parts.append(found._replace(name=end["name"]))
            begin = number + 1
    cut = parts and (_coded(lines[begin:]) or _plain(lines[begin:], is_cut=True))
    return [*parts, cut] if cut else parts


def _coded(lines: Sequence[Line]) -> Part | None:
    """Read an article whose lines begin with field codes, or follow them."""
    codes = {n: found for n, line in enumerate(lines) if (found := _CODE.match(line.text))}
    heads = [n for n, found in codes.items() if found["code"] == "HD"]
    if not heads or not any(found["code"] in _TEXT for found in codes.values()):
        return None
    first = heads[0]
    if first and lines[first - 1].text and codes.get(first - 1):
        first -= 1
    fields: dict[str, str] = {}
    kinds: dict[int, BlockKind] = {}
    code = ""
    for number in range(first, len(lines)):
        found = codes.get(number)
        value = lines[number].text
        if found and not (code in _TEXT and not _ends_text(found["code"])):
            code, value = found["code"], found["value"] or ""
        _note(kinds, number, code, is_label=not value)
        field = _FIELDS.get(code)
        if field and value:
            fields[field] = f"{fields[field]} {value}" if field in fields else value
    _name_author(fields)
    return _part(lines[first:], {n - first: kind for n, kind in kinds.items()}, fields)


def _ends_text(code: str) -> bool:
    """Whether a code may end the text of an article, in which words of two capitals occur, too."""
    return code in (
        *_TEXT,
        "ART",
        "CT",
        "RF",
        "CO",
        "IN",
        "NS",
        "RE",
        "IPC",
        "IPD",
        "PUB",
        "AN",
        "CX",
    )


def _note(kinds: dict[int, BlockKind], number: int, code: str, *, is_label: bool) -> None:
    if code == "HD" and not is_label:
        kinds[number] = BlockKind.TITLE
    elif code == "BY" and not is_label:
        kinds[number] = BlockKind.BYLINE
    elif code == "ART" and not is_label:
        kinds[number] = BlockKind.CAPTION
    elif code not in _TEXT or is_label:
        kinds[number] = BlockKind.FURNITURE


def _plain(lines: Sequence[Line], *, is_cut: bool = False) -> Part | None:
    """Read an article without codes: title, author, words, date, source, copyright, text.

    `is_cut` says that it may end before the number that is its last line.
    """
    words = next((n for n, line in enumerate(lines) if _WORDS.match(line.text)), -1)
    if words < 1:
        return None
    title, byline = _above(lines, words)
    head = lines[words + 1 : words + _HEAD]
    ends = [n for n, line in enumerate(head) if _COPYRIGHT.match(line.text)]
    ends += [n for n, line in enumerate(head) if _LANGUAGE.match(line.text)]
    body = words + 1 + (ends[0] if ends else 0)
    fields = {
        "title": joined(lines[title:byline]),
        "author": joined(lines[byline:words]),
        "date": next(filter(None, map(date_line, head)), ""),
        "source": _source(head),
        "language": next((line.text for line in head if _LANGUAGE.match(line.text)), ""),
    }
    _name_author(fields)
    kinds = dict.fromkeys(range(title), BlockKind.FURNITURE)
    kinds |= dict.fromkeys(range(title, byline), BlockKind.TITLE)
    kinds |= dict.fromkeys(range(byline, words), BlockKind.BYLINE)
    kinds |= dict.fromkeys(range(words, body + 1), BlockKind.FURNITURE)
    if not is_cut:
        kinds[len(lines) - 1] = BlockKind.FURNITURE
    return _part(lines, kinds, fields)


def _above(lines: Sequence[Line], words: int) -> tuple[int, int]:
    """Return the lines, above the word count, at which the title and the author begin."""
    last = words - 1
    byline = words
    is_name = (
        last > 0 and _NAME.match(lines[last].text) and len(lines[last - 1].text.split()) > _SHORT
    )
    if last > 0 and (_BY.match(lines[last].text) or is_name):
        byline = last
    title = 0
    if byline > 1 and len(lines[0].text.split()) <= _SHORT < len(lines[1].text.split()):
        title = 1
    return title, byline


def _source(head: Sequence[Line]) -> str:
    """Return the number of the line after date and time."""
    dated = next((n for n, line in enumerate(head) if date_line(line)), -1)
    if dated < 0:
        return ""
    following = (line.text for line in head[dated + 1 :] if not _TIME.match(line.text))
    return next(following, "")


def _name_author(fields: dict[str, str]) -> None:
    if found := _BY.match(fields.get("author", "")):
        fields["author"] = found["value"]


def _part(
    lines: Sequence[Line], kinds: dict[int, BlockKind], fields: dict[str, str]
) -> Part | None:
    has_text = any(kinds.get(number) is not BlockKind.FURNITURE for number in range(len(lines)))
    return part(lines, kinds, fields) if has_text else None
