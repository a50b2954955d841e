"""An annotation with its article as one flat record, as the table and the lines of JSON have it."""

from collections.abc import Mapping

from annotations.exchange.bundle import Document, Passage
from annotations.exchange.claims import Claim, Source, claimed
from annotations.exchange.guids import annotation_guid, guid
from annotations.exchange.losses import Losses
from annotations.model import Annotation

OF_ARTICLE = ("path", "title", "source", "author", "date", "url", "text_sha256")
_PLACE = ("state", "start", "end")
OF_ANNOTATION = ("id", "quote", "prefix", "suffix", "note", "coder", "created", "updated")
FIELDS = ("id", *OF_ARTICLE, *_PLACE, *OF_ANNOTATION[1:], "starred")


def record(document: Document, passage: Passage) -> dict[str, str | int | bool]:
    """Return the fields in their order, all but the topics.

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


def from_record(
    known: Mapping[str, object], start: int | None, end: int | None
) -> tuple[Source, Claim]:
    """Return what such a record says; fields that are not there are empty.

    Without an id that holds everywhere it gets one, the same whenever the same is read.
    """
    of_source = {name: str(known.get(name) or "") for name in OF_ARTICLE}
    sha256 = of_source.pop("text_sha256")
    source = Source(**of_source, sha256=sha256)  # type: ignore[arg-type]
    fields = {name: str(known.get(name) or "") for name in OF_ANNOTATION}
    told = (source.path, source.title, str(start), *fields.values())
    identity = fields.pop("id")
    if not identity or (not sha256 and annotation_guid(identity) != identity):
        # A number means nothing beyond the project of the program that gave it.
        identity = guid("record", *told)
    annotation = claimed(
        identity, **fields, topics=known.get("topics", ()), starred=bool(known.get("starred"))
    )
    return source, Claim(annotation, start, end)
