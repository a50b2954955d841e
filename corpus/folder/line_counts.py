"""The lines that many articles of the folder share, kept from one refresh to the next."""

import zlib
from pathlib import Path

from corpus.own_files import OwnFileError, decoding, log_rebuild
from corpus.page.recurring import LineCounts
from disk.cache_file import replacing
from disk.reading import read

_LARGEST = 256 << 20  # bytes: the counts are 4 MB, and 8 bytes for each article


def load_line_counts(file: Path) -> LineCounts:
    """Read what `save_line_counts` wrote; missing or damaged gives counts of nothing."""
    try:
        with decoding(file):
            return LineCounts(_inflated(read(file, own=True)))
    except FileNotFoundError:
        pass
    except OwnFileError as error:
        log_rebuild(error, "The count of recurring lines")
    return LineCounts()


def _inflated(data: bytes) -> bytes:
    """Inflate, but no more than counts ever are: a damaged file may claim any length."""
    inflater = zlib.decompressobj()
    inflated = inflater.decompress(data, _LARGEST)
    if not inflater.eof or inflater.unused_data:
        raise ValueError("cut short, or no counts")
    return inflated


def save_line_counts(counts: LineCounts, file: Path) -> None:
    """Keep the counts. Raises OSError."""
    with replacing(file) as new:
        new.write(zlib.compress(counts.to_bytes(), 1))
