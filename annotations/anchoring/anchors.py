"""Finds an annotated passage again in a text that has changed, and says how sure that is.

The score follows the quote matching of the Hypothesis client (quote 50, prefix 20, suffix 20,
position 2), to which we add what its users miss: a place is accepted silently only when its score
is high and what is left of its words and their context proves that it is this passage, not one
like it (`_Candidate.is_proven`), and no other place has a claim to be it (`is_rival`).
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from enum import Enum, StrEnum

from msgspec import Struct

from annotations.anchoring import fuzzy
from annotations.anchoring.folding import fold, fold_stripped, fold_with_origin
from annotations.model import Annotation

CONTEXT = 32
MAX_CONTEXT = 512
SURE = 0.90
POSSIBLE = 0.60
SHORT_QUOTE = 12
LONG_QUOTE = 16

# Context is also looked for this far from the quote: a sentence may have been put in between.
_REACH = 300
_PUSHED_AWAY = 0.95
# What is at least so alike is not the other neighbour of words that stand in two places.
_DISTINCT = 0.80
# A quote such as "die" occurs everywhere; those next to where it stood are enough.
_MAX_OCCURRENCES = 200
_WORD_REST = 16
_NUMBER = re.compile(r"\d+")


class State(StrEnum):
    """How an annotation stands to the text as it is now."""

    OK = "ok"
    MOVED = "moved"
    UNCERTAIN = "uncertain"
    ORPHAN = "orphan"


class Anchor(Struct, frozen=True):
    """Where an annotation belongs in a text: 0-based, end-exclusive code points; score 0 to 1.

    For an orphan the positions are the old ones, cut to the length of the text.
    """

    state: State
    start: int
    end: int
    score: float


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span, to be stored with its quote.

    At least 32 code points on each side (less at the ends of the text), up to a word's edge; more,
    up to 512, until the quote together with this side alone occurs only once, and until a side
    that has the same words again within reach shows them. So either side, found again whole, tells
    the passage from every other place of the text; and a passage that repeats is known as one.
    """
    words = text[start:end]
    nearest, farthest = max(0, start - MAX_CONTEXT), end + MAX_CONTEXT
    earlier = text.rfind(words, nearest, max(start, end - 1)) if words else -1
    later = text.find(words, start + 1, farthest) if words else -1
    least_left = CONTEXT if earlier < 0 else start - earlier + CONTEXT
    least_right = CONTEXT if later < 0 else later + len(words) - end + CONTEXT
    left = _until_unique(least_left, lambda size: (_word_start(text, start - size), end), text)[0]
    right = _until_unique(least_right, lambda size: (start, _word_end(text, end + size)), text)[1]
    return text[left:start], text[end:right]


def _until_unique(size: int, span: Callable[[int], tuple[int, int]], text: str) -> tuple[int, int]:
    """Return a span of at least this size that occurs once, or is as large as it may be."""
    while True:
        start, end = span(size)
        is_all = start == 0 and end == len(text)
        if size >= MAX_CONTEXT or is_all or _is_unique(text, text[start:end]):
            return start, end
        size *= 2


def _is_unique(text: str, words: str) -> bool:
    return text.find(words, text.find(words) + 1) < 0


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


class _Side(Struct, frozen=True):
    """How far what stands on one side of a place is what is expected there.

    `beside` right beside it, `near` there or a little further away, both from 0 to 1. `is_firm`:
    all of it stands right beside the place; `is_kept`: all of it stands beside or near it.
    """

    beside: float
    near: float
    is_firm: bool
    is_kept: bool


_NO_CONTEXT = _Side(1.0, 1.0, is_firm=False, is_kept=False)


class _Doubt(Enum):
    """Whether other words near a passage may be taken for it."""

    NONE = "none"
    REPEATED = "the same words stood near it, between other words"
    TWIN = "the same words stood near it, between words much like those around it"
    ALIKE = "the words are others now, and such as begin, end or count otherwise stood near it"


