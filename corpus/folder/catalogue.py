"""The metadata of every article, in one cache file, so that lists appear at once."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from corpus.own_files import OwnFileError, decoding, log_rebuild
from disk.chunks import load_chunks, save_chunks

_KIND = b"nkreader catalogue 3\n"
_CHUNK = 1000  # records


class Record(msgspec.Struct, frozen=True, rename={"stated_source": "told_source"}):
    """An article without its text.

    `story` is the path of the first version of its story, "" if it has no other version
    (`corpus.stories.versions`). `problem` says why it could not be read, and what to do. `source`
    is the name to show, `stated_source` the one that the article states (the file has it under an
    older name). `seen` and `file_sum` describe its file when it was read
    (`corpus.folder.stamps.settled`).
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
    stated_source: str = ""
    seen: str = ""
    file_sum: str = ""


class Catalogue:
    """The records of a folder by path. Its file is a cache: losing it only costs time."""

    def __init__(self, records: dict[str, Record] | None = None) -> None:
        self.records: dict[str, Record] = records if records is not None else {}

    @cached_property
    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of each story's versions, in order, by `Record.story`."""
        versions: dict[str, list[str]] = {}
        for record in self.records.values():
            if record.story:
                versions.setdefault(record.story, []).append(record.path)
        return {story: tuple(paths) for story, paths in versions.items()}

    def versions_of(self, path: str) -> tuple[str, ...]:
        """Return the paths of all versions of an article's story, its own among them.

        Empty if the article has no other version, or does not exist.
        """
        record = self.records.get(path)
        return self.stories.get(record.story, ()) if record and record.story else ()

    @classmethod
    def load(cls, file: Path) -> "Catalogue":
        """Read `file`; if it is missing, damaged or of another version, the catalogue is empty."""
        decoder = msgspec.msgpack.Decoder(list[Record])
        try:
            with decoding(file):
                chunks = load_chunks(file, _KIND, decoder.decode)
                return cls({record.path: record for chunk in chunks for record in chunk})
        except FileNotFoundError:
            return cls()
        except OwnFileError as error:
            log_rebuild(error, "The list of articles")
            return cls()

    def save(self, file: Path) -> None:
        """Replace `file` atomically, readable by its owner alone. Raises OSError."""
        save_chunks(file, _KIND, list(self.records.values()), msgspec.msgpack.encode, _CHUNK)
