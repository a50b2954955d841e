"""Web archives: pages as articles, what is left out, compression, and damage."""

import gzip
import random
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ArticleError
from corpus.folder.stamps import article_stamps
from corpus.load import load_article

TEXT = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden."
PAGE = f"<!DOCTYPE html><title>Titel</title><body><h1>Titel</h1><p>{TEXT}</p><p>{TEXT}</p>".encode()
HTML = "Content-Type: text/html; charset=utf-8"


def record(kind: str, block: bytes, content: str = "application/http", name: str = "1") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://echo.example/{name}\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{name}>\r\nContent-Type: {content}\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(
    body: bytes = PAGE, headers: str = HTML, status: str = "200 OK", name: str = "1"
) -> bytes:
    return record("response", f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body, name=name)


INFO = record("warcinfo", b"software: x\r\n", "application/warc-fields")
ARCHIVE = [
    INFO,
    record("request", b"GET / HTTP/1.1\r\n\r\n"),
    response(name="1"),
    response(b"\x89PNG", "Content-Type: image/png", name="2"),
    record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", name="3"),
    response(b"fort", HTML, "404 Not Found", name="4"),
    response(PAGE.replace(b"Titel", b"Zwei"), name="5"),
    record("conversion", TEXT.encode(), "text/plain", name="6"),
    record("resource", PAGE, "text/html", name="7"),
]


def listed(folder, problems=None):
    tell = problems.append if problems is not None else None
    return {stamp.path: stamp.key for stamp in article_stamps(folder, on_problem=tell)}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", b"".join(ARCHIVE)),
        ("a.warc.gz", b"".join(gzip.compress(each) for each in ARCHIVE)),
        ("A.WARC.GZ", b"".join(gzip.compress(each) for each in ARCHIVE)),
    ],
)
def test_a_page_is_an_article_and_the_rest_is_counted(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    problems = []
    paths = list(listed(tmp_path, problems))
    assert paths == [f"{name}/{number:06}" for number in (1, 5, 6, 7)]
    assert [problem.reason for problem in problems] == [
        "Pages unchanged since an earlier visit: 1, the first at record 3.",
        "Responses of web servers that are not HTML pages: 2, the first at record 2.",
    ]
    articles = [load_article(tmp_path, path) for path in paths]
    assert [each.title for each in articles[:2]] == ["Titel", "Zwei"]
    assert [each.url for each in articles] == [f"https://echo.example/{n}" for n in (1, 5, 6, 7)]
    assert articles[2].text == TEXT
    (tmp_path / name).write_bytes(data + data)
    assert list(listed(tmp_path))[:4] == paths


CHUNKED = (
    f"5\r\n{PAGE[:5].decode()}\r\n{len(PAGE) - 5:x};x=y\r\n".encode() + PAGE[5:] + b"\r\n0\r\n\r\n"
)
RAW = zlib.compressobj(wbits=-15)
DEFLATED = RAW.compress(PAGE) + RAW.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (CHUNKED, f"Transfer-Encoding: chunked\r\n{HTML}"),
        (PAGE, f"Transfer-Encoding: chunked\r\n{HTML}"),
        (gzip.compress(PAGE), f"Content-Encoding: gzip\r\n{HTML}"),
        (zlib.compress(PAGE), f"Content-Encoding: deflate\r\n{HTML}"),
        (DEFLATED, f"Content-Encoding: deflate\r\n{HTML}"),
        (PAGE, f"Content-Encoding: gzip\r\n{HTML}"),
        (PAGE.decode().encode("cp1250"), "Content-Type: text/html; charset=windows-1250"),
        (PAGE, "Server: x"),
    ],
)
def test_answers_as_servers_send_them(tmp_path, body, headers):
    (tmp_path / "a.warc").write_bytes(INFO + response(body, headers))
    (path,) = listed(tmp_path)
    found = load_article(tmp_path, path)
    assert (found.title, found.text.count(TEXT)) == ("Titel", 2)


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_a_damaged_record_costs_only_itself(tmp_path, suffix):
    parts = [INFO, response(name="1"), response(name="2"), response(name="3")]
    if suffix == ".warc.gz":
        parts = [gzip.compress(each) for each in parts]
        parts[2] = parts[2][:40] + bytes(20) + parts[2][60:]
    else:
        parts[2] = parts[2].replace(b"Content-Length", b"Content-Weight", 1)
    (tmp_path / f"a{suffix}").write_bytes(b"".join(parts))
    problems = []
    assert len(listed(tmp_path, problems)) == 2
    assert problems[0].reason == "Records that cannot be read: 1, the first at record 2."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Nur Text", "not a web archive"),
        (b"", "not a web archive"),
        (gzip.compress(INFO + response() * 400), "compressed as a whole"),
    ],
)
def test_what_is_no_archive_is_told(tmp_path, data, said):
    (tmp_path / "a.warc.gz").write_bytes(data)
    problems = []
    assert listed(tmp_path, problems) == {}
    assert said in problems[0].reason
    assert problems[0].advice


def test_a_page_that_unpacks_to_more_than_anybody_means_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.records.warc.LARGEST", 10_000)
    bomb = gzip.compress(PAGE + b"<p>x</p>" * 200_000)
    (tmp_path / "a.warc").write_bytes(INFO + response(bomb, f"Content-Encoding: gzip\r\n{HTML}"))
    (path,) = listed(tmp_path)
    with pytest.raises(ArticleError, match="larger"):
        load_article(tmp_path, path)


@settings(max_examples=40, deadline=None)
@given(st.booleans(), st.integers(0, 3000), st.binary(max_size=12), st.randoms())
def test_a_damaged_archive_is_read_or_told(
    tmp_path_factory, packed: bool, place: int, damage: bytes, chance: random.Random
):
    folder = tmp_path_factory.mktemp("warc")
    data = b"".join(gzip.compress(each) if packed else each for each in ARCHIVE)
    data = data[:place] + damage + data[place + chance.randrange(30) :]
    (folder / "a.warc").write_bytes(data)
    for path in listed(folder):
        with suppress(ArticleError):
            load_article(folder, path)


def test_a_small_archive_that_was_compressed_as_a_whole_is_told(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(response(name="1") + response(name="2")))
    problems = []
    assert list(listed(tmp_path, problems)) == []
    assert "compressed as a whole" in problems[0].reason


def test_a_record_whose_length_is_wrong_swallows_no_other(tmp_path):
    wrong = response(name="1").replace(b"Content-Length: ", b"Content-Length: 9")
    (tmp_path / "a.warc").write_bytes(wrong + response(name="2"))
    problems = []
    (path,) = listed(tmp_path, problems)
    assert load_article(tmp_path, path).url == "https://echo.example/2"
    assert "cannot be read: 1" in problems[0].reason


def test_a_page_in_whose_midst_the_archive_was_cut_is_read_and_told(tmp_path):
    (tmp_path / "a.warc").write_bytes(response(name="1") + response(name="2")[:-30])
    found = [load_article(tmp_path, path) for path in listed(tmp_path)]
    assert [len(each.remarks) for each in found] == [0, 1]
    assert TEXT in found[1].text


def test_a_page_compressed_in_a_way_that_is_not_read_is_told(tmp_path):
    headers = f"Content-Encoding: br\r\n{HTML}"
    (tmp_path / "a.warc").write_bytes(response(b"\x0b\x02\x80" + bytes(range(200, 255)), headers))
    (path,) = listed(tmp_path)
    with pytest.raises(ArticleError, match="compressed"):
        load_article(tmp_path, path)
