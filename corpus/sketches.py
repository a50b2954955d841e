"""A sketch of an article: a few hundred bytes that tell how much of it another one holds.

The text is taken as the set of its shingles, runs of four words. Of their hashes the sketch keeps
the smallest (a bottom-k sketch: Broder, "On the resemblance and containment of documents", 1997).
Articles that share text keep the same hashes, wherever in them the shared text stands.
"""

import re
import struct
import zlib
from itertools import islice

from corpus.article import Article

SKETCH_VERSION = 1
"""Raised whenever some article gets another sketch, so that kept ones are made anew."""

SKETCH_HASHES = 64
"""How many hashes a sketch has at most; 4 bytes each."""

SHINGLE = 4
"""Words in a shingle."""

_FEWEST_SHINGLES = 24
_WORD = re.compile(r"[^\W_]+")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def sketch(article: Article) -> bytes:
    """Give the sketch of the blocks that are not folded; b"" for a text of a few lines.

    It depends on the words alone: not on case, punctuation, white space, or whether umlauts are
    spelt out.
    """
    blocks = (article.text[start:end] for start, end in article.searchable())
    found = set(shingles(folded_words("\n".join(blocks))))
    if len(found) < _FEWEST_SHINGLES:
        return b""
    # CRC-32 is quick, but close texts get related values; the product with 2**32 divided by the
    # golden ratio spreads them (Knuth, multiplicative hashing).
    hashes = {zlib.crc32(shingle.encode()) * 0x9E3779B1 & 0xFFFFFFFF for shingle in found}
    smallest = sorted(hashes)[:SKETCH_HASHES]
    return struct.pack(f"<{len(smallest)}I", *smallest)


def sketch_hashes(data: bytes) -> tuple[int, ...]:
    """Give the hashes of a sketch, in ascending order."""
    return struct.unpack(f"<{len(data) // 4}I", data)


def folded_words(text: str) -> list[str]:
    """Give the words of a text, in lower case and with umlauts and ß spelt out."""
    return _WORD.findall(text.casefold().translate(_SPELT_OUT))


def shingles(words: list[str]) -> list[str]:
    """Give every run of four words that follow each other, in order, joined by spaces."""
    following = (islice(words, start, None) for start in range(SHINGLE))
    return list(map(" ".join, zip(*following, strict=False)))
