"""Colleagues in one folder, databases of one's own, disks that give half of what they should."""

import errno
import fcntl
import io
import os
import select
import sqlite3
import struct
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from disk import database, durable, flush
from disk.lock import is_still, replace_locked, try_locked
from disk.named import read_named, write_named
from disk.plain import NotPlainError, TooLargeError
from tests.disk import odd

NOBODY = 65534


def as_nobody(act: Callable[[], bool]) -> bool:
    """What a function gives in a process of an ordinary user."""
    child = os.fork()
    if not child:
        status = 2
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            status = 0 if act() else 1
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder into which all may write, as colleagues have one; reachable for all."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o777)
        yield Path(made)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_a_colleagues_lock_is_held_and_their_file_replaced(shared: Path) -> None:
    (shared / "lock").touch(mode=0o644)
    (shared / "a").write_bytes(b"theirs")
    (shared / "a").chmod(0o666)

    def works() -> bool:
        held = try_locked(shared / "lock")
        durable.write_durably(shared / "a", b"both", within=shared)
        return held is not None and try_locked(shared / "lock") is None

    assert as_nobody(works)
    assert (shared / "a").read_bytes() == b"both"
    held = try_locked(shared / "lock")  # which ended with the process
    assert held is not None
    assert as_nobody(lambda: try_locked(shared / "lock") is None)
    os.close(held)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_a_file_that_may_not_be_written_is_not_replaced(shared: Path) -> None:
    (shared / "a").write_bytes(b"theirs")
    (shared / "a").chmod(0o444)

    def is_refused() -> bool:
        try:
            durable.write_durably(shared / "a", b"new")
        except PermissionError:
            return True
        return False

    assert as_nobody(is_refused)
    assert (shared / "a").read_bytes() == b"theirs"


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "a").chmod(0o640)
    durable.write_durably(tmp_path / "a", b"new")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_nothing_is_moved_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "new").write_bytes(b"new")
    with pytest.raises(FileExistsError):
        durable.move(tmp_path / "old", tmp_path / "new", within=tmp_path)
    assert (tmp_path / "new").read_bytes() == b"new"
    assert (tmp_path / "old").read_bytes() == b"old"


def test_what_somebody_may_still_be_writing_is_not_cleared(tmp_path: Path) -> None:
    (tmp_path / ".nkreader-0.tmp").touch()
    durable.remove_leftover(tmp_path / ".nkreader-0.tmp")
    assert (tmp_path / ".nkreader-0.tmp").exists()


def test_what_takes_the_place_of_a_lock_is_held(tmp_path: Path) -> None:
    held = try_locked(tmp_path / "open")
    assert held is not None
    ours = replace_locked(tmp_path / "open", b"words")
    os.close(held)
    assert (tmp_path / "open").read_bytes() == b"words"
    assert is_still(ours, tmp_path / "open")
    assert try_locked(tmp_path / "open") is None
    assert [each.name for each in tmp_path.iterdir()] == ["open"]
    os.close(ours)


def test_it_takes_the_place_whole_and_held_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "open").write_bytes(b"old")
    replace = os.replace

    def looked_at(old: str, new: str, **where: int) -> None:
        (made,) = (each for each in tmp_path.iterdir() if each.name == old)
        assert made.read_bytes() == b"words"
        assert try_locked(made) is None
        replace(old, new, **where)

    def fails(*_: object, **__: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="Input/output"):
        replace_locked(tmp_path / "open", b"words")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("open", b"old")]
    monkeypatch.setattr(os, "replace", looked_at)
    os.close(replace_locked(tmp_path / "open", b"words"))
    assert (tmp_path / "open").read_bytes() == b"words"


@pytest.mark.parametrize("beside", ["", "-wal", "-journal"])
@pytest.mark.parametrize("kind", [*odd.KINDS, "hard_link"])
def test_a_database_is_plain_with_all_that_is_beside_it(
    tmp_path: Path, kind: str, beside: str
) -> None:
    (tmp_path / "own").mkdir()
    file = tmp_path / "own" / "a.sqlite"
    database.connect(file, make=True).close()
    at = file.with_name(file.name + beside)
    at.unlink(missing_ok=True)
    (odd.hard_link if kind == "hard_link" else odd.KINDS[kind])(at, tmp_path)
    with pytest.raises(NotPlainError):
        database.connect(file, make=True)
    assert not (tmp_path / "made-by-somebody.txt").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_database_of_another_user_is_not_opened(tmp_path: Path) -> None:
    database.connect(tmp_path / "a", make=True).close()
    os.chown(tmp_path / "a", NOBODY, -1)
    with pytest.raises(NotPlainError, match="belongs to nobody"):
        database.connect(tmp_path / "a")


def test_a_database_is_made_for_its_user_alone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        database.connect(tmp_path / "a#b?.sqlite")
    opened = database.connect(tmp_path / "a#b?.sqlite", make=True)
    opened.execute("create table t (x)")
    opened.close()
    assert (tmp_path / "a#b?.sqlite").stat().st_mode & 0o777 == 0o600
    with closing(database.connect(tmp_path / "a#b?.sqlite")) as again:
        assert again.execute("select count(*) from t").fetchone() == (0,)


