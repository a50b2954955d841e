"""What is written is what the formats ask for: order, identity, places, nothing that is empty."""

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.anchors import State, context
from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import FORMATS, WriteOptions
from annotations.exchange.web.iris import iri, named, valid_url
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.text.canonical import canonical, text_sha256
from corpus.text.spans import Span

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
URI = re.compile(r"[a-z]+:[\w.~!$&'()*+,;=:@/?#%-]+", re.ASCII)
TEXT = canonical("Zwei\u00a0Wörter, e\u0301 und 👩\u200d👧.\r\nArtilleriegranaten, sagt er.\n")


def annotation(start: int, end: int, text: str = TEXT, **fields: object) -> Annotation:
    prefix, suffix = context(text, start, end) if end else ("", "")
    made: dict[str, object] = {
        "id": "0f9c2c1e-7a51-4d0e-9c1c-3f2b6f1f4a10",
        "topics": ("arms/shells", "summits"),
        "note": "Ist das\nso?",
        "coder": "Anna Ö",
        "created": "2026-11-22T10:00:00Z",
        "updated": "2026-11-22T10:05:00Z",
    }
    made |= {"quote": text[start:end], "prefix": prefix, "suffix": suffix} | fields
    return Annotation(start=start, end=end, **made)  # type: ignore[arg-type]


def passage(start: int, end: int, text: str = TEXT, **fields: object) -> Passage:
    return Passage(annotation(start, end, text, **fields), Span(start, end), State.OK)


def bundle(*passages: Passage, about: tuple[Annotation, ...] = (), text: str = TEXT) -> Bundle:
    document = Document(
        "news/ä b.txt",
        "Titel & <mehr>",
        url="https://example.org/ä b",
        text=text,
        sha256=text_sha256(text),
        passages=passages,
        about=about,
    )
    names = dict.fromkeys(n for p in document.placed for n in p.annotation.topics)
    topics = tuple(Topic(name, colour="red", description="Dazu gehört …") for name in names)
    return Bundle((document,) if document.placed else (), topics, "2026-11-22T10:05:00Z")


def written(name: str, what: Bundle, **options: bool) -> tuple[bytes, list[str]]:
    out = io.BytesIO()
    losses = FORMATS[name].write(what, out, WriteOptions(**options))
    return out.getvalue(), losses.words


def project(what: Bundle) -> tuple[ET.Element, dict[str, str]]:
    """The project file without its namespace, and the texts."""
    with zipfile.ZipFile(io.BytesIO(written("qdpx", what)[0])) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    root = ET.fromstring(texts.pop("project.qde"))
    for node in root.iter():
        assert node.tag.startswith("{urn:QDA-XML:project:1.0}")
        node.tag = node.tag.partition("}")[2]
    return root, texts


# The order in which the schema has the children of each element, and the attributes it requires.
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Sources", "Notes", "Sets"],
    "Code": ["Description", "Code"],
    "TextSource": ["Description", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"],
    "PlainTextSelection": ["Description", "Coding", "NoteRef"],
    "Coding": ["CodeRef", "NoteRef"],
    "VariableValue": ["VariableRef", "TextValue"],
    "Set": ["MemberSource", "MemberNote"],
}
REQUIRED = {
    "Project": {"name"},
    "User": {"guid"},
    "Code": {"guid", "name", "isCodable"},
    "Variable": {"guid", "name", "typeOfVariable"},
    "TextSource": {"guid", "plainTextPath"},
    "PlainTextSelection": {"guid", "startPosition", "endPosition"},
    "Coding": {"guid"},
    "Note": {"guid"},
    "Set": {"guid", "name"},
}
WRAPPERS = ("Users", "CodeBook", "Codes", "Variables", "Sources", "Notes", "Sets")


