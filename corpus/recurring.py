"""Lines that many articles of a folder share: furniture, whatever they say."""

import zlib
from array import array

from corpus.blocks import lines

_LONGEST = 200
_MANY = 10
_ROWS = 2
_WIDTH = 1 << 21
_MOST = 255


class LineCounts:
    """How many articles each line occurs in, in a fixed 4 MB, however large the folder is.

    A count-min sketch (Cormode and Muthukrishnan, 2005) of two rows: a count may be too high, and
    seldom is, but never too low. ``line in counts`` says whether ten articles or more have it.
    """

    def __init__(self, data: bytes = b"") -> None:
        wrong_size = len(data) != _ROWS * _WIDTH
        self._counts = array("B", bytes(_ROWS * _WIDTH) if wrong_size else data)

    def add(self, text: str) -> None:
        """Count each line of an article's canonical text once; long lines are left out."""
        for line in {text[start:end] for start, end in lines(text) if end - start <= _LONGEST}:
            for place in _places(line):
                if self._counts[place] < _MOST:
                    self._counts[place] += 1

    def __contains__(self, line: object) -> bool:
        if not isinstance(line, str) or len(line) > _LONGEST:
            return False
        return all(self._counts[place] >= _MANY for place in _places(line))

    def to_bytes(self) -> bytes:
        """Give what the constructor takes, for a cache file (it compresses well)."""
        return self._counts.tobytes()


def _places(line: str) -> tuple[int, int]:
    data = line.encode()
    return zlib.crc32(data) % _WIDTH, _WIDTH + zlib.adler32(data, zlib.crc32(data[::-1])) % _WIDTH
