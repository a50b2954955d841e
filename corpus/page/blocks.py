"""The blocks of an article: what each line of its canonical text is."""

from enum import StrEnum
from typing import NamedTuple

BLOCKS_VERSION = 3
"""Raised whenever some text is divided or classified differently, so that it is indexed again."""


RECURS = "recurs in many files"
"""The rule by which a block is furniture because many articles of the folder share it."""


class BlockKind(StrEnum):
    """What a block is to a reader."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    CAPTION = "caption"
    RELATED = "related"
    FURNITURE = "furniture"


FOLDED = (BlockKind.RELATED, BlockKind.FURNITURE)
"""The kinds that the reader hides and the index leaves out."""


class Block(NamedTuple):
    """A line, or a run of hard-wrapped lines, of canonical text: code points ``text[start:end]``.

    Blocks are ordered, do not overlap, and start and end on characters that are not white space;
    between them there is only white space. `rule` says in a few words which rule chose the kind.
    """

    kind: BlockKind
    start: int
    end: int
    rule: str

    @property
    def folded(self) -> bool:
        """Whether the reader hides the block and the index leaves it out."""
        return self.kind in FOLDED