def check_structure(root: ET.Element) -> None:
    guids = [node.get("guid", "") for node in root.iter() if "guid" in node.attrib]
    assert all(map(GUID.fullmatch, guids))
    assert len(set(guids)) == len(guids)
    refs = [node.get("targetGUID") for node in root.iter() if "targetGUID" in node.attrib]
    users = [node.get("creatingUser") for node in root.iter() if "creatingUser" in node.attrib]
    assert set(refs) | set(users) <= set(guids)
    for node in root.iter():
        assert set(node.attrib) >= REQUIRED.get(node.tag, set()), node.tag
        if node.tag in WRAPPERS:
            assert len(node), f"{node.tag} is empty"
        if order := ORDER.get(node.tag):
            places = [order.index(child.tag) for child in node]
            assert places == sorted(places), node.tag


TEXTS = st.text(st.sampled_from("aä e\u0301😀\u00a0\n\x07\r&<>\"'|/]"), max_size=12)


@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.integers(0, 40), st.integers(1, 9)), max_size=6),
    st.booleans(),
)
def test_a_project_is_built_as_the_schema_wants_it(
    made: list[tuple[str, str, str, int, int]], starred: bool
) -> None:
    passages = [
        passage(
            start,
            start + length,
            id=f"{at} {topic}",
            topics=(topic, f"{topic}/x"),
            note=note,
            coder=coder,
        )
        for at, (topic, note, coder, start, length) in enumerate(made)
    ]
    about = (annotation(0, 0, starred=True, note="", topics=()),) if starred else ()
    what = bundle(*passages, about=about)
    root, texts = project(what)
    check_structure(root)
    for source in root.iter("TextSource"):
        name = source.get("plainTextPath", "").replace("internal://", "sources/")
        assert texts[name] == TEXT
        for each in source.iter("PlainTextSelection"):
            start, end = int(each.get("startPosition", "")), int(each.get("endPosition", ""))
            assert TEXT[start:end] == each.get("name")
    assert len(list(root.iter("PlainTextSelection"))) == len(passages)
    assert written("qdpx", what) == written("qdpx", what)


def test_a_project_of_nothing_has_no_empty_parts() -> None:
    root, texts = project(bundle())
    check_structure(root)
    assert (len(root), texts) == (0, {})


def test_nested_topics_are_codes_below_codes() -> None:
    out, _ = written("qdc", bundle(passage(0, 4, topics=("arms/shells", "arms deals", "a//b"))))
    root = ET.fromstring(out)
    codes = {each.get("name"): each for each in root.iter("{urn:QDA-XML:codebook:1.0}Code")}
    assert set(codes) == {"arms", "shells", "arms deals", "a//b"}
    assert (codes["arms"].get("isCodable"), codes["shells"].get("isCodable")) == ("false", "true")
    assert codes["shells"] in codes["arms"]
    assert re.fullmatch(r"#[0-9a-f]{6}", codes["shells"].get("color", ""))


def test_a_codebook_of_nothing_is_refused() -> None:
    with pytest.raises(ExchangeError, match="there is none"):
        written("qdc", bundle())


def test_what_a_format_cannot_carry_is_told() -> None:
    lost = Passage(annotation(0, 4), Span(0, 4), State.UNCERTAIN)
    odd = passage(5, 9, id="mine", created="gestern", note="\x07", rejected=("x",))
    star = annotation(0, 0, id="star", note="", topics=(), starred=True)
    what = bundle(lost, odd, about=(star,))
    _, words = written("qdpx", what)
    told = "\n".join(words)
    assert "passages without a certain place in the text: 1 (Zwei)" in told
    assert "dates that are not written like 2026-11-22T10:00:00Z: 1 (gestern)" in told
    assert "suggested topics that were rejected: 1" in told
    assert "control characters in notes and topics: 1" in told
    assert "ids that are no GUIDs, or that several annotations have: 2 (mine; star)" in told
    assert any(line.startswith("stars: 1") for line in written("hypothesis", what)[1])
    assert not any("star" in line for line in written("w3c", what)[1])


