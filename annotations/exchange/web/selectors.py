"""The selectors of the Web Annotation model, which Hypothesis uses too."""

from collections import deque

from msgspec import Struct
from msgspec.structs import replace

from annotations.exchange.bundle import Document, Passage
from annotations.exchange.json_nodes import Node

QUOTE = "TextQuoteSelector"
POSITION = "TextPositionSelector"


def selectors(document: Document, passage: Passage) -> list[dict[str, object]]:
    """Return the quote, with its context, and its place where that is certain."""
    annotation, span = passage.annotation, passage.span
    quote: dict[str, object] = {"type": QUOTE, "exact": annotation.quote}
    if annotation.prefix:
        quote["prefix"] = annotation.prefix
    if annotation.suffix:
        quote["suffix"] = annotation.suffix
    if not passage.is_sure or document.text[span.start : span.end] != annotation.quote:
        return [quote]
    return [quote, {"type": POSITION, "start": span.start, "end": span.end}]


class Selected(Struct, frozen=True):
    """What the selectors of a target say."""

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    others: tuple[str, ...] = ()

    @property
    def is_passage(self) -> bool:
        """Whether they choose words, or a place, that can be looked for in a text."""
        return bool(self.exact) or self.start is not None


def selected(target: Node) -> Selected:
    """Read the selectors of a target, also those that refine others. Raises `ExchangeError`."""
    found = Selected()
    others: list[str] = []
    waiting = deque(target.get("selector").each())
    while waiting:
        node = waiting.popleft()
        waiting += node.get("refinedBy").each()
        kinds = {each.text for each in node.get("type").each()}
        if QUOTE in kinds:
            found = replace(
                found,
                exact=node.get("exact").text,
                prefix=node.get("prefix").text,
                suffix=node.get("suffix").text,
            )
        elif POSITION in kinds:
            found = replace(found, start=node.get("start").number, end=node.get("end").number)
        else:
            others += kinds
    return replace(found, others=tuple(others))
