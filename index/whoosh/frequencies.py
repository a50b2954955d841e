"""Ways to combine lists of documents, or of places."""

from collections.abc import Iterable, Sequence

from index.whoosh.snapshot import Frequencies, Postings


def summed(lists: Iterable[Frequencies]) -> Frequencies:
    """Add up how often each document has any of several terms that count as one."""
    total: Frequencies = {}
    for frequencies in lists:
        # Documents in both are few; the others are taken over at once.
        both = [(number, total[number]) for number in total.keys() & frequencies.keys()]
        total.update(frequencies)
        for number, count in both:
            total[number] += count
    return total


def likeliest(lists: Iterable[Postings]) -> Frequencies:
    """Count each document by the first of the words that it has."""
    frequencies: Frequencies = {}
    for numbers, counts in reversed(list(lists)):
        frequencies.update(zip(numbers, counts, strict=True))
    return frequencies


def merged(lists: Sequence[Sequence[int]]) -> Sequence[int]:
    """Merge places, in order."""
    return lists[0] if len(lists) == 1 else sorted(set().union(*lists))
