"""A sketch of an article: a few hundred bytes that tell how much of it another one holds.

The text is taken as the set of its shingles, runs of four words. Of their hashes the sketch keeps
the smallest (a bottom-k sketch: Broder, "On the resemblance and containment of documents", 1997).
Articles that share text keep the same hashes, wherever in them the shared text stands.
"""

import re
import struct
import zlib
from itertools import accumulate, islice

from corpus.article import Article

SKETCH_VERSION = 2
"""Raised whenever some article gets another sketch, so that cached ones are rebuilt."""

SKETCH_HASHES = 64
"""The most hashes that a sketch has; 4 bytes each."""

SHINGLE = 4
"""Words in a shingle."""

_FEWEST_SHINGLES = 24
_WORD = re.compile(r"[^\W_]+")
_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue"}


def sketch(article: Article) -> bytes:
    """Return the sketch of the blocks that are not folded; b"" for a text of a few lines.

    It depends on the words alone, not on case, punctuation, white space or the spelling of umlauts.
    """
    blocks = map(article.as_read, article.searchable())
    text = " ".join(folded_words("\n".join(blocks))).encode()
    # The shingles as slices of the text: from the beginning of a word to the end of the fourth.
    after = list(accumulate(len(word) + 1 for word in text.split(b" ")))
    slices = zip([0, *after], after[SHINGLE - 1 :], strict=False)
    # CRC-32 is quick, but close texts get related values; the product with 2**32 divided by the
    # golden ratio spreads them (Knuth, multiplicative hashing).
    hashes = {zlib.crc32(text[start : end - 1]) * 0x9E3779B1 & 0xFFFFFFFF for start, end in slices}
    if len(hashes) < _FEWEST_SHINGLES:
        return b""
    smallest = sorted(hashes)[:SKETCH_HASHES]
    return struct.pack(f"<{len(smallest)}I", *smallest)


def sketch_hashes(data: bytes) -> tuple[int, ...]:
    """Return the hashes of a sketch, in ascending order; for a damaged one, any numbers."""
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def folded_words(text: str) -> list[str]:
    """Return the words of a text in lower case, with umlauts and ß spelt out."""
    text = text.casefold()
    for letter, spelling in _SPELT_OUT.items():  # several times as fast as `str.translate`
        text = text.replace(letter, spelling)
    return _WORD.findall(text)


def shingles(words: list[str]) -> list[str]:
    """Return every run of four consecutive words, in order, joined by spaces."""
    following = (islice(words, start, None) for start in range(SHINGLE))
    return list(map(" ".join, zip(*following, strict=False)))
