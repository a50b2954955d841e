"""What is kept of articles: whole, private, and never in the way when its file is not usable."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from corpus.folder.derived import Derived, pack
from corpus.load import load_article


@pytest.fixture
def article(seeds):
    return load_article(seeds, min(file.name for file in seeds.iterdir()))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache" / "ünter?#" / "derived.sqlite"


def filled(file, article, paths=("a.html", "b.html")):
    derived = Derived(file, writable=True)
    for path in paths:
        derived.put(path, "key", path.encode(), pack(article))
    derived.commit()
    return derived


def test_an_article_comes_back_whole_and_only_under_its_key(file, article):
    article.sentences_in(0)
    filled(file, article).close()
    reader = Derived(file)
    assert reader.article("a.html", "key") == article
    assert reader.article("a.html", "other") is None
    assert reader.article("c.html", "key") is None


def test_sketches_of_thousands_and_what_is_removed(file):
    writer = Derived(file, writable=True)
    expected = [(f"{n:05}.txt", bytes([n % 256])) for n in range(2500)]
    for path, sketch in expected:
        writer.put(path, "key", sketch, None)
    writer.commit()
    assert list(Derived(file).sketches()) == expected
    writer.remove(path for path, _ in expected[:2400])
    writer.commit()
    assert list(Derived(file).sketches()) == expected[2400:]
    assert writer.article("02400.txt", "key") is None


def test_readers_see_what_was_committed_while_the_writer_goes_on(file, article):
    writer = filled(file, article, ["a.html"])
    writer.put("b.html", "key", b"", pack(article))
    reader = Derived(file)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _n: reader.article("a.html", "key"), range(20)))
    assert found == [article] * 20
    assert reader.article("b.html", "key") is None
    writer.commit()
    assert reader.article("b.html", "key") == article


def test_it_is_private(file, article):
    writer = filled(file, article)
    modes = {entry.stat().st_mode & 0o077 for entry in file.parent.iterdir()}
    assert modes == {0}
    writer.close()


def test_a_writer_that_is_killed_leaves_what_was_committed(file, article):
    filled(file, article, ["a.html"]).close()
    script = (
        "import os, sys; from pathlib import Path; from corpus.folder.derived import Derived;"
        "derived = Derived(Path(sys.argv[1]), writable=True);"
        "derived.put('b.html', 'key', b'', None); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert [path for path, _ in Derived(file).sketches()] == ["a.html"]
    assert Derived(file, writable=True).article("a.html", "key") == article


def foreign(file):
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("create table article (x)")
    other.close()


def older(file):
    with sqlite3.connect(file) as ours:
        ours.execute("pragma user_version = 0")
    ours.close()


def damaged(file):
    data = bytearray(file.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    file.write_bytes(data)


@pytest.mark.parametrize(
    "spoil",
    [
        foreign,
        older,
        damaged,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"no database" * 1000),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
    ],
)
def test_what_cannot_be_used_is_made_anew_without_a_word(file, article, spoil):
    filled(file, article, [f"{n}.html" for n in range(50)]).close()
    spoil(file)
    reader = Derived(file)
    assert reader.article("40.html", "key") is None
    assert list(reader.sketches()) == []
    assert reader.paths() == set()
    writer = Derived(file, writable=True)
    assert list(writer.sketches()) == []
    writer.put("a.html", "key", b"s", pack(article))
    writer.commit()
    assert Derived(file).article("a.html", "key") == article
    assert Derived(file).paths() == {"a.html"}


def test_a_place_that_cannot_be_written_is_like_an_empty_one(tmp_path, article):
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file" / "derived.sqlite", tmp_path):
        derived = filled(place, article)
        assert derived.article("a.html", "key") is None
        assert list(derived.sketches()) == []
        derived.remove(["a.html"])
        derived.close()
        assert Derived(place).article("a.html", "key") is None


def test_a_full_disk_is_no_error(file, article, monkeypatch):
    writer = filled(file, article, ["a.html"])
    writer._connection.execute("pragma max_page_count = 1")
    for n in range(200):
        writer.put(f"{n}.html", "key", os.urandom(5000), pack(article))
    writer.commit()
    assert Derived(file).article("a.html", "key") == article
    assert Derived(file).paths() == {"a.html"}


def test_a_body_that_is_damaged_is_not_believed(file, article):
    writer = filled(file, article)
    writer._connection.execute("update article set body = substr(body, 1, 100)")
    assert writer.article("a.html", "key") is None


def test_an_article_may_be_kept_without_its_text(file, article):
    writer = Derived(file, writable=True)
    writer.put(article.path, "key", b"", pack(article, with_text=False))
    writer.commit()
    assert Derived(file).article(article.path, "key") == replace(article, text="")
