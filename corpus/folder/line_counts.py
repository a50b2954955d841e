"""Caches the counts of recurring lines from one refresh of a folder to the next."""

import zlib
from pathlib import Path

from corpus.own_files import OwnFileError, decoding, log_rebuild
from corpus.page.recurring import LineCounts
from disk.cache_file import replacing
from disk.reading import read

_LARGEST = 256 << 20  # bytes: the counts are 4 MB, and 8 bytes for each article


def load_line_counts(file: Path) -> LineCounts:
    """Read what `save_line_counts` wrote; if it is missing or damaged, nothing is counted yet."""
    try:
        with decoding(file):
            return LineCounts(_inflated(read(file, own=True)))
    except FileNotFoundError:
        pass
    except OwnFileError as error:
        log_rebuild(error, "The count of recurring lines")
    return LineCounts()


def _inflated(data: bytes) -> bytes:
    """Decompress, but no more than counts ever are: a damaged file may claim any length."""
    inflater = zlib.decompressobj()
    inflated = inflater.decompress(data, _LARGEST)
    if not inflater.eof or inflater.unused_data:
        raise ValueError("cut short, or not counts")
    return inflated


def save_line_counts(counts: LineCounts, file: Path) -> None:
    """Replace the cache by these counts. Raises OSError."""
    with replacing(file) as new:
        new.write(zlib.compress(counts.to_bytes(), 1))
