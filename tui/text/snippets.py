"""A passage as one line: the words around its first hit, with the hits marked."""

from collections.abc import Sequence

from corpus.text.spans import Span
from tui.text.wrap import shown

Pieces = tuple[tuple[str, bool], ...]

_LEAD = 24


def snippet(text: str, passage: Span, hits: Sequence[Span], width: int) -> Pieces:
    """Cut `text[passage]` so that its first hit is visible in `width` characters.

    Return pieces of text, each with whether it is a hit; an ellipsis replaces a front that is cut.
    """
    start, end = passage
    inside = [hit for hit in hits if start <= hit.start < end]
    pieces: list[tuple[str, bool]] = []
    if inside and inside[0].end - start > width - 2:
        lead = max(inside[0].start - min(_LEAD, width // 3), start)
        space = text.find(" ", lead, inside[0].start)
        start = space + 1 if space >= 0 else lead
        pieces.append(("… ", False))
    for hit in inside:
        if hit.start < start:
            continue
        pieces.append((shown(text[start : hit.start]), False))
        pieces.append((shown(text[hit.start : hit.end]), True))
        start = hit.end
    pieces.append((shown(text[start : max(end, start)]), False))
    return tuple(piece for piece in pieces if piece[0])
