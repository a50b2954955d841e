"""Hypothesis: the file that its client exports and imports."""

import json
from typing import Any, BinaryIO
from urllib.parse import quote

from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.formats import WriteOptions
from annotations.exchange.iris import iri, valid_url
from annotations.exchange.losses import Losses
from annotations.exchange.records import lost_fields
from annotations.exchange.selectors import selectors

AUTHORITY = "nkreader"


def write(bundle: Bundle, out: BinaryIO, _options: WriteOptions) -> Losses:
    """Write the file. Raises OSError."""
    losses = Losses()
    items = [
        _annotation(document, each)
        for document, each in bundle.placed
        if _can_carry(document, each, losses)
    ]
    file = {
        "export_date": bundle.made,
        "export_userid": _user(bundle.coders[0] if bundle.coders else ""),
        "client_version": "nkreader",
        "annotations": items,
    }
    out.write(json.dumps(file, ensure_ascii=False, indent=1).encode() + b"\n")
    return losses


def _can_carry(document: Document, passage: Passage, losses: Losses) -> bool:
    annotation = passage.annotation
    lost_fields(annotation, losses)
    if annotation.starred:
        losses.add("stars", document.title or document.path)
    return bool(annotation.topics or annotation.note)


def _annotation(document: Document, passage: Passage) -> dict[str, Any]:
    annotation = passage.annotation
    article = iri("article", document.path)
    uri = valid_url(document.url) or article
    target: dict[str, Any] = {"source": uri}
    if not annotation.is_about_article:
        target["selector"] = selectors(passage)
    return {
        "id": annotation.id,
        "created": annotation.created,
        "updated": annotation.updated,
        "user": _user(annotation.coder),
        "user_info": {"display_name": annotation.coder},
        "uri": uri,
        "text": annotation.note,
        "tags": list(annotation.topics),
        "target": [target],
        "document": {"title": [document.title or document.path]},
        "links": {"article": article},
    }


def _user(coder: str) -> str:
    return f"acct:{quote(coder, safe='')}@{AUTHORITY}"