class _Candidate(Struct, frozen=True):
    """A place, how alike its words are (`quote`, from 0 to 1), and its two sides."""

    start: int
    end: int
    exact: bool
    quote: float
    sides: tuple[_Side, _Side]
    doubt: "_Doubt"
    score: float

    @property
    def is_complete(self) -> bool:
        """Whether the words are there to the letter, with all of their context."""
        return self.exact and all(side.beside == 1.0 for side in self.sides)

    @property
    def is_whole(self) -> bool:
        """Whether nothing has changed but what `fold` folds away."""
        return self.quote == 1.0 and all(side.is_firm for side in self.sides)

    @property
    def beside(self) -> float:
        """How alike the better of its sides is, right beside the words."""
        return max(side.beside for side in self.sides)

    @property
    def is_firm(self) -> bool:
        """Whether all that should stand on one side does."""
        return any(side.is_firm for side in self.sides)

    def is_rival(self, best: "_Candidate") -> bool:
        """Return whether this could be the passage, although another place is better.

        Against a place that has all of one side, what only stands somewhere near is no argument.
        """
        near = max(side.near for side in self.sides)
        is_short = best.end - best.start < LONG_QUOTE
        if is_short and best.is_firm and self.beside < POSSIBLE:
            return False
        return min(self.quote, near) >= POSSIBLE and max(self.quote, near) >= SURE

    @property
    def is_proven(self) -> bool:
        """Whether enough is left of the words and their context to be this passage and no other.

        Sentences that differ in one word or number may stand side by side, and one of them go. So
        being alike is no proof: one side must be there whole, which told the passage from every
        other place (`context`); and where the words themselves have changed, or others like them
        stood near, the other side too.
        """
        if self.doubt is _Doubt.ALIKE:
            return False
        if self.doubt is _Doubt.TWIN:
            return all(side.is_firm for side in self.sides)
        if self.doubt is _Doubt.REPEATED:
            return self.is_firm and all(
                side.is_kept or side.beside >= _DISTINCT for side in self.sides
            )
        if self.quote < 1.0:
            return all(side.is_firm for side in self.sides)
        is_long = self.end - self.start >= LONG_QUOTE
        return self.is_firm or (is_long and all(side.is_kept for side in self.sides))


def _stands_at(text: str, annotation: Annotation, start: int) -> bool:
    """Return whether the quote stands at `start` with all of its context around it."""
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
    folded, quote = fold_with_origin(text), fold_stripped(annotation.quote)
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
    quote = fold_stripped(annotation.quote)
    prefix, suffix = fold_stripped(annotation.prefix), fold_stripped(annotation.suffix)
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
    longest = max((candidate.end - candidate.start for candidate in scored), default=0)
    kept: list[_Candidate] = []
    by_start: list[_Candidate] = []
    for candidate in scored:
        # Only these are near enough; there may be hundreds of others.
        first = bisect_left(by_start, candidate.start - longest, key=_start)
        last = bisect_right(by_start, candidate.end, key=_start)
        if not any(_overlap(candidate, other) for other in by_start[first:last]):
            kept.append(candidate)
            insort(by_start, candidate, key=_start)
    return kept


def _start(candidate: _Candidate) -> int:
    return candidate.start


