"""Approximate search in folded text, by rapidfuzz, which is loaded when first needed."""

from collections.abc import Iterator

Place = tuple[int, int]

_LEAST_SIMILAR = 0.5
_MAX_CONTEXTS = 10
_ANCHORING_RUN = 3
# Up to here rapidfuzz slides one machine word along the text; longer needles are slow and inexact.
_NEEDLE = 64


def similarity(expected: str, found: str) -> float:
    """Return 1 - edit distance / length of the longer, from 0 (nothing alike) to 1 (equal)."""
    from rapidfuzz.distance import Levenshtein

    if not found:
        return float(not expected)
    return Levenshtein.normalized_similarity(expected, found)


def contained(words: str, text: str) -> float:
    """Return how well the best place for `words` in `text` fits, from 0 to 1."""
    from rapidfuzz import fuzz

    return fuzz.partial_ratio(words, text) / 100 if len(text) >= len(words) else 0.0


def beside(text: str, prefix: str, suffix: str, quote: str) -> Iterator[Place]:
    """Yield the places for `quote` after `prefix`, before `suffix`, and between the two."""
    length = len(quote)
    starts = [at + len(prefix) for at in occurrences(text, prefix, _MAX_CONTEXTS)]
    ends = list(occurrences(text, suffix, _MAX_CONTEXTS))
    for start in starts:
        yield _fitted(text, quote, start, min(len(text), start + length))
        for end in ends:
            if start < end <= start + 2 * length + 40:
                yield _stripped(text, start, end)
    for end in ends:
        yield _fitted(text, quote, max(0, end - length), end)


def occurrences(text: str, words: str, limit: int) -> Iterator[int]:
    """Yield where `words` start in `text`, the first `limit` times, which may overlap."""
    at = text.find(words) if words else -1
    while at >= 0 and limit:
        yield at
        at, limit = text.find(words, at + 1), limit - 1


def alike(text: str, quote: str) -> Iterator[Place]:
    """Yield the places in `text` most like `quote`, good ones among others, perhaps overlapping."""
    if len(quote) <= _NEEDLE:
        for start, end in _best_two(text, quote):
            yield _fitted(text, quote, start, end)
        return
    heads = list(_best_two(text, quote[:_NEEDLE]))
    tails = list(_best_two(text, quote[-_NEEDLE:]))
    for start, _ in heads:
        yield _fitted(text, quote, start, min(len(text), start + len(quote)))
    for _, end in tails:
        yield _fitted(text, quote, max(0, end - len(quote)), end)


def _best_two(text: str, needle: str) -> Iterator[Place]:
    """Yield the best place for a needle of at most 64 characters, and the next best elsewhere."""
    from rapidfuzz import fuzz

    for _ in range(2):
        if not needle or len(needle) > len(text):
            return
        found = fuzz.partial_ratio_alignment(needle, text, score_cutoff=100 * _LEAST_SIMILAR)
        if found is None or found.dest_start == found.dest_end:
            return
        start, end = found.dest_start, found.dest_end
        yield start, end
        text = text[:start] + "\0" * (end - start) + text[end:]


def _fitted(text: str, quote: str, start: int, end: int) -> Place:
    """Move the edges of a window as long as the quote to where the quote really begins and ends."""
    from rapidfuzz.distance import Levenshtein

    slack = len(quote) // 4 + 8
    left = max(0, start - slack)
    window = text[left : end + slack]
    equal = [
        code
        for code in Levenshtein.opcodes(quote, window)
        if code.tag == "equal" and code.src_end - code.src_start >= _ANCHORING_RUN
    ]
    if not equal:
        return _stripped(text, start, end)
    first, last = equal[0], equal[-1]
    start = max(0, left + first.dest_start - first.src_start)
    end = min(len(text), left + last.dest_end + len(quote) - last.src_end)
    return _stripped(text, start, max(end, start + 1))


def _stripped(text: str, start: int, end: int) -> Place:
    """Leave out white space at the edges of a span, unless there is nothing else."""
    words = text[start:end]
    if not words.strip():
        return start, end
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
