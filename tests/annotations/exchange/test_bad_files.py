"""Files that are broken, or made to do harm: an error in words, and nothing else."""

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.exchange.errors import ExchangeError
from annotations.exchange.formats import FORMATS, recognise


def read(data: bytes) -> None:
    FORMATS[recognise(data, "file")].read(data, "file")


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


EMPTY = b'<Project xmlns="urn:QDA-XML:project:1.0" name="p"/>'
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "%s"><!ENTITY b "&a;&a;&a;">]>'
    b'<Project name="&b;"/>' % (b"x" * 1000)
)
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b"<Project>&a;</Project>"
)
REFERS = (
    b'<Project name="p"><Sources><TextSource guid="x" plainTextPath="internal://%s"/></Sources>'
    b"</Project>"
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed({"a.txt": b""}), "has no project in it"),
        (packed({"../evil.qde": EMPTY}), "leads out of the archive"),
        (packed({"project.qde": EMPTY, "sources/../../x": b""}), "leads out of the archive"),
        (packed({"project.qde": EMPTY, "C:\\x.txt": b""}), "leads out of the archive"),
        (packed({"project.qde": EMPTY, "/etc/x": b""}), "leads out of the archive"),
        (packed({"a.qde": EMPTY, "b.qde": EMPTY}), "several projects"),
        (packed({"project.qde": b" " * (40 << 20)}), "unpacks to an implausible size"),
        (
            packed({"project.qde": REFERS % b"b.txt", "sources/b.txt": b"\n" * (40 << 20)}),
            "unpacks to an implausible size",
        ),
        (packed({"project.qde": EMPTY})[:-30], "is damaged: it is not a complete zip file"),
        (packed({"project.qde": EMPTY[:30]}), "is not well-formed XML"),
        (packed({"project.qde": ENTITIES}), "document type"),
        (packed({"project.qde": EXTERNAL}), "document type"),
        (packed({"project.qde": b"<a>" * 3000}), "nested more than"),
        (packed({"project.qde": b"<Html/>"}), "is not a project (it is a Html)"),
        (EXTERNAL, "document type"),
        (b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>', "is not well-formed XML"),
        (b"", "is empty"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b'{"annotations": [{"id": "a", "te', "is not complete JSON"),
        (b'{"annotations": 7}', "no list of annotations"),
        (b'{"annotations": [{"text": 7}]}', "annotations[0].text: 7, not text"),
        (b'{"annotations": [{"text": "x", "tags": [{}]}]}', "tags[0]: {}, not text"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a": 1}', "no Web Annotations"),
        (b'{"quote": "x", "start": 1e999}', "file:1 has in start: Infinity, not"),
        (b'{"quote": "x", "start": -4}', "file:1 has in start: -4, not a position"),
        (b'{"quote": "x", "start": 12345678901234567890123}', "not a position"),
        (b'{"quote": "x"}\n{"quote": "y', "file:2 is not complete JSON"),
        (b'{"quote": "x", "start": "\\ud800"}', 'has in start: "\ufffd", not'),
        (b'{"quote": "x"}\n{"quote": 5}', "file:2 has in quote: 5, not text"),
        (b"a,b\n1,2\n", "has no column for the passages"),
        (b'quote,topic\n"never closed', "is not a complete table"),
        (b"quote,start\nx,7e\n", "file:2 has a row with"),
    ],
)
def test_a_bad_file_ends_in_words(data: bytes, words: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read(data)
    assert words in str(caught.value)


def test_an_archive_that_lies_about_sizes_is_not_believed() -> None:
    data = packed({"project.qde": b" " * (40 << 20)})
    size = (40 << 20).to_bytes(4, "little")
    with pytest.raises(ExchangeError):
        read(data.replace(size, (10).to_bytes(4, "little")))


def test_a_text_outside_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    for reference in (str(secret), f"../{secret.name}", f"absolute://{secret}"):
        body = REFERS.replace(b"internal://%s", reference.encode())
        reading = FORMATS["qdpx"].read(packed({"project.qde": body}), "file")
        assert reading.sources[0].text is None


KEYS = (
    *("annotations", "items", "first", "target", "selector", "type", "exact", "start", "end"),
    *("body", "value", "source", "tags", "text", "id", "creator", "quote", "topics", "@context"),
    *("document", "title", "user", "motivation", "state"),
)
TYPES = st.sampled_from(["Annotation", "TextQuoteSelector", "TextPositionSelector"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS), inside | TYPES, max_size=6)
    ),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["w3c", "hypothesis", "jsonl"]))
def test_any_json_is_read_or_refused(value: object, name: str) -> None:
    with suppress(ExchangeError):
        FORMATS[name].read(json.dumps(value).encode(), "file")


@given(st.binary(max_size=200), st.sampled_from(list(FORMATS)))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    if FORMATS[name].readable:
        with suppress(ExchangeError):
            FORMATS[name].read(data, "file")


@pytest.mark.parametrize("data", [b"<!DOCTYPE html>\n<html>", b"<html lang='de'>"])
def test_a_report_that_is_a_page_is_refused_as_one(data: bytes) -> None:
    with pytest.raises(ExchangeError, match=r"is a web page, .* one of these: qdpx"):
        recognise(data, "report.html")
