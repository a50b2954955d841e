"""The lines that many articles of the folder share, kept from one refresh to the next."""

import zlib
from contextlib import suppress
from pathlib import Path

from corpus.recurring import LineCounts
from disk.cache_file import replacing


def load_line_counts(file: Path) -> LineCounts:
    """Read what `save_line_counts` wrote; missing or damaged gives counts of nothing."""
    with suppress(OSError, zlib.error):
        return LineCounts(zlib.decompress(file.read_bytes()))
    return LineCounts()


def save_line_counts(counts: LineCounts, file: Path) -> None:
    """Keep the counts. Raises OSError."""
    with replacing(file) as new:
        new.write(zlib.compress(counts.to_bytes(), 1))
