"""Finds an annotated passage again in a text that has changed, and says how sure that is.

The score follows the quote matching of the Hypothesis client (quote 50, prefix 20, suffix 20,
position 2), to which we add what its users miss: candidates below a score or too close to the
next best are never accepted silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from annotations import fuzzy
from annotations.folding import fold, fold_with_origin
from annotations.model import Annotation

CONTEXT = 32
MAX_CONTEXT = 512
SURE = 0.90
POSSIBLE = 0.60
MARGIN = 0.10
SHORT_QUOTE = 12
LONG_QUOTE = 16

# Context is also looked for this far from the quote: a sentence may have been put in between.
_REACH = 300
_PUSHED_AWAY = 0.95
# A quote such as "die" occurs everywhere; those next to where it stood are enough.
_MAX_OCCURRENCES = 200
_WORD_REST = 16


class State(StrEnum):
    """How an annotation stands to the text as it is now."""

    OK = "ok"
    MOVED = "moved"
    UNCERTAIN = "uncertain"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an annotation belongs in a text: 0-based, end-exclusive code points; score 0 to 1.

    For an orphan the positions are the old ones, cut to the length of the text.
    """

    state: State
    start: int
    end: int
    score: float


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span, to be stored with its quote.

    At least 32 code points on each side (less at the ends of the text), up to a word's edge;
    more, up to 512, until the quote in its context occurs only once.
    """
    size = CONTEXT
    while True:
        left, right = _word_start(text, start - size), _word_end(text, end + size)
        whole = text[left:right]
        unique = text.find(whole, text.find(whole) + 1) < 0
        if unique or size >= MAX_CONTEXT:
            return text[left:start], text[end:right]
        size *= 2


def anchor(text: str, annotation: Annotation) -> Anchor:
    """Return where the annotation belongs in the canonical text of its article.

    What is about the article as a whole stands at its beginning, whatever the text.
    """
    start, end = annotation.start, annotation.end
    quote = annotation.quote
    if annotation.is_about_article:
        return Anchor(State.OK, 0, 0, 1.0)
    if _stands_at(text, annotation, start):
        # A hand-edited `end` may be another than the quote's.
        state = State.OK if end == start + len(quote) else State.MOVED
        return Anchor(state, start, start + len(quote), 1.0)
    candidates = _rank(text, annotation, list(_exact(text, annotation)))
    if len(quote) >= SHORT_QUOTE and not (candidates and candidates[0].is_complete):
        spans = [(found.start, found.end) for found in candidates]
        candidates = _rank(text, annotation, spans + list(_similar(text, annotation)))
    if not candidates:
        return _orphan(text, annotation)
    best = candidates[0]
    if _is_sure(candidates, quote):
        same = (best.start, best.end) == (start, end) and text[start:end] == quote
        return Anchor(State.OK if same else State.MOVED, best.start, best.end, best.score)
    if best.score >= POSSIBLE or (best.exact and len(quote) >= SHORT_QUOTE):
        return Anchor(State.UNCERTAIN, best.start, best.end, best.score)
    return _orphan(text, annotation)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place, and how alike its words are, what stands right beside it, and what near it."""

    start: int
    end: int
    exact: bool
    quote: float
    beside: tuple[float, float]  # the worse side first
    near: tuple[float, float]
    score: float

    @property
    def is_complete(self) -> bool:
        """Whether the words are there to the letter, with all of their context."""
        return self.exact and self.beside[0] == 1.0

    @property
    def is_rival(self) -> bool:
        """Whether this could be the passage, however good another place is."""
        return self.quote >= POSSIBLE and self.near[1] >= SURE


def _stands_at(text: str, annotation: Annotation, start: int) -> bool:
    """Tell whether the quote stands at `start` with all of its context around it."""
    prefix, quote, suffix = annotation.prefix, annotation.quote, annotation.suffix
    return (
        start - len(prefix) >= 0
        and start + len(quote) <= len(text)
        and text.startswith(quote, start)
        and text.startswith(suffix, start + len(quote))
        and text.startswith(prefix, start - len(prefix))
    )


def _exact(text: str, annotation: Annotation) -> Iterator[tuple[int, int]]:
    """Yield where the quote occurs, as it is or folded, nearest to its old position first."""
    found = set(_places(text, annotation.quote))
    folded, quote = fold_with_origin(text), fold(annotation.quote).strip()
    covered = {span[0] for span in found}
    found |= {
        span
        for span in (folded.span(*place) for place in _places(folded.text, quote))
        if span[0] not in covered
    }
    yield from sorted(found, key=lambda span: abs(span[0] - annotation.start))[:_MAX_OCCURRENCES]


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
    return ((at, at + len(words)) for at in fuzzy.occurrences(text, words, len(text)))


