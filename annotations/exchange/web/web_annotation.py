"""W3C Web Annotation: a collection with one page, as JSON-LD."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.claims import Claim, Reading, Source, claimed
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import WriteOptions
from annotations.exchange.gathering import Gatherer
from annotations.exchange.guids import guid
from annotations.exchange.json_nodes import Node, load
from annotations.exchange.losses import Losses
from annotations.exchange.records import lost_fields
from annotations.exchange.times import lost_times, time_of
from annotations.exchange.web.iris import annotation_id, annotation_iri, iri, named, valid_url
from annotations.exchange.web.selectors import selected, selectors
from annotations.model import Annotation

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TAGGING, COMMENTING, BOOKMARKING = "tagging", "commenting", "bookmarking"
_PROGRAM = {"id": "urn:nkreader:program", "type": "Software", "name": "nkreader"}


def write(bundle: Bundle, out: BinaryIO, _options: WriteOptions) -> Losses:
    """Write the collection, an annotation on each line. Raises OSError."""
    losses = Losses()
    total = sum(1 for _ in bundle.placed)
    collection: dict[str, Any] = {
        "@context": CONTEXT,
        "id": iri("collection", bundle.made),
        "type": "AnnotationCollection",
        "label": "nkreader",
        "generator": _PROGRAM,
        "generated": bundle.made,
        "total": total,
    }
    if not total:
        out.write(_encoded(collection, indent=1) + b"\n")
        return losses
    page = {"id": iri("page", bundle.made), "type": "AnnotationPage", "startIndex": 0}
    # One by one, as all of them together take up ten times the room of what is written.
    head = _encoded({**collection, "first": {**page, "items": []}}, indent=1)
    before, after = head[: -len(_END)], head[-len(_END) :]
    assert after == _END
    out.write(before)
    between = b"\n"
    for document, each in bundle.placed:
        out.write(between + _encoded(_annotation(document, each, bundle.made, losses)))
        between = b",\n"
    out.write(b"\n  " + after + b"\n")
    return losses


_END = b"]\n }\n}"


def _encoded(value: object, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent).encode()


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
        target["selector"] = selectors(document, passage)
    if document.sha256:
        cached = f"urn:sha256:{document.sha256}"
        target["state"] = {"type": "TimeState", "sourceDate": made, "cached": cached}
    return target


def read(data: bytes, name: str) -> Reading:
    """Read annotations, a page or a collection of them. Raises `ExchangeError`."""
    file = load(data, name)
    gathered, losses = Gatherer(), Losses()
    items = list(_items(file, losses))
    if not items and not file.get("type").value:
        raise ExchangeError(name, "has no Web Annotations in it", "Name a file of JSON-LD.")
    for item in items:
        _read_item(item, gathered, losses)
    return Reading(gathered.sources, losses=losses)


def _items(node: Node, losses: Losses, depth: int = 0) -> Iterator[Node]:
    """Return the annotations in a list, a page, a collection with its pages, or a graph."""
    for each in node.each():
        if each.is_text:
            losses.add("pages or annotations that are elsewhere", each.text)
        elif "Annotation" in _types(each):
            yield each
        elif depth < _DEEPEST:
            for key in ("@graph", "items", "first", "next"):
                yield from _items(each.get(key), losses, depth + 1)


_DEEPEST = 100


def _types(node: Node) -> set[str]:
    key = "@type" if node.get("type").value is None else "type"
    return {each.text for each in node.get(key).each()}


def _read_item(item: Node, gathered: Gatherer, losses: Losses) -> None:
    uri = item.get("id").text or item.get("@id").text
    said = _said(item, losses)
    for number, target in enumerate(item.get("target").each()):
        where = selected(target)
        source = _source(target)
        told = (source.path, source.url, where.exact, str(where.start), str(said["note"]))
        identity = annotation_id(uri) if uri else guid("web", *told)
        if number:
            identity = guid("web", identity, str(number))
        annotation = claimed(
            identity, **said, quote=where.exact, prefix=where.prefix, suffix=where.suffix
        )
        if annotation.is_blank:
            losses.add("annotations with neither tag nor comment", where.exact or uri)
        elif where.others and not where.is_passage:
            losses.add("annotations of something else than words", ", ".join(where.others))
        else:
            gathered.add(source, Claim(annotation, where.start, where.end))


def _said(item: Node, losses: Losses) -> dict[str, object]:
    """Return everything that is not about the target."""
    topics: list[str] = []
    notes = [item.get("bodyValue").text]
    motivations = {each.text for each in item.get("motivation").each() if each.is_text}
    for body in item.get("body").each():
        purposes = {each.text for each in body.get("purpose").each()} or motivations
        text = body.get("value").text if body.is_object else ""
        if not text:
            what = "bodies that are no text"
            losses.add(what, body.text if body.is_text else body.get("id").text)
        elif purposes & {TAGGING, "classifying", "identifying"} and COMMENTING not in purposes:
            topics.append(text)
        else:
            notes.append(text)
    return {
        "topics": tuple(dict.fromkeys(topics)),
        "note": "\n\n".join(filter(None, notes)),
        "coder": _coder(item.get("creator")),
        "created": item.get("created").text,
        "updated": item.get("modified").text,
        "starred": BOOKMARKING in motivations and not item.get("target").get("selector").value,
    }


def _coder(creator: Node) -> str:
    who = next(creator.each(), creator)
    if who.is_text:
        return named(who.text, "coder") or who.text
    identity = who.get("id")
    own = named(identity.text, "coder") if identity.is_text else ""
    for key in ("name", "nickname"):
        name = next(who.get(key).each(), None)
        if not own and name:
            own = name.text
    return own or identity.text


def _source(target: Node) -> Source:
    """Return the text that a target is of: our article, or the page."""
    if target.is_text:
        uri = target.text
    else:
        said = target.get("source")
        if said.is_object:
            said = said.get("id")
        uri = said.text or target.get("id").text
    scope = next((each.text for each in target.get("scope").each() if each.is_text), "")
    state = next(target.get("state").each(), target.get("state"))
    cached = state.get("cached").value
    sha256 = str(cached).removeprefix("urn:sha256:") if cached else ""
    path = named(scope, "article") or named(uri, "article")
    return Source(path=path, url="" if named(uri, "article") else uri, sha256=sha256)
