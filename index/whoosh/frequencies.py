"""Lists of documents put together: by adding up, by the first that counts, by places."""

from collections.abc import Iterable, Sequence

from index.whoosh.snapshot import Frequencies, Postings


def summed(lists: Iterable[Frequencies]) -> Frequencies:
    """Add up how often each document has several terms that count as one."""
    total: Frequencies = {}
    for frequencies in lists:
        # Documents in both are few; the others are taken over at once.
        both = [(number, total[number]) for number in total.keys() & frequencies.keys()]
        total.update(frequencies)
        for number, count in both:
            total[number] += count
    return total


def likeliest(lists: Iterable[Postings]) -> Frequencies:
    """Let each document count by the first of some words that it has."""
    frequencies: Frequencies = {}
    for numbers, counts in reversed(list(lists)):
        frequencies.update(zip(numbers, counts, strict=True))
    return frequencies


def merged(lists: Sequence[Sequence[int]]) -> Sequence[int]:
    """Put places together, in order."""
    return lists[0] if len(lists) == 1 else sorted(set().union(*lists))
