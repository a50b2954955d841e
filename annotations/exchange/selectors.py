"""The selectors of the Web Annotation model, which Hypothesis uses too."""

from annotations.exchange.bundle import Passage

QUOTE = "TextQuoteSelector"
POSITION = "TextPositionSelector"


def selectors(passage: Passage) -> list[dict[str, object]]:
    """Give the quote, with its context, and the place where that is certain."""
    annotation = passage.annotation
    quote: dict[str, object] = {"type": QUOTE, "exact": annotation.quote}
    if annotation.prefix:
        quote["prefix"] = annotation.prefix
    if annotation.suffix:
        quote["suffix"] = annotation.suffix
    if not passage.is_sure:
        return [quote]
    return [quote, {"type": POSITION, "start": passage.span.start, "end": passage.span.end}]