def _similar(text: str, annotation: Annotation) -> Iterator[tuple[int, int]]:
    """Yield where something like the quote stands: between its context, and by similarity."""
    folded = fold_with_origin(text)
    quote = fold(annotation.quote).strip()
    prefix, suffix = fold(annotation.prefix).strip(), fold(annotation.suffix).strip()
    places = fuzzy.beside(folded.text, prefix, suffix, quote)
    for place in (*places, *fuzzy.alike(folded.text, quote)):
        if place[0] < place[1] <= len(folded.text):
            yield folded.span(*place)


def _rank(text: str, annotation: Annotation, spans: list[tuple[int, int]]) -> list[_Candidate]:
    """Return the candidates, best first, without those that overlap a better one."""
    scored = sorted(
        (_scored(text, annotation, *span) for span in dict.fromkeys(spans)),
        key=lambda candidate: (-candidate.score, abs(candidate.start - annotation.start)),
    )
    kept: list[_Candidate] = []
    for candidate in scored:
        if not any(_overlap(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _overlap(one: _Candidate, other: _Candidate) -> bool:
    """Tell whether two candidates share half of the shorter: one passage with other edges."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common > min(one.end - one.start, other.end - other.start)


def _scored(text: str, annotation: Annotation, start: int, end: int) -> _Candidate:
    words = text[start:end]
    exact = words == annotation.quote
    quote = 1.0 if exact else fuzzy.similarity(fold(annotation.quote).strip(), fold(words).strip())
    before = _context_score(annotation.prefix[::-1], text[max(0, start - _REACH) : start][::-1])
    after = _context_score(annotation.suffix, text[end : end + _REACH])
    # No context on one side, as at the ends of the text: the other side decides.
    prefix, suffix = before or after or (1.0, 1.0), after or before or (1.0, 1.0)
    beside = min(prefix[0], suffix[0]), max(prefix[0], suffix[0])
    near = min(prefix[1], suffix[1]), max(prefix[1], suffix[1])
    # Many words that are all there need only one of their neighbours to be known again.
    tilt = 10 if quote == 1.0 and len(words) >= LONG_QUOTE and beside[1] >= SURE else 0
    position = max(0.0, 1 - abs(start - annotation.start) / max(len(text), 1))
    score = 50 * quote + (20 - tilt) * near[0] + (20 + tilt) * near[1] + 2 * position
    return _Candidate(start, end, exact, quote, beside, near, score / 92)


def _context_score(expected: str, found: str) -> tuple[float, float] | None:
    """Compare a context with what stands there, both read away from the quote; None if blank.

    Returns how alike they are right beside the quote, and there or a little further away.
    """
    if not expected.strip():
        return None
    if found.startswith(expected):
        return 1.0, 1.0
    expected, found = fold(expected).strip(), fold(found).strip()
    beside = fuzzy.similarity(expected, found[: len(expected)])
    if beside >= _PUSHED_AWAY:
        return beside, beside
    return beside, max(beside, _PUSHED_AWAY * fuzzy.contained(expected, found))


def _is_sure(candidates: list[_Candidate], quote: str) -> bool:
    best, *others = candidates
    # Context was stored until it was unique, so that the only place with all of it is the one.
    complete = [candidate for candidate in candidates if candidate.is_complete]
    if len(complete) == 1:
        return complete[0] is best
    if len(quote) < SHORT_QUOTE and not best.is_complete:
        return False
    if best.beside[0] < SURE and (len(quote) < LONG_QUOTE or best.quote < SURE):
        return False
    if best.beside[1] < SURE and best.near[0] < SURE:
        return False
    runner_up = others[0].score if others else 0.0
    clear = best.score >= SURE and best.score - runner_up >= MARGIN
    return clear and not any(other.is_rival for other in others)


def _orphan(text: str, annotation: Annotation) -> Anchor:
    length = len(text)
    return Anchor(State.ORPHAN, min(annotation.start, length), min(annotation.end, length), 0.0)


def _word_start(text: str, at: int) -> int:
    at = max(at, 0)
    for start in range(at, max(at - _WORD_REST, 0), -1):
        if text[start - 1].isspace():
            return start
    return 0 if at <= _WORD_REST else at


def _word_end(text: str, at: int) -> int:
    at = min(at, len(text))
    for end in range(at, min(at + _WORD_REST, len(text))):
        if text[end].isspace():
            return end
    return len(text) if len(text) - at <= _WORD_REST else at
