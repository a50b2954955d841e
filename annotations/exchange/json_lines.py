"""JSON Lines: one object for each annotation."""

import json
from typing import BinaryIO

from annotations.exchange.bundle import Bundle
from annotations.exchange.formats import WriteOptions
from annotations.exchange.losses import Losses
from annotations.exchange.records import lost_fields, record


def write(bundle: Bundle, out: BinaryIO, _options: WriteOptions) -> Losses:
    """Write the objects, in UTF-8. Raises OSError."""
    losses = Losses()
    for document, passage in bundle.placed:
        lost_fields(passage.annotation, losses)
        item = {**record(document, passage), "topics": list(passage.annotation.topics)}
        out.write(json.dumps(item, ensure_ascii=False).encode() + b"\n")
    return losses
