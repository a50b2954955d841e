"""Which programs still run, also where the file system refuses locks."""

import errno
import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotations.history.journal import Journal
from annotations.history.session import Session
from annotations.history.steps import Change, Step
from annotations.model import Annotation
from disk import process

ONE = Annotation("1", ("summits",), "Ja", "", "", 0, 2, "", "", "", "")
HOUR = 3600


@pytest.fixture(params=["locks", "no locks"])
def _file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "no locks":
        refuse_locks(monkeypatch)


def refuse_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)


@contextmanager
def another_program(file: Path) -> Iterator[int]:
    """A program of its own that is in the middle of a step until it is killed; its number."""
    begun, is_begun = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            Journal(file).begin(Step("rename"), [Change(each, None, ONE) for each in "ab"])
            os.write(is_begun, b".")
            signal.pause()
        finally:
            os._exit(1)
    os.read(begun, 1)
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@pytest.mark.usefixtures("_file_system")
def test_only_a_dead_programs_step_is_finished_by_another(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite"
    with another_program(file):
        journal = Journal(file)
        assert journal.left_begun() == []
        assert [each.runs for each in journal.unfinished()] == [True]
    assert [each.runs for each in journal.unfinished()] == [False]
    assert [each.step.label for each in journal.left_begun()] == ["rename"]
    journal.close()


def test_a_number_that_another_process_has_by_now_is_no_running_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_locks(monkeypatch)
    session = Session(tmp_path)
    ours = process.identity()
    (tmp_path / "same").write_text(ours)
    (tmp_path / "other").write_text(ours.rpartition(" ")[0] + " 1")
    assert session.runs("same")
    assert not session.runs("other")


def test_a_session_of_another_machine_counts_as_running_for_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_locks(monkeypatch)
    session = Session(tmp_path)
    file = tmp_path / "theirs"
    file.write_text("elsewhere 1 | 1 1")
    assert session.runs("theirs")
    os.utime(file, (time.time() - 25 * HOUR,) * 2)
    assert not session.runs("theirs")


def test_who_writes_again_is_seen_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_locks(monkeypatch)
    session = Session(tmp_path)
    session.begin()
    file = tmp_path / session.id
    os.utime(file, (time.time() - 25 * HOUR,) * 2)
    session.begin()
    assert time.time() - file.stat().st_mtime < HOUR
    session.end()
    assert not file.exists()
