"""Where the passages that a file claims are in an article's text."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotations.anchoring.anchors import State, anchor, context
from annotations.anchoring.folding import fold
from annotations.anchoring.fuzzy import similarity
from annotations.exchange.claims import Claim, Source
from annotations.exchange.losses import Losses
from annotations.exchange.offsets import Canonical, Counted, Rule, calibrate, says
from annotations.model import Annotation
from corpus.text.canonical import canonical, text_sha256

_ALIKE = 0.75
# What programs call a passage that nobody has given a name: its line, or its place.
_NUMBERED = re.compile(r"(line:|\D{0,2})\d+(\s*[,;:-]\s*\d+)*")


class Found(Struct, frozen=True):
    """An annotation to be brought in, and how sure its place in the article is."""

    annotation: Annotation
    state: State


def place_claims(
    source: Source, text: str, origin: str, losses: Losses
) -> tuple[list[Found], Rule]:
    """Place everything that a source says in the canonical text of its article.

    Numbers are read in the source's own text where the file brings it along, else in the article;
    what they give is then looked for in the article like any annotation. Returns also how the
    numbers were counted.
    """
    if source.text is None:
        quoted, rule = _in_article(source, text)
    else:
        quoted, rule = _in_source(source.text, source.claims, origin, losses)
    whole = [Found(_canonical(each), State.OK) for each in source.about]
    return [*whole, *(_found(text, each) for each in quoted)], rule


def _in_source(
    raw: str, claims: Sequence[Claim], origin: str, losses: Losses
) -> tuple[list[Annotation], Rule]:
    """Give each passage the words that stand in the source where the file says, and its context."""
    counted = Counted.of(raw)
    whole = Canonical(counted.text)
    rule, is_quoted = calibrate(counted, claims, origin)
    reader = counted.reader(rule)
    placed = []
    for claim in claims:
        span = reader.span(claim)
        name = claim.annotation.quote
        if span and name and not says(counted.text, span, name):
            there = _by_quote(counted.text, claim, span) if is_quoted else None
            span = there or span
            if not (there or _NUMBERED.fullmatch(name)):
                losses.add("names of passages", name)
        if span:
            start, end = map(whole.position, span)
            placed.append(_at(whole.text, claim.annotation, start, end))
        elif claim.is_quoted or is_quoted:
            placed.append(_canonical(claim.annotation))
        else:
            placed.append(replace(claim.annotation, quote=""))
    return placed, rule


def _by_quote(text: str, claim: Claim, span: tuple[int, int]) -> tuple[int, int] | None:
    """Find the words themselves where the numbers lead elsewhere, if there is only one place.

    What is not as long as the passage is a name that somebody gave it.
    """
    length = span[1] - span[0]
    if abs(len(claim.annotation.quote) - length) > 2 + length // 10:
        return None
    expected = replace(claim.annotation, start=span[0], end=span[1])
    found = anchor(text, expected)
    return (found.start, found.end) if found.state in {State.OK, State.MOVED} else None


def _in_article(source: Source, text: str) -> tuple[list[Annotation], Rule]:
    """Give each passage the place where its quote stands by the numbers, as most of them do.

    Numbers alone count if they are of this very text.
    """
    counted = Counted.of(text)
    rule, is_quoted = calibrate(counted, source.claims)
    is_same = source.sha256 == text_sha256(text)
    reader, ours = counted.reader(rule), counted.reader(Rule())
    placed = []
    for claim in source.claims:
        annotation = _canonical(claim.annotation)
        if not (claim.is_quoted or is_quoted):
            annotation = replace(annotation, quote="")
        span = reader.span(claim) if annotation.quote else ours.span(claim)
        if span is None:
            pass
        elif text[slice(*span)] == annotation.quote:
            annotation = _kept(text, annotation, *span)
        elif says(text, span, annotation.quote) if annotation.quote else is_same:
            annotation = _at(text, annotation, *span)
        else:
            annotation = replace(annotation, start=span[0], end=span[1])
        placed.append(annotation)
    return placed, rule if is_quoted else Rule()


def _found(text: str, annotation: Annotation) -> Found:
    """Look for an annotation in the article; where its very words stand it gets their place."""
    if not annotation.quote:
        return Found(annotation, State.ORPHAN)
    place = anchor(text, annotation)
    words = text[place.start : place.end]
    if place.state is State.UNCERTAIN and not _is_likely(annotation, words):
        return Found(annotation, State.ORPHAN)
    if place.state not in {State.OK, State.MOVED}:
        return Found(annotation, place.state)
    if words != annotation.quote:
        if fold(words).strip() != fold(annotation.quote).strip():
            return Found(annotation, State.UNCERTAIN)
        # Only white space or signs differ: what the article has is what was meant.
        return Found(_at(text, annotation, place.start, place.end), place.state)
    return Found(_kept(text, annotation, place.start, place.end), place.state)


def _is_likely(annotation: Annotation, words: str) -> bool:
    """Return whether words may be the passage: without any context they must be much like it."""
    has_context = annotation.prefix.strip() or annotation.suffix.strip()
    return bool(has_context) or similarity(fold(annotation.quote), fold(words)) >= _ALIKE


def _kept(text: str, annotation: Annotation, start: int, end: int) -> Annotation:
    """Place the annotation, with its own context if that stands there."""
    moved = replace(annotation, start=start, end=end)
    before, after = annotation.prefix, annotation.suffix
    stands = text.endswith(before, 0, start) and text.startswith(after, end)
    return moved if stands and (before or after) else _at(text, annotation, start, end)


def _at(text: str, annotation: Annotation, start: int, end: int) -> Annotation:
    """Put the annotation on a slice: its place, its words and its context."""
    prefix, suffix = context(text, start, end)
    return replace(
        annotation, quote=text[start:end], prefix=prefix, suffix=suffix, start=start, end=end
    )


def _canonical(annotation: Annotation) -> Annotation:
    """Return the annotation with its words as our texts have them."""
    return replace(
        annotation,
        quote=canonical(annotation.quote),
        prefix=canonical(annotation.prefix),
        suffix=canonical(annotation.suffix),
    )
