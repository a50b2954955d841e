"""An annotation with its article as one flat record, as the table and the lines of JSON have it."""

from collections.abc import Callable, Mapping

from annotations.exchange.bundle import Document, Passage
from annotations.exchange.claims import Claim, Source, claimed
from annotations.exchange.guids import annotation_guid, guid
from annotations.exchange.losses import Losses
from annotations.model import Annotation

OF_ARTICLE = ("path", "title", "source", "author", "date", "url", "text_sha256")
OF_ANNOTATION = ("id", "quote", "prefix", "suffix", "note", "coder", "created", "updated")

_Value = Callable[[Document, Passage], str | int | bool]

_VALUES: Mapping[str, _Value] = {
    "id": lambda _, passage: passage.annotation.id,
    "path": lambda document, _: document.path,
    "title": lambda document, _: document.title,
    "source": lambda document, _: document.source,
    "author": lambda document, _: document.author,
    "date": lambda document, _: document.date,
    "url": lambda document, _: document.url,
    "text_sha256": lambda document, _: document.sha256,
    "state": lambda _, passage: str(passage.state),
    "start": lambda _, passage: passage.span.start,
    "end": lambda _, passage: passage.span.end,
    "quote": lambda _, passage: passage.annotation.quote,
    "prefix": lambda _, passage: passage.annotation.prefix,
    "suffix": lambda _, passage: passage.annotation.suffix,
    "note": lambda _, passage: passage.annotation.note,
    "coder": lambda _, passage: passage.annotation.coder,
    "created": lambda _, passage: passage.annotation.created,
    "updated": lambda _, passage: passage.annotation.updated,
    "starred": lambda _, passage: passage.annotation.starred,
}
"""The fields in their order, all but the topics: a column of the table is added here."""

FIELDS = tuple(_VALUES)


def record(document: Document, passage: Passage) -> dict[str, str | int | bool]:
    """Return the fields of a passage in their order, all but the topics.

    `start` and `end` are the place in the text as it is now, the old one for an orphan.
    """
    return {name: value(document, passage) for name, value in _VALUES.items()}


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