def test_a_database_that_has_just_gone_is_not_made_by_opening_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.connect(tmp_path / "a", make=True).close()
    check = database.check

    def late(file: Path) -> None:
        check(file)
        file.unlink()

    monkeypatch.setattr(database, "check", late)
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        database.connect(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_database_goes_with_all_that_is_beside_it(tmp_path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal", ".damaged-1"):
        (tmp_path / f"a.sqlite{ending}").touch()
    database.discard_database(tmp_path / "a.sqlite")
    assert [each.name for each in tmp_path.iterdir()] == ["a.sqlite.damaged-1"]


def test_half_a_line_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    durable.append_durably(tmp_path / "a", b"whole\n")
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:2]))
    with pytest.raises(OSError, match="No space"):
        durable.append_durably(tmp_path / "a", b"half\n")
    assert (tmp_path / "a").read_bytes() == b"whole\n"


def test_half_a_new_file_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write

    def full(file: int, data: bytes) -> int:
        return write(file, data[:2]) if len(data) == 4 else 0

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        durable.create(tmp_path / "a", b"four")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("door", [durable.write_durably, write_named])
def test_a_file_that_cannot_be_replaced_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: Callable[[Path, bytes], None]
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def fails(*_: object, **__: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="Input/output"):
        door(tmp_path / "a", b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"old")]


def test_bytes_that_come_back_otherwise_are_not_renamed_over_good_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    fsync = os.fsync

    def flipped(file: int) -> None:
        os.pwrite(file, b"X", 0)
        fsync(file)

    monkeypatch.setattr(os, "fsync", flipped)
    with pytest.raises(OSError, match="other bytes"):
        durable.write_durably(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(("number", "is_told"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_folder_that_cannot_be_flushed(
    monkeypatch: pytest.MonkeyPatch, number: int, is_told: bool
) -> None:
    def fails(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    if is_told:
        with pytest.raises(OSError, match=os.strerror(number)):
            flush.flush_folder(0)
    else:
        flush.flush_folder(0)


def test_on_macos_the_drive_itself_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(flush, "_FULL", 51)
    monkeypatch.setattr(fcntl, "fcntl", lambda file, what: asked.append((what, file)))
    monkeypatch.setattr(os, "fsync", lambda file: asked.append(("fsync", file)))
    flush.flush(7)
    assert asked == [(51, 7)]

    def unknown(*_: int) -> None:
        raise OSError(errno.ENOTTY, "no such thing")

    monkeypatch.setattr(fcntl, "fcntl", unknown)
    flush.flush(7)
    assert asked[-1] == ("fsync", 7)


def test_a_file_that_is_named_is_followed_and_bounded(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    (tmp_path / "link").symlink_to("a")
    assert read_named(tmp_path / "link", most=10) == b"0123456789"
    with pytest.raises(TooLargeError):
        read_named(tmp_path / "link", most=9)
    for path in ("/dev/zero", "/dev/full", str(tmp_path)):
        with pytest.raises(NotPlainError):
            read_named(Path(path), most=10, pipes=True)


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    odd.link(tmp_path / "report.csv", tmp_path)
    with pytest.raises(NotPlainError, match=r"it is a link, to .*thesis") as caught:
        write_named(tmp_path / "report.csv", b"new")
    assert caught.value.way_out == "Name that file itself."
    assert odd.mine(tmp_path).read_bytes() == odd.MINE


@pytest.mark.skipif(sys.platform != "linux", reason="nobody else tells how much a pipe holds")
def test_who_reads_slowly_gets_all_that_is_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    data = bytes(1 << 20)
    with ThreadPoolExecutor(1) as threads:
        read = threads.submit(read_when_full, tmp_path / "pipe")
        while not is_written(tmp_path / "pipe", data):
            pass
        assert read.result() == data


def is_written(pipe: Path, data: bytes) -> bool:
    try:
        write_named(pipe, data)
    except NotPlainError:  # nobody reads yet
        return False
    return True


def read_when_full(pipe: Path) -> bytes:
    with pipe.open("rb") as file:
        full = fcntl.fcntl(file, fcntl.F_GETPIPE_SZ)
        has_no_writer = select.poll()
        has_no_writer.register(file, select.POLLHUP)
        while not has_no_writer.poll(1):
            waiting = fcntl.ioctl(file, termios.FIONREAD, bytes(4))
            if int.from_bytes(waiting, sys.byteorder) == full:
                break
        return file.read()


def test_what_is_written_bit_by_bit_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    read, is_read_again = os.read, Event()
    come = b""

    def looked_at(file: int, size: int) -> bytes:
        nonlocal come
        if come == b"one ":
            is_read_again.set()
        found = read(file, size)
        come += found
        return found

    def write() -> None:
        with (tmp_path / "pipe").open("wb", buffering=0) as file:
            file.write(b"one ")
            is_read_again.wait(300)
            file.write(b"two")

    monkeypatch.setattr(os, "read", looked_at)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(write)
        assert read_named(tmp_path / "pipe", most=10, pipes=True) == b"one two"


def test_a_pipe_is_read_to_its_end_however_slowly_it_is_written(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    pieces = [f"Zeile {number}\n".encode() for number in range(200)]
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_named, fifo, most=1 << 20, pipes=True)
        with fifo.open("wb", buffering=0) as pipe:
            for piece in pieces:
                pipe.write(piece)
                while not reading.done() and in_pipe(pipe):
                    pass
        assert reading.result() == b"".join(pieces)


def in_pipe(pipe: io.FileIO) -> int:
    """How many bytes nobody has read yet."""
    (number,) = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))
    return int(number)
