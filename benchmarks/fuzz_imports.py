"""Damaged files of other programs, brought into a folder: what `nkreader import` does with them."""

import csv
import io
import json
import os
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fuzz_samples import PROSE, TEXT, packed
from interchange import bundle, written

from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import FORMATS, WriteOptions, recognise
from annotations.files.article_file import AnnotationFile
from corpus.folder.scan import Stamp
from corpus.text.canonical import canonical
from workspace.coding.save_result import SaveError
from workspace.exchange.importing import ImportOptions, Plan, bring_in, plan_import
from workspace.places import Options, resolve
from workspace.workspace import Workspace

ARTICLE = "ordner/ärtikel 0.txt"  # of the bundle
OTHER = "hafen.txt"
QUOTE = "Die Schleuse sei beschädigt"
START = canonical(TEXT).index(QUOTE)
CONFIG = "topics:\n- name: arms deals\n  key: 1\n- name: summits # of heads\n"


def _theirs(name: str) -> bytes:
    return written(name, bundle(9))


def tables() -> list[tuple[str, bytes]]:
    """Tables of ours, and as others call their columns."""
    matrix = io.BytesIO()
    FORMATS["csv"].write(bundle(9), matrix, WriteOptions(excel=True, matrix=True))
    rows = [("Dokument", "Segment", "Code", "Memo", "start", "end", "codierer")]
    rows += [(OTHER, QUOTE, code, "ja", START, START + len(QUOTE), "Anna") for code in "abb"]
    other = io.StringIO()
    csv.writer(other, delimiter="\t").writerows(rows)
    tabbed = other.getvalue()
    made = [("a.csv", _theirs("csv")), ("b.csv", matrix.getvalue()), ("a.tsv", tabbed.encode())]
    sep = ("sep=;\n" + tabbed.replace("\t", ";")).encode("cp1252")
    return [*made, ("c.csv", sep), ("b.tsv", tabbed.encode("utf-16"))]


def lines() -> list[tuple[str, bytes]]:
    """JSON Lines, and a list of the same."""
    ours = _theirs("jsonl")
    items = [json.loads(line) for line in ours.splitlines()]
    few = [{"path": OTHER, "quote": QUOTE, "start": START, "topics": "a", "starred": True}] * 2
    return [("a.jsonl", ours), ("a.json", json.dumps(items).encode()), ("b.json", _json(few))]


def web() -> list[tuple[str, bytes]]:
    """Web Annotations: a collection, a page, a graph, one alone."""
    selector = [
        {"type": "TextQuoteSelector", "exact": QUOTE, "prefix": " ", "suffix": ","},
        {"type": "FragmentSelector", "value": "a", "refinedBy": {"type": "TextPositionSelector"}},
    ]
    body = [{"type": "TextualBody", "purpose": "tagging", "value": "a"}, "https://example.org/b"]
    one = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/1",
        "type": "Annotation",
        "motivation": ["tagging", "bookmarking"],
        "creator": {"id": "x", "name": ["Anna"]},
        "body": body,
        "target": [{"source": f"urn:nkreader:article:{OTHER}", "selector": selector}] * 2,
    }
    graph = {"@context": "x", "@graph": [one, {"type": "AnnotationPage", "items": [one, "y"]}]}
    return [("a.json", _theirs("w3c")), ("b.json", _json(one)), ("c.json", _json(graph))]


def hypothesis() -> list[tuple[str, bytes]]:
    """Exports of the client, and an answer of the API."""
    position = {"type": "TextPositionSelector", "start": START, "end": START + len(QUOTE)}
    row = {
        "id": "A-1_x",
        "uri": "https://example.org/a",
        "user": "acct:anna@hypothes.is",
        "text": "ja\u2028nein",
        "tags": ["a", "b"],
        "document": {"title": ["hafen"]},
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": QUOTE}, position]}],
    }
    reply = {**row, "references": ["A-1_x"]}
    return [("a.json", _theirs("hypothesis")), ("b.json", _json({"rows": [row, reply, row]}))]


def projects() -> list[tuple[str, bytes]]:
    """Projects of ours, and as others write them."""
    ids = [f"0000000{number}-0000-4000-8000-000000000000" for number in range(9)]
    place = f'startPosition="{START}" endPosition="{START + len(QUOTE)}"'
    coding = f'<Coding guid="{ids[4]}" creatingUser="{ids[1]}"><CodeRef targetGUID="{ids[2]}"/>'
    selection = (
        f'<PlainTextSelection guid="{ids[5]}" {place} name="1: 3"><Description>ja</Description>'
        f'{coding}<NoteRef targetGUID="{ids[6]}"/></Coding></PlainTextSelection>'
    )
    sources = (
        f'<TextSource guid="{ids[3]}" name="hafen" plainTextPath="internal://{ids[3]}.txt">'
        f'{selection}</TextSource><TextSource name="neu"><PlainTextContent>{PROSE}'
        f"</PlainTextContent>{selection}</TextSource><PictureSource name='p'/>"
        f'<AudioSource><Transcript plainTextPath="internal://{ids[3]}.txt"><SyncPoint guid="s"'
        ' position="4"/><TranscriptSelection fromSyncPoint="s" toSyncPoint="s"/></Transcript>'
        "</AudioSource>"
    )
    project = (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="p"'
        f' origin="ATLAS.ti 9"><Users><User guid="{ids[1]}" name="Anna"/></Users><CodeBook><Codes>'
        f'<Code guid="{ids[2]}" name="a" color="#f00"><Code guid="{ids[7]}" name="b"/></Code>'
        f'</Codes></CodeBook><Sources>{sources}</Sources><Notes><Note guid="{ids[6]}" name="n">'
        f'<PlainTextContent>Notiz\nzwei</PlainTextContent></Note></Notes><Links><Link originGUID="'
        f'{ids[6]}" targetGUID="{ids[5]}"/></Links><Sets><Set name="starred"><MemberSource'
        f' targetGUID="{ids[3]}"/></Set></Sets><Cases><Case><SourceRef targetGUID="{ids[3]}"/>'
        "</Case></Cases></Project>"
    )
    text = TEXT.replace("\n", "\r\n")
    archive = packed({"project.qde": project, f"Sources/{ids[3]}.txt": text})
    return [("a.qdpx", _theirs("qdpx")), ("b.qdpx", archive), ("a.qde", project.encode())]


