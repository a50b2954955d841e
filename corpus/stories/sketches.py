"""A sketch of an article: a few hundred bytes that tell how much of it another one holds.

The text is taken as the set of its shingles, runs of four words. Of their hashes the sketch keeps
the smallest (a bottom-k sketch: Broder, "On the resemblance and containment of documents", 1997).
Articles that share text keep the same hashes, wherever in them the shared text stands.
"""

import re
import struct
import zlib
from array import array
from itertools import islice

from corpus.article import Article

SKETCH_VERSION = 3
"""Raised whenever some article gets another sketch, so that cached ones are rebuilt."""

SKETCH_HASHES = 64
"""The most hashes that a sketch has; 4 bytes each."""

SHINGLE = 4
"""Words in a shingle."""

_FEWEST_SHINGLES = 24
_HIGHEST = 0xFFFFFFFF
_FACTOR_BITS = 30
_FACTORS = (0x3B9ACA07, 0x34A3F2D5, 0x2F0B4C47, 0x3D4D51CB)  # one for each word of a shingle
_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 40
_WORD = re.compile(r"[^\W_]+")
_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue"}


def sketch(article: Article) -> bytes:
    """Return the sketch of the blocks that are not folded; b"" for a text of a few lines.

    It depends on the words alone, not on case, punctuation, white space or the spelling of umlauts.
    """
    blocks = map(article.as_read, article.searchable())
    text = "\n".join(blocks).replace(",", " ").replace(".", " ")
    found = _shingle_hashes(b"".join(map(_words.__getitem__, text.split())))
    # The smallest are looked for among those below a bound that about twice as many are below.
    bound = 2 * SKETCH_HASHES * _HIGHEST // max(len(found), 1)
    hashes = {hash_ for hash_ in found if hash_ < bound}
    if len(hashes) < SKETCH_HASHES:
        hashes = set(found)
    if len(hashes) < _FEWEST_SHINGLES:
        return b""
    smallest = sorted(hashes)[:SKETCH_HASHES]
    return struct.pack(f"<{len(smallest)}I", *smallest)


class _Words(dict[str, bytes]):
    """The hashes of the words between white spaces, in 8 bytes each.

    Mostly that is one word, which is quicker than a pattern for each. The first ones are
    remembered, among which are all the frequent ones.
    """

    def __missing__(self, text: str) -> bytes:
        spelt = _spelt_out(text.casefold())
        words = [spelt] if spelt.isalnum() else _WORD.findall(spelt)
        packed = b"".join([_hash(word).to_bytes(8, "little") for word in words])
        if len(self) < _REMEMBERED and len(text) <= _LONGEST_REMEMBERED:
            self[text] = packed
        return packed


def _hash(word: str) -> int:
    # CRC-32 is quick, but close words get related values; the product with 2**32 divided by the
    # golden ratio spreads them (Knuth, multiplicative hashing).
    return zlib.crc32(word.encode()) * 0x9E3779B1 & _HIGHEST


_words = _Words()


def _shingle_hashes(words: bytes) -> "array[int]":
    """Return the hash of every shingle, given the hashes of the words in 8 bytes each.

    That of a shingle is the sum of those of its words, each times a factor of its own. It is
    computed for all of them at once, in an integer of 64 bits a word: no sum is longer.
    """
    number = max(len(words) // 8 - SHINGLE + 1, 0)
    every = int.from_bytes(words, "little")
    sums = sum(every * factor >> 64 * place for place, factor in enumerate(_FACTORS))
    # The lowest bits depend on too little.
    data = (sums >> _FACTOR_BITS).to_bytes(len(words), "little")
    return array("I", data[: number * 8])[::2]


def sketch_hashes(data: bytes) -> tuple[int, ...]:
    """Return the hashes of a sketch, in ascending order; for a damaged one, any numbers."""
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def folded_words(text: str) -> list[str]:
    """Return the words of a text in lower case, with umlauts and ß spelt out."""
    return _WORD.findall(_spelt_out(text.casefold()))


def _spelt_out(text: str) -> str:
    for letter, spelling in _SPELT_OUT.items():  # several times as fast as `str.translate`
        text = text.replace(letter, spelling)
    return text


def shingles(words: list[str]) -> list[str]:
    """Return every run of four consecutive words, in order, joined by spaces."""
    following = (islice(words, start, None) for start in range(SHINGLE))
    return list(map(" ".join, zip(*following, strict=False)))
