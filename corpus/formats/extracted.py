"""What the reader of a format returns."""

from collections.abc import Mapping

from msgspec import Struct, field

from corpus.page.blocks import Block
from corpus.remarks import Remark


class Extracted(Struct, frozen=True):
    """The content of a file or record as its reader found it.

    `text` is canonical. `blocks` is None where only the text shows what each line is. `fields` are
    those of title, source, author, date, url and language that the format itself states.
    `remarks` is what a person should know about it.
    """

    text: str
    encoding: str
    blocks: tuple[Block, ...] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
