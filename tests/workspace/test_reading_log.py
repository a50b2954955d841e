"""What is remembered of reading, and that nothing about it ever fails."""

import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.own_files import take_notices
from workspace.articles.reading_log import Bookmark, Progress, ReadingLog


def test_where_one_stopped_is_known_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "state" / "reading.sqlite"
    log = ReadingLog(file)
    assert log.progress("abc") is None
    log.remember("abc", 120, 0.5)
    log.remember("def", 0, 0.1)
    log.forget("def")
    log.set_look("measure", 80)
    again = ReadingLog(file)
    assert again.progress("abc") == Progress(120, 0.5)
    assert again.progress("def") is None
    assert again.look("measure") == 80
    assert again.look("other") == 0


@given(st.lists(st.tuples(st.integers(0, 9999), st.floats(0, 1)), min_size=1))
def test_what_has_been_seen_stays_seen(stops: list[tuple[int, float]]) -> None:
    log = ReadingLog(Path("/dev/null/none"))
    for offset, fraction in stops:
        log.remember("abc", offset, fraction)
    assert log.progress("abc") == Progress(stops[-1][0], max(fraction for _, fraction in stops))


def test_two_programs_write_the_same_file(tmp_path: Path) -> None:
    one, other = ReadingLog(tmp_path / "log"), ReadingLog(tmp_path / "log")
    for number in range(50):
        one.remember(f"one {number}", number, 0.1)
        other.remember(f"other {number}", number, 0.1)
    with sqlite3.connect(tmp_path / "log") as database:
        assert database.execute("SELECT count(*) FROM reading").fetchone() == (100,)
    database.close()


def test_a_file_that_is_no_log_is_set_aside_and_told_and_the_session_goes_on(
    tmp_path: Path,
) -> None:
    file = tmp_path / "log"
    file.write_bytes(b"something else" * 100)
    log = ReadingLog(file)
    log.remember("abc", 1, 0.5)
    assert log.progress("abc") == Progress(1, 0.5)
    assert ReadingLog(file).progress("abc") == Progress(1, 0.5)
    aside = tmp_path / "log.damaged-1"
    assert aside.read_bytes() == b"something else" * 100
    assert any(str(aside) in words for words in take_notices())


def test_a_letter_stands_for_the_place_it_was_given_last_also_after_a_restart(
    tmp_path: Path,
) -> None:
    log = ReadingLog(tmp_path / "reading.sqlite")
    log.set_bookmark("b", Bookmark("one.txt", "aa", 7))
    log.set_bookmark("a", Bookmark("one.txt", "aa", 9))
    log.set_bookmark("b", Bookmark("two.txt", "bb", 4))
    assert list(log.bookmarks) == ["a", "b"]
    assert ReadingLog(tmp_path / "reading.sqlite").bookmarks == {
        "a": Bookmark("one.txt", "aa", 9),
        "b": Bookmark("two.txt", "bb", 4),
    }


def test_a_log_from_before_there_were_bookmarks_is_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "reading.sqlite"
    ReadingLog(file).remember("aa", 5, 0.5)
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TABLE bookmark")
    log = ReadingLog(file)
    log.set_bookmark("a", Bookmark("one.txt", "aa", 9))
    progress = ReadingLog(file).progress("aa")
    assert progress is not None
    assert progress.offset == 5
    assert ReadingLog(file).bookmarks["a"].offset == 9


def test_values_that_no_reader_has_written_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "reading.sqlite"
    log = ReadingLog(file)
    log.remember("aa", 5, 0.5)
    log.set_bookmark("a", Bookmark("one.txt", "aa", 9))
    log.set_look("width", 70)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("INSERT INTO reading VALUES ('bb', 'far', x'00')")
        database.execute("INSERT INTO bookmark VALUES (x'00', 'one.txt', 'aa', 'here')")
        database.execute("INSERT INTO look VALUES ('height', 'high')")
    log = ReadingLog(file)
    log.remember("bb", 3, 0.5)
    assert (log.progress("aa"), log.progress("bb")) == (Progress(5, 0.5), Progress(3, 0.5))
    assert list(log.bookmarks) == ["a"]
    assert (log.look("width"), log.look("height")) == (70, 0)


def test_a_table_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "reading.sqlite"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE reading (a, b, c, d)")
        database.execute("INSERT INTO reading VALUES (1, 2, 3, 4)")
    log = ReadingLog(file)
    log.remember("aa", 1, 0.5)
    assert log.progress("aa") == Progress(1, 0.5)
