"""BM25, after Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).

A document that has a term so often scores ``rarity * (SATURATION + 1) * often / (often + norm)``.
"""

from collections.abc import Sequence
from math import log

SATURATION = 1.2
"""k1: how much further occurrences still count."""

_LENGTH = 0.5
"""b: how much a long document is held back."""


def norms(lengths: Sequence[int]) -> list[float]:
    """Give the norm of each document by how many words each has: 1.2 at the mean."""
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    flat, slope = SATURATION * (1 - _LENGTH), SATURATION * _LENGTH / mean
    return [flat + slope * length for length in lengths]


def rarity(having: int, documents: int) -> float:
    """Give how much a term tells that so many of all documents have."""
    return log(1 + (documents + 0.5) / (having + 0.5))
