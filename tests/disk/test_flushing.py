"""What is said to be on disk has been flushed: first the file, then its name."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disk import durable


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The calls that bring something to disk, in their order, with the inodes they are about."""
    made: list[tuple[str, int]] = []
    sync, replace, unlink, mkdir, rmdir = os.fsync, os.replace, os.unlink, os.mkdir, os.rmdir

    def fsync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        made.append(
            ("folder" if stat.S_ISDIR(status.st_mode) else f"{status.st_size} bytes", status.st_ino)
        )
        sync(descriptor)

    def replacing(old: str, new: str, **where: Any) -> None:
        made.append(("rename", os.stat(old, dir_fd=where.get("src_dir_fd")).st_ino))
        replace(old, new, **where)

    def unlinking(name: str, **where: Any) -> None:
        made.append(("delete", os.stat(name, dir_fd=where.get("dir_fd")).st_ino))
        unlink(name, **where)

    def making(name: str, *more: Any, **where: Any) -> None:
        mkdir(name, *more, **where)
        made.append(("make", os.stat(name, dir_fd=where.get("dir_fd")).st_ino))

    def removing(name: str, **where: Any) -> None:
        made.append(("delete", os.stat(name, dir_fd=where.get("dir_fd")).st_ino))
        rmdir(name, **where)

    for name, call in {
        "fsync": fsync,
        "replace": replacing,
        "unlink": unlinking,
        "mkdir": making,
        "rmdir": removing,
    }.items():
        monkeypatch.setattr(os, name, call)
    return made


@pytest.mark.parametrize("within", [False, True])
def test_a_file_is_flushed_before_its_name_and_the_name_after(
    tmp_path: Path, calls: list[tuple[str, int]], within: bool
) -> None:
    file = tmp_path / "a"
    durable.write_durably(file, b"four", within=tmp_path if within else None)
    inode = file.stat().st_ino
    folder = tmp_path.stat().st_ino
    assert calls == [("4 bytes", inode), ("rename", inode), ("folder", folder)]


def test_what_is_appended_is_flushed(tmp_path: Path, calls: list[tuple[str, int]]) -> None:
    assert durable.append_durably(tmp_path / "a", b"four") == 4
    assert durable.append_durably(tmp_path / "a", b"four") == 8
    inode = (tmp_path / "a").stat().st_ino
    sizes = [call for call in calls if call[1] == inode]
    assert sizes == [("4 bytes", inode), ("8 bytes", inode)]
    # A file that is new is not there after a crash unless its name is flushed too.
    assert calls[:2] == [("4 bytes", inode), ("folder", tmp_path.stat().st_ino)]


def test_a_deletion_is_flushed(tmp_path: Path, calls: list[tuple[str, int]]) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")
    inode = file.stat().st_ino
    durable.remove(file)
    assert calls == [("delete", inode), ("folder", tmp_path.stat().st_ino)]


@pytest.mark.parametrize("within", [False, True])
def test_a_new_folder_is_flushed(
    tmp_path: Path, calls: list[tuple[str, int]], within: bool
) -> None:
    durable.make_folder(tmp_path / "a" / "b", within=tmp_path if within else None)
    top, upper, lower = (
        each.stat().st_ino for each in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")
    )
    made = [("make", upper), ("folder", top), ("make", lower), ("folder", upper)]
    assert calls == made


def test_a_folder_that_goes_or_is_made_anew_is_flushed(
    tmp_path: Path, calls: list[tuple[str, int]]
) -> None:
    top = tmp_path.stat().st_ino
    durable.make_new_folder(tmp_path / "a", within=tmp_path)
    made = (tmp_path / "a").stat().st_ino
    assert calls == [("make", made), ("folder", top)]
    calls.clear()
    durable.remove_folder(tmp_path / "a", within=tmp_path)
    assert calls == [("delete", made), ("folder", top)]


def test_a_failing_flush_is_a_failing_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    failing: Callable[[int], None] = lambda _: (_ for _ in ()).throw(OSError(5, "I/O error"))  # noqa: E731
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="I/O"):
        durable.write_durably(tmp_path / "a", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"
