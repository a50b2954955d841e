"""A text as it reads, its divided words whole, with offsets that map to the canonical text."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from corpus.text.spans import Span


class Undivided:
    """A canonical text without what divides its words, and the mapping between the two.

    Offsets "here" are code points of `text`, those "there" of the canonical text. What is left out
    belongs to neither of the letters beside it.
    """

    def __init__(self, canonical: str, divisions: Sequence[Span] = ()) -> None:
        """Leave out of the text what `corpus.text.divided_words.divisions` found in it."""
        self._divisions = divisions
        self.text = canonical
        if divisions:
            ends = [0, *(end for _, end in divisions)]
            starts = [*(start for start, _ in divisions), len(canonical)]
            kept = zip(ends, starts, strict=True)
            self.text = "".join([canonical[start:end] for start, end in kept])
        lengths = accumulate(end - start for start, end in divisions)
        self._before = [0, *lengths]  # how much is left out before each division
        # Where the divisions are here: at the letter after each.
        self._places = [
            start - before for (start, _), before in zip(divisions, self._before, strict=False)
        ]

    @property
    def divided(self) -> bool:
        """Whether anything is left out."""
        return bool(self._divisions)

    def here(self, offset: int) -> int:
        """Map an offset there to here; one inside a division, to the next letter."""
        if not self._divisions:
            return offset
        count = bisect_right(self._divisions, offset, key=lambda division: division.start)
        if not count:
            return offset
        return max(offset, self._divisions[count - 1].end) - self._before[count]

    def there(self, place: int) -> int:
        """Map the character at an offset here to there."""
        return place + self._before[bisect_right(self._places, place)]

    def span_here(self, span: Span) -> Span:
        """Map a span there to here."""
        return Span(self.here(span.start), self.here(span.end))

    def span_there(self, span: Span) -> Span:
        """Map a span here to the span there from its first to its last character."""
        start = self.there(span.start)
        return Span(start, self.end_there(span.end) if span.end > span.start else start)

    def end_there(self, place: int) -> int:
        """Map the end of a span here to there."""
        return place + self._before[bisect_left(self._places, place)]


def whole(text: str) -> Undivided:
    """Return a text that stands alone, such as a quote, with its divided words whole."""
    if "\n" not in text:
        return Undivided(text)  # a line: nothing in it divides words
    from corpus.text.divided_words import divisions  # which no name or message needs

    return Undivided(text, divisions(text, [Span(0, len(text))]))
