"""What the annotation files of a folder say, in one cache file, so that thousands load at once."""

import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from annotations.files.article_file import AnnotationFile
from annotations.files.listing import Stamp
from annotations.yaml.packing import ENCODER, decoder
from corpus.own_files import OwnFileError, decoding, log_rebuild
from disk.chunks import load_chunks, save_chunks

_KIND = b"nkreader annotations 3\n"
_CHUNK = 200  # entries
# A file written so shortly before may be written once more without getting another stamp: clocks
# of file systems are coarse.
_SETTLED_SECONDS = 3


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file below the annotations folder: its path with `/`, its stamp, and what it says."""

    name: str
    stamp: Stamp
    file: AnnotationFile


def load_summary(cache: Path) -> dict[str, Entry]:
    """Return the entries of a cache file by name; those that are whole, of a damaged one.

    An entry holds for a file that has the same stamp now; every other file must be read.
    """
    found: dict[str, Entry] = {}
    try:
        with decoding(cache):
            for chunk in load_chunks(cache, _KIND, _DECODER.decode):
                found.update((entry.name, entry) for entry in chunk)
    except FileNotFoundError:
        pass
    except OwnFileError as error:
        log_rebuild(error, "The summary of the annotation files")
    return found


def save_summary(cache: Path, entries: Mapping[str, Entry], now: float | None = None) -> None:
    """Replace the cache file by one with these entries; those of files just written are left out.

    Raises OSError; the old cache file then stays.
    """
    settled = ((now or time.time()) - _SETTLED_SECONDS) * 1e9
    kept = [entry for entry in entries.values() if max(entry.stamp[:2]) < settled]
    save_chunks(cache, _KIND, kept, ENCODER.encode, _CHUNK)


_DECODER = decoder(list[Entry])
