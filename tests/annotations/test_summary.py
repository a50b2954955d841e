"""The cache of annotation files says what the files say, or nothing."""

import os
from pathlib import Path

import pytest

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile
from annotations.files.listing import list_files
from annotations.files.summary import Entry, load_summary, save_summary
from annotations.model import Annotation
from annotations.yaml.strict import PlainNumber

ONE = Annotation("1", ("a", "b"), "„q“ \u2028", "p", "s", 0, 4, "n\n", "anna", "c", "u")
UNKNOWN = b"""version: 1
article:
  path: a.txt
  rating: 0.50
annotations:
- id: '1'
  quote: q
  start: 0
  end: 1
  weights: [1, 2.5, 1.10, {deep: 1.20}, null, true]
project: Waffen
"""


def entry(name: str, file: AnnotationFile) -> Entry:
    return Entry(name, (1, 2, 3, 4), file)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "annotations.msgpack"


def test_what_was_kept_is_the_same(cache: Path) -> None:
    entries = {
        str(number): entry(str(number), AnnotationFile(f"{number}.txt", "T", "h", (ONE,)))
        for number in range(500)
    }
    save_summary(cache, entries)
    assert load_summary(cache) == entries
    assert cache.stat().st_mode & 0o077 == 0


def test_keys_that_are_not_known_are_written_back_as_they_were(cache: Path, tmp_path: Path) -> None:
    parsed = files.parse(UNKNOWN, tmp_path / "a.txt.yaml")
    save_summary(cache, {"a": entry("a", parsed)})
    (back,) = load_summary(cache).values()
    assert files.render(back.file) == files.render(parsed)
    assert isinstance(back.file.article_extra["rating"], PlainNumber)


@pytest.mark.parametrize("cut", [0, 5, 30, 200, 3000])
def test_a_damaged_cache_gives_what_is_whole_or_nothing(cache: Path, cut: int) -> None:
    entries = {
        str(number): entry(str(number), AnnotationFile(f"{number}.txt", "T", "h", (ONE,)))
        for number in range(500)
    }
    save_summary(cache, entries)
    data = cache.read_bytes()
    for damaged in (data[:cut], data[:cut] + b"\xff" + data[cut + 1 :]):
        cache.write_bytes(damaged)
        found = load_summary(cache)
        assert found.items() <= entries.items()
        assert len(found) < len(entries)


def test_no_cache_is_an_empty_one(cache: Path) -> None:
    assert load_summary(cache) == {}
    cache.mkdir(parents=True)
    assert load_summary(cache) == {}


def test_a_file_that_was_just_written_is_not_kept(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    ((name, stamp),) = list_files(tmp_path).items()
    entries = {name: Entry(name, stamp, AnnotationFile("a", "", "", ()))}
    written = stamp[0] / 1e9
    save_summary(cache, entries, now=written + 1)
    assert load_summary(cache) == {}
    save_summary(cache, entries, now=written + 60)
    assert load_summary(cache) == entries


def test_a_file_has_another_stamp_when_anything_was_done_to_it(tmp_path: Path) -> None:
    file = tmp_path / "news" / "a.yaml"
    file.parent.mkdir()
    file.write_text("one")
    first = list_files(tmp_path)
    file.write_text("two")
    os.utime(file, ns=(first["news/a.yaml"][0], first["news/a.yaml"][0]))
    second = list_files(tmp_path)
    assert first["news/a.yaml"][0] == second["news/a.yaml"][0]
    assert first != second
