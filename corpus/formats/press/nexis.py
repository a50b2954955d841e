"""Exports of Nexis Uni, Lexis Advance and the older LexisNexis, in English, German and French."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.formats.press.lines import Line, Part, date_line, first_match, joined, part
from corpus.page.blocks import BlockKind

_END = re.compile(r"End of Document$")
_START = re.compile(
    r"(?:[\d,.]+ of [\d,.]+ DOCUMENTS?|Dokument [\d.]+ von [\d.]+|Document \d+ (?:of|de) \d+)$"
)
_COVER = re.compile(r"(?:Job Number|User Name|Date and Time|Documents?) ?(?::|\(\d+\))")
_COPYRIGHT = re.compile(r"(?:Copyright\b|©|\(c\) ?(?:19|20)\d\d)", re.IGNORECASE)
_LENGTH = re.compile(r"(?:Length|Länge|Longueur)\s*:", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:Section|Rubrik|Length|Länge|Longueur|Byline|Autor|Auteur|Highlight|Dateline|Headline|Series"
    r"|Source|Quelle|Distribution|Link to Image|Type|Edition|Ausgabe|Column|Ressort)\s*:",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:Byline|Autor|Auteur)\s*:\s*(?:(?:by|von|par)\s+)?(?P<value>.*)", re.IGNORECASE
)
_HEADLINE = re.compile(r"Headline\s*:\s*(?P<value>.+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:Language|Sprache|Langue)\s*:\s*(?P<value>.+)", re.IGNORECASE)
_SHOWN = re.compile(r"(?:Highlight|Dateline)\s*:", re.IGNORECASE)
_BODY = re.compile(r"(?:Body|Text|Haupttext|Corps)$", re.IGNORECASE)
_GRAPHIC = re.compile(r"(?:Graphic|Grafik|Graphique)\s*(?::|$)", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:Classification$|Klassifizierung$|Load-Date\s*:|Ladedatum\s*:|Update\s*:|Language\s*:"
    r"|Sprache\s*:|Langue\s*:|Publication-Type\s*:|Journal-Code\s*:|Correction-Date\s*:"
    r"|Notes$)",
    re.IGNORECASE,
)
_LOADED = re.compile(r"(?:Load-Date|Ladedatum|Update)\s*:", re.IGNORECASE)
_HEAD = 8  # lines above the copyright that may hold the date
_LONGEST_HEAD = 40


def nexis_parts(lines: Sequence[Line]) -> list[Part]:
    """Return the articles of an export, or none."""
    ends = [number for number, line in enumerate(lines) if _END.match(line.text)]
    if ends:
        begins = [0, *(end + 1 for end in ends[:-1])]
        found = [_new(lines[begin:end]) for begin, end in zip(begins, ends, strict=True)]
        if any(found):
            found.append(_new(lines[ends[-1] + 1 :]))  # one that was cut
        return list(filter(None, found))
    starts = [number for number, line in enumerate(lines) if _START.match(line.text)]
    chunks = [lines[begin + 1 : end] for begin, end in pairwise([*starts, len(lines)])]
    return list(filter(None, map(_old, chunks)))


def _new(lines: Sequence[Line]) -> Part | None:
    """Find the article before an "End of Document"."""
    cover = max((n for n, line in enumerate(lines) if _COVER.match(line.text)), default=-1)
    anchor = first_match(_COPYRIGHT, lines, cover + 1)
    if anchor < 0:
        anchor = first_match(_LENGTH, lines, cover + 1)
    if anchor < 0:
        return None
    dates = (n for n in range(anchor - 1, max(anchor - _HEAD, -1), -1) if date_line(lines[n]))
    dated = next(dates, -1)
    paper = (dated if dated > 0 else anchor) - 1
    if paper < 1:
        return None
    first = paper - 1 if cover >= 0 else 0
    body = first_match(_BODY, lines[: anchor + _LONGEST_HEAD], anchor)
    if body < 0:
        labels = range(anchor, min(anchor + _LONGEST_HEAD, len(lines)))
        body = max((n for n in labels if _LABEL.match(lines[n].text)), default=anchor)
    kinds = dict.fromkeys(range(first, paper), BlockKind.TITLE)
    kinds[paper] = BlockKind.BYLINE
    kinds |= dict.fromkeys(range(paper + 1, body + 1), BlockKind.FURNITURE)
    if dated >= 0:
        kinds[dated] = BlockKind.DATELINE
    title = joined(lines[first:paper])
    date = date_line(lines[dated]) if dated >= 0 else ""
    return _made(
        lines, kinds, {"title": title, "source": lines[paper].text, "date": date}, body, first
    )


def _old(lines: Sequence[Line]) -> Part | None:
    """Find the article after a "1 of 10 DOCUMENTS"."""
    length = first_match(_LENGTH, lines[:_LONGEST_HEAD])
    label = first_match(_LABEL, lines[:_LONGEST_HEAD])
    dated = next((n for n, line in enumerate(lines[:_HEAD]) if date_line(line)), -1)
    if dated < 0 or label < dated:
        return None
    body = _continued(lines, max(length, label))
    begin = next((n for n in range(dated + 1, label) if lines[n].after_gap), dated + 1)
    kinds = dict.fromkeys(range(dated), BlockKind.BYLINE)
    kinds |= dict.fromkeys(range(dated, begin), BlockKind.DATELINE)
    kinds |= dict.fromkeys(range(begin, label), BlockKind.TITLE)
    kinds |= dict.fromkeys(range(label, body + 1), BlockKind.FURNITURE)
    fields = {
        "title": joined(lines[begin:label]),
        "source": joined(lines[: min(dated, 1)]),
        "date": date_line(lines[dated]),
    }
    return _made(lines, kinds, fields, body, 0)


def _continued(lines: Sequence[Line], number: int) -> int:
    """Return the last line of a labelled value, which may take several lines."""
    following = range(number + 1, len(lines))
    return next(
        (n - 1 for n in following if lines[n].after_gap or _LABEL.match(lines[n].text)), number
    )


def _made(
    lines: Sequence[Line],
    kinds: dict[int, BlockKind],
    fields: dict[str, str],
    body: int,
    first: int,
) -> Part | None:
    """Make the part that begins at the line `first` and whose text is below the line `body`."""
    tail = first_match(_TAIL, lines, body + 1)
    graphic = first_match(_GRAPHIC, lines, body + 1)
    end = len(lines) if tail < 0 else tail
    if body + 1 >= end:
        return None
    if body < graphic < end:
        kinds |= dict.fromkeys(range(graphic, end), BlockKind.CAPTION)
    kinds |= dict.fromkeys(range(end, len(lines)), BlockKind.FURNITURE)
    for number in [*range(first, body + 1), *range(end, len(lines))]:
        _read_label(lines, number, kinds, fields)
    shifted = {number - first: kind for number, kind in kinds.items() if number >= first}
    return part(lines[first:], shifted, fields)


def _read_label(
    lines: Sequence[Line], number: int, kinds: dict[int, BlockKind], fields: dict[str, str]
) -> None:
    """Note the value and the kind of a labelled line."""
    text = lines[number].text
    if found := _BYLINE.match(text):
        fields["author"] = found["value"]
        kinds[number] = BlockKind.BYLINE
    elif found := _HEADLINE.match(text):
        fields["title"] = found["value"]
        kinds[number] = BlockKind.TITLE
    elif _SHOWN.match(text):
        kinds[number] = BlockKind.PARAGRAPH
    elif found := _LANGUAGE.match(text):
        fields.setdefault("language", found["value"])
    elif _LOADED.match(text) and not fields["date"]:
        fields["date"] = date_line(lines[number])
