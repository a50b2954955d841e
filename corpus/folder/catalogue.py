"""What is known of every article, kept in one cache file so that lists appear at once."""

import struct
import zlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from corpus.kept import KeptError, made_anew, understood
from disk.cache_file import replacing
from disk.reading import read

_FORMAT = b"nkreader catalogue 3\n"
_LENGTH_AND_SUM = struct.Struct("<II")
# Decoding one chunk takes about 2 ms, so a screen in another thread stays responsive.
_CHUNK = 1000


class Record(msgspec.Struct, frozen=True):
    """An article, without its text.

    `story` is the path of the first version of the story it tells, "" when no other article tells
    it (`corpus.stories.versions`). `problem` says why it could not be read, and what to do.
    `source` is the name that is shown, `told_source` what the article says. `seen` and `file_sum`
    say what its file was like when it was read (`corpus.folder.stamps.settled`).
    """

    path: str
    stamp: str
    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    characters: int = 0
    words: int = 0
    sha256: str = ""
    story: str = ""
    problem: str = ""
    told_source: str = ""
    seen: str = ""
    file_sum: str = ""


class Catalogue:
    """The records of a folder by path. The file is a cache: losing it costs time, nothing else."""

    def __init__(self, records: dict[str, Record] | None = None) -> None:
        self.records: dict[str, Record] = records if records is not None else {}

    @cached_property
    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of each story's versions, in their order, by `Record.story`."""
        versions: dict[str, list[str]] = {}
        for record in self.records.values():
            if record.story:
                versions.setdefault(record.story, []).append(record.path)
        return {story: tuple(paths) for story, paths in versions.items()}

    def versions_of(self, path: str) -> tuple[str, ...]:
        """The paths of all versions of the story that the article `path` tells, `path` among them.

        Empty when no other article tells it, or there is no such article.
        """
        record = self.records.get(path)
        return self.stories.get(record.story, ()) if record and record.story else ()

    @classmethod
    def load(cls, file: Path) -> "Catalogue":
        """Read `file`; missing, damaged, or of another version gives an empty catalogue."""
        try:
            with understood(file):
                return cls(_unpack(read(file, own=True)))
        except FileNotFoundError:
            return cls()
        except KeptError as error:
            made_anew(error, "The list of articles")
            return cls()

    def save(self, file: Path) -> None:
        """Replace `file` atomically, readable by its owner alone. Raises OSError."""
        with replacing(file) as new:
            new.write(_FORMAT)
            records = list(self.records.values())
            for start in range(0, len(records), _CHUNK):
                chunk = msgspec.msgpack.encode(records[start : start + _CHUNK])
                new.write(_LENGTH_AND_SUM.pack(len(chunk), zlib.crc32(chunk)))
                new.write(chunk)
            new.write(_LENGTH_AND_SUM.pack(0, len(records)))


def _unpack(data: bytes) -> dict[str, Record]:
    """Give the records of a catalogue file; raises whatever damage leads to."""
    if not data.startswith(_FORMAT):
        raise ValueError("another format")
    decoder = msgspec.msgpack.Decoder(list[Record])
    records: dict[str, Record] = {}
    position = len(_FORMAT)
    while True:
        length, checksum = _LENGTH_AND_SUM.unpack_from(data, position)
        position += _LENGTH_AND_SUM.size
        if length == 0:
            if checksum != len(records) or position != len(data):
                raise ValueError("cut short")
            return records
        chunk = data[position : position + length]
        if zlib.crc32(chunk) != checksum:
            raise ValueError("damaged")
        records.update((record.path, record) for record in decoder.decode(chunk))
        position += length
