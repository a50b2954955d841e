"""Whether the files we write are what the standards say, and what we make of another tool's.

python benchmarks/interchange.py DATA

DATA holds `refi/` (Project.xsd, Codebook.xsd, qc-demo.qdpx) and `w3c/` (the test suite of the Web
Annotation model). Needs lxml (in the extra `html`), and for W3C jsonschema 4.17.3 and rfc3987,
which nkreader itself does not need.
"""

import io
import json
import os
import sys
import tempfile
import time
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from annotations.anchoring.anchors import State, context
from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import FORMATS, WriteOptions, recognise
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.folder.scan import Stamp
from corpus.text.canonical import canonical, text_sha256
from corpus.text.spans import Span
from workspace.exchange.importing import ImportOptions, Plan, bring_in, plan_import
from workspace.places import Options, resolve
from workspace.workspace import Workspace

TEXT = canonical(
    "Ein Titel mit 😀 und Ümläuten\n\nZwei\u00a0Wörter, e\u0301 und ein Satz über Granaten. "
    "👩\u200d👩\u200d👧 steht hier.\r\nNoch eine Zeile.\n" * 4
)
NOTE = "Notiz mit Ü, 😀,\nZeile zwei\r\x07 <b>&amp;</b> ]]>"
NAMES = (
    "arms deals",
    "Rüstung/Granaten/155 mm",
    "a//b",
    "😀 x",
    "<&\"'>",
    "mit\x07Steuer\nzeichen",
)


def annotation(start: int, end: int, text: str, number: int, **fields: Any) -> Annotation:
    prefix, suffix = context(text, start, end) if end else ("", "")
    made: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
        "topics": (NAMES[number % len(NAMES)], NAMES[(number + 1) % len(NAMES)]),
        "note": NOTE if number % 3 else "",
        "coder": ("Anna Müller", "ben", "")[number % 3],
        "created": "2026-11-22T10:00:00Z",
        "updated": "2026-11-22T10:05:00+01:00",
    }
    made |= fields
    return Annotation(
        quote=text[start:end], prefix=prefix, suffix=suffix, start=start, end=end, **made
    )


def bundle(passages: int, text: str = TEXT) -> Bundle:
    """A bundle with so many passages in articles of a thousand each, with stars and notes."""
    documents = []
    for first in range(0, passages, 1000):
        coded = []
        for number in range(first, min(first + 1000, passages)):
            start = (number * 7) % (len(text) - 30)
            span = Span(start, start + 1 + number % 29)
            coded.append(Passage(annotation(*span, text, number), span, State.OK))
        documents.append(
            Document(
                path=f"ordner/ärtikel {first}.txt",
                title=f"Titel „{first}“ <&>",
                source="Zeitung",
                date="2026-01-02",
                url="https://example.org/a b?x=ü" if first else "",
                language="de",
                text=text,
                sha256=text_sha256(text),
                passages=tuple(coded),
                about=(
                    annotation(0, 0, text, -1 - first, starred=True, note=""),
                    annotation(0, 0, text, -2 - first, id=f"kein GUID {first}", note=NOTE),
                ),
            )
        )
    topics = tuple(
        Topic(name, colour=colour, description="Was <dazu> gehört")
        for name, colour in zip(NAMES, ("red", "#ABCDEF", "", "blue", "pink", ""), strict=True)
    )
    return Bundle(tuple(documents), topics, "2026-11-22T10:05:00Z")


def empty(topics: tuple[Topic, ...] = ()) -> Bundle:
    return Bundle((), topics, "2026-11-22T10:05:00Z")


def written(name: str, what: Bundle) -> bytes:
    out = io.BytesIO()
    FORMATS[name].write(what, out, WriteOptions())
    return out.getvalue()


@cache
def cases() -> dict[str, Bundle]:
    return {
        "nothing at all": empty(),
        "topics alone": empty((Topic("a/b/c"), Topic("a"))),
        "1 passage": bundle(1),
        "umlauts, emoji, control characters, nested topics": bundle(60),
        "10,000 passages": bundle(10_000),
    }


def refi(data: Path) -> None:
    from lxml import etree

    project = etree.XMLSchema(etree.parse(str(data / "refi/Project.xsd")))
    codebook = etree.XMLSchema(etree.parse(str(data / "refi/Codebook.xsd")))
    for name, case in cases().items():
        began = time.perf_counter()
        out = written("qdpx", case)
        took = time.perf_counter() - began
        with zipfile.ZipFile(io.BytesIO(out)) as archive:
            root = etree.fromstring(archive.read("project.qde"))
            texts = {each: archive.read(each).decode() for each in archive.namelist()}
        project.assertValid(root)
        right = wrong = 0
        for source in root.iter("{*}TextSource"):
            text = texts["sources/" + source.get("plainTextPath").removeprefix("internal://")]
            for each in source.iter("{*}PlainTextSelection"):
                span = slice(int(each.get("startPosition")), int(each.get("endPosition")))
                right += text[span] == each.get("name")
                wrong += text[span] != each.get("name")
        same = written("qdpx", case) == out
        print(
            f"qdpx  {name}: valid, {right} positions are their slices, {wrong} are not, "
            f"again the same bytes: {same}, {took:.2f} s, {len(out):,} bytes"
        )
        try:
            codebook.assertValid(etree.fromstring(written("qdc", case)))
            print(f"qdc   {name}: valid")
        except ExchangeError as error:
            print(f"qdc   {name}: refused ({error})")


