"""Divides exports of press databases: many articles in one file, and what it states of each.

Nexis Uni and the older LexisNexis, Factiva, WISO and GENIOS write text, RTF, Word or HTML, with the
same lines in all of them, so that the text alone shows where an article begins and ends.
"""

from collections.abc import Container, Iterator, Sequence

from msgspec.structs import replace

from corpus.formats.extracted import Extracted
from corpus.formats.paragraphs import known_blocks
from corpus.formats.press.factiva import factiva_parts
from corpus.formats.press.lines import Part, lines_of
from corpus.formats.press.nexis import nexis_parts
from corpus.formats.press.signs import has_signs
from corpus.formats.press.wiso import wiso_parts

_FINDERS = (nexis_parts, factiva_parts, wiso_parts)
_SHORTEST_OTHER = 150  # characters; otherwise a line or two may stand between articles


def press_parts(text: str) -> list[Part]:
    """Return the articles of an export by its canonical text; none for any other text."""
    if not has_signs(text):
        return []
    lines = lines_of(text)
    parts: list[Part] = next(filter(None, (find(lines) for find in _FINDERS)), [])
    return list(_with_others(text, parts)) if len(parts) > 1 else parts


def _with_others(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts, and what stands between two of them and is long enough for an article.

    What precedes the first is a list of the others; what follows the last is about the search.
    """
    end = len(text)
    for part in parts:
        begin = end + len(text[end : part.start]) - len(text[end : part.start].lstrip())
        between = text[begin : part.start].rstrip()
        if len(between) > _SHORTEST_OTHER:
            yield Part(begin, begin + len(between), {}, ())
        yield part
        end = part.end


def part_article(whole: Extracted, part: Part, recurring: Container[str]) -> Extracted:
    """Return the article of a part of a file."""
    text = whole.text[part.start : part.end]
    known = [
        line._replace(start=line.start - part.start, end=line.end - part.start)
        for line in part.known
    ]
    blocks = known_blocks(text, known, recurring)
    return Extracted(text, whole.encoding, blocks, part.fields, whole.remarks)


def as_one(whole: Extracted, recurring: Container[str]) -> Extracted:
    """Return a file with what the database states, if it is a single exported article.

    Its text stays the same.
    """
    parts = press_parts(whole.text)
    if len(parts) != 1:
        return whole
    (part,) = parts
    return replace(
        whole,
        blocks=known_blocks(whole.text, part.known, recurring),
        fields={**whole.fields, **part.fields},
    )
