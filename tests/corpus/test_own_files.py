"""The program's own files: what is damaged is set aside whole, what is busy stays."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.own_files import OwnFileError, decoding, refuse_unknown, set_aside, take_notices


@pytest.fixture(autouse=True)
def untold() -> Iterator[None]:
    take_notices()
    yield
    take_notices()


def problem(file: Path) -> OwnFileError:
    with (
        pytest.raises(OwnFileError) as caught,
        decoding(file),
        closing(sqlite3.connect(file, timeout=0)) as database,
    ):
        database.execute("select * from t").fetchall()
    return caught.value


def test_what_another_program_holds_just_now_is_not_damaged_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "reading.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("create table t (x)")
        other.execute("begin exclusive")
        error = problem(file)
    assert not error.is_damaged
    assert set_aside(error, "The record of what was read") is None
    assert [each.name for each in tmp_path.iterdir()] == ["reading.sqlite"]
    (told,) = take_notices()
    assert told.startswith("The record of what was read cannot be used now (OperationalError: ")


def test_what_is_damaged_is_set_aside_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    file = tmp_path / "reading.sqlite"
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).write_bytes(b"no database " * 100)
    file.with_name(f"{file.name}.damaged-1").write_bytes(b"another day's")
    with pytest.raises(OwnFileError) as caught, decoding(file):
        raise sqlite3.DatabaseError("malformed")
    assert caught.value.is_damaged
    assert set_aside(caught.value, "It") == file.with_name("reading.sqlite.damaged-2")
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "reading.sqlite.damaged-1",
        "reading.sqlite.damaged-2",
        "reading.sqlite.damaged-2-shm",
        "reading.sqlite.damaged-2-wal",
    ]


@pytest.mark.parametrize("said", [{"notf": 1}, {"a": {"b": 1}}, {"a": {}, "l": [{}, {"b": 1}]}])
def test_what_would_be_lost_in_reading_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match=r"unknown name '(notf|b)'"):
        refuse_unknown(said, {"note": "", "a": {}, "l": [{}, {}]})
    refuse_unknown({"a": {}}, {"note": "", "a": {}})