def musts(data: Path, test: str) -> list[tuple[str, Any, bool]]:
    """The assertions of a test: their names, their validators, whether they are to hold."""
    from jsonschema import Draft4Validator, FormatChecker, RefResolver

    store: dict[str, Any] = {}
    for file in (each for each in (data / "w3c").rglob("*.json") if "samples" not in each.parts):
        schema = json.loads(file.read_text())
        store[file.name] = store[schema.get("id", file.name)] = schema
    found = []
    for name in json.loads((data / "w3c" / test).read_text())["assertions"]:
        schema = json.loads((data / "w3c" / name).read_text())
        resolver = RefResolver("", schema, store=store)
        validator = Draft4Validator(schema, resolver=resolver, format_checker=FormatChecker())
        found.append((name, validator, schema["expectedResult"] == "valid"))
    return found


def w3c(data: Path) -> None:
    one = musts(data, "annotations/annotationMusts.test")
    whole = musts(data, "collections/collectionMusts.test")
    page = musts(data, "collections/pages/pageMusts.test")
    for name, case in cases().items():
        collection = json.loads(written("w3c", case))
        first = collection.get("first")
        items = first["items"] if first else []
        # The suite takes seconds for each hundred, and they are all alike.
        failed = [
            assertion
            for assertion, validator, expected in one
            for item in items[:150]
            if validator.is_valid(item) is not expected
        ]
        failed += [a for a, v, expected in whole if v.is_valid(collection) is not expected]
        if first:
            standing = {"@context": collection["@context"], **first}
            failed += [a for a, v, expected in page if v.is_valid(standing) is not expected]
        uris = [value for item in items for value in addresses(item)]
        print(
            f"w3c   {name}: {len(items)} annotations, {len(one)} + {len(whole)} + {len(page)} "
            f"assertions for each, the collection and the page, failed: {sorted(set(failed))}; "
            f"{sum(map(is_uri, uris))} of {len(uris)} are URIs"
        )


def addresses(item: Any) -> list[str]:
    if isinstance(item, list):
        return [uri for each in item for uri in addresses(each)]
    if not isinstance(item, dict):
        return []
    own = [item[key] for key in ("id", "source", "scope", "cached") if key in item]
    return own + [uri for value in item.values() for uri in addresses(value)]


def is_uri(text: str) -> bool:
    import rfc3987

    return rfc3987.match(text, "URI") is not None


@contextmanager
def opened(documents: Iterable[Document]) -> Iterator[Workspace]:
    """A folder with these articles and no annotations."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder in ("CONFIG", "CACHE", "STATE", "DATA"):
            os.environ[f"XDG_{folder}_HOME"] = str(root / folder.lower())
        (root / "articles").mkdir()
        for document in documents:
            file = root / "articles" / document.path
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(document.text.encode())
        yield Workspace(resolve(Options(root / "articles", root / "annotations")))


def brought_in(workspace: Workspace, data: bytes, paths: Iterable[str]) -> Plan:
    records = {path: workspace.record(Stamp(path, "")) for path in paths}
    reading = FORMATS[recognise(data, "file")].read(data, "file")
    plan = plan_import(workspace, reading, records, ImportOptions(add_to="added"))
    bring_in(workspace, plan, "file")
    workspace.load_annotations()
    return plan


def round_trips() -> None:
    """Every format of 10,000 passages, written and brought into an empty folder."""
    case = cases()["10,000 passages"]
    for name in ("csv", "jsonl", "w3c", "hypothesis", "qdpx"):
        expected = {(d.path, *spoken(p.annotation)) for d, p in case.placed}
        if name == "hypothesis":
            expected = {each for each in expected if each[4] or each[5]}
        data = written(name, case)
        with opened(case.documents) as workspace:
            began = time.perf_counter()
            brought_in(workspace, data, [document.path for document in case.documents])
            took = time.perf_counter() - began
            found = {
                (file.path, *spoken(each))
                for file in workspace.annotation_files()
                for each in file.annotations
            }
        print(
            f"{name:<11}{len(expected & found)} of {len(expected)} came back, "
            f"{len(found - expected)} others, {len(data):,} bytes, read in {took:.1f} s"
        )


def spoken(each: Annotation) -> tuple[object, ...]:
    """What an annotation says, but for control characters, which no XML holds, and its id."""
    note = each.note.replace("\x07", "")
    topics = tuple(topic.replace("\x07", "") for topic in each.topics)
    times = each.created, each.updated
    return each.start, each.end, each.quote, topics, note, each.coder, *times


def others(data: Path) -> None:
    file = data / "refi/qc-demo.qdpx"
    with opened([]) as workspace:
        plan = brought_in(workspace, file.read_bytes(), [])
        states = Counter(
            str(each.anchor.state)
            for file in workspace.annotation_files()
            for each in workspace.placed(workspace.article(file.path))
        )
    print(f"qc-demo.qdpx: {dict(states)}, {len(plan.new_topics)} topics, {plan.losses.words}")


def main() -> None:
    data = Path(sys.argv[1])
    refi(data)
    w3c(data)
    others(data)
    round_trips()


if __name__ == "__main__":
    main()
