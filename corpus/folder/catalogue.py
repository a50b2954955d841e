"""What is known of every article, kept in one cache file so that lists appear at once."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from corpus.own_files import OwnFileError, decoding, log_rebuild
from disk.chunks import load_chunks, save_chunks

_KIND = b"nkreader catalogue 3\n"
_CHUNK = 1000  # records


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