def _overlap(one: _Candidate, other: _Candidate) -> bool:
    """Return whether two candidates share half of the shorter: one passage with other edges."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common > min(one.end - one.start, other.end - other.start)


def _scored(text: str, annotation: Annotation, start: int, end: int) -> _Candidate:
    words = text[start:end]
    exact = words == annotation.quote
    quote = 1.0
    if not exact:
        quote = fuzzy.similarity(fold_stripped(annotation.quote), fold(words).strip())
    least = CONTEXT - len(annotation.quote)
    reach = _REACH + max(len(annotation.prefix), len(annotation.suffix))
    before = _side(annotation.prefix, text[max(0, start - reach) : start], least, -1)
    after = _side(annotation.suffix, text[end : end + reach], least, 1)
    # No context on one side, as at the ends of the text: the other side decides.
    prefix, suffix = before or after or _NO_CONTEXT, after or before or _NO_CONTEXT
    doubt = _doubt(annotation, words, is_same=quote == 1.0)
    near = sorted((prefix.near, suffix.near))
    beside = max(prefix.beside, suffix.beside)
    # Many words that are all there need only one of their neighbours to be known again.
    tilt = 10 if quote == 1.0 and len(words) >= LONG_QUOTE and beside >= SURE else 0
    position = max(0.0, 1 - abs(start - annotation.start) / max(len(text), 1))
    score = 50 * quote + (20 - tilt) * near[0] + (20 + tilt) * near[1] + 2 * position
    return _Candidate(start, end, exact, quote, (prefix, suffix), doubt, score / 92)


def _doubt(annotation: Annotation, words: str, *, is_same: bool) -> _Doubt:
    quote = annotation.quote
    around = f"{annotation.prefix}\0{annotation.suffix}"
    is_alike = quote[:LONG_QUOTE] in around or quote[-LONG_QUOTE:] in around
    if is_same and len(quote) >= LONG_QUOTE and is_alike:
        return _Doubt.TWIN
    if is_same:
        return _repetition(annotation)
    now, then = _NUMBER.findall(words), _NUMBER.findall(quote)
    counts_otherwise = len(now) == len(then) and now != then
    return _Doubt.ALIKE if is_alike or counts_otherwise else _Doubt.NONE


def _repetition(annotation: Annotation) -> _Doubt:
    """Return whether the passage's context has its words again, and between which others."""
    quote, here = annotation.quote, len(annotation.prefix)
    text = annotation.prefix + quote + annotation.suffix
    doubt = _Doubt.NONE
    for at in fuzzy.occurrences(text, quote, len(text)):
        if at == here:
            continue
        doubt = _Doubt.REPEATED
        end, behind = at + len(quote), here + len(quote)
        before = text[max(0, at - _WORD_REST) : at], text[max(0, here - _WORD_REST) : here]
        after = text[end : end + _WORD_REST], text[behind : behind + _WORD_REST]
        is_next = abs(at - here) <= len(quote) + _WORD_REST // 4
        if is_next or any(fuzzy.similarity(*side) >= POSSIBLE for side in (before, after)):
            return _Doubt.TWIN
    return doubt


def _side(expected: str, found: str, least: int, step: int) -> _Side | None:
    """Compare a context with what stands there; None for a blank one where something does.

    Both are read away from the quote: backwards, with `step` -1, before it. A context of fewer
    than `least` code points is too short to tell one place from another.
    """
    if not expected.strip():
        return None if found.strip() else _Side(1.0, 1.0, is_firm=True, is_kept=True)
    proves = len(expected) >= least
    expected, found = fold_stripped(expected)[::step], fold(found).strip()[::step]
    if found.startswith(expected):
        return _Side(1.0, 1.0, is_firm=proves, is_kept=True)
    beside = fuzzy.similarity(expected, found[: len(expected)])
    is_kept = expected in found
    if beside >= _PUSHED_AWAY:
        return _Side(beside, beside, is_firm=False, is_kept=is_kept)
    near = max(beside, _PUSHED_AWAY * fuzzy.contained(expected, found))
    return _Side(beside, near, is_firm=False, is_kept=is_kept)


def _is_sure(candidates: list[_Candidate], quote: str) -> bool:
    best, *others = candidates
    # Context was stored until it was unique, so that the only place with all of it is the one.
    complete = [candidate for candidate in candidates if candidate.is_complete]
    if len(complete) == 1:
        return complete[0] is best
    whole = [candidate for candidate in candidates if candidate.is_whole]
    if len(whole) == 1:
        return whole[0] is best
    if any(other.is_rival(best) for other in others):
        return False
    if best.score < SURE:
        return False
    if _NO_CONTEXT in best.sides:
        return len(quote) >= SHORT_QUOTE
    return best.is_proven


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
