"""A record of a file with many articles, and why one is no article."""

from enum import Enum
from typing import Any, BinaryIO, NamedTuple

from corpus.metadata.columns import Columns


class LeftOut(Enum):
    """Why a record is no article: how that is told, and what can be done."""

    BROKEN = ("Records that cannot be read", "Correct them, or take them out.")
    TEXTLESS = ("Records without text", "They are left out.")
    LINK = (
        "Records that give a title and an address, but no text",
        "Save the pages at these addresses as HTML files in the folder.",
    )
    REPEATED = ("Pages that were the same as at an earlier visit", "They are left out.")
    NO_PAGE = ("Answers of web servers that are no HTML page", "They are left out.")

    @property
    def reason(self) -> str:
        """What is told of such records, to be followed by how many they are."""
        return self.value[0]

    @property
    def advice(self) -> str:
        """What can be done about it."""
        return self.value[1]


class RecordFileError(Exception):
    """A file has no records that can be read: why, and what can be done about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason, self.advice = reason, advice


class RecordFile(NamedTuple):
    """A file with many records, open to be read, and the columns that the user names for it."""

    stream: BinaryIO
    suffix: str
    columns: Columns


class Record(NamedTuple):
    """A record where it stands in its file.

    `place` names where for a person ("line 3"), `offset` is where its format begins to read it
    again; `raw` are the bytes it is known by: others mean that it has changed. `content` is what
    its format makes an article of; `name` is its own, if it has one.
    """

    place: str
    offset: int
    raw: bytes
    content: Any = None
    encoding: str = ""
    name: str = ""
    left_out: LeftOut | None = None
