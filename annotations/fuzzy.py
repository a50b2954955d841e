"""Approximate search in folded text, by rapidfuzz, which is loaded when first needed."""

from collections.abc import Iterator

Place = tuple[int, int]

_LEAST_SIMILAR = 0.5
_ANCHORING_RUN = 3


def similarity(expected: str, found: str) -> float:
    """Return 1 - edit distance / length of the longer, from 0 (nothing alike) to 1 (equal)."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - loaded when first needed

    if not found:
        return float(not expected)
    return Levenshtein.normalized_similarity(expected, found)


def contained(words: str, text: str) -> float:
    """Return how well the best place for `words` in `text` fits, from 0 to 1."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded when first needed

    return fuzz.partial_ratio(words, text) / 100 if len(text) >= len(words) else 0.0


def between(text: str, prefix: str, suffix: str, length: int) -> Iterator[Place]:
    """Yield what stands between exact copies of both contexts, if about `length` long."""
    if not prefix or not suffix:
        return
    at = text.find(prefix)
    while at >= 0:
        start = at + len(prefix)
        end = text.find(suffix, start, start + 2 * length + len(suffix) + 40)
        place = _stripped(text, start, end)
        if end >= 0 and place[0] < place[1]:
            yield place
        at = text.find(prefix, at + 1)


def best_two(text: str, quote: str) -> Iterator[Place]:
    """Yield the place in `text` most like `quote`, then the next best that does not overlap it."""
    for _ in range(2):
        place = _best(text, quote)
        if place is None:
            return
        yield place
        start, end = place
        text = text[:start] + "\0" * (end - start) + text[end:]


def _best(text: str, quote: str) -> Place | None:
    from rapidfuzz import fuzz  # noqa: PLC0415 - loaded when first needed

    if not quote or not text:
        return None
    if len(quote) >= len(text):
        return (0, len(text)) if similarity(quote, text) >= _LEAST_SIMILAR else None
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=100 * _LEAST_SIMILAR)
    if found is None or found.dest_start == found.dest_end:
        return None
    return _fitted(text, quote, found.dest_start, found.dest_end)


def _fitted(text: str, quote: str, start: int, end: int) -> Place:
    """Move the edges of a window as long as the quote to where the quote really begins and ends."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - loaded when first needed

    slack = len(quote) // 4 + 8
    left = max(0, start - slack)
    window = text[left : end + slack]
    equal = [
        code
        for code in Levenshtein.opcodes(quote, window)
        if code.tag == "equal" and code.src_end - code.src_start >= _ANCHORING_RUN
    ]
    if not equal:
        return start, end
    first, last = equal[0], equal[-1]
    start = max(0, left + first.dest_start - first.src_start)
    end = min(len(text), left + last.dest_end + len(quote) - last.src_end)
    return _stripped(text, start, max(end, start + 1))


def _stripped(text: str, start: int, end: int) -> Place:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
