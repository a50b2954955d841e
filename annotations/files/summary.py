"""What the annotation files of a folder say, in one cache file, so that thousands load at once."""

import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from annotations.files.article_file import AnnotationFile
from annotations.files.listing import Stamp
from annotations.yaml.packing import ENCODER, decoder
from corpus.kept import KeptError, made_anew, understood
from disk.cache_file import replacing
from disk.reading import read

_FORMAT = b"nkreader annotations 2\n"
_LENGTH_AND_SUM = struct.Struct("<II")
# Decoding one chunk takes a few milliseconds, so a screen in another thread stays responsive.
_CHUNK = 200
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
        with understood(cache):
            for chunk in _chunks(read(cache, own=True)):
                found.update((entry.name, entry) for entry in _DECODER.decode(chunk))
    except FileNotFoundError:
        pass
    except KeptError as error:
        made_anew(error, "The summary of the annotation files")
    return found


def save_summary(cache: Path, entries: Mapping[str, Entry], now: float | None = None) -> None:
    """Replace the cache file by one with these entries; those of files just written are left out.

    Raises OSError; the old cache file then stays.
    """
    settled = ((now or time.time()) - _SETTLED_SECONDS) * 1e9
    kept = [entry for entry in entries.values() if max(entry.stamp[:2]) < settled]
    with replacing(cache) as new:
        new.write(_FORMAT)
        for start in range(0, len(kept), _CHUNK):
            chunk = ENCODER.encode(kept[start : start + _CHUNK])
            new.write(_LENGTH_AND_SUM.pack(len(chunk), zlib.crc32(chunk)))
            new.write(chunk)


def _chunks(data: bytes) -> Iterator[bytes]:
    if not data.startswith(_FORMAT):
        raise ValueError("another format")
    position = len(_FORMAT)
    while position < len(data):
        length, checksum = _LENGTH_AND_SUM.unpack_from(data, position)
        position += _LENGTH_AND_SUM.size
        chunk = data[position : position + length]
        if zlib.crc32(chunk) != checksum:
            raise ValueError("damaged")
        yield chunk
        position += length


_DECODER = decoder(list[Entry])
