"""An annotation with its article as one flat record, as the table and the lines of JSON have it."""

from annotations.exchange.bundle import Document, Passage
from annotations.exchange.losses import Losses
from annotations.model import Annotation

FIELDS = (
    *("id", "path", "title", "source", "author", "date", "url", "text_sha256"),
    *("state", "start", "end", "quote", "prefix", "suffix"),
    *("note", "coder", "created", "updated", "starred"),
)


def record(document: Document, passage: Passage) -> dict[str, str | int | bool]:
    """Give the fields in their order, all but the topics.

    `start` and `end` are the place in the text as it is now, the old one for an orphan.
    """
    annotation = passage.annotation
    return {
        "id": annotation.id,
        "path": document.path,
        "title": document.title,
        "source": document.source,
        "author": document.author,
        "date": document.date,
        "url": document.url,
        "text_sha256": document.sha256,
        "state": str(passage.state),
        "start": passage.span.start,
        "end": passage.span.end,
        "quote": annotation.quote,
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
        "note": annotation.note,
        "coder": annotation.coder,
        "created": annotation.created,
        "updated": annotation.updated,
        "starred": annotation.starred,
    }


def lost_fields(annotation: Annotation, losses: Losses) -> None:
    """Count what only annotation files hold."""
    shown = annotation.quote or annotation.note
    if annotation.rejected:
        losses.add("suggested topics that were rejected", shown, len(annotation.rejected))
    if annotation.extra:
        losses.add(
            "keys in annotation files that nkreader does not know", ", ".join(annotation.extra)
        )
    if annotation.kept_for:
        losses.add("decisions to leave a passage without a place", shown)
