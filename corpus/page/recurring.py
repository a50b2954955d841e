"""Lines that many articles of a folder share: furniture, whatever they say."""

import zlib
from array import array
from hashlib import blake2b

from corpus.page.wrapped_lines import as_line, lines

_LONGEST = 400
_MANY = 10
_ROWS = 2
_WIDTH = 1 << 21
_MOST = 255
_SIZE = _ROWS * _WIDTH
_KEY = 8


class LineCounts:
    """Counts how many articles each line occurs in, in 4 MB and a few bytes per article.

    A count-min sketch (Cormode and Muthukrishnan, 2005) of two rows: a count may be too high, which
    is rare, but never too low. ``line in counts`` is true of lines in ten articles or more.

    Call `add` for every article, then pass the counts as `recurring` to `corpus.load.load_article`;
    keep `to_bytes` in a cache file and pass them to the constructor the next time. Bytes that are
    no counts (of another version, or cut short) start from zero.
    """

    def __init__(self, data: bytes = b"") -> None:
        known = data[_SIZE:]
        wrong_size = len(data) < _SIZE or len(known) % _KEY
        self._counts = array("B", bytes(_SIZE) if wrong_size else data[:_SIZE])
        keys = () if wrong_size else range(0, len(known), _KEY)
        self._known = {known[start : start + _KEY] for start in keys}

    def add(self, text: str) -> None:
        """Count each line of an article's canonical text once; very long lines are skipped.

        A text only ever counts once: a file that is copied, renamed or read again after a crash
        does not make its own lines recur. (Add a path only once, too: an article may be edited.)
        """
        key = blake2b(text.encode(), digest_size=_KEY).digest()
        if key in self._known:
            return
        self._known.add(key)
        for line in {
            as_line(text, span) for span in lines(text) if span.end - span.start <= _LONGEST
        }:
            data = line.encode()
            for place in (_first_place(data), _second_place(data)):
                if self._counts[place] < _MOST:
                    self._counts[place] += 1

    def __contains__(self, line: object) -> bool:
        if not isinstance(line, str) or len(line) > _LONGEST:
            return False
        data, counts = line.encode(), self._counts
        if counts[_first_place(data)] < _MANY:  # most lines
            return False
        return counts[_second_place(data)] >= _MANY

    def table(self) -> bytes:
        """Return the bytes for a constructor that needs the same lines, but adds no texts."""
        return self._counts.tobytes()

    def to_bytes(self) -> bytes:
        """Return the bytes for the constructor, to keep in a cache file (they compress well)."""
        return self._counts.tobytes() + b"".join(sorted(self._known))


def _first_place(data: bytes) -> int:
    return zlib.crc32(data) % _WIDTH


def _second_place(data: bytes) -> int:
    return _WIDTH + zlib.adler32(data, zlib.crc32(data[::-1])) % _WIDTH
