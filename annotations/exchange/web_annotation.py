"""W3C Web Annotation: a collection with one page, as JSON-LD."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.formats import WriteOptions
from annotations.exchange.iris import annotation_iri, iri, valid_url
from annotations.exchange.losses import Losses
from annotations.exchange.records import lost_fields
from annotations.exchange.selectors import selectors
from annotations.exchange.times import lost_times, time_of
from annotations.model import Annotation

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TAGGING, COMMENTING, BOOKMARKING = "tagging", "commenting", "bookmarking"
_PROGRAM = {"id": "urn:nkreader:program", "type": "Software", "name": "nkreader"}


def write(bundle: Bundle, out: BinaryIO, _options: WriteOptions) -> Losses:
    """Write the collection. Raises OSError."""
    losses = Losses()
    items = [_annotation(document, each, bundle.made, losses) for document, each in bundle.placed]
    collection: dict[str, Any] = {
        "@context": CONTEXT,
        "id": iri("collection", bundle.made),
        "type": "AnnotationCollection",
        "label": "nkreader",
        "generator": _PROGRAM,
        "generated": bundle.made,
        "total": len(items),
    }
    if items:
        page = {"id": iri("page", bundle.made), "type": "AnnotationPage", "startIndex": 0}
        collection["first"] = {**page, "items": items}
    out.write(json.dumps(collection, ensure_ascii=False, indent=1).encode() + b"\n")
    return losses


def _annotation(document: Document, passage: Passage, made: str, losses: Losses) -> dict[str, Any]:
    annotation = passage.annotation
    lost_fields(annotation, losses)
    lost_times(annotation, losses)
    item: dict[str, Any] = {
        "@context": CONTEXT,
        "id": annotation_iri(annotation.id),
        "type": "Annotation",
    }
    if motivation := _motivation(annotation):
        item["motivation"] = motivation
    if created := time_of(annotation.created):
        item["created"] = created
    if updated := time_of(annotation.updated):
        item["modified"] = updated
    if annotation.coder:
        creator = {"id": iri("coder", annotation.coder), "type": "Person", "name": annotation.coder}
        item["creator"] = creator
    item["generator"] = _PROGRAM
    if body := list(_body(annotation)):
        item["body"] = body
    item["target"] = _target(document, passage, made)
    return item


def _motivation(annotation: Annotation) -> list[str]:
    """Say why it was made; a star is a bookmark."""
    told = (
        (TAGGING, annotation.topics),
        (COMMENTING, annotation.note),
        (BOOKMARKING, annotation.starred),
    )
    return [name for name, is_so in told if is_so]


def _body(annotation: Annotation) -> Iterator[dict[str, str]]:
    texts = [(TAGGING, topic) for topic in annotation.topics]
    if annotation.note:
        texts.append((COMMENTING, annotation.note))
    for purpose, text in texts:
        yield {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": text}


def _target(document: Document, passage: Passage, made: str) -> dict[str, Any]:
    """The passage of the article: of its page, where that is known, within our article."""
    article = iri("article", document.path)
    url = valid_url(document.url)
    target: dict[str, Any] = {"type": "SpecificResource", "source": url or article}
    if url:
        target["scope"] = article
    if not passage.annotation.is_about_article:
        target["selector"] = selectors(passage)
    if document.sha256:
        cached = f"urn:sha256:{document.sha256}"
        target["state"] = {"type": "TimeState", "sourceDate": made, "cached": cached}
    return target
