"""Exports of WISO and GENIOS, whose articles end with their source, number and rights."""

import re
from collections.abc import Sequence

from corpus.formats.press.lines import Line, Part, part
from corpus.page.blocks import BlockKind
from corpus.text.dates import first_date

_NUMBER = re.compile(r"Dokumentnummer\s*:\s*(?P<value>\S.*)?$")
_LABEL = re.compile(
    r"(?P<label>Quelle|Ressort|Rubrik|Ausgabe|Auflage|Mutation|Seite|Datum|Autor(?:in)?|Verfasser|ISSN"
    r"|Dokumentnummer|Dauerhafte Adresse des Dokuments|Alle Rechte vorbehalten|Deskriptor(?:en)?"
    r"|Schlagwörter|Serie|Land|Firma|Branche|Person|Wörter|Zeichen|Jahrgang|Heft)\s*:\s*(?P<value>.*)$"
)
_TAIL = re.compile(
    r"(?:https?://|©|\(c\)|Alle Rechte vorbehalten|.{0,20}GBI-Genios|Seite \d+ von \d+$)"
)
_CONTENTS = re.compile(
    r"(?:Dokumente?|Inhaltsverzeichnis|Treffer(?:liste)?)\b.{0,40}$|.*\.{4,}\s*\d+$"
)
_PAGED = re.compile(r"Seite \d+ von \d+$|\d+ Dokumente?$|Dokumente$")
# "Handelsblatt Nr. 115 vom 17.06.2024, Seite 8", "taz, 17.06.2024, S. 3"
_AFTER_SOURCE = re.compile(
    r"\s*(?:,\s*)?(?:\bprint\b\s*:?|\bvom\b|\bv\.|\bNr\.|\bHeft\b|\bAusgabe\b|\bSeite\b|\bS\.\s?\d"
    r"|\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ]\w+)\s?\d{2,4}).*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_SAME_WORDS = 3
_PROSE = 60  # characters; a longer line after the last article means that one was cut off


def wiso_parts(lines: Sequence[Line]) -> list[Part]:
    """Return the articles of an export, or none."""
    parts: list[Part] = []
    begin = 0
    for number, line in enumerate(lines):
        if number >= begin and _NUMBER.match(line.text):
            end = _tail_end(lines, number)
            found = _article(lines[begin:end])
            if found:
                parts.append(found)
            begin = end
    rest = lines[begin:]
    cut = _article(rest) if parts and any(len(line.text) > _PROSE for line in rest) else None
    return [*parts, cut] if cut else parts


def _tail_end(lines: Sequence[Line], number: int) -> int:
    """Return where the lines on an article's origin end; its number is one of the first."""
    end = number + 1
    if end < len(lines) and _value(lines, number) == lines[end].text:
        end += 1
    while end < len(lines) and (_LABEL.match(lines[end].text) or _TAIL.match(lines[end].text)):
        end += 1
    return end


def _value(lines: Sequence[Line], number: int) -> str:
    """Return the value of a label: on its line, or on the next if it stands alone."""
    found = _LABEL.match(lines[number].text)
    stated = found["value"].strip() if found else ""
    if stated or number + 1 >= len(lines) or _LABEL.match(lines[number + 1].text):
        return stated
    return lines[number + 1].text


def _article(lines: Sequence[Line]) -> Part | None:
    first = 0
    while first < len(lines) and _CONTENTS.match(lines[first].text):
        first += 1
    lines = lines[first:]
    labels = [n for n, line in enumerate(lines) if _LABEL.match(line.text)]
    stated: dict[str, str] = {}
    for number in labels:
        found = _LABEL.match(lines[number].text)
        if found:
            stated.setdefault(found["label"], _value(lines, number))
    tail = _tail_begin(lines, labels)
    source = stated.get("Quelle", "")
    kinds = {
        n: BlockKind.FURNITURE for n, line in enumerate(lines[:tail]) if _is_label(line, source)
    }
    kinds |= dict.fromkeys(range(tail, len(lines)), BlockKind.FURNITURE)
    shown = [n for n in range(tail) if n not in kinds]
    if not shown:
        return None
    kinds[shown[0]] = BlockKind.TITLE
    fields = {
        "title": lines[shown[0]].text,
        "source": _AFTER_SOURCE.sub("", source).strip(' "„“,;:'),
        "date": first_date(stated.get("Datum", "")) or first_date(source),
        "author": stated.get("Autor") or stated.get("Autorin") or stated.get("Verfasser") or "",
        "url": stated.get("Dauerhafte Adresse des Dokuments", ""),
    }
    name = stated.get("Dokumentnummer", "").replace(" ", "_")
    return part(lines, kinds, fields, name)


def _is_label(line: Line, source: str) -> bool:
    """Whether a line above or in the text is not part of it."""
    if _LABEL.match(line.text) or _PAGED.match(line.text):
        return True
    begins = _WORD.findall(source)[:_SAME_WORDS]
    is_source = bool(begins) and _WORD.findall(line.text)[:_SAME_WORDS] == begins
    return is_source and bool(first_date(line.text))


def _tail_begin(lines: Sequence[Line], labels: Sequence[int]) -> int:
    """Return where the labels begin that no text follows."""
    tail = len(lines)
    number = len(lines) - 1
    while number >= 0:
        if number in labels:
            tail = number
        elif not _TAIL.match(lines[number].text) and not _is_value(lines, number):
            break
        number -= 1
    return tail


def _is_value(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is the value of a label that stands alone on the line above."""
    found = _LABEL.match(lines[number - 1].text) if number else None
    return found is not None and not found["value"].strip()
