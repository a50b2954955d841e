"""A cache file of many items in chunks, each with a checksum, so that nothing damaged is believed.

Decoding one chunk takes a few milliseconds, so that a screen in another thread stays responsive.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from disk.cache_file import replacing
from disk.reading import read

_LENGTH_AND_SUM = struct.Struct("<II")  # of a chunk; at the end, 0 and the number of all items

_Item = TypeVar("_Item")


def save_chunks(
    file: Path,
    kind: bytes,
    items: Sequence[_Item],
    encode: Callable[[Sequence[_Item]], bytes],
    size: int,
) -> None:
    """Replace `file`, readable by its owner alone, by one of `items` in chunks of `size` of them.

    `kind` names the file's format and its version, on a line of its own. Raises OSError; the old
    file then stays.
    """
    with replacing(file) as new:
        new.write(kind)
        for start in range(0, len(items), size):
            chunk = encode(items[start : start + size])
            new.write(_LENGTH_AND_SUM.pack(len(chunk), zlib.crc32(chunk)))
            new.write(chunk)
        new.write(_LENGTH_AND_SUM.pack(0, len(items)))


def load_chunks(
    file: Path, kind: bytes, decode: Callable[[bytes], list[_Item]]
) -> Iterator[list[_Item]]:
    """Return the items of a file that `save_chunks` wrote, chunk by chunk.

    Raises OSError, ValueError for a file of another kind and, after the chunks that are whole, for
    one that is damaged or cut short; and whatever else damage leads to.
    """
    data = read(file, own=True)
    if not data.startswith(kind):
        raise ValueError("another format")
    position, count = len(kind), 0
    while True:
        length, checksum = _LENGTH_AND_SUM.unpack_from(data, position)
        position += _LENGTH_AND_SUM.size
        if not length:
            if checksum != count or position != len(data):
                raise ValueError("cut short")
            return
        chunk = data[position : position + length]
        if zlib.crc32(chunk) != checksum:
            raise ValueError("damaged")
        items = decode(chunk)
        count += len(items)
        yield items
        position += length
