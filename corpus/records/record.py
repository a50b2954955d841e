"""A record of a file with many articles, and the reasons why it may be no article."""

from enum import Enum
from typing import Any, BinaryIO, NamedTuple

from corpus.metadata.columns import Columns


class LeftOut(Enum):
    """Why a record is no article: the message, and what to do."""

    BROKEN = ("Records that cannot be read", "Correct or remove them.")
    TEXTLESS = ("Records without text", "They are left out.")
    LINK = (
        "Records with a title and an address, but no text",
        "Save the pages at these addresses as HTML files in the folder.",
    )
    REPEATED = ("Pages unchanged since an earlier visit", "They are left out.")
    NO_PAGE = ("Responses of web servers that are not HTML pages", "They are left out.")

    @property
    def reason(self) -> str:
        """The message, to be followed by the number of such records."""
        return self.value[0]

    @property
    def advice(self) -> str:
        """What to do about them."""
        return self.value[1]


class RecordFileError(Exception):
    """A file has no readable records: why, and what to do about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason, self.advice = reason, advice


class RecordFile(NamedTuple):
    """A file with many records, open to be read, and the columns that the user names for it."""

    stream: BinaryIO
    suffix: str
    columns: Columns


class Record(NamedTuple):
    """A record and its place in its file.

    `place` tells a person where it is ("line 3"), `offset` its format where to read it again. `raw`
    are the bytes that identify its version. Its format makes an article of `content`. `name` is its
    own, if it has one.
    """

    place: str
    offset: int
    raw: bytes
    content: Any = None
    encoding: str = ""
    name: str = ""
    left_out: LeftOut | None = None
