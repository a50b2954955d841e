"""The words below an article: what the topic keys would do here, and what they act on."""

from collections.abc import Iterable, Sequence

from annotations.anchoring.anchors import State
from annotations.model import Annotation
from corpus.text.spans import Span
from tui.widgets.strips import both_ends, clean, number
from workspace.coding.article_coding import Placed, toggled

_MARGINS = 4
_FEWEST_QUOTE_CELLS = 20


def in_force(
    topics: Sequence[str], placed: Sequence[Placed], target: Span, point: int | None, meant: str
) -> tuple[str, ...]:
    """Return the topics that their keys would remove here."""
    return tuple(
        topic for topic in topics if not toggled(placed, target, topic, point, meant).gains
    )


def in_order(passages: Sequence[Placed]) -> list[Placed]:
    """Return passages in the order in which keys go through them."""
    return sorted(passages, key=lambda each: (each.span.start, -each.span.end, each.annotation.id))


def passage_words(
    here: Placed, under: Sequence[Placed], *, is_target: bool, look: str, note: str
) -> str:
    """Describe the current passage: which one, whose, and what to do about it.

    With `is_target` topic keys act on it rather than on a sentence in it. `look` and `note` are the
    keys that open the review and the note.
    """
    annotation = here.annotation
    which = "passage"
    if here in under and len(under) > 1:
        which += f" {in_order(under).index(here) + 1} of {len(under)} here"
    parts = [which.capitalize() if is_target else f"In {which}"]
    if not here.is_sure:
        parts.append(f"the text has changed: is this still the passage?{_by(look, 'settles that')}")
        parts.append(clean(", ".join(annotation.topics)))
    parts += [clean(annotation.coder), annotation.created[:10]]
    if here.anchor.state is State.MOVED:
        parts.append("moved with the text")
    elif here.is_sure and not annotation.note and note:
        parts.append(f"no note yet: {note}")
    return " · ".join(part for part in parts if part)


def about_lines(annotations: Iterable[Annotation], coder: str) -> list[tuple[str, str]]:
    """Return what `coder` sees above the article: a sign and the words of each note on it."""
    lines = []
    for each in annotations:
        is_own = each.coder == coder
        if each.is_about_article and (each.note or not is_own):
            sign = "★" * each.starred + "*" * bool(each.note)
            said = (each.note,) if is_own else (each.coder, each.note)
            lines.append((sign, ": ".join(filter(None, said))))
    return lines


def selection_words(text: str, span: Span, width: int) -> str:
    """Describe the selection: its length, its beginning and its end."""
    return _quoted(f"{number(span.end - span.start, 'character')} selected: ", text, span, width)


def ends_words(text: str, span: Span, key: str, width: int) -> str:
    """The same while a passage gets new ends, with the key that accepts them."""
    uses = f"{key} uses " if key else ""
    count = number(span.end - span.start, "character")
    return _quoted(f"New ends for the passage: {uses}{count}: ", text, span, width)


def _quoted(before: str, text: str, span: Span, width: int) -> str:
    room = max(width - len(before) - _MARGINS, _FEWEST_QUOTE_CELLS)
    return before + both_ends(clean(text[span.start : span.end]), room)


def _by(key: str, does: str) -> str:
    return f" {key} {does}" if key else ""