def test_a_web_annotation_has_what_the_model_requires() -> None:
    about = annotation(0, 0, id="x y", note="", topics=(), starred=True)
    lost = Passage(annotation(0, 4, id="lost"), Span(0, 4), State.ORPHAN)
    collection = json.loads(written("w3c", bundle(passage(5, 9), lost, about=(about,)))[0])
    assert (collection["type"], collection["total"]) == ("AnnotationCollection", 3)
    star, sure, orphan = collection["first"]["items"]
    for item in (star, sure, orphan):
        assert (item["@context"], item["type"]) == (
            "http://www.w3.org/ns/anno.jsonld",
            "Annotation",
        )
        assert all(map(URI.fullmatch, (item["id"], item["target"]["source"])))
        assert "bodyValue" not in item
    assert (star["motivation"], "body" in star) == (["bookmarking"], False)
    assert sure["id"] == "urn:uuid:0f9c2c1e-7a51-4d0e-9c1c-3f2b6f1f4a10"
    quote, position = sure["target"]["selector"]
    assert quote["exact"] == TEXT[position["start"] : position["end"]]
    assert TEXT[: position["start"]].endswith(quote["prefix"])
    assert [body["purpose"] for body in sure["body"]] == ["tagging", "tagging", "commenting"]
    assert [each["type"] for each in orphan["target"]["selector"]] == ["TextQuoteSelector"]


def test_a_place_is_told_only_where_the_quote_stands() -> None:
    reworded = Passage(annotation(5, 9, quote="Worte"), Span(5, 9), State.MOVED)
    item = json.loads(written("w3c", bundle(reworded))[0])["first"]["items"][0]
    assert [each["type"] for each in item["target"]["selector"]] == ["TextQuoteSelector"]
    assert item["target"]["selector"][0]["exact"] == "Worte"
    _, told = written("qdpx", bundle(reworded))
    assert "the wording that a passage had before the text changed: 1 (Wört)" in told


def test_a_hypothesis_file_has_what_its_client_looks_for() -> None:
    file = json.loads(written("hypothesis", bundle(passage(5, 9)))[0])
    assert set(file) == {"export_date", "export_userid", "client_version", "annotations"}
    (item,) = file["annotations"]
    assert (item["text"], item["tags"]) == ("Ist das\nso?", ["arms/shells", "summits"])
    assert item["uri"] == item["target"][0]["source"] == "https://example.org/%C3%A4%20b"
    assert item["user"] == "acct:Anna%20%C3%96@nkreader"


@given(st.text(max_size=20))
def test_any_name_becomes_a_uri_and_comes_back(name: str) -> None:
    name = "".join(sign for sign in name if not "\ud800" <= sign <= "\udfff")
    made = iri("article", name)
    assert URI.fullmatch(made)
    assert named(made, "article") == name


@pytest.mark.parametrize(
    ("url", "valid"),
    [
        ("https://www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"),
        ("https://example.org/Ä b|c[1]", "https://example.org/%C3%84%20b%7Cc%5B1%5D"),
        ("https://example.org/100%/x%20y", "https://example.org/100%25/x%20y"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("www.example.org", ""),
        ("javascript:alert(1)", ""),
        ("https://exa mple.org/", ""),
        ("https://[::1", ""),
    ],
)
def test_the_address_of_a_page_is_a_valid_uri_or_none(url: str, valid: str) -> None:
    assert valid_url(url) == valid


def test_a_cell_that_a_spreadsheet_would_run_is_harmless() -> None:
    notes = ["=1+1", "+x", "-x", "@x", "\tx", "\rx", "'=x", "ok", "'x"]
    passages = [passage(0, 4, id=str(at), topics=(), note=note) for at, note in enumerate(notes)]
    import csv

    text = written("csv", bundle(*passages))[0].decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    found = [row["note"] for row in rows]
    assert found == ["'=1+1", "'+x", "'-x", "'@x", "'\tx", "'\rx", "''=x", "ok", "'x"]
    assert text.count("\r\n") == len(notes) + 1
