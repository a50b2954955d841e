"""Hypothesis: the file that its client exports and imports."""

import json
from typing import Any, BinaryIO
from urllib.parse import quote, unquote

from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.claims import Claim, Reading, Source, claimed
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import WriteOptions
from annotations.exchange.gathering import Gatherer
from annotations.exchange.guids import guid
from annotations.exchange.json_nodes import Node, load
from annotations.exchange.losses import Losses
from annotations.exchange.records import lost_fields
from annotations.exchange.web.iris import iri, named, valid_url
from annotations.exchange.web.selectors import selected, selectors

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
        target["selector"] = selectors(document, passage)
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


def read(data: bytes, name: str) -> Reading:
    """Read an export, or an answer of the API. Raises `ExchangeError`."""
    file = load(data, name)
    key = "rows" if file.get("annotations").value is None else "annotations"
    items = file.get(key)
    if not isinstance(items.value, list):
        raise ExchangeError(name, "has no list of annotations", "Export it again from Hypothesis.")
    gathered, losses = Gatherer(), Losses()
    for item in items.each():
        _read_item(item, gathered, losses)
    return Reading(gathered.sources, losses=losses, unknown=_UNKNOWN)


_UNKNOWN = frozenset({"rejected", "extra", "kept_for", "starred"})


def _read_item(item: Node, gathered: Gatherer, losses: Losses) -> None:
    if any(item.get("references").each()):
        losses.add("replies to annotations", item.get("text").text)
        return
    targets = list(item.get("target").each()) or [Node({}, item.file, item.where)]
    if len(targets) > 1:
        losses.add("targets of an annotation beyond its first", item.get("id").text)
    where = selected(targets[0])
    uri = item.get("uri").text or targets[0].get("source").text
    article = item.get("links").get("article").text or uri
    title = next(item.get("document").get("title").each(), None)
    source = Source(
        path=named(article, "article"),
        title=title.text if title and title.is_text else "",
        url="" if named(uri, "article") else uri,
    )
    annotation = claimed(
        item.get("id").text or guid("hypothesis", uri, where.exact, item.get("text").text),
        topics=tuple(dict.fromkeys(each.text for each in item.get("tags").each())),
        quote=where.exact,
        prefix=where.prefix,
        suffix=where.suffix,
        note=item.get("text").text,
        coder=_coder(item),
        created=item.get("created").text,
        updated=item.get("updated").text,
    )
    if annotation.is_blank:
        losses.add("highlights with neither tag nor comment", where.exact)
    elif where.others and not where.is_passage:
        losses.add("annotations of something else than words", ", ".join(where.others))
    else:
        gathered.add(source, Claim(annotation, where.start, where.end))


def _coder(item: Node) -> str:
    """Return the name of who wrote it: as it is shown, or as it is in the account."""
    account = item.get("user").text
    if account.endswith(f"@{AUTHORITY}"):
        return unquote(account.removeprefix("acct:").removesuffix(f"@{AUTHORITY}"))
    shown = item.get("user_info").get("display_name").text
    return shown or account.removeprefix("acct:").partition("@")[0]