def codebooks() -> list[tuple[str, bytes]]:
    """Codebooks of ours and of others."""
    codes = "".join(
        f'<Code guid="{name}" name="{name}" isCodable="{flag}" color="#{colour}"><Description>x'
        f'</Description><Code guid="{name}2" name="b"/></Code>'
        for name, flag, colour in (("a", "true", "f00"), ("c/d", "false", "80b23a28"))
    )
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="X"><Codes>{codes}</Codes><Sets><Set'
    return [("a.qdc", _theirs("qdc")), ("b.qdc", f'{book} name="s"/></Sets></CodeBook>'.encode())]


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()


@cache
def _own() -> tuple[bytes, ...]:
    """What the folder has of the sample already: some lines of it, which others contradict."""
    kept = [json.loads(line) for line in _theirs("jsonl").splitlines()[::2]]
    return tuple(json.dumps({**each, "note": "ours"}).encode() for each in kept)


def _opened(place: Path) -> Workspace:
    workspace = Workspace(resolve(Options(place / "articles", place / "annotations", place / "c")))
    workspace.load_annotations()
    return workspace


def _begun(place: Path) -> Workspace:
    """A folder with two articles, topics, and annotations of ours, as it is before every case."""
    kept = place / "kept"
    if not kept.exists():
        for folder in ("CONFIG", "CACHE", "STATE", "DATA"):
            os.environ[f"XDG_{folder}_HOME"] = str(place / folder.lower())
        (kept / "articles" / ARTICLE).parent.mkdir(parents=True)
        (kept / "articles" / ARTICLE).write_text(bundle(1).documents[0].text, encoding="utf-8")
        (kept / "articles" / OTHER).write_text(TEXT, encoding="utf-8")
        shutil.copytree(kept / "articles", place / "articles")
        (place / "c").write_text(CONFIG, encoding="utf-8")
        ours = FORMATS["jsonl"].read(b"\n".join(_own()), "ours")
        workspace = _opened(place)
        bring_in(workspace, _plan(workspace, ours, ImportOptions()), "ours")
        shutil.copytree(place / "annotations", kept / "annotations")
    for name in ("articles", "annotations"):
        shutil.rmtree(place / name, ignore_errors=True)
        shutil.copytree(kept / name, place / name)
    shutil.rmtree(place / "state", ignore_errors=True)
    (place / "c").write_text(CONFIG, encoding="utf-8")
    return _opened(place)


def _plan(workspace: Workspace, reading: object, options: ImportOptions) -> Plan:
    records = {path: workspace.record(Stamp(path, "")) for path in (ARTICLE, OTHER)}
    return plan_import(workspace, reading, records, options)  # type: ignore[arg-type]


def _all(workspace: Workspace) -> Mapping[str, AnnotationFile]:
    return {each.path: each for each in workspace.recorder.files() if each.annotations}


def bring(place: Path, name: str, data: bytes) -> str:
    """Bring a file in with all that can be wished for, and take that back; say what came of it.

    What is said to be brought in is on disk, what was there is not touched, and undo gives back
    what was. Raises what must not be.
    """
    try:
        reading = FORMATS[recognise(data, name)].read(data, name)
    except ExchangeError as error:
        str(error).encode()
        return "problem"
    workspace = _begun(place)
    before = _all(workspace)
    for options in (ImportOptions(), ImportOptions("added", add_topics=True, keep_orphans=True)):
        plan = _plan(workspace, reading, options)
        _tell(plan)
    if not plan.is_needed:
        return "nothing new"
    try:
        saved = bring_in(workspace, plan, name)
    except SaveError as error:
        assert _all(_opened(place)) == before, "refused, and yet something has changed"
        str(error).encode()
        return "not saved"
    saved.words.encode()
    assert not saved.problem, saved.problem
    again = _opened(place)
    assert not again.problems, again.problems
    changes = [change for each in plan.incoming if (change := each.change)]
    there = {each.id: each for file in _all(again).values() for each in file.annotations}
    changed = {change.after.id for change in changes if change.after}
    for change in changes:
        assert change.after is None or there[change.after.id] == change.after, "not as it was read"
    for file in before.values():
        for each in file.annotations:
            assert each.id in changed or there[each.id] == each, "one of ours was touched"
    if plan.adds_topics:
        lost = {topic.name for topic in plan.new_topics} - {topic.name for topic in again.topics}
        assert not lost or saved.notes, f"topics are lost: {lost}"
    workspace.recorder.undo()
    assert _all(_opened(place)) == before, "undo does not give back what was"
    return "brought in"


def _tell(plan: Plan) -> None:
    """Put in words what the command says of a plan."""
    said = [*plan.problems, *plan.losses.words, *plan.counted.values(), *plan.not_here]
    said += [f"{each.source}{each.path}{each.annotation}" for each in plan.unplaced]
    said += [f"{each.path}{each.source.name}" for each in plan.additions]
    for words in said:
        words.encode()
