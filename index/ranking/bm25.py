"""BM25, after Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).

A document with a term `often` times scores
``rarity * (SATURATION + 1) * often / (often + norm)``.
"""

from collections.abc import Sequence
from math import log

SATURATION = 1.2
"""k1: how much further occurrences count."""

_LENGTH = 0.5
"""b: how much a long document is held back."""


def norms(lengths: Sequence[int]) -> list[float]:
    """Return the norm of each document from its number of words: 1.2 at the mean length."""
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    flat, slope = SATURATION * (1 - _LENGTH), SATURATION * _LENGTH / mean
    return [flat + slope * length for length in lengths]


def rarity(having: int, documents: int) -> float:
    """Return the weight of a term that `having` of all documents have."""
    return log(1 + (documents + 0.5) / (having + 0.5))
